package casework

import (
	"slices"
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// endings counts what the account was told of filings that lapsed and that hold again.
func (o *office) endings(id model.UserID) (lapsed, restored int) {
	o.t.Helper()
	for _, n := range told(o.t, o.Desk, id) {
		switch n.Event {
		case model.EventEndPointLapsed:
			lapsed++
		case model.EventEndPointRestored:
			restored++
		}
	}
	return lapsed, restored
}

// An ending entered in error is taken back, and exactly what lapsed by it holds again: its
// serial, its receipt and the clock of the change that waited.
func TestAnEndingOfABranchIsTakenBack(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector, firm := t.Context(), o.person("clerk", model.RoleInspector), o.firm("0001", "500156001")
		owner := o.personAt("owner", "500156", firm.ID, model.RoleFirm)
		o.moveTo("2026-03-16")
		enter := func(no string) BranchLine {
			facts := branchFacts
			facts.DirectoryNo = no
			return must2(o.EnterBranch(ctx, call(inspector, 0), firm.ID, facts))
		}
		wrong, right := enter("错的"), enter("对的")
		at := func(b BranchLine, address string) model.EndPoint {
			return o.filed(inspector, firm.ID, func(f *EndPointFacts) { f.BranchID, f.Address = b.ID, address })
		}
		changing, refiled, closed, other := at(wrong, "演示路11号"), at(wrong, "演示路12号"), at(wrong, "演示路13号"), at(right, "演示路14号")
		changing = must2(o.ProposeChange(ctx, call(owner, changing.Version), changing.ID, changeOf(changing, o.day().AddDays(-13), func(f *ChangeFacts) { f.Name, f.BranchID = "新站名", wrong.ID }))) // late
		late := func() model.DutyFact {
			c := must2(o.Store.ChangesOf(ctx, changing.ID))[0]
			return must2(o.Store.DutyFactsOf(ctx, "endpoint-changes", string(c.ID)))[0]
		}
		clock := o.clockOn("endpoints", string(changing.ID), model.EndpointAcceptance)
		must2(o.CancelEndPoint(ctx, call(owner, closed.Version), closed.ID, "网点关闭"))
		for _, b := range []BranchLine{wrong, right} {
			must2(o.InvalidateBranch(ctx, call(inspector, b.Version), b.ID, BranchEnd{From: o.day(), Reason: "撤销分公司"}))
		}
		if got := must2(o.SettleFilings(ctx, nightly, o.day())); got != (Settled{Lapsed: 3}) {
			t.Fatalf("settled %+v", got)
		}
		if c := o.clockOn("endpoints", string(changing.ID), model.EndpointAcceptance); c.Status != model.ClockStopped {
			t.Errorf("while it had lapsed the clock was %s", c.Status)
		}
		if c := must2(o.Store.ChangesOf(ctx, changing.ID))[0]; c.Outcome != model.ChangeEnded {
			t.Errorf("while it had lapsed its change was %s", c.Outcome)
		}
		if fact := late(); fact.SettledOn.IsZero() {
			t.Errorf("while it had lapsed the late change was %+v", fact)
		}
		o.pass(1)
		anew := o.filed(inspector, firm.ID, func(f *EndPointFacts) { f.Address = refiled.Address })

		restore := Restoration{Basis: "总部函〔2026〕3号", Reason: "选错了分支机构"}
		ended := must2(o.BranchCard(ctx, inspector, wrong.ID)).Record
		_, err := o.RestoreBranch(ctx, call(owner, ended.Version), wrong.ID, restore)
		wantKind(t, err, model.Forbidden)
		_, err = o.RestoreBranch(ctx, call(inspector, ended.Version), wrong.ID, Restoration{Basis: " ", Reason: restore.Reason})
		wrongField(t, err, "/basis", "reason.missing")
		_, err = o.RestoreBranch(ctx, call(inspector, ended.Version), wrong.ID, Restoration{Basis: restore.Basis})
		wrongField(t, err, "/reason", "reason.missing")
		_, err = o.RestoreBranch(ctx, call(inspector, wrong.Version), wrong.ID, restore)
		wantKind(t, err, model.Stale)
		done := must2(o.RestoreBranch(ctx, call(inspector, ended.Version), wrong.ID, restore))
		if len(done.Restored) != 1 || len(done.Remaining) != 1 || !strings.Contains(done.Remaining[0], string(anew.LocalSerial)) {
			t.Errorf("restored %v, remaining %v", done.Restored, done.Remaining)
		}
		if done.State != policy.BranchValid || !done.InvalidFrom.IsZero() || done.RestoredBy != inspector.Name || done.RestoredBasis != restore.Basis || done.RestoredReason != restore.Reason || done.RestoredOn != o.day() {
			t.Errorf("the branch is %+v", done.BranchLine)
		}
		_, err = o.RestoreBranch(ctx, call(inspector, done.Version), wrong.ID, restore)
		wantRefusal(t, err, model.Conflict, "branch.not_invalid")

		is := must2(o.Store.EndPoint(ctx, store.Everything(), changing.ID))
		if is.Status != model.EndPointFiled || is.LocalSerial != changing.LocalSerial || !is.EndedOn.IsZero() || is.EndReason != "" || is.LapseCause != "" || is.PremisesClaim != store.ClaimOf(is) || is.ValidUntil != changing.ValidUntil {
			t.Errorf("restored is %+v", is)
		}
		if view := must2(o.Filing(ctx, is.LocalSerial)); view.Standing != model.FilingHolds {
			t.Errorf("the receipt says %s", view.Standing)
		}
		on := o.clockOn("endpoints", string(changing.ID), model.EndpointAcceptance)
		if on.ID != clock.ID || on.Status != model.ClockRunning || on.DueOn != clock.DueOn || !on.StoppedOn.IsZero() || on.NextAt == nil || len(on.Holders) != 2 || !on.Holders[1].ToOn.IsZero() {
			t.Errorf("its clock is %+v, was %+v", on, clock)
		}
		history := must2(o.EndPointCard(ctx, inspector, changing.ID)).History
		if history[0].Act != "branch:restore" || history[0].Reason != restore.Reason {
			t.Errorf("its history begins with %+v", history[0])
		}
		for id, want := range map[model.EndPointID]model.EndPointStatus{
			refiled.ID: model.EndPointLapsed, closed.ID: model.EndPointCancelled, other.ID: model.EndPointLapsed, anew.ID: model.EndPointFiled,
		} {
			if e := must2(o.Store.EndPoint(ctx, store.Everything(), id)); e.Status != want {
				t.Errorf("%s is %s, want %s", e.Address, e.Status, want)
			}
		}
		if e := must2(o.Store.EndPoint(ctx, store.Everything(), refiled.ID)); e.LapseCause != model.LapsePremisesRefiled || !strings.Contains(e.EndReason, "已撤回") {
			t.Errorf("filed anew meanwhile: %s, %s", e.LapseCause, e.EndReason)
		}
		if fact := late(); !fact.SettledOn.IsZero() || fact.Status != model.DutyPending {
			t.Errorf("the change waits again, that it was late is %+v", fact)
		}
		if !slices.ContainsFunc(told(t, o.Desk, owner.UserID), func(n model.Notification) bool { return strings.Contains(n.Text, "待审的变更继续审核") }) {
			t.Error("the firm is not told that its change waits again")
		}
		if lapsed, restored := o.endings(owner.UserID); lapsed != 4 || restored != 1 {
			t.Errorf("the firm was told of %d lapses, %d restorations", lapsed, restored)
		}
		accepted := must2(o.AcceptChange(ctx, call(inspector, is.Version), is.ID))
		if accepted.Name != "新站名" {
			t.Errorf("the change that waited made it %s", accepted.Name)
		}
		if got := must2(o.SettleFilings(ctx, nightly, o.day())); got != (Settled{}) {
			t.Errorf("the next night %+v", got)
		}
	})
}

// A filing that another server lets lapse while the ending is taken back holds again by the
// next night; one whose licence has run out meanwhile says that instead.
func TestALapseThatOvertakesItsRestorationIsRepaired(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector, firm := t.Context(), o.person("clerk", model.RoleInspector), o.firm("0001", "500156001")
		o.moveTo("2026-03-12")
		b := must2(o.EnterBranch(ctx, call(inspector, 0), firm.ID, branchFacts))
		e := o.filed(inspector, firm.ID, func(f *EndPointFacts) { f.BranchID = b.ID })
		end := func() {
			is := must2(o.Store.EndPoint(ctx, store.Everything(), e.ID))
			is.LapseCause = model.LapseBranchInvalid
			lapsed(&is, "分支机构的名录已失效", o.day())
			must2(0, o.Store.Tx(ctx, o.sweepStamp(jobCall()), func(tx *store.Tx) error { _, err := tx.ChangeEndPoint(ctx, is); return err }))
		}
		end()
		if got := must2(o.SettleFilings(ctx, nightly, o.day())); got != (Settled{Restored: 1}) {
			t.Errorf("settled %+v", got)
		}
		if is := must2(o.Store.EndPoint(ctx, store.Everything(), e.ID)); is.Status != model.EndPointFiled {
			t.Errorf("it is %s", is.Status)
		}
		end()
		o.moveTo(licenceFacts.Expires.AddDays(20).String())
		if got := must2(o.SettleFilings(ctx, nightly, o.day())); got != (Settled{}) {
			t.Errorf("past its licence's end %+v", got)
		}
		if is := must2(o.Store.EndPoint(ctx, store.Everything(), e.ID)); is.Status != model.EndPointLapsed || is.LapseCause != model.LapseLicenceExpired || !strings.Contains(is.EndReason, "到期") {
			t.Errorf("it is %s by %s: %s", is.Status, is.LapseCause, is.EndReason)
		} else if is.EndedOn != licenceFacts.Expires.AddDays(1) {
			t.Errorf("it lapsed on %s", is.EndedOn)
		}
	})
}

// Of very many filings an act restores some, and the night the others.
func TestManyFilingsAreRestoredInPieces(t *testing.T) {
	defer func(most int) { mostRestored = most }(mostRestored)
	mostRestored = 1
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector, firm := t.Context(), o.person("clerk", model.RoleInspector), o.firm("0001", "500156001")
		o.moveTo("2026-03-12")
		b := must2(o.EnterBranch(ctx, call(inspector, 0), firm.ID, branchFacts))
		for _, address := range []string{"演示路11号", "演示路12号"} {
			o.filed(inspector, firm.ID, func(f *EndPointFacts) { f.BranchID, f.Address = b.ID, address })
		}
		must2(o.InvalidateBranch(ctx, call(inspector, b.Version), b.ID, BranchEnd{From: o.day(), Reason: "撤销分公司"}))
		if got := must2(o.SettleFilings(ctx, nightly, o.day())); got != (Settled{Lapsed: 2}) {
			t.Fatalf("settled %+v", got)
		}
		ended := must2(o.BranchCard(ctx, inspector, b.ID)).Record
		done := must2(o.RestoreBranch(ctx, call(inspector, ended.Version), b.ID, Restoration{Basis: "总部函〔2026〕3号", Reason: "选错了分支机构"}))
		if len(done.Restored) != 1 || done.Unseen != 1 {
			t.Errorf("restored %v, %d are left", done.Restored, done.Unseen)
		}
		if got := must2(o.SettleFilings(ctx, nightly, o.day())); got != (Settled{Restored: 1}) {
			t.Errorf("the night settled %+v", got)
		}
	})
}
