package policy

import (
	"fmt"

	"yijian/model"
)

// CertificateState says how a certificate stands on a day.
type CertificateState string

// The states of a certificate; only a valid or an expiring one lets its holder inspect.
const (
	CertificateMissing   CertificateState = "missing"
	CertificateEarly     CertificateState = "early" // not valid yet
	CertificateSuspended CertificateState = "suspended"
	CertificateExpired   CertificateState = "expired"
	CertificateExpiring  CertificateState = "expiring" // within 60 days
	CertificateValid     CertificateState = "valid"
)

// CertificateWarnDays is from how many days before its expiry on an officer is told.
const CertificateWarnDays = 60

// CertificatePeriodOn is the period that counts on a day: the newest that covers it,
// else the next to come, else the last that ended; a zero one where there is none.
func CertificatePeriodOn(c model.Certificate, on model.Date) model.CertificatePeriod {
	var covering, next, last model.CertificatePeriod
	for _, p := range c.Periods { // in the order of their first days
		switch {
		case p.Number == "" || p.Expires.IsZero() || !p.VoidedOn.IsZero():
		case on.Before(p.From):
			if next.ID == "" {
				next = p
			}
		case !p.Expires.Before(on):
			covering = p
		case !p.Expires.Before(last.Expires):
			last = p
		}
	}
	for _, p := range []model.CertificatePeriod{covering, next, last} {
		if p.ID != "" {
			return p
		}
	}
	return model.CertificatePeriod{}
}

// CertificateHeldUntil is the last day of the unbroken run of certificates that holds on the day, or
// of the period that counts on it where none does.
func CertificateHeldUntil(c model.Certificate, on model.Date) model.Date {
	until := CertificatePeriodOn(c, on).Expires
	for _, p := range c.Periods { // in the order of their first days
		counts := p.Number != "" && p.VoidedOn.IsZero()
		if counts && p.Expires.After(until) && !p.From.After(until.AddDays(1)) {
			until = p.Expires
		}
	}
	return until
}

// CertificateSuspensionOn is the suspension that bars the officer on a day, a zero one where none does.
func CertificateSuspensionOn(c model.Certificate, on model.Date) model.CertificateSuspension {
	for _, s := range c.Suspensions {
		if !on.Before(s.SuspendedOn) && (s.ReturnedOn.IsZero() || on.Before(s.ReturnedOn)) {
			return s
		}
	}
	return model.CertificateSuspension{}
}

// StateOfCertificate judges a certificate on a day. One that was renewed without a gap does
// not expire soon.
func StateOfCertificate(c model.Certificate, on model.Date) CertificateState {
	p := CertificatePeriodOn(c, on)
	switch {
	case p.ID == "":
		return CertificateMissing
	case CertificateSuspensionOn(c, on).ID != "":
		return CertificateSuspended
	case p.Expires.Before(on):
		return CertificateExpired
	case on.Before(p.From):
		return CertificateEarly
	case on.DaysUntil(CertificateHeldUntil(c, on)) <= CertificateWarnDays:
		return CertificateExpiring
	}
	return CertificateValid
}

// certificateRefusal is why the certificate does not let its holder inspect on the day, empty when it does.
func certificateRefusal(c model.Certificate, on model.Date) (reason, detail string) {
	p := CertificatePeriodOn(c, on)
	switch StateOfCertificate(c, on) {
	case CertificateMissing:
		return "inspection.certificate_missing", fmt.Sprintf("%s没有执法证（%s）", c.DisplayName, TwoOfficersBasis)
	case CertificateSuspended:
		return "inspection.certificate_suspended", fmt.Sprintf("%s的执法证自%s起暂扣，检查日不得执法（%s）", c.DisplayName, CertificateSuspensionOn(c, on).SuspendedOn, TwoOfficersBasis)
	case CertificateExpired:
		return "inspection.certificate_expired", fmt.Sprintf("%s的执法证有效期至%s，检查日不在有效期内（%s）", c.DisplayName, p.Expires, TwoOfficersBasis)
	case CertificateEarly:
		return "inspection.certificate_early", fmt.Sprintf("%s的执法证自%s起有效，检查日不在有效期内（%s）", c.DisplayName, p.From, TwoOfficersBasis)
	}
	return "", ""
}
