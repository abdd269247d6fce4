package policy

import (
	"strings"

	"yijian/model"
)

// BrandAgreementState says how an agreement stands on a day.
type BrandAgreementState string

// The states of an agreement; one in force or expiring lets its holder bear the brand.
const (
	AgreementVoided   BrandAgreementState = "voided"
	AgreementEarly    BrandAgreementState = "early" // not valid yet
	AgreementEnded    BrandAgreementState = "ended"
	AgreementExpired  BrandAgreementState = "expired"
	AgreementExpiring BrandAgreementState = "expiring" // within 60 days, and no later one
	AgreementInForce  BrandAgreementState = "in_force"
)

// BrandBasis is why a brand that is shared needs a written agreement.
var BrandBasis = model.Basis{Document: "快递暂行条例", Version: "2025年修订", Article: "20"}

// StateOfAgreement judges an agreement on a day.
func StateOfAgreement(a model.HeldBrandAgreement, on model.Date) BrandAgreementState {
	switch {
	case !a.VoidedOn.IsZero():
		return AgreementVoided
	case !a.EndedOn.IsZero() && !on.Before(a.EndedOn):
		return AgreementEnded
	case on.Before(a.From):
		return AgreementEarly
	case a.LastDay.IsZero():
		return AgreementInForce
	case a.LastDay.Before(on):
		return AgreementExpired
	case a.NextFrom.IsZero() && on.DaysUntil(a.LastDay) <= LicenceWarnDays:
		return AgreementExpiring
	}
	return AgreementInForce
}

// HoldsBrand reports whether one of the agreements lets its holder bear the brand on the day.
func HoldsBrand(agreements []model.HeldBrandAgreement, brand string, on model.Date) bool {
	for _, a := range agreements {
		state := StateOfAgreement(a, on)
		if a.BrandKey == model.BrandKey(brand) && (state == AgreementInForce || state == AgreementExpiring) {
			return true
		}
	}
	return false
}

// BrandsEnded are the agreements about the brands that are over on the day, of each the one
// that lasted longest, where none holds any more. A brand that never had one is left alone.
func BrandsEnded(agreements []model.HeldBrandAgreement, brands []string, on model.Date) []model.HeldBrandAgreement {
	var ended []model.HeldBrandAgreement
	for _, brand := range brands {
		last, was := model.HeldBrandAgreement{}, false
		for _, a := range agreements {
			if a.BrandKey == model.BrandKey(brand) && a.VoidedOn.IsZero() && !a.LastDay.IsZero() && a.LastDay.Before(on) && (!was || a.LastDay.After(last.LastDay)) {
				last, was = a, true
			}
		}
		if was && !HoldsBrand(agreements, brand, on) {
			ended = append(ended, last)
		}
	}
	return ended
}

// brandsUnheld are the brands of a filing that its opener holds no agreement for on the day.
func brandsUnheld(f FilingFacts, day model.Date) []string {
	var unheld []string
	for _, brand := range f.EndPoint.Brands {
		if !HoldsBrand(f.Agreements, brand, day) {
			unheld = append(unheld, brand)
		}
	}
	return unheld
}

func brandSeen(f FilingFacts, day model.Date) string {
	switch unheld := brandsUnheld(f, day); {
	case len(f.EndPoint.Brands) == 0:
		return "没有填写品牌"
	case len(unheld) > 0:
		return "没有登记当日有效的品牌协议：" + strings.Join(unheld, "、") + "，请人工核对"
	}
	return strings.Join(f.EndPoint.Brands, "、") + "，都有当日有效的品牌协议"
}
