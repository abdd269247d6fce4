package policy

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/model"
)

// day is the n-th day after 1 January 2026; the table's task runs from day 0 to
// day 100, so that on day n exactly n percent are planned.
func day(n int) model.Date { return model.NewDate(2026, time.January, 1).AddDays(n) }

func TestTaskLightAtEachThreshold(t *testing.T) {
	cases := []struct {
		name    string
		asOf    int
		actual  int
		change  func(*model.TaskFacts)
		want    model.Light
		ruleIDs string
	}{
		{"on plan", 50, 50, nil, model.LightGreen, "LIGHT-ON-TRACK"},
		{"ahead", 50, 90, nil, model.LightGreen, "LIGHT-ON-TRACK"},
		{"9 behind", 50, 41, nil, model.LightGreen, "LIGHT-ON-TRACK"},
		{"10 behind", 50, 40, nil, model.LightYellow, "LIGHT-BEHIND"},
		{"20 behind", 50, 30, nil, model.LightYellow, "LIGHT-BEHIND"},
		{"21 behind", 50, 29, nil, model.LightRed, "LIGHT-FAR-BEHIND"},
		{"8 days to due", 92, 92, nil, model.LightGreen, "LIGHT-ON-TRACK"},
		{"7 days to due", 93, 93, nil, model.LightYellow, "LIGHT-DUE-SOON"},
		{"due today", 100, 99, nil, model.LightYellow, "LIGHT-DUE-SOON"},
		{"overdue by a day", 101, 99, nil, model.LightRed, "LIGHT-OVERDUE"},
		{"overdue at 100 percent, not accepted as done", 101, 100, nil, model.LightRed, "LIGHT-OVERDUE"},
		{"overdue, but done", 101, 100, done, model.LightGreen, "LIGHT-DONE"},
		{"due soon and behind", 95, 80, nil, model.LightYellow, "LIGHT-DUE-SOON LIGHT-BEHIND"},
		{"overdue and far behind", 101, 70, nil, model.LightRed, "LIGHT-OVERDUE LIGHT-FAR-BEHIND"},
		{"report due today", 50, 50, owed(50), model.LightGreen, "LIGHT-ON-TRACK"},
		{"report due tomorrow", 50, 50, owed(51), model.LightGreen, "LIGHT-ON-TRACK"},
		{"report 1 day late", 50, 50, owed(49), model.LightYellow, "LIGHT-REPORT-LATE"},
		{"report 3 days late", 50, 50, owed(47), model.LightYellow, "LIGHT-REPORT-LATE"},
		{"report 4 days late", 50, 50, owed(46), model.LightRed, "LIGHT-REPORT-MISSED"},
		{"red beats yellow", 95, 95, owed(46), model.LightRed, "LIGHT-REPORT-MISSED"},
		{"done owes no report", 50, 100, both(done, owed(1)), model.LightGreen, "LIGHT-DONE"},
		{"suspended beats everything", 120, 0, both(suspended, owed(1)), model.LightGrey, "LIGHT-SUSPENDED"},
		{"suspended beats done", 50, 100, both(suspended, done), model.LightGrey, "LIGHT-SUSPENDED"},
		{"not started", 5, 0, idle, model.LightGrey, "LIGHT-NOT-STARTED"},
		{"not started, plan not begun", -10, 0, idle, model.LightGrey, "LIGHT-NOT-STARTED"},
		{"not started, plan 10 ahead", 10, 0, idle, model.LightYellow, "LIGHT-BEHIND"},
		{"not started, plan 21 ahead", 21, 0, idle, model.LightRed, "LIGHT-FAR-BEHIND"},
		{"no due date", 500, 0, noDue, model.LightGreen, "LIGHT-ON-TRACK"},
	}
	for _, c := range cases {
		facts := model.TaskFacts{Start: day(0), Due: day(100), Started: true, Progress: c.actual}
		if c.change != nil {
			c.change(&facts)
		}
		got := TaskLight(facts, day(c.asOf))
		if got.Light != c.want || strings.Join(got.RuleIDs, " ") != c.ruleIDs {
			t.Errorf("%s: %s %v (%s), want %s %s", c.name, got.Light, got.RuleIDs, got.Reason, c.want, c.ruleIDs)
		}
	}
}

func done(f *model.TaskFacts)      { f.Done = true }
func suspended(f *model.TaskFacts) { f.Suspended = true }
func idle(f *model.TaskFacts)      { f.Started = false }
func noDue(f *model.TaskFacts)     { f.Due = model.Date{} }
func owed(n int) func(*model.TaskFacts) {
	return func(f *model.TaskFacts) { f.UnreportedSince = day(n) }
}
func both(a, b func(*model.TaskFacts)) func(*model.TaskFacts) {
	return func(f *model.TaskFacts) { a(f); b(f) }
}

func TestTaskLightGivesReasonsAndValues(t *testing.T) {
	facts := model.TaskFacts{Start: day(0), Due: day(100), Started: true, Progress: 70, UnreportedSince: day(99)}
	got := TaskLight(facts, day(103))
	want := "超过完成时限3天，尚未完成；计划100%，实报70%，落后30个百分点；2026-04-10应报的月报逾期4天未报"
	if got.Reason != want {
		t.Errorf("reason %s, want %s", got.Reason, want)
	}
	seen := model.LightSeen{TaskFacts: facts, AsOf: day(103), DaysLeft: -3, Planned: 100, ReportDaysLate: 4}
	if !reflect.DeepEqual(got.Seen, seen) {
		t.Errorf("seen %+v, want %+v", got.Seen, seen)
	}
}

// The plan is linear between milestones; those of one day add up, and one before the start counts from the start on.
func TestPlannedBySteps(t *testing.T) {
	steps := []model.TaskStep{{Due: day(10), Weight: 1}, {Due: day(20), Weight: 1}, {Due: day(20), Weight: 2}, {Due: day(60), Weight: 4}}
	facts := model.TaskFacts{Start: day(0), Due: day(100), Steps: steps}
	for on, want := range map[int]int{-1: 0, 0: 0, 1: 1, 9: 11, 10: 12, 11: 16, 19: 46, 20: 50, 21: 51, 59: 98, 60: 100, 99: 100, 200: 100} {
		if got := PlannedBySteps(facts, day(on)); got != want {
			t.Errorf("on day %d %d%%, want %d", on, got, want)
		}
	}
	facts.Steps = []model.TaskStep{{Due: day(-5), Weight: 1}, {Due: day(10), Weight: 1}}
	if got := PlannedBySteps(facts, day(5)); got != 83 { // half, and 10 of 15 days of the rest
		t.Errorf("a milestone before the start: %d", got)
	}
	facts.Steps = nil
	if got := PlannedBySteps(facts, day(50)); got != 50 {
		t.Errorf("without milestones %d", got)
	}
}

func TestPlannedPercentRoundsDown(t *testing.T) {
	cases := []struct{ start, due, asOf, want int }{
		{0, 3, -1, 0}, {0, 3, 0, 0}, {0, 3, 1, 33}, {0, 3, 2, 66}, {0, 3, 3, 100}, {0, 3, 4, 100},
		{0, 1000, 9, 0}, {0, 1000, 10, 1}, {0, 1000, 999, 99}, {5, 5, 4, 0}, {5, 5, 5, 100}, {5, 2, 3, 0}, {5, 2, 5, 100},
	}
	for _, c := range cases {
		if got := PlannedPercent(day(c.start), day(c.due), day(c.asOf)); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
	if PlannedPercent(model.Date{}, day(1), day(2)) != 0 || PlannedPercent(day(0), model.Date{}, day(2)) != 0 {
		t.Error("a plan without both dates plans nothing")
	}
}

// Any facts give one known colour with a reason, and more progress never makes it worse.
func FuzzTaskLight(f *testing.F) {
	f.Add(0, 100, 50, 40, 48, uint8(1))
	f.Add(10, -5, 200, -3, 0, uint8(6))
	f.Fuzz(func(t *testing.T, start, due, asOf, progress, owed int, flags uint8) {
		clamp := func(n int) int { return n % 20000 }
		facts := model.TaskFacts{
			Start: day(clamp(start)), Due: day(clamp(due)), Progress: clamp(progress),
			Started: flags&1 > 0, Done: flags&2 > 0, Suspended: flags&4 > 0,
		}
		if flags&8 > 0 {
			facts.UnreportedSince = day(clamp(owed))
		}
		got := TaskLight(facts, day(clamp(asOf)))
		if !slices.Contains(model.Lights, got.Light) || len(got.RuleIDs) == 0 || got.Reason == "" {
			t.Fatalf("%+v: %+v", facts, got)
		}
		facts.Progress++
		better := TaskLight(facts, day(clamp(asOf)))
		if slices.Index(model.Lights, better.Light) < slices.Index(model.Lights, got.Light) {
			t.Fatalf("one percent more turns %s into %s", got.Light, better.Light)
		}
	})
}

func TestLightRulesAreCitable(t *testing.T) {
	ids := map[string]bool{}
	for _, rule := range lightRules {
		if rule.ID == "" || rule.Title == "" || rule.Basis.String() == "" || ids[rule.ID] {
			t.Errorf("rule %+v lacks id, title or basis, or is doubled", rule.ID)
		}
		ids[rule.ID] = true
	}
}

func TestALightRuleShinesOnlyInItsPeriod(t *testing.T) {
	rules := slices.Clone(lightRules)
	rules[2].Until = day(101)
	facts := model.TaskFacts{Start: day(0), Due: day(100), Started: true, Progress: 95}
	for n, want := range map[int]model.Light{101: model.LightRed, 102: model.LightGreen} {
		if got := decideLight(rules, seeTask(facts, day(n))); got.Light != want {
			t.Errorf("day %d: %s %v, want %s", n, got.Light, got.RuleIDs, want)
		}
	}
}
