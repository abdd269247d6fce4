package casework

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

var nightly = model.Call{Actor: model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}}

func (o *office) filed(by model.Actor, firm model.EnterpriseID, change func(f *EndPointFacts)) model.EndPoint {
	o.t.Helper()
	facts := completeFacts()
	if change != nil {
		change(&facts)
	}
	e := submitted(o.t, o.Desk, firm, facts)
	return must2(o.AcceptEndPoint(o.t.Context(), call(by, e.Version), e.ID, FilingAcceptance{"", "材料当场核对"}))
}

// A filing ends in the night after its licence's last day, once, and the firm is told.
func TestFilingsLapseWithTheLicence(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm, renewed := o.firm("0001", "500156001"), o.firm("0002", "500156001") // to the end of 2028
		owner := o.personAt("owner", "500156", firm.ID, model.RoleFirm)
		o.moveTo("2026-03-12")
		e, lasting := o.filed(inspector, firm.ID, nil), o.filed(inspector, renewed.ID, nil)
		last := licenceFacts.Expires
		if got := must2(o.SettleFilings(ctx, nightly, last)); got != (Settled{}) {
			t.Errorf("on the last day %+v", got)
		}
		licensed(t, o.Desk, renewed, func(l *NewLicence) {
			l.Kind, l.IssuedOn, l.From, l.Expires = model.LicenceChange, o.day(), o.day(), model.NewDate(2033, 12, 31)
		})
		var lapsed, moved atomic.Int64
		var all sync.WaitGroup
		for range 4 { // as many servers
			all.Go(func() {
				got, err := o.SettleFilings(ctx, nightly, last.AddDays(1))
				if err != nil {
					t.Error(err)
				}
				lapsed.Add(int64(got.Lapsed))
				moved.Add(int64(got.Moved))
			})
		}
		all.Wait()
		if lapsed.Load() != 1 || moved.Load() != 1 {
			t.Errorf("%d lapsed, %d moved, want one of each", lapsed.Load(), moved.Load())
		}
		if got := must2(o.SettleFilings(ctx, nightly, last.AddDays(1))); got != (Settled{}) {
			t.Errorf("again it is %+v", got)
		}
		was := must2(o.Store.EndPoint(ctx, store.Everything(), e.ID))
		if was.Status != model.EndPointLapsed || was.EndedOn != last.AddDays(1) || was.EndReason == "" || was.PremisesClaim != "" {
			t.Errorf("lapsed is %+v", was)
		}
		if kept := must2(o.Store.EndPoint(ctx, store.Everything(), lasting.ID)); kept.Status != model.EndPointFiled || kept.ValidUntil != model.NewDate(2033, 12, 31) {
			t.Errorf("renewed is %+v", kept)
		}
		if times := toldOf(t, o.Desk, owner.UserID, model.EventEndPointLapsed); times != 1 {
			t.Errorf("the firm was told %d times", times)
		}
		if view := must2(o.Filing(ctx, e.LocalSerial)); view.Standing != model.FilingLapsed {
			t.Errorf("the receipt says %s: %s", view.Standing, view.Reason)
		}
		_, err := o.CancelEndPoint(ctx, call(inspector, was.Version), e.ID, "关闭")
		wantRefusal(t, err, model.Conflict, "endpoint.wrong_state")
	})
}

func TestWhatLetsAFilingLapse(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		ended, opened, closed := o.firm("0001", "500156001"), o.firm("0002", "500156001"), o.firm("0003", "500156001")
		o.moveTo("2026-03-12")
		b := must2(o.EnterBranch(ctx, call(inspector, 0), opened.ID, branchFacts))
		byBranch := func(f *EndPointFacts) { f.BranchID = b.ID }
		gone := map[model.EndPointID]string{
			o.filed(inspector, ended.ID, nil).ID: "终止", o.filed(inspector, opened.ID, byBranch).ID: "名录", o.filed(inspector, closed.ID, nil).ID: "注销",
		}
		stays := o.filed(inspector, opened.ID, nil)
		l := o.licences(ended.ID)[model.LicenceFirst]
		must2(o.EndLicence(ctx, call(inspector, l.Version), l.ID, LicenceEnd{model.LicenceRevoked, o.day(), "文号", "严重违法"}))
		must2(o.InvalidateBranch(ctx, call(inspector, b.Version), b.ID, BranchEnd{From: o.day(), Reason: "撤销分公司"}))
		facts := EnterpriseFacts{Name: closed.Name, Brand: closed.Brand, AreaCode: closed.AreaCode, Address: closed.Address, Status: model.EnterpriseClosed}
		must2(o.ChangeEnterprise(ctx, call(inspector, closed.Version), closed.ID, facts))
		if got := must2(o.SettleFilings(ctx, nightly, o.day())); got.Lapsed != len(gone) || got.Moved != 0 {
			t.Errorf("settled %+v", got)
		}
		for id, why := range gone {
			if e := must2(o.Store.EndPoint(ctx, store.Everything(), id)); e.Status != model.EndPointLapsed || !strings.Contains(e.EndReason, why) || !strings.Contains(e.EndReason, policy.FilingBasis.Document) {
				t.Errorf("%s: %s, %s", why, e.Status, e.EndReason)
			}
		}
		if e := must2(o.Store.EndPoint(ctx, store.Everything(), stays.ID)); e.Status != model.EndPointFiled {
			t.Errorf("what the firm itself opened is %s", e.Status)
		}
		_, err := o.SettleFilings(ctx, call(inspector, 0), o.day())
		wantKind(t, err, model.Forbidden)
	})
}
