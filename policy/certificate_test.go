package policy

import (
	"testing"

	"yijian/model"
)

func TestACertificateIsJudgedByTheDayOfTheVisit(t *testing.T) {
	day := model.NewDate(2026, 6, 1)
	from := func(from, until int) model.CertificatePeriod {
		return model.CertificatePeriod{ID: "p", Number: "渝-1", From: day.AddDays(from), Expires: day.AddDays(until)}
	}
	unnumbered, endless, undated, void := from(-9, 100), from(-9, 0), from(0, 100), from(-9, 100)
	unnumbered.Number, endless.Expires, undated.From, void.VoidedOn = "", model.Date{}, model.Date{}, day
	suspended := func(from int, until model.Date) model.CertificateSuspension {
		return model.CertificateSuspension{ID: "s", SuspendedOn: day.AddDays(from), ReturnedOn: until}
	}
	type periods = []model.CertificatePeriod
	type suspensions = []model.CertificateSuspension
	for name, c := range map[string]struct {
		periods     periods
		suspensions suspensions
		want        CertificateState
		bars        bool
	}{
		"valid":                      {periods{from(-100, 100)}, nil, CertificateValid, false},
		"61 days left":               {periods{from(-100, 61)}, nil, CertificateValid, false},
		"60 days left":               {periods{from(-100, 60)}, nil, CertificateExpiring, false},
		"the last day":               {periods{from(-100, 0)}, nil, CertificateExpiring, false},
		"the day after":              {periods{from(-100, -1)}, nil, CertificateExpired, true},
		"from today":                 {periods{from(0, 100)}, nil, CertificateValid, false},
		"from tomorrow":              {periods{from(1, 100)}, nil, CertificateEarly, true},
		"no first day":               {periods{undated}, nil, CertificateValid, false},
		"no number":                  {periods{unnumbered}, nil, CertificateMissing, true},
		"no expiry":                  {periods{endless}, nil, CertificateMissing, true},
		"none":                       {nil, nil, CertificateMissing, true},
		"entered in error":           {periods{void}, nil, CertificateMissing, true},
		"renewed early":              {periods{from(-100, 5), from(6, 100)}, nil, CertificateValid, false},
		"renewed with a gap":         {periods{from(-100, 5), from(7, 100)}, nil, CertificateExpiring, false},
		"renewed twice early":        {periods{from(-100, 5), from(3, 30), from(31, 100)}, nil, CertificateValid, false},
		"a gap after the second":     {periods{from(-100, 5), from(3, 30), from(32, 100)}, nil, CertificateExpiring, false},
		"renewed after it ended":     {periods{from(-100, -50), from(-9, 100)}, nil, CertificateValid, false},
		"between two":                {periods{from(-100, -1), from(1, 100)}, nil, CertificateEarly, true},
		"both ended":                 {periods{from(-100, -50), from(-40, -1)}, nil, CertificateExpired, true},
		"suspended from today":       {periods{from(-100, 100)}, suspensions{suspended(0, model.Date{})}, CertificateSuspended, true},
		"suspended from tomorrow":    {periods{from(-100, 100)}, suspensions{suspended(1, model.Date{})}, CertificateValid, false},
		"returned today":             {periods{from(-100, 100)}, suspensions{suspended(-9, day)}, CertificateValid, false},
		"returned tomorrow":          {periods{from(-100, 100)}, suspensions{suspended(-9, day.AddDays(1))}, CertificateSuspended, true},
		"returned and taken again":   {periods{from(-100, 100)}, suspensions{suspended(-9, day.AddDays(-5)), suspended(-2, model.Date{})}, CertificateSuspended, true},
		"renewed while it is barred": {periods{from(-100, 5), from(-1, 100)}, suspensions{suspended(-9, model.Date{})}, CertificateSuspended, true},
	} {
		held := model.Certificate{Periods: c.periods, Suspensions: c.suspensions}
		for _, p := range c.periods {
			if p.Expires.After(held.Expires) {
				held.Expires = p.Expires
			}
		}
		if got := StateOfCertificate(held, day); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if reason, _ := certificateRefusal(held, day); (reason != "") != c.bars {
			t.Errorf("%s: refused with %q, want it refused: %v", name, reason, c.bars)
		}
	}
}

func TestThePeriodThatCountsOnADay(t *testing.T) {
	day := model.NewDate(2026, 6, 1)
	held := model.Certificate{Periods: []model.CertificatePeriod{
		{ID: "first", Number: "渝-1", Expires: day},
		{ID: "second", Number: "渝-1", From: day.AddDays(-9), Expires: day.AddDays(100)},
		{ID: "void", Number: "渝-2", From: day.AddDays(-9), Expires: day.AddDays(100), VoidedOn: day},
		{ID: "third", Number: "渝-3", From: day.AddDays(200), Expires: day.AddDays(300)},
	}}
	for days, want := range map[int]model.CertificatePeriodID{
		-2000: "first", -10: "first", -9: "second", 0: "second", 1: "second", 100: "second", 101: "third", 200: "third", 300: "third", 301: "third",
	} {
		if got := CertificatePeriodOn(held, day.AddDays(days)).ID; got != want {
			t.Errorf("%d days on it is %q, want %q", days, got, want)
		}
	}
}
