package rulebook

import (
	"slices"
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy/deadline"
)

func TestDeadlineTableShipsTheStatedNumbers(t *testing.T) {
	want := map[model.DeadlineRuleID]struct {
		value int
		unit  model.DeadlineUnit
	}{
		model.EndpointFiling: {20, model.CalendarDay}, model.EndpointAcceptance: {5, model.WorkingDay},
		model.EndpointCorrectionNotice: {2, model.WorkingDay}, model.EndpointChange: {10, model.CalendarDay},
		model.ComplaintAcceptance: {2, model.WorkingDay}, model.ComplaintFirmReply: {15, model.CalendarDay},
		model.ComplaintAnswer: {30, model.CalendarDay}, model.ComplaintCallback: {3, model.WorkingDay},
		model.InspectionPublication: {20, model.WorkingDay}, model.PublicationTerm: {20, model.WorkingDay}, model.PenaltyDecision: {90, model.CalendarDay}, model.PenaltyPublication: {7, model.WorkingDay},
		model.EditionStatement: {5, model.WorkingDay}, model.EditionPublicity: {5, model.WorkingDay},
		model.ObjectionReview: {10, model.CalendarDay}, model.TaskMonthlyReport: {25, model.DayOfMonth},
		model.ListCorrection:      {3, model.WorkingDay},
		model.MonthlyReturnFiling: {10, model.CalendarDay}, model.MonthlyReturnReview: {5, model.WorkingDay}, model.MonthlyReturnAgain: {5, model.WorkingDay},
		model.DutyContest:  {5, model.WorkingDay},
		model.TaskSlipBlue: {5, model.WorkingDay}, model.TaskSlipOrange: {3, model.WorkingDay}, model.TaskSlipRed: {2, model.WorkingDay},
		model.TaskCoordination: {5, model.WorkingDay},
	}
	rules := Deadlines()
	if len(rules) != len(want) {
		t.Errorf("%d rules, want %d", len(rules), len(want))
	}
	for _, rule := range rules {
		if w := want[rule.ID]; rule.Value != w.value || rule.Unit != w.unit {
			t.Errorf("%s is %d %s, want %d %s", rule.ID, rule.Value, rule.Unit, w.value, w.unit)
		}
		if rule.Basis.String() == "" {
			t.Errorf("%s shows no basis", rule.ID)
		}
	}
}

// A time that closes by itself is never late: its ladder ends before it, and it may not stand still.
func TestWindowsAreNeverLate(t *testing.T) {
	windows := 0
	for _, rule := range Deadlines() {
		if !model.WindowRules[rule.ID] {
			continue
		}
		windows++
		for _, step := range rule.Ladder {
			if step.At == model.AtEnd || step.At == model.AfterEnd {
				t.Errorf("%s makes known %q that it is over", rule.ID, step.At)
			}
		}
		if len(rule.Pauses) > 0 {
			t.Errorf("%s may stand still", rule.ID)
		}
	}
	if windows != len(model.WindowRules) {
		t.Errorf("%d of %d windows are in the table", windows, len(model.WindowRules))
	}
}

// What the platform set by itself does not pass for the law.
func TestTheContestOfADutyFactRestsOnThePlatformsSetting(t *testing.T) {
	for _, rule := range Deadlines() {
		if rule.ID == model.DutyContest && (rule.Basis.Document != "" || !strings.Contains(rule.Basis.String(), "平台默认设置（非法定")) {
			t.Errorf("its basis is %s", rule.Basis)
		}
	}
}

func TestDeadlineTableIsStrict(t *testing.T) {
	good := string(deadlinesText)
	row := "  - id: list.correct\n    title: 第二行\n    value: 3\n    unit: working_day\n    basis: {article: 测试}\n    from: 2020-01-01\n"
	cases := map[string]string{
		"unknown key":        strings.Replace(good, "value: 20\n", "value: 20\n    days: 20\n", 1),
		"doubled key":        strings.Replace(good, "value: 20\n", "value: 20\n    value: 20\n", 1),
		"second document":    good + "---\nversion: deadlines/2\n",
		"other version":      strings.Replace(good, "deadlines/2", "deadlines/3", 1),
		"zero":               strings.Replace(good, "value: 20\n", "value: 0\n", 1),
		"too long":           strings.Replace(good, "value: 20\n", "value: 367\n", 1),
		"day 32":             strings.Replace(good, "value: 25\n", "value: 32\n", 1),
		"fraction":           strings.Replace(good, "value: 20\n", "value: 2.5\n", 1),
		"unknown unit":       strings.Replace(good, "unit: day_of_month", "unit: week", 1),
		"unknown clock":      strings.Replace(good, "id: list.correct", "id: list.corect", 1),
		"no title":           strings.Replace(good, "    title: 申诉受理审查\n", "", 1),
		"no first day":       strings.Replace(good, "    from: 2021-07-15\n", "", 1),
		"impossible day":     strings.Replace(good, "from: 2021-07-15", "from: 2021-02-29", 1),
		"until before from":  strings.Replace(good, "from: 2021-07-15", "from: 2021-07-15\n    until: 2021-07-14", 1),
		"warning too late":   strings.Replace(good, "warn: 10", "warn: 15", 1),
		"two rows at a time": good + row,
		"empty":              "",
		"newer keys":         strings.Replace(good, "deadlines/2", "deadlines/1", 1),
		"pause key":          strings.Replace(good, "{code: appraisal,", "{code: appraisal, days: 3,", 1),
		"pause unnamed":      strings.Replace(good, "title: 检测鉴定", "title: ''", 1),
		"pause twice":        strings.Replace(good, "      - {code: appraisal", "      - {code: appraisal, title: 又, basis: 又}\n      - {code: appraisal", 1),
		"pause of a window":  strings.Replace(good, "note: 履责记录不是", "pause: [{code: a, title: 甲, basis: 乙}]\n    note: 履责记录不是", 1),
		"pause of a day":     strings.Replace(good, "unit: day_of_month\n", "unit: day_of_month\n    pause: [{code: a, title: 甲, basis: 乙}]\n", 1),
		"extension by weeks": strings.Replace(good, "value: 30, unit: calendar_day, times", "value: 30, unit: week, times", 1),
		"extension in hours": strings.Replace(good, "value: 30, unit: calendar_day, times", "value: 30, unit: hour, times", 1),
		"extension of 0":     strings.Replace(good, "{value: 30, unit", "{value: 0, unit", 1),
		"extended for ever":  strings.Replace(good, "times: 1", "times: 4", 1),
		"approver":           strings.Replace(good, "approver: chief", "approver: firm", 1),
		"extension baseless": strings.Replace(good, "basis: 交通运输行政执法程序规定（交通运输部令2021年第8号，条次待核）", "basis: ''", 1),
		"step moment":        strings.Replace(good, "{at: warn,", "{at: soon,", 1),
		"step unwarned":      strings.Replace(good, "{at: due, tell: chief}", "{at: warn, tell: chief}", 1),
		"step without days":  strings.Replace(good, "{at: after, days: 3,", "{at: after,", 1),
		"step of 0 days":     strings.Replace(good, "{at: after, days: 3,", "{at: after, days: 0,", 1),
		"step of 367 days":   strings.Replace(good, "{at: after, days: 3,", "{at: after, days: 367,", 1),
		"days at the end":    strings.Replace(good, "{at: due, tell", "{at: due, days: 1, tell", 1),
		"tells anybody":      strings.Replace(good, "tell: chief", "tell: public", 1),
		"step twice":         strings.Replace(good, "      - {at: due, tell: chief}", "      - {at: due, tell: chief}\n      - {at: due, tell: chief}", 1),
	}
	for name, text := range cases {
		if text == good {
			t.Fatalf("%s changes nothing", name)
		}
		if _, err := ParseDeadlines([]byte(text)); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	short, err := ParseDeadlines([]byte(good[:strings.Index(good, "  - id: list.correct")]))
	if err != nil || complete(short) == nil || complete(Deadlines()) != nil {
		t.Errorf("some deadlines only: %v; they are read, and are not the whole table", err)
	}
	if _, err := ParseDeadlines([]byte(good + strings.Replace(row, "from: 2020-01-01", "from: 2020-01-01\n    until: 2021-07-14", 1))); err != nil {
		t.Errorf("an earlier version of a row was refused: %v", err)
	}
}

func TestCalendarIsStrict(t *testing.T) {
	good := string(calendarText)
	cases := map[string]string{
		"unknown key":             strings.Replace(good, "make_up", "makeup", 1),
		"other version":           strings.Replace(good, "calendar/1", "calendar/2", 1),
		"no years":                good[:strings.Index(good, "  - year: 2024")],
		"year twice":              strings.Replace(good, "year: 2026", "year: 2025", 1),
		"holiday of another year": strings.Replace(good, "from: 2026-01-01, to", "from: 2025-12-31, to", 1),
		"holiday backwards":       strings.Replace(good, "from: 2026-01-01, to: 2026-01-03", "from: 2026-01-03, to: 2026-01-01", 1),
		"off twice":               strings.Replace(good, "to: 2026-04-06", "to: 2026-05-01", 1),
		"no name":                 strings.Replace(good, "{name: 清明节, ", "{", 1),
		"no basis":                strings.Replace(good, "    basis: 国务院办公厅关于2025年部分节假日安排的通知\n", "", 1),
		"make-up on a weekday":    strings.Replace(good, "2026-10-10", "2026-10-12", 1),
		"make-up on a day off":    strings.Replace(good, "2026-10-10", "2026-10-03", 1),
		"make-up twice":           strings.Replace(good, "2026-10-10", "2026-09-20", 1),
		"make-up next year":       strings.Replace(good, "2026-10-10", "2027-01-02", 1),
	}
	for name, text := range cases {
		if text == good {
			t.Fatalf("%s changes nothing", name)
		}
		if cal, err := ParseYears([]byte(text)); err == nil {
			t.Errorf("%s was accepted: %v", name, cal)
		}
	}
}

func TestCalendarHoldsTheAnnouncedDays(t *testing.T) {
	cal := Calendar()
	if len(cal.Years) != 3 || len(cal.DaysOff) != 28+28+33 || len(cal.MakeUp) != 8+11 {
		t.Errorf("%d years, %d days off, %d make-up days; want 3, 89, 19", len(cal.Years), len(cal.DaysOff), len(cal.MakeUp))
	}
	cal.DaysOff[0] = model.Date{}
	if Calendar().DaysOff[0].IsZero() {
		t.Error("a caller changed the shipped calendar")
	}
}

func TestATextOfTheFirstVersionKeepsWhatItCouldNotSay(t *testing.T) {
	text := "version: deadlines/1\ndeadlines:\n  - {id: complaint.answer, title: 答复, value: 20, unit: calendar_day, basis: {article: 演示}, from: 2026-05-01}\n"
	rules, err := ParseDeadlines([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	row := rules[0]
	if row.Value != 20 || len(row.Pauses) != 1 || row.Pauses[0].Code != "appraisal" {
		t.Errorf("%+v, want the new term with the shipped pause", row)
	}
	for _, step := range row.Ladder {
		if step.At == model.AtWarning {
			t.Error("a row without warning has a step at the warning")
		}
	}
	if len(row.Ladder) != 3 {
		t.Errorf("%d steps, want the shipped ones but the warning", len(row.Ladder))
	}
}

func TestTheTableIsWrittenAsItWasRead(t *testing.T) {
	text, err := WriteDeadlines(Deadlines())
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseDeadlines(text)
	if err != nil || !slices.EqualFunc(again, Deadlines(), deadline.Same) {
		t.Errorf("%v: what was written is read as something else", err)
	}
}
