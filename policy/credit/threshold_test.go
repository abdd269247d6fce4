package credit

import (
	"fmt"
	"slices"
	"testing"

	"yijian/model"
)

func final(d model.Date) *model.Date { return &d }

// finding is final on the day, in its own group unless one is given.
func finding(id, group string, class model.Severity, on model.Date) model.CreditFinding {
	return model.CreditFinding{ID: id, Group: group, Class: class, FinalOn: final(on)}
}

func checkOn(id string, on model.Date, drawn bool, findings ...model.CreditFinding) model.CreditCheck {
	return model.CreditCheck{ID: id, On: on, Drawn: drawn, Units: 1, Findings: findings}
}

// clean is a red candidate when alone with a share of 1000: one clean drawn check and busy, blameless service.
func clean(id string) model.CreditSubject {
	return model.CreditSubject{
		ID: id, Group: "g", Service: model.CreditService{Parcels: 100000},
		Checks: []model.CreditCheck{checkOn("clean", asOf.AddDays(-10), true)},
	}
}

func everyoneRed(b model.Rulebook) model.Rulebook {
	b.Red.MaxSharePermille = 1000
	return b
}

func TestTimeWeight(t *testing.T) {
	cases := []struct {
		asOf, on string
		want     int64 // 0 is outside the window
	}{
		{"2026-08-31", "2026-09-01", 0},
		{"2026-08-31", "2026-08-31", 3},
		{"2026-08-31", "2026-03-01", 3}, // 31 February clamps to the 28th
		{"2026-08-31", "2026-02-28", 2},
		{"2026-08-31", "2025-09-01", 2},
		{"2026-08-31", "2025-08-31", 1},
		{"2026-08-31", "2024-09-01", 1},
		{"2026-08-31", "2024-08-31", 0},
		{"2024-08-30", "2024-03-01", 3}, // a leap year clamps to the 29th
		{"2024-08-30", "2024-02-29", 2},
		{"2026-02-28", "2025-08-29", 3}, // no stretching to the month's end
		{"2026-02-28", "2025-08-28", 2},
		{"2028-02-29", "2026-03-01", 1},
		{"2028-02-29", "2026-02-28", 0},
	}
	for _, c := range cases {
		m := newMethod(book(t), day(t, c.asOf))
		on := day(t, c.on)
		got := int64(0)
		if m.inWindow(on) {
			got = m.timeWeight(on)
		}
		if got != c.want {
			t.Errorf("%s on %s: got %d, want %d", c.on, c.asOf, got, c.want)
		}
	}
}

func TestWindowBeforeTheCalendar(t *testing.T) {
	for _, months := range []int64{2026*12 + 7, 2026 * 12, 1 << 52} {
		if got := monthsBefore(asOf, months); !got.Before(model.NewDate(1, 1, 1)) {
			t.Errorf("%d months before: %v", months, got)
		}
	}
}

func TestFinalityBoundaries(t *testing.T) {
	on := asOf.AddDays(-30)
	for _, c := range []struct {
		name    string
		finalOn *model.Date
		want    int64
	}{
		{"never", nil, 0},
		{"same day", final(on), 10500},
		{"today", final(asOf), 10500},
		{"tomorrow", final(asOf.AddDays(1)), 0},
	} {
		a := model.CreditSubject{ID: "a", Group: "g", Duties: []model.CreditDuty{{ID: "d", Class: model.Minor, On: on, FinalOn: c.finalOn}}}
		b := book(t)
		b.DutyPoints.Minor, b.DutyPoints.Serious = 35, 35
		b.DutyPoints.VerySerious = 50
		if got := rateOne(t, b, a).Duty.Score; got != c.want {
			t.Errorf("duty final %s: got %d, want %d", c.name, got, c.want)
		}
	}
}

func TestBandLimits(t *testing.T) {
	limit := model.BandLimit{Green: 1000, Amber: 2000}
	for hundredths, want := range map[int64]model.Band{
		0: model.Green, 999: model.Green, 1000: model.Green, 1001: model.Amber,
		1999: model.Amber, 2000: model.Amber, 2001: model.Red,
	} {
		if got := bandOf(hundredths, limit); got != want {
			t.Errorf("%d: got %s, want %s", hundredths, got, want)
		}
	}
}

func TestOverall(t *testing.T) {
	const green, amber, red, grey = model.Green, model.Amber, model.Red, model.Grey
	for _, c := range [][4]model.Band{ // inspection, service, duty, overall
		{green, green, green, green}, {green, grey, green, green}, {grey, green, green, green},
		{grey, grey, green, grey}, {grey, grey, amber, amber}, {grey, grey, red, red},
		{amber, red, green, red}, {grey, amber, green, amber}, {green, green, red, red},
	} {
		if got := overall(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("%v: got %s", c, got)
		}
	}
}

// TestPoints spells out x of a check, before the prior.
func TestPoints(t *testing.T) {
	type groups = []model.Severity
	cases := []struct {
		name  string
		units int64
		found groups
		want  string
	}{
		{"clean", 1, nil, "0"},
		{"minor diluted", 4, groups{model.Minor}, "1/4"},
		{"serious diluted", 4, groups{model.Serious, model.Minor}, "11/4"},
		{"very serious never diluted", 10, groups{model.VerySerious}, "30"},
		{"capped", 1, groups{model.VerySerious, model.VerySerious, model.Minor}, "60"},
		{"just below the cap", 1, groups{model.VerySerious, model.Serious, model.Serious, model.Minor, model.Minor}, "52"},
		{"most serious above the cap", 7, groups{model.VerySerious, model.VerySerious, model.VerySerious, model.MostSerious, model.MostSerious}, "240"},
	}
	for _, c := range cases {
		check := model.CreditCheck{ID: "c", On: asOf, Units: c.units}
		for i, class := range c.found {
			check.Findings = append(check.Findings, finding(fmt.Sprint(i), fmt.Sprint("g", i), class, asOf))
		}
		counted := newMethod(book(t), asOf).countChecks(model.CreditSubject{Checks: []model.CreditCheck{check}})
		if got := counted[0].points.RatString(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestRepeat(t *testing.T) {
	on := func(days int) model.Date { return asOf.AddDays(days - 100) }
	subject := model.CreditSubject{Checks: []model.CreditCheck{
		checkOn("4", on(4), true, finding("4", "video", model.Serious, on(4))),
		checkOn("1", on(1), true, finding("1", "video", model.MostSerious, on(1))),
		checkOn("2", on(2), true, finding("2", "video", model.Minor, on(2))), // no appearance
		checkOn("3", on(3), true, finding("3a", "video", model.Serious, on(3)), finding("3b", "video", model.Serious, on(3))),
		checkOn("5", on(5), true, finding("5", "other", model.Serious, on(5)), finding("5b", "video", model.Minor, on(5))),
		checkOn("6", on(6), true, finding("6", "video", model.Serious, on(6))),
	}}
	var got []string
	for _, c := range newMethod(book(t), asOf).countChecks(subject) {
		got = append(got, c.points.RatString())
	}
	if want := []string{"90", "1", "10", "30", "11", "30"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestServiceLimits(t *testing.T) {
	subject := func(upheld, parcels int64) model.CreditSubject {
		return model.CreditSubject{ID: "a", Group: "g", Service: model.CreditService{Upheld: upheld, Parcels: parcels}}
	}
	if got := rateOne(t, book(t), subject(0, 4999)).Service; got.Score != nil || got.Band != model.Grey {
		t.Errorf("4,999 parcels: %+v", got)
	}
	if got := rateOne(t, book(t), subject(0, 5000)).Service; got.Score == nil || *got.Score != 0 {
		t.Errorf("5,000 parcels: %+v", got)
	}
	// m is capped at 1 per 10,000, so the prior adds 5 complaints on 50,000 parcels.
	for upheld, want := range map[int64]model.Band{15: model.Green, 16: model.Amber, 35: model.Amber, 36: model.Red} {
		got := rateOne(t, book(t), subject(upheld, 50000)).Service
		if exact := (upheld + 5) * 10; *got.Score != exact || got.Band != want {
			t.Errorf("%d upheld: %d %s, want %d %s", upheld, *got.Score, got.Band, exact, want)
		}
	}
}

func TestOpenMostSeriousIsNeverGreen(t *testing.T) {
	old := checkOn("old", model.NewDate(2020, 1, 1), true, finding("f", "video", model.MostSerious, model.NewDate(2020, 2, 1)))
	old.Findings[0].Open = true
	a := clean("a")
	a.Checks = append(a.Checks, old)
	if got := rateOne(t, book(t), a); got.Inspection.Band != model.Amber || *got.Inspection.Score != 0 || got.Inspection.Checks != 1 {
		t.Errorf("open: %+v", got.Inspection)
	}
	a.Checks[1].Findings[0].FinalOn = final(asOf.AddDays(1))
	if got := rateOne(t, book(t), a); got.Inspection.Band != model.Green {
		t.Errorf("not yet final: %+v", got.Inspection)
	}
	a.Checks[1].Findings[0].FinalOn, a.Checks = final(asOf), a.Checks[1:]
	if got := rateOne(t, book(t), a); got.Inspection.Band != model.Grey {
		t.Errorf("no counting check: %+v", got.Inspection)
	}
}
