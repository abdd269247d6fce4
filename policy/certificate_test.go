package policy

import (
	"testing"

	"yijian/model"
)

func TestACertificateIsJudgedByTheDayOfTheVisit(t *testing.T) {
	day := model.NewDate(2026, 6, 1)
	good := model.Certificate{Number: "渝-1", From: day.AddDays(-100), Expires: day.AddDays(100)}
	for name, c := range map[string]struct {
		change func(*model.Certificate)
		want   CertificateState
		bars   bool
	}{
		"valid":                   {func(*model.Certificate) {}, CertificateValid, false},
		"61 days left":            {func(c *model.Certificate) { c.Expires = day.AddDays(61) }, CertificateValid, false},
		"60 days left":            {func(c *model.Certificate) { c.Expires = day.AddDays(60) }, CertificateExpiring, false},
		"the last day":            {func(c *model.Certificate) { c.Expires = day }, CertificateExpiring, false},
		"the day after":           {func(c *model.Certificate) { c.Expires = day.AddDays(-1) }, CertificateExpired, true},
		"from today":              {func(c *model.Certificate) { c.From = day }, CertificateValid, false},
		"from tomorrow":           {func(c *model.Certificate) { c.From = day.AddDays(1) }, CertificateEarly, true},
		"no first day":            {func(c *model.Certificate) { c.From = model.Date{} }, CertificateValid, false},
		"suspended from today":    {func(c *model.Certificate) { c.SuspendedOn = day }, CertificateSuspended, true},
		"suspended from tomorrow": {func(c *model.Certificate) { c.SuspendedOn = day.AddDays(1) }, CertificateValid, false},
		"no number":               {func(c *model.Certificate) { c.Number = "" }, CertificateMissing, true},
		"no expiry":               {func(c *model.Certificate) { c.Expires = model.Date{} }, CertificateMissing, true},
	} {
		held := good
		c.change(&held)
		if got := StateOfCertificate(held, day); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if reason, _ := certificateRefusal(held, day); (reason != "") != c.bars {
			t.Errorf("%s: refused with %q, want it refused: %v", name, reason, c.bars)
		}
	}
}
