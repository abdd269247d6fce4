package credit

import (
	"fmt"
	"slices"
	"testing"

	"yijian/model"
)

func trigger(kind string, on model.Date, finalOn *model.Date) model.CreditTrigger {
	return model.CreditTrigger{ID: "t", Kind: kind, On: on, FinalOn: finalOn}
}

func TestBlackByTrigger(t *testing.T) {
	start := asOf.AddMonths(-24)
	cases := []struct {
		name    string
		trigger model.CreditTrigger
		want    model.CreditList
	}{
		{"listed kind", trigger("suspended", asOf, final(asOf)), model.BlackList},
		{"other kind", trigger("fine", asOf, final(asOf)), model.NoList},
		{"first day of the window", trigger("suspended", start, final(start.AddDays(1))), model.BlackList},
		{"before the window", trigger("suspended", start, final(start)), model.RedList},
		{"pending", trigger("suspended", asOf, nil), model.NoList},
		{"final tomorrow", trigger("suspended", asOf, final(asOf.AddDays(1))), model.NoList},
		{"begins tomorrow", trigger("suspended", asOf.AddDays(1), nil), model.RedList},
		{"old and pending", trigger("suspended", start.AddDays(-900), nil), model.NoList},
	}
	for _, c := range cases {
		a := clean("a")
		a.Triggers = []model.CreditTrigger{c.trigger}
		if got := rateOne(t, everyoneRed(book(t)), a); got.List != c.want {
			t.Errorf("%s: got %q %v, want %q", c.name, got.List, got.Reasons, c.want)
		}
	}
}

func TestReasonsAreInOrder(t *testing.T) {
	a := badTwice()
	for _, id := range []string{"b", "B", "a-1"} {
		a.Triggers = append(a.Triggers, model.CreditTrigger{ID: id, Kind: "suspended", On: asOf, FinalOn: final(asOf)})
	}
	b := book(t)
	b.Bands.Inspection.Amber = 1000
	got := rateOne(t, b, a)
	want := []string{"trigger:B", "trigger:a-1", "trigger:b", "inspection.lower"}
	if got.List != model.BlackList || !slices.Equal(got.Reasons, want) {
		t.Errorf("got %q %v, want %v", got.List, got.Reasons, want)
	}
}

// badTwice has a terrible check, which lower forgets, and a bad one, which it does not.
func badTwice() model.CreditSubject {
	first, second := asOf.AddDays(-2), asOf.AddDays(-1)
	return model.CreditSubject{ID: "a", Group: "g", Checks: []model.CreditCheck{
		checkOn("1", first, true, finding("1", "x", model.MostSerious, first)),
		checkOn("2", second, true, finding("2", "y", model.VerySerious, second)),
	}}
}

// TestBlackByInspection sets lower to exactly amber and just above: with P = 5
// and κ = τ = 3, lower is (x + 5) / 2.
func TestBlackByInspection(t *testing.T) {
	for amber, want := range map[int64]model.CreditList{1749: model.BlackList, 1750: model.NoList, 1751: model.NoList} {
		b := book(t)
		b.Bands.Inspection.Amber = amber
		got := rateOne(t, b, badTwice())
		if *got.Inspection.Lower != 1750 || got.List != want {
			t.Errorf("amber %d: lower %d, list %q, want %q", amber, *got.Inspection.Lower, got.List, want)
		}
	}
	b := book(t)
	b.Bands.Inspection.Amber, b.Black.MinBadChecks = 1000, 3
	if got := rateOne(t, b, badTwice()); got.List != model.NoList {
		t.Errorf("two bad checks of three: %q", got.List)
	}
	// Nothing but minor findings: never black, however high the points.
	b.Black.MinBadChecks = 1
	b.Severity = model.SeverityPoints{Minor: 60, Serious: 60, VerySerious: 60, MostSerious: 60}
	minor := badTwice()
	minor.Checks[0].Findings[0].Class, minor.Checks[1].Findings[0].Class = model.Minor, model.Minor
	if got := rateOne(t, b, minor); got.List != model.NoList || *got.Inspection.Lower <= 1000 {
		t.Errorf("minor only: %q, lower %d", got.List, *got.Inspection.Lower)
	}
}

func TestComplaintsAloneAreNeverBlack(t *testing.T) {
	a := clean("a")
	a.Service = model.CreditService{Upheld: 100000, Parcels: 100000}
	if got := rateOne(t, book(t), a); got.Service.Band != model.Red || got.List != model.NoList {
		t.Errorf("%s %q", got.Service.Band, got.List)
	}
}

// TestRedObstacles breaks one condition at a time.
func TestRedObstacles(t *testing.T) {
	recent := asOf.AddDays(-10)
	cases := []struct {
		name  string
		spoil func(a *model.CreditSubject, b *model.Rulebook)
		want  model.CreditList
	}{
		{"nothing", func(*model.CreditSubject, *model.Rulebook) {}, model.RedList},
		{"not drawn", func(a *model.CreditSubject, _ *model.Rulebook) { a.Checks[0].Drawn = false }, model.NoList},
		{"too few checks", func(_ *model.CreditSubject, b *model.Rulebook) { b.Red.MinChecks = 2 }, model.NoList},
		{"few parcels", func(a *model.CreditSubject, _ *model.Rulebook) { a.Service.Parcels = 4999 }, model.NoList},
		{"no parcels in the group", func(a *model.CreditSubject, _ *model.Rulebook) { a.Service.Parcels = 0 }, model.RedList},
		{"minor duty", func(a *model.CreditSubject, _ *model.Rulebook) {
			a.Duties = []model.CreditDuty{{ID: "d", Class: model.Minor, On: recent, FinalOn: &recent}}
		}, model.NoList},
		{"minor duty at the limit", func(a *model.CreditSubject, b *model.Rulebook) {
			b.Red.MaxDuty = 1500
			a.Duties = []model.CreditDuty{{ID: "d", Class: model.Minor, On: recent, FinalOn: &recent}}
		}, model.RedList},
		{"minor duty above the limit", func(a *model.CreditSubject, b *model.Rulebook) {
			b.Red.MaxDuty = 1499
			a.Duties = []model.CreditDuty{{ID: "d", Class: model.Minor, On: recent, FinalOn: &recent}}
		}, model.NoList},
		{"pending minor duty", func(a *model.CreditSubject, _ *model.Rulebook) {
			a.Duties = []model.CreditDuty{{ID: "d", Class: model.Minor, On: recent}}
		}, model.RedList},
		{"pending serious duty", func(a *model.CreditSubject, _ *model.Rulebook) {
			a.Duties = []model.CreditDuty{{ID: "d", Class: model.Serious, On: recent}}
		}, model.NoList},
		{"old serious duty", func(a *model.CreditSubject, _ *model.Rulebook) {
			old := asOf.AddMonths(-24)
			a.Duties = []model.CreditDuty{{ID: "d", Class: model.Serious, On: old, FinalOn: &old}}
		}, model.RedList},
		{"minor finding", func(a *model.CreditSubject, _ *model.Rulebook) {
			a.Checks[0].Findings = []model.CreditFinding{finding("f", "x", model.Minor, recent)}
		}, model.RedList},
		{"open minor finding", func(a *model.CreditSubject, _ *model.Rulebook) {
			a.Checks[0].Findings = []model.CreditFinding{{ID: "f", Group: "x", Class: model.Minor, Open: true}}
		}, model.NoList},
		{"pending serious finding", func(a *model.CreditSubject, _ *model.Rulebook) {
			a.Checks[0].Findings = []model.CreditFinding{{ID: "f", Group: "x", Class: model.Serious}}
		}, model.NoList},
		{"old open finding", func(a *model.CreditSubject, _ *model.Rulebook) {
			a.Checks = append(a.Checks, checkOn("old", model.NewDate(2010, 1, 1), false, model.CreditFinding{ID: "f", Group: "x", Class: model.Minor, Open: true}))
		}, model.NoList},
		{"service amber", func(a *model.CreditSubject, _ *model.Rulebook) { a.Service.Upheld = 40 }, model.NoList},
		// With m at its cap the prior adds 5 complaints: 26 of 150,000 are 2.07 per 10,000.
		{"service green among peers, not alone", func(a *model.CreditSubject, b *model.Rulebook) { a.Service.Upheld = 26 }, model.NoList},
		{"service green at the cap", func(a *model.CreditSubject, _ *model.Rulebook) { a.Service.Upheld = 25 }, model.RedList},
	}
	// With P at its cap of 5 the score is (x + 5) / 2; the peer's checks bring P to x / 4.
	withMinor := func(points int64) func(*model.CreditSubject, *model.Rulebook) {
		return func(a *model.CreditSubject, b *model.Rulebook) {
			b.Severity = model.SeverityPoints{Minor: points, Serious: 30, VerySerious: 30, MostSerious: 90}
			a.Checks[0].Findings = []model.CreditFinding{finding("f", "x", model.Minor, recent)}
		}
	}
	cases = append(cases, cases[0], cases[0])
	cases[len(cases)-2].name, cases[len(cases)-2].spoil = "inspection green at the cap", withMinor(15)
	cases[len(cases)-1].name, cases[len(cases)-1].spoil, cases[len(cases)-1].want = "inspection green among peers, not alone", withMinor(16), model.NoList
	peer := model.CreditSubject{ID: "peer", Group: "g", Checks: []model.CreditCheck{
		checkOn("p1", recent, false), checkOn("p2", recent.AddDays(1), false), checkOn("p3", recent.AddDays(2), false),
	}}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a, b := clean("a"), everyoneRed(book(t))
			c.spoil(&a, &b)
			p := peer
			if a.Service.Parcels > 5000 {
				p.Service.Parcels = 3000000
			}
			got := rateOne(t, b, a, p)
			if got.List != c.want {
				t.Errorf("got %q, want %q: %+v", got.List, c.want, got)
			}
			e, err := Explain(b, asOf, []model.CreditSubject{a, p}, "a")
			if err != nil {
				t.Fatal(err)
			}
			if c.want == model.NoList && !slices.ContainsFunc(e.Lines, func(l model.ExplanationLine) bool { return l.Dimension == ListLines && l.Text != "" }) {
				t.Error("no line says why")
			}
		})
	}
}

func TestRedShareAndOrder(t *testing.T) {
	var subjects []model.CreditSubject
	for i := range 10 {
		subjects = append(subjects, clean(fmt.Sprintf("s%d", i)))
	}
	subjects[7].Service.Upheld = 1 // worse than its equals
	subjects[3].Checks = append(subjects[3].Checks, checkOn("more", asOf.AddDays(-1), true))
	red := func(share int64) []string {
		b := book(t)
		b.Red.MaxSharePermille = share
		results, err := Rate(b, asOf, subjects)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, r := range results {
			if r.List == model.RedList {
				ids = append(ids, r.ID)
			}
		}
		return ids
	}
	for share, want := range map[int64][]string{
		0: nil, 99: nil, 100: {"s3"}, 199: {"s3"}, 200: {"s0", "s3"},
		900: {"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s8", "s9"},
	} {
		if got := red(share); !slices.Equal(got, want) {
			t.Errorf("share %d: got %v, want %v", share, got, want)
		}
	}
}

func TestRedOrderEndsWithDuty(t *testing.T) {
	first, second := clean("a"), clean("b")
	first.Duties = []model.CreditDuty{{ID: "d", Class: model.Minor, On: asOf, FinalOn: final(asOf)}}
	b := book(t)
	b.Red.MaxDuty, b.Red.MaxSharePermille = 1500, 500
	results, err := Rate(b, asOf, []model.CreditSubject{first, second})
	if err != nil {
		t.Fatal(err)
	}
	if results[0].List != model.NoList || results[1].List != model.RedList {
		t.Errorf("got %q and %q", results[0].List, results[1].List)
	}
}
