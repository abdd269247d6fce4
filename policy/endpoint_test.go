package policy

import (
	"testing"

	"yijian/model"
)

func TestOpenerNeedsARunningLicence(t *testing.T) {
	opener := model.Enterprise{Status: model.EnterpriseActive, LicenceNo: "渝邮20240001A", LicenceExpires: model.NewDate(2026, 3, 10)}
	for _, c := range []struct {
		change func(e *model.Enterprise)
		today  model.Date
		want   string
	}{
		{func(*model.Enterprise) {}, model.NewDate(2026, 3, 10), ""},
		{func(*model.Enterprise) {}, model.NewDate(2026, 3, 11), "endpoint.licence_expired"},
		{func(e *model.Enterprise) { e.LicenceExpires = model.Date{} }, model.NewDate(2026, 3, 10), "endpoint.licence_unknown"},
		{func(e *model.Enterprise) { e.LicenceNo = "" }, model.NewDate(2026, 3, 10), "endpoint.licence_unknown"},
		{func(e *model.Enterprise) { e.Status = model.EnterpriseSuspended }, model.NewDate(2026, 3, 10), "endpoint.opener_inactive"},
		{func(e *model.Enterprise) { e.Status = model.EnterpriseClosed }, model.NewDate(2026, 3, 10), "endpoint.opener_inactive"},
	} {
		e := opener
		c.change(&e)
		if got := reasonOf(CanFileFor(e, c.today)); got != c.want {
			t.Errorf("%+v on %s: %q, want %q", e, c.today, got, c.want)
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
