package policy

import (
	"testing"

	"yijian/model"
)

func TestOpenerNeedsARunningLicence(t *testing.T) {
	type held struct {
		firm    model.Enterprise
		licence model.HeldLicence
	}
	last := model.NewDate(2026, 3, 10)
	for _, c := range []struct {
		change func(h *held)
		today  model.Date
		want   string
	}{
		{func(*held) {}, last, ""},
		{func(*held) {}, last.AddDays(1), "endpoint.licence_expired"},
		{func(h *held) { h.licence.LastDay = model.Date{} }, last, "endpoint.licence_unknown"},
		{func(h *held) { h.licence.Number = "" }, last, "endpoint.licence_unknown"},
		{func(h *held) { h.licence.From = last.AddDays(1) }, last, "endpoint.licence_unknown"},
		{func(h *held) { h.licence.VoidedOn = last }, last, "endpoint.licence_unknown"},
		{func(h *held) { h.licence.EndedOn = last }, last, "endpoint.licence_ended"},
		{func(h *held) { h.licence.EndedOn = last.AddDays(1) }, last, ""},
		{func(h *held) { h.firm.Status = model.EnterpriseSuspended }, last, "endpoint.opener_inactive"},
		{func(h *held) { h.firm.Status = model.EnterpriseClosed }, last, "endpoint.opener_inactive"},
	} {
		h := held{firm: model.Enterprise{Status: model.EnterpriseActive}}
		h.licence.Number, h.licence.LastDay = "渝邮20240001A", last
		c.change(&h)
		if got := reasonOf(CanFileFor(h.firm, []model.HeldLicence{h.licence}, c.today)); got != c.want {
			t.Errorf("%+v on %s: %q, want %q", h, c.today, got, c.want)
		}
	}
}

func TestAFilingGoesWithItsTermAndItsOpener(t *testing.T) {
	today := model.NewDate(2026, 3, 10)
	filed := model.Filing{Status: model.EndPointFiled, OpenerStatus: model.EnterpriseActive, ValidUntil: today}
	for name, c := range map[string]struct {
		change func(f *model.Filing)
		want   model.FilingStanding
	}{
		"on its last day":       {func(*model.Filing) {}, model.FilingHolds},
		"on the day after":      {func(f *model.Filing) { f.ValidUntil = today.AddDays(-1) }, model.FilingExpired},
		"without a last day":    {func(f *model.Filing) { f.ValidUntil = model.Date{} }, model.FilingHolds},
		"while the firm pauses": {func(f *model.Filing) { f.OpenerStatus = model.EnterpriseSuspended }, model.FilingHolds},
		"without its opener":    {func(f *model.Filing) { f.OpenerStatus = model.EnterpriseClosed }, model.FilingOrphaned},
		"cancelled":             {func(f *model.Filing) { f.Status = model.EndPointCancelled }, model.FilingCancelled},
	} {
		f := filed
		c.change(&f)
		if got, why := StandingOf(f, today); got != c.want || why == "" {
			t.Errorf("%s: %s, %q, want %s", name, got, why, c.want)
		}
	}
}
