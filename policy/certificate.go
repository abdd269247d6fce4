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

// StateOfCertificate judges a certificate on a day.
func StateOfCertificate(c model.Certificate, on model.Date) CertificateState {
	switch {
	case c.Number == "" || c.Expires.IsZero():
		return CertificateMissing
	case !c.SuspendedOn.IsZero() && !on.Before(c.SuspendedOn):
		return CertificateSuspended
	case c.Expires.Before(on):
		return CertificateExpired
	case on.Before(c.From):
		return CertificateEarly
	case on.DaysUntil(c.Expires) <= CertificateWarnDays:
		return CertificateExpiring
	}
	return CertificateValid
}

// certificateRefusal is why the certificate does not let its holder inspect on the day, empty when it does.
func certificateRefusal(c model.Certificate, on model.Date) (reason, detail string) {
	switch StateOfCertificate(c, on) {
	case CertificateMissing:
		return "inspection.certificate_missing", fmt.Sprintf("%s没有执法证（%s）", c.DisplayName, TwoOfficersBasis)
	case CertificateSuspended:
		return "inspection.certificate_suspended", fmt.Sprintf("%s的执法证自%s起暂扣，检查日不得执法（%s）", c.DisplayName, c.SuspendedOn, TwoOfficersBasis)
	case CertificateExpired:
		return "inspection.certificate_expired", fmt.Sprintf("%s的执法证有效期至%s，检查日不在有效期内（%s）", c.DisplayName, c.Expires, TwoOfficersBasis)
	case CertificateEarly:
		return "inspection.certificate_early", fmt.Sprintf("%s的执法证自%s起有效，检查日不在有效期内（%s）", c.DisplayName, c.From, TwoOfficersBasis)
	}
	return "", ""
}
