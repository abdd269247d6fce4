package policy

import (
	"testing"

	"yijian/model"
)

// agreed is an open agreement about a brand that began long before the day of filing.
func agreed(brand string, change func(*model.HeldBrandAgreement)) model.HeldBrandAgreement {
	a := model.HeldBrandAgreement{}
	a.Brand, a.BrandKey, a.Kind, a.From = brand, model.BrandKey(brand), model.BrandFranchise, filingDay.AddDays(-100)
	if change != nil {
		change(&a)
	}
	return a
}

func TestAnAgreementStandsOnADay(t *testing.T) {
	last := filingDay.AddDays(100)
	dated := agreed("顺达", func(a *model.HeldBrandAgreement) { a.LastDay = last })
	ended, voided, followed := dated, dated, dated
	ended.EndedOn, ended.LastDay = filingDay, filingDay.AddDays(-1)
	voided.VoidedOn = filingDay
	followed.NextFrom = last.AddDays(1)
	for name, c := range map[string]struct {
		a    model.HeldBrandAgreement
		on   model.Date
		want BrandAgreementState
		held bool
	}{
		"the day before its first": {dated, dated.From.AddDays(-1), AgreementEarly, false},
		"its first day":            {dated, dated.From, AgreementInForce, true},
		"61 days before the last":  {dated, last.AddDays(-61), AgreementInForce, true},
		"60 days before the last":  {dated, last.AddDays(-60), AgreementExpiring, true},
		"followed":                 {followed, last.AddDays(-60), AgreementInForce, true},
		"its last day":             {dated, last, AgreementExpiring, true},
		"the day after":            {dated, last.AddDays(1), AgreementExpired, false},
		"the day it ends":          {ended, filingDay, AgreementEnded, false},
		"the day before it ends":   {ended, filingDay.AddDays(-1), AgreementExpiring, true},
		"voided":                   {voided, filingDay.AddDays(-1), AgreementVoided, false},
		"open":                     {agreed("顺达", nil), last.AddMonths(100), AgreementInForce, true},
	} {
		if got := StateOfAgreement(c.a, c.on); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if held := HoldsBrand([]model.HeldBrandAgreement{c.a}, " 顺 达", c.on); held != c.held {
			t.Errorf("%s: held is %v", name, held)
		}
	}
	if HoldsBrand([]model.HeldBrandAgreement{dated}, "顺丰", filingDay) {
		t.Error("another brand is held")
	}
}
