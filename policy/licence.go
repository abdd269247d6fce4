package policy

import (
	"regexp"

	"yijian/model"
)

// LicenceState says how a licence stands on a day.
type LicenceState string

// The states of a licence; only one in force or expiring lets its holder do business.
const (
	LicenceVoided   LicenceState = "voided"
	LicenceEarly    LicenceState = "early" // not valid yet
	LicenceEnded    LicenceState = "ended"
	LicenceReplaced LicenceState = "replaced" // by a later one
	LicenceUndated  LicenceState = "undated"
	LicenceExpired  LicenceState = "expired"
	LicenceExpiring LicenceState = "expiring" // within 60 days
	LicenceInForce  LicenceState = "in_force"
)

// LicenceWarnDays is from how many days before its last day on a renewal is called for.
const LicenceWarnDays = 60

// LicenceRenewDays is how many days before its last day at the latest the renewal is applied for.
const LicenceRenewDays = 30

// LicenceRemindDays are how many days before its last day people are told of a licence, once each.
var LicenceRemindDays = []int{LicenceRenewDays, LicenceWarnDays}

// LicenceBasis is what licences are issued, renewed and ended under.
var LicenceBasis = model.Basis{Document: "快递业务经营许可管理办法", Version: "2019年修正"}

// licenceYears is how long a licence lasts.
const licenceYears = 5

var licenceNumber = regexp.MustCompile(`^(国邮|\p{Han}邮)\d{8}[A-Z]$`)

// IsLicenceNumber reports whether the text is written as the numbers of licences are.
func IsLicenceNumber(text string) bool { return licenceNumber.MatchString(text) }

// LicenceWarning is what looks wrong about a field of a licence and yet may be right.
type LicenceWarning struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// LicenceWarnings are the doubts about a licence as entered; none of them keeps it out of the register.
func LicenceWarnings(l model.Licence) []LicenceWarning {
	warnings := []LicenceWarning{}
	add := func(field, detail string) { warnings = append(warnings, LicenceWarning{field, detail}) }
	if !licenceNumber.MatchString(l.Number) {
		add("number", "许可证号一般写作“国邮”或“渝邮”等加8位数字和1个大写字母，如“渝邮20240001B”，请核对")
	}
	if len(l.Scope) == 0 {
		add("scope", "没有登记业务范围，备案时无法核对")
	}
	if len(l.Areas) == 0 {
		add("areas", "没有登记地域范围，备案时无法核对")
	}
	if l.Kind != model.LicenceChange && !l.From.IsZero() && !l.Expires.IsZero() && !lastsFiveYears(l) {
		add("expires", "有效期一般为5年（"+LicenceBasis.String()+"），请核对起止日期")
	}
	return warnings
}

// lastsFiveYears allows both ways of writing the last day.
func lastsFiveYears(l model.Licence) bool {
	end := l.From.AddMonths(licenceYears * 12)
	return l.Expires == end || l.Expires == end.AddDays(-1)
}

// StateOfLicence judges a licence on a day.
func StateOfLicence(l model.HeldLicence, on model.Date) LicenceState {
	switch {
	case !l.VoidedOn.IsZero():
		return LicenceVoided
	case !l.EndedOn.IsZero() && !on.Before(l.EndedOn):
		return LicenceEnded
	case on.Before(l.From):
		return LicenceEarly
	case !l.NextFrom.IsZero() && !on.Before(l.NextFrom):
		return LicenceReplaced
	case l.LastDay.IsZero():
		return LicenceUndated
	case l.LastDay.Before(on):
		return LicenceExpired
	case l.NextFrom.IsZero() && on.DaysUntil(l.LastDay) <= LicenceWarnDays:
		return LicenceExpiring
	}
	return LicenceInForce
}

// LicenceOn is the licence that counts on a day: the one in force, else the last that
// was; held is false where the enterprise had none yet.
func LicenceOn(licences []model.HeldLicence, on model.Date) (licence model.HeldLicence, held bool) {
	for _, l := range licences { // in the order of their first days
		if l.VoidedOn.IsZero() && !on.Before(l.From) {
			licence, held = l, true
		}
	}
	return licence, held
}

// LicenceGap is the days without a licence between the one that counts before a day and one
// that begins on it; gapped is false where there are none, or no licence before.
func LicenceGap(licences []model.HeldLicence, begins model.Date) (from, until model.Date, gapped bool) {
	before, held := LicenceOn(licences, begins.AddDays(-1))
	if !held || before.LastDay.IsZero() {
		return from, until, false
	}
	from, until = before.LastDay.AddDays(1), begins.AddDays(-1)
	return from, until, !until.Before(from)
}

// LicenceStage is the mark that a licence with so many days left has passed, the
// nearest first; reached is false before the first and after the last day.
func LicenceStage(daysLeft int) (stage int, reached bool) { return passed(LicenceRemindDays, daysLeft) }
