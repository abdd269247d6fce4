package casework

import (
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

// A change that waits ends with its filing, by whatever that ends: the firm is told why, its
// clock says by what it ended, and nobody has it to do. One that was left behind before ends by night.
func TestAChangeThatWaitsEndsWithItsFiling(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector, firm, ending := t.Context(), o.person("clerk", model.RoleInspector), o.firm("0001", "500156001"), o.firm("0002", "500156001")
		owner, other := o.personAt("owner", "500156", firm.ID, model.RoleFirm), o.personAt("other", "500156", ending.ID, model.RoleFirm)
		o.moveTo("2026-03-30")
		changing := func(by model.Actor, firm model.EnterpriseID) model.EndPoint {
			e := o.filed(inspector, firm, nil)
			f := changeOf(e, model.NewDate(2026, 3, 10), func(f *ChangeFacts) { f.Name = "新站名" }) // late
			return must2(o.ProposeChange(ctx, call(by, e.Version), e.ID, f))
		}
		lapses, closes, left := changing(other, ending.ID), changing(owner, firm.ID), changing(owner, firm.ID)
		must2(o.CancelEndPoint(ctx, call(inspector, closes.Version), closes.ID, "网点关闭"))
		l := o.licences(ending.ID)[model.LicenceFirst]
		must2(o.EndLicence(ctx, call(inspector, l.Version), l.ID, LicenceEnd{model.LicenceRevoked, o.day(), "文号", "严重违法"}))
		must2(0, o.Store.Tx(ctx, o.sweepStamp(jobCall()), func(tx *store.Tx) error { // as releases before left it
			e := must2(tx.EndPoint(ctx, store.Everything(), left.ID))
			lapsed(&e, "开办企业已注销", o.day())
			_, err := tx.ChangeEndPoint(ctx, e)
			return err
		}))
		if got := must2(o.SettleFilings(ctx, nightly, o.day())); got != (Settled{Lapsed: 1, Ended: 1}) {
			t.Errorf("settled %+v", got)
		}
		for id, want := range map[model.EndPointID][2]string{
			lapses.ID: {"已失效", "endpoint:settle"}, closes.ID: {"已注销", "endpoint:cancel"}, left.ID: {"已失效", "endpoint:settle"},
		} {
			file := must2(o.EndPointCard(ctx, inspector, id)).Record
			c := file.Changes[0]
			if !file.ChangeSubmittedOn.IsZero() || c.Outcome != model.ChangeEnded || c.DecidedOn != o.day() || !strings.Contains(c.DecidedReason, want[0]) {
				t.Errorf("%s: waiting since %s, the change is %s on %s: %s", want[0], file.ChangeSubmittedOn, c.Outcome, c.DecidedOn, c.DecidedReason)
			}
			if clock := o.clockOn("endpoints", string(id), model.EndpointAcceptance); clock.Status != model.ClockStopped || clock.EndedBy != want[1] {
				t.Errorf("%s: its clock is %s, ended by %q", want[0], clock.Status, clock.EndedBy)
			}
			if duty := must2(o.Store.DutyFactsOf(ctx, "endpoint-changes", string(c.ID))); len(duty) != 1 || duty[0].Status == model.DutyWithdrawn || duty[0].SettledOn.IsZero() {
				t.Errorf("%s: that it was late is recorded as %+v", want[0], duty)
			}
		}
		for _, item := range must2(o.Work(ctx, inspector)).Items {
			if item.Act == acceptChange.name {
				t.Errorf("still to be done: %+v", item)
			}
		}
		for id, want := range map[model.UserID]int{owner.UserID: 2, other.UserID: 1} {
			said := 0
			for _, n := range told(t, o.Desk, id) {
				if n.Event == model.EventChangeDecided && strings.Contains(n.Text, "随之终止") {
					said++
				}
			}
			if said != want {
				t.Errorf("told %d times, want %d", said, want)
			}
		}
		if got := must2(o.SettleFilings(ctx, nightly, o.day())); got != (Settled{}) {
			t.Errorf("the next night %+v", got)
		}
	})
}
