package policy

import (
	"slices"
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

// A brand's agreement is over only where none about it holds; of several the last is told, and
// one that was never made is nobody's to end.
func TestTheAgreementsThatAreOver(t *testing.T) {
	until := func(brand string, days int) model.HeldBrandAgreement {
		return agreed(brand, func(a *model.HeldBrandAgreement) { a.LastDay = filingDay.AddDays(days) })
	}
	voided := until("顺达", -1)
	voided.VoidedOn = filingDay
	for name, c := range map[string]struct {
		held []model.HeldBrandAgreement
		want []int // days from the day of filing to the last ones
	}{
		"yesterday the last day":  {[]model.HeldBrandAgreement{until("顺达", -1)}, []int{-1}},
		"today the last day":      {[]model.HeldBrandAgreement{until("顺达", 0)}, nil},
		"the later of two":        {[]model.HeldBrandAgreement{until("顺达", -9), until("顺达", -3), until("顺达", -30)}, []int{-3}},
		"renewed":                 {[]model.HeldBrandAgreement{until("顺达", -9), until("顺达", 9)}, nil},
		"renewed without a limit": {[]model.HeldBrandAgreement{until("顺达", -9), agreed("顺达", nil)}, nil},
		"in error":                {[]model.HeldBrandAgreement{voided}, nil},
		"about another":           {[]model.HeldBrandAgreement{until("迅通", -9)}, nil},
		"both, spelled otherwise": {[]model.HeldBrandAgreement{until("顺 达", -2), until("ｓｔ", -4)}, []int{-2, -4}},
		"never made":              {nil, nil},
	} {
		var got []int
		for _, a := range BrandsEnded(c.held, []string{"顺达", "ST"}, filingDay) {
			got = append(got, filingDay.DaysUntil(a.LastDay))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: over for %v, want %v", name, got, c.want)
		}
	}
}
