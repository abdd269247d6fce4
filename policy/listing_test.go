package policy

import (
	"strings"
	"testing"
	"time"

	"yijian/model"
)

func blackEntry() EntryFacts {
	return EntryFacts{
		List: BlackList, NoticeServedOn: day(0), StatementUntil: day(7),
		StatementReceived: true, ConsideredBy: "second",
		ProposedBy: "officer", LegalReviewedBy: "legal", LegalReviewPassed: true, ApprovedBy: "chief",
		Grounds: BlackGrounds{Nominated: 1, Standing: []StandingPenalty{{model.PublicityGeneral, day(0)}}},
	}
}

func redEntry() EntryFacts {
	return EntryFacts{List: RedList, ProposedBy: "officer", LegalReviewedBy: "legal", LegalReviewPassed: true, ApprovedBy: "chief"}
}

func TestCanPublishEntry(t *testing.T) {
	cases := []struct {
		name   string
		entry  EntryFacts
		asOf   int
		change func(*EntryFacts)
		fails  string
	}{
		{"black, the day after the period", blackEntry(), 8, nil, ""},
		{"black, last day of the period", blackEntry(), 7, nil, "LIST-STATEMENT-PERIOD"},
		{"black, period not begun", blackEntry(), 8, func(f *EntryFacts) { f.StatementUntil = model.Date{} }, "LIST-STATEMENT-PERIOD"},
		{"black, no notice", blackEntry(), 8, func(f *EntryFacts) { f.NoticeServedOn = model.Date{} }, "LIST-NOTICE"},
		{"black, notice served today", blackEntry(), 8, func(f *EntryFacts) { f.NoticeServedOn = day(8) }, ""},
		{"black, notice served tomorrow", blackEntry(), 8, func(f *EntryFacts) { f.NoticeServedOn = day(9) }, "LIST-NOTICE"},
		{"black, statement not considered", blackEntry(), 8, func(f *EntryFacts) { f.ConsideredBy = "" }, "LIST-STATEMENT-CONSIDERED"},
		{"black, no statement made", blackEntry(), 8, func(f *EntryFacts) { f.StatementReceived, f.ConsideredBy = false, "" }, ""},
		{"black, considerer reviewed", blackEntry(), 8, func(f *EntryFacts) { f.ConsideredBy = "legal" }, "LIST-CONSIDERER-REVIEWER"},
		{"black, considerer approved", blackEntry(), 8, func(f *EntryFacts) { f.ConsideredBy = "chief" }, "LIST-CONSIDERER-APPROVER"},
		{"black, one open objection", blackEntry(), 8, func(f *EntryFacts) { f.OpenObjections = 1 }, "LIST-OBJECTION"},
		{"black, not reviewed", blackEntry(), 8, func(f *EntryFacts) { f.LegalReviewedBy, f.LegalReviewPassed = "", false }, "LIST-LEGAL-REVIEW"},
		{"black, passed by nobody", blackEntry(), 8, func(f *EntryFacts) { f.LegalReviewedBy = "" }, "LIST-LEGAL-REVIEW"},
		{"black, review refused", blackEntry(), 8, func(f *EntryFacts) { f.LegalReviewPassed = false }, "LIST-LEGAL-REVIEW"},
		{"black, approver reviewed", blackEntry(), 8, func(f *EntryFacts) { f.ApprovedBy = "legal" }, "LIST-APPROVER-REVIEWER"},
		{"black, approver proposed", blackEntry(), 8, func(f *EntryFacts) { f.ApprovedBy = "officer" }, "LIST-APPROVER-PROPOSER"},
		{"black, not approved", blackEntry(), 8, func(f *EntryFacts) { f.ApprovedBy = "" }, "LIST-APPROVER-REVIEWER LIST-APPROVER-PROPOSER"},
		{"black, its penalty withdrawn", blackEntry(), 8, func(f *EntryFacts) { f.Grounds.Standing = nil }, "LIST-GROUNDS LIST-TERM"},
		{"black, its penalty withdrawn, its checks bad", blackEntry(), 8, func(f *EntryFacts) { f.Grounds.Standing, f.Grounds.OnChecks = nil, true }, ""},
		{"black, last day of the term", blackEntry(), 365, nil, ""},
		{"black, the day after the term", blackEntry(), 366, nil, "LIST-TERM"},
		{"black ignores findings not confirmed", blackEntry(), 8, func(f *EntryFacts) { f.PendingFindings = 1 }, ""},
		{"black ignores red vetoes", blackEntry(), 8, func(f *EntryFacts) { f.NewVetoes = 1 }, ""},
		{"red", redEntry(), 0, nil, ""},
		{"red, one new veto", redEntry(), 0, func(f *EntryFacts) { f.NewVetoes = 1 }, "LIST-VETO"},
		{"red, one finding not confirmed", redEntry(), 0, func(f *EntryFacts) { f.PendingFindings = 1 }, "LIST-PENDING"},
		{"red, not reviewed", redEntry(), 0, func(f *EntryFacts) { f.LegalReviewPassed = false }, "LIST-LEGAL-REVIEW"},
		{"red, approver reviewed", redEntry(), 0, func(f *EntryFacts) { f.ApprovedBy = "legal" }, "LIST-APPROVER-REVIEWER"},
		{"red, approver proposed", redEntry(), 0, func(f *EntryFacts) { f.ApprovedBy = "officer" }, "LIST-APPROVER-PROPOSER"},
	}
	for _, c := range cases {
		if c.change != nil {
			c.change(&c.entry)
		}
		decision := CanPublishEntry(c.entry, day(c.asOf))
		var fails []string
		for _, line := range decision.Failed() {
			fails = append(fails, line.RuleID)
		}
		if got := strings.Join(fails, " "); got != c.fails || decision.Allowed != (c.fails == "") {
			t.Errorf("%s: allowed %t, fails %q, want %q", c.name, decision.Allowed, got, c.fails)
		}
		for _, line := range decision.Lines {
			if line.Title == "" || line.Basis.String() == "" || line.Seen == "" {
				t.Errorf("%s: line %+v explains nothing", c.name, line)
			}
		}
	}
}

func TestAnEntryOfNoListIsRefused(t *testing.T) {
	entry := blackEntry()
	for _, list := range []string{"", "grey", "Black"} {
		entry.List = list
		if CanPublishEntry(entry, day(8)).Allowed {
			t.Errorf("list %q was allowed", list)
		}
	}
	if CanPublishEntry(EntryFacts{List: BlackList}, day(8)).Allowed || CanPublishEntry(EntryFacts{List: RedList}, day(8)).Allowed {
		t.Error("an entry without facts was allowed")
	}
}

func TestListingRulesDoNotGrow(t *testing.T) {
	first := len(CanPublishEntry(blackEntry(), day(8)).Lines)
	CanPublishEntry(redEntry(), day(8))
	if again := len(CanPublishEntry(blackEntry(), day(8)).Lines); again != first || first != 11 {
		t.Errorf("%d lines, then %d, want 11", first, again)
	}
}

func TestBlackTermFollowsTheGravestClass(t *testing.T) {
	slight, general, grave := model.PublicitySlight, model.PublicityGeneral, model.PublicityGrave
	cases := []struct {
		name   string
		ground BlackGrounds
		want   model.Date
	}{
		{"slight", BlackGrounds{Standing: []StandingPenalty{{slight, day(0)}}}, day(0).AddMonths(3)},
		{"general", BlackGrounds{Standing: []StandingPenalty{{general, day(0)}}}, day(0).AddMonths(12)},
		{"grave", BlackGrounds{Standing: []StandingPenalty{{grave, day(0)}}}, day(0).AddMonths(36)},
		{"grave before general", BlackGrounds{Standing: []StandingPenalty{{grave, day(0)}, {general, day(9)}}}, day(0).AddMonths(36)},
		{"the newer of two", BlackGrounds{Standing: []StandingPenalty{{general, day(9)}, {general, day(0)}}}, day(9).AddMonths(12)},
		{"checks, from the publication", BlackGrounds{OnChecks: true}, day(100).AddMonths(12)},
		{"checks and an older general one", BlackGrounds{OnChecks: true, Standing: []StandingPenalty{{general, day(0)}}}, day(100).AddMonths(12)},
		{"checks and a grave one", BlackGrounds{OnChecks: true, Standing: []StandingPenalty{{grave, day(0)}}}, day(0).AddMonths(36)},
	}
	for _, c := range cases {
		if got, err := c.ground.EndsOn(day(100)); err != nil || got != c.want {
			t.Errorf("%s: until %s (%v), want %s", c.name, got, err, c.want)
		}
	}
	for _, none := range []BlackGrounds{{Nominated: 1}, {Standing: []StandingPenalty{{"severe", day(0)}}}} {
		if _, err := none.EndsOn(day(0)); err == nil {
			t.Errorf("%+v has a term", none)
		}
	}
}

func TestDecideAsksOnlyRulesInForce(t *testing.T) {
	rule := func(id string, from, until model.Date, holds bool) Rule[int] {
		return Rule[int]{
			ID: id, From: from, Until: until,
			Holds: func(int, model.Date) bool { return holds },
			Seen:  func(int, model.Date) string { return "" },
		}
	}
	rules := []Rule[int]{rule("old", model.Date{}, day(9), true), rule("new", day(10), model.Date{}, false)}
	cases := map[int]string{0: "old", 9: "old", 10: "new", 500: "new"}
	for n, want := range cases {
		decision := Decide(rules, 0, day(n))
		if len(decision.Lines) != 1 || decision.Lines[0].RuleID != want || decision.Allowed != (want == "old") {
			t.Errorf("day %d: %+v, want %s", n, decision, want)
		}
	}
	if Decide(rules[1:], 0, day(0)).Allowed {
		t.Error("allowed although no rule is in force")
	}
}

func TestPublicityEnds(t *testing.T) {
	cases := []struct {
		class            model.PublicityClass
		document         model.Date
		earliest, latest string
		usual            bool
	}{
		{model.PublicitySlight, day(0), "2026-01-01", "2026-04-01", false},
		{model.PublicityGeneral, day(0), "2026-04-01", "2027-01-01", true},
		{model.PublicityGrave, day(0), "2027-01-01", "2029-01-01", true},
		{model.PublicityGeneral, model.NewDate(2025, time.November, 30), "2026-02-28", "2026-11-30", true},
		{model.PublicityGrave, model.NewDate(2028, time.February, 29), "2029-02-28", "2031-02-28", true},
	}
	for _, c := range cases {
		earliest, latest, err := PublicityEnds(c.class, c.document)
		if err != nil || earliest.String() != c.earliest || latest.String() != c.latest || IsUsuallyPublished(c.class) != c.usual {
			t.Errorf("%s from %s: %s to %s, %v", c.class, c.document, earliest, latest, err)
		}
	}
	if _, _, err := PublicityEnds("severe", day(0)); err == nil || IsUsuallyPublished("severe") {
		t.Error("an unknown class has a term")
	}
	if _, _, err := PublicityEnds(model.PublicityGrave, model.Date{}); err == nil {
		t.Error("a document without date has a term")
	}
}
