package credit

import (
	"slices"
	"strconv"
	"testing"

	"yijian/model"
)

func TestExplain(t *testing.T) {
	first, second, third := asOf.AddDays(-300), asOf.AddDays(-200), asOf.AddDays(-100)
	a := model.CreditSubject{
		ID: "a", Group: "g", Service: model.CreditService{Upheld: 4, Parcels: 50000},
		Checks: []model.CreditCheck{
			checkOn("c1", first, true, finding("f1", "video", model.Serious, first)),
			checkOn("c2", second, true, finding("f2", "video", model.Serious, second)),
			checkOn("c3", third, false, finding("f3", "video", model.Serious, third)),
			checkOn("c4", asOf, false, model.CreditFinding{ID: "f4", Group: "video", Class: model.Serious}),
		},
		Duties:   []model.CreditDuty{{ID: "d1", Class: model.Minor, On: third, FinalOn: &third}, {ID: "d2", Class: model.Minor, On: third}},
		Triggers: []model.CreditTrigger{{ID: "t1", Kind: "suspended", On: first, FinalOn: &second}, {ID: "t2", Kind: "fine", On: asOf}},
	}
	b := book(t)
	e, err := Explain(b, asOf, []model.CreditSubject{a}, "a")
	if err != nil {
		t.Fatal(err)
	}
	if e.Subject != "a" || e.AsOf != asOf || e.RulebookID != b.ID || len(e.RulebookHash) != 64 || e.Result.List != model.BlackList {
		t.Errorf("%+v", e)
	}
	// P = min(5, (2·10 + 2·10 + 3·30 + 3·0)/10) = 5; the score leaves c4 out:
	// (20 + 20 + 90 + 15)/(2 + 2 + 3 + 3); lower also forgets c3: (20 + 20 + 15)/(2 + 2 + 3).
	want := []model.ExplanationLine{
		{Dimension: "inspection", Fact: "f1", Rule: "severity", Points: "10"},
		{Dimension: "inspection", Fact: "c1", Rule: "check_cap", Points: "10", TimeWeight: 2},
		{Dimension: "inspection", Fact: "f2", Rule: "severity", Points: "10"},
		{Dimension: "inspection", Fact: "c2", Rule: "check_cap", Points: "10", TimeWeight: 2},
		{Dimension: "inspection", Fact: "f3", Rule: "repeat.serious", Points: "30"},
		{Dimension: "inspection", Fact: "c3", Rule: "check_cap", Points: "30", TimeWeight: 3},
		{Dimension: "inspection", Fact: "c4", Rule: "drawn", Points: "0", TimeWeight: 3},
		{Dimension: "inspection", Fact: "f4", Rule: "pending"},
		{Dimension: "inspection", Rule: "prior_weight", Points: "5", TimeWeight: 3},
		{Dimension: "inspection", Rule: "bands.inspection", Points: "29/2"},
		{Dimension: "inspection", Rule: "lower", Points: "55/7"},
		{Dimension: "service", Rule: "service"},
		{Dimension: "service", Rule: "service.prior_parcels", Points: "1/12500"},
		{Dimension: "service", Rule: "bands.service", Points: "4/5"},
		{Dimension: "duty", Fact: "d1", Rule: "duty_points", Points: "5", TimeWeight: 3},
		{Dimension: "duty", Fact: "d2", Rule: "pending"},
		{Dimension: "duty", Rule: "bands.duty", Points: "15"},
		{Dimension: "band", Rule: "bands"},
		{Dimension: "list", Fact: "t2", Rule: "pending"},
		{Dimension: "list", Fact: "t1", Rule: "black.veto_triggers"},
	}
	for i, line := range e.Lines {
		if line.Text == "" {
			t.Errorf("no sentence: %+v", line)
		}
		line.Text = ""
		if i >= len(want) || line != want[i] {
			t.Errorf("line %d: got %+v", i, line)
		}
	}
	if len(e.Lines) != len(want) {
		t.Errorf("%d lines, want %d", len(e.Lines), len(want))
	}
}

func TestExplainGreyAndRed(t *testing.T) {
	b := everyoneRed(book(t))
	grey := model.CreditSubject{ID: "grey", Group: "other"}
	subjects := []model.CreditSubject{clean("red"), grey}
	for id, want := range map[string][]string{
		"red":  {"check_cap", "prior_weight", "bands.inspection", "lower", "service", "service.prior_parcels", "bands.service", "bands.duty", "bands", "red"},
		"grey": {"window_months", "service", "service.min_parcels", "bands.duty", "bands", "bands", "red.min_checks"},
	} {
		e, err := Explain(b, asOf, subjects, id)
		if err != nil {
			t.Fatal(err)
		}
		var rules []string
		for _, line := range e.Lines {
			rules = append(rules, line.Rule)
		}
		if !slices.Equal(rules, want) {
			t.Errorf("%s: got %v", id, rules)
		}
	}
}

func BenchmarkRateCounty(b *testing.B) {
	var subjects []model.CreditSubject
	for i := range 50000 {
		s := model.CreditSubject{ID: "s" + strconv.Itoa(i), Group: "endpoint", Service: model.CreditService{Upheld: int64(i % 7), Parcels: int64(4000 + i)}}
		for j := range 8 {
			on := asOf.AddDays(-j*80 - i%50)
			check := model.CreditCheck{ID: "c" + strconv.Itoa(j), On: on, Drawn: (i+j)%2 == 0, Units: int64(1 + (i*7+j*13)%300)}
			if (i+j)%3 == 0 {
				check.Findings = []model.CreditFinding{finding("f"+strconv.Itoa(j), "video", classes[(i+j)%2], on)}
			}
			s.Checks = append(s.Checks, check)
		}
		subjects = append(subjects, s)
	}
	rules := book(b)
	b.ResetTimer()
	for range b.N {
		if _, err := Rate(rules, asOf, subjects); err != nil {
			b.Fatal(err)
		}
	}
}
