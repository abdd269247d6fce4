package casework

import (
	"context"
	"strings"
	"sync"
	"testing"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// lastOfFirst is the last day of the first licence, after which a renewal begins.
var lastOfFirst = model.NewDate(2026, 3, 31)

func renewed(l *NewLicence) {
	l.Kind, l.Number, l.IssuedOn, l.From, l.Expires = model.LicenceRenewal, "渝邮20260001A", model.NewDate(2026, 3, 12), lastOfFirst.AddDays(1), lastOfFirst.AddMonths(60)
}

// restoring is a firm with filings of which one lapses by a wrong entry about its licence or
// about itself, and one was cancelled before.
type restoring struct {
	*office
	inspector, owner model.Actor
	firm             model.Enterprise
	lapses, closed   model.EndPoint
}

func newRestoring(o *office) restoring {
	r := restoring{office: o, inspector: o.person("clerk", model.RoleInspector)}
	facts := firmFacts
	facts.USCC, facts.AreaCode = usccOf(1), "500156001"
	r.firm = licensed(o.t, o.Desk, registered(o.t, o.Desk, facts), func(l *NewLicence) { l.Expires = lastOfFirst })
	r.owner = o.personAt("owner", "500156", r.firm.ID, model.RoleFirm)
	o.moveTo("2026-03-12")
	r.lapses, r.closed = o.filed(r.inspector, r.firm.ID, nil), o.filed(r.inspector, r.firm.ID, nil)
	must2(o.CancelEndPoint(o.t.Context(), call(r.inspector, r.closed.Version), r.closed.ID, "网点关闭"))
	return r
}

func (r restoring) licence(id model.LicenceID) LicenceFile {
	r.t.Helper()
	return must2(r.LicenceCard(r.t.Context(), r.inspector, id, model.Date{})).Record
}

// settles lets lapse what is due by night, and says what did.
func (r restoring) settles(want Settled) {
	r.t.Helper()
	if got := must2(r.SettleFilings(r.t.Context(), nightly, r.day())); got != want {
		r.t.Errorf("settled %+v, want %+v", got, want)
	}
}

func (r restoring) is(id model.EndPointID, want model.EndPointStatus) {
	r.t.Helper()
	if e := must2(r.Store.EndPoint(r.t.Context(), store.Everything(), id)); e.Status != want {
		r.t.Errorf("%s is %s: %s, want %s", e.Address, e.Status, e.EndReason, want)
	}
}

// did checks that the one filing was foreseen and restored, and that the next night changes nothing.
func (r restoring) did(foreseen *RestoredFilings, done RestoredFilings) {
	r.t.Helper()
	if foreseen == nil || inJSON(r.t, *foreseen) != inJSON(r.t, done) || len(done.Restored) != 1 || len(done.Remaining) != 0 {
		r.t.Errorf("foreseen %+v, done %+v", foreseen, done)
	}
	r.is(r.lapses.ID, model.EndPointFiled)
	r.is(r.closed.ID, model.EndPointCancelled)
	if e := must2(r.Store.EndPoint(r.t.Context(), store.Everything(), r.lapses.ID)); e.LocalSerial != r.lapses.LocalSerial || e.ValidUntil != r.lapses.ValidUntil || e.LapseCause != "" {
		r.t.Errorf("restored is %+v", e)
	}
	if lapsed, restored := r.endings(r.owner.UserID); lapsed != 1 || restored != 1 {
		r.t.Errorf("the firm was told of %d lapses, %d restorations", lapsed, restored)
	}
	r.settles(Settled{})
}

var wrongly = Restoration{Basis: "更正函〔2026〕3号", Reason: "选错了企业"}

// An end of a licence entered in error is taken back with whatever ended together with it; what had
// lapsed by another licence before stays so, and what another server lets lapse meanwhile holds again by night.
func TestAnEndOfALicenceIsTakenBack(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, r := t.Context(), newRestoring(o)
		licensed(t, o.Desk, r.firm, renewed)
		first, renewal := o.licences(r.firm.ID)[model.LicenceFirst], o.licences(r.firm.ID)[model.LicenceRenewal]
		_, err := o.RestoreLicence(ctx, call(r.inspector, first.Version), first.ID, wrongly)
		wantRefusal(t, err, model.Conflict, "licence.state")
		must2(o.EndLicence(ctx, call(r.inspector, first.Version), first.ID, LicenceEnd{model.LicenceRevoked, o.day(), "文号", "严重违法"}))
		r.settles(Settled{Lapsed: 1})
		o.pass(1)
		ended := r.licence(renewal.ID)
		_, err = o.RestoreLicence(ctx, call(r.owner, ended.Version), ended.ID, wrongly)
		wantKind(t, err, model.Forbidden)
		_, err = o.RestoreLicence(ctx, call(r.inspector, ended.Version), ended.ID, Restoration{Basis: " ", Reason: wrongly.Reason})
		wrongField(t, err, "/basis", "reason.missing")
		_, err = o.RestoreLicence(ctx, call(r.inspector, renewal.Version), ended.ID, wrongly)
		wantKind(t, err, model.Stale)
		if must2(o.LicenceCard(ctx, r.owner, ended.ID, model.Date{})).Record.Foreseen != nil {
			t.Error("a firm is told what would hold again")
		}
		done := must2(o.RestoreLicence(ctx, call(r.inspector, ended.Version), ended.ID, wrongly))
		r.did(ended.Foreseen, done.RestoredFilings)
		for _, was := range []LicenceLine{first, renewal} {
			is := r.licence(was.ID)
			if is.State != was.State || is.LastDay != was.LastDay || !is.EndedOn.IsZero() || is.Ending != "" || is.RestoredEntry != model.EntryLicenceEnded || is.RestoredFrom != o.day().AddDays(-1) ||
				is.RestoredOn != o.day() || is.RestoredBy != r.inspector.Name || is.RestoredBasis != wrongly.Basis || is.RestoredReason != wrongly.Reason {
				t.Errorf("the licence is %+v", is)
			}
		}
		if history := must2(o.EndPointCard(ctx, r.inspector, r.lapses.ID)).History; history[0].Act != "licence:restore" || history[0].Reason != wrongly.Reason {
			t.Errorf("its history begins with %+v", history[0])
		}
		lapse := func(cause model.LapseCause) {
			e := must2(o.Store.EndPoint(ctx, store.Everything(), r.lapses.ID))
			e.LapseCause = cause
			lapsed(&e, "开办企业的许可证已终止", o.day())
			must2(0, o.Store.Tx(ctx, o.sweepStamp(jobCall()), func(tx *store.Tx) error { _, err := tx.ChangeEndPoint(ctx, e); return err }))
		}
		lapse(model.LapseLicenceEnded) // by a night that began before it was taken back
		r.settles(Settled{Restored: 1})
		lapse(model.LapseLicenceExpired) // by something else
		r.settles(Settled{})
		o.pass(3)
		lapse(model.LapseLicenceEnded) // long after it was taken back
		r.settles(Settled{})
		r.is(r.lapses.ID, model.EndPointLapsed)
	})
}

// A licence that was entered as void in error counts again, unless another took its place.
func TestAVoidingOfALicenceIsTakenBack(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, r := t.Context(), newRestoring(o)
		r.firm = licensed(t, o.Desk, r.firm, renewed)
		o.moveTo(lastOfFirst.AddDays(2).String())
		r.settles(Settled{Moved: 1})
		r.lapses = must2(o.Store.EndPoint(ctx, store.Everything(), r.lapses.ID))
		l := o.licences(r.firm.ID)[model.LicenceRenewal]
		must2(o.VoidLicence(ctx, call(r.inspector, l.Version), l.ID, "重复登记"))
		r.settles(Settled{Lapsed: 1})
		void := r.licence(l.ID)
		done := must2(o.RestoreLicence(ctx, call(r.inspector, void.Version), l.ID, wrongly))
		r.did(void.Foreseen, done.RestoredFilings)
		if done.State != policy.LicenceInForce || !done.VoidedOn.IsZero() || done.VoidReason != "" || done.RestoredEntry != model.EntryLicenceVoided {
			t.Errorf("the licence is %+v", done.LicenceLine)
		}
		must2(o.VoidLicence(ctx, call(r.inspector, done.Version), l.ID, "重复登记"))
		licensed(t, o.Desk, must2(o.Store.Enterprise(ctx, store.Everything(), r.firm.ID)), func(l *NewLicence) { renewed(l); l.DocumentNo = "文号2" })
		void = r.licence(l.ID)
		_, err := o.RestoreLicence(ctx, call(r.inspector, void.Version), l.ID, wrongly)
		wantRefusal(t, err, model.Conflict, "licence.state")
	})
}

// An enterprise that was entered as closed in error is registered again by that act alone; with a licence
// that ended too, both entries are taken back, in either order.
func TestAClosingOfAnEnterpriseIsTakenBack(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, r := t.Context(), newRestoring(o)
		facts := EnterpriseFacts{Name: r.firm.Name, Brand: r.firm.Brand, AreaCode: r.firm.AreaCode, Address: r.firm.Address, Status: model.EnterpriseClosed}
		firm := func() EnterpriseFile { return must2(o.EnterpriseCard(ctx, r.inspector, r.firm.ID)).Record }
		restore := func(by model.Actor) (RestoredEnterprise, error) {
			return o.RestoreEnterprise(ctx, call(by, firm().Version), r.firm.ID, model.EnterpriseActive, wrongly)
		}
		_, err := restore(r.inspector)
		wantRefusal(t, err, model.Conflict, "enterprise.not_closed")
		must2(o.ChangeEnterprise(ctx, call(r.inspector, firm().Version), r.firm.ID, facts))
		r.settles(Settled{Lapsed: 1})
		facts.Status = model.EnterpriseActive
		_, err = o.ChangeEnterprise(ctx, call(r.inspector, firm().Version), r.firm.ID, facts)
		wrongField(t, err, "/status", "enterprise.closed")
		_, err = restore(r.owner)
		wantKind(t, err, model.Forbidden)
		_, err = o.RestoreEnterprise(ctx, call(r.inspector, firm().Version), r.firm.ID, model.EnterpriseClosed, wrongly)
		wrongField(t, err, "/status", "enterprise.restored_status")
		foreseen := firm().Foreseen
		done := must2(restore(r.inspector))
		r.did(foreseen, done.RestoredFilings)
		if is := firm(); is.Status != model.EnterpriseActive || is.RestoredOn != o.day() || is.RestoredBasis != wrongly.Basis || is.RestoredReason != wrongly.Reason || is.Foreseen != nil {
			t.Errorf("the enterprise is %+v", is.Enterprise)
		}

		l := o.licences(r.firm.ID)[model.LicenceFirst]
		must2(o.EndLicence(ctx, call(r.inspector, l.Version), l.ID, LicenceEnd{model.LicenceCancelled, o.day(), "文号", "企业注销"}))
		facts.Status = model.EnterpriseClosed
		must2(o.ChangeEnterprise(ctx, call(r.inspector, firm().Version), r.firm.ID, facts))
		r.settles(Settled{Lapsed: 1})
		both := must2(restore(r.inspector))
		if len(both.Restored) != 0 || len(both.Remaining) != 1 || !strings.Contains(both.Remaining[0], "终止") {
			t.Errorf("with an ended licence %+v", both.RestoredFilings)
		}
		if done := must2(o.RestoreLicence(ctx, call(r.inspector, r.licence(l.ID).Version), l.ID, wrongly)); len(done.Restored) != 1 {
			t.Errorf("after that %+v", done.RestoredFilings)
		}
		r.is(r.lapses.ID, model.EndPointFiled)

		must2(o.ChangeEnterprise(ctx, call(r.inspector, firm().Version), r.firm.ID, facts))
		var nights sync.WaitGroup
		for range 2 { // at the moment at which it is taken back
			nights.Go(func() { _, _ = o.SettleFilings(ctx, nightly, o.day()) })
		}
		for {
			if _, err = restore(r.inspector); model.KindOf(err) != model.Stale {
				break
			}
		}
		ok(t, 0, err)
		nights.Wait()
		must2(o.SettleFilings(ctx, nightly, o.day()))
		r.is(r.lapses.ID, model.EndPointFiled)
	})
}

// A closing that is taken back reaches from its day to the night after it was: what had lapsed by an
// earlier one stays so, and what lapsed by an entry about the licence before it holds again with both.
func TestAClosingCountsFromItsDay(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, r := t.Context(), newRestoring(o)
		firm := func() model.Enterprise { return must2(o.Store.Enterprise(ctx, store.Everything(), r.firm.ID)) }
		closes := func() {
			facts := EnterpriseFacts{Name: r.firm.Name, Brand: r.firm.Brand, AreaCode: r.firm.AreaCode, Address: r.firm.Address, Status: model.EnterpriseClosed}
			must2(o.ChangeEnterprise(ctx, call(r.inspector, firm().Version), r.firm.ID, facts))
		}
		restores := func() RestoredEnterprise {
			foreseen := must2(o.EnterpriseCard(ctx, r.inspector, r.firm.ID)).Record.Foreseen
			done := must2(o.RestoreEnterprise(ctx, call(r.inspector, firm().Version), r.firm.ID, model.EnterpriseActive, wrongly))
			if inJSON(t, *foreseen) != inJSON(t, done.RestoredFilings) {
				t.Errorf("foreseen %+v, done %+v", *foreseen, done.RestoredFilings)
			}
			return done
		}
		lapse := func(e model.EndPoint, on model.Date) {
			e = must2(o.Store.EndPoint(ctx, store.Everything(), e.ID))
			e.LapseCause = model.LapseOpenerClosed
			lapsed(&e, "开办企业已注销", on)
			o.write(func(ctx context.Context, tx *store.Tx) error { _, err := tx.ChangeEndPoint(ctx, e); return err })
		}
		before := o.filed(r.inspector, r.firm.ID, func(f *EndPointFacts) { f.Address = "演示路99号" })
		lapse(before, o.day().AddDays(-1)) // by a closing that was right
		closing := o.day()
		closes()
		r.settles(Settled{Lapsed: 1})
		o.pass(1)
		if done := restores(); len(done.Restored) != 1 || len(done.Remaining) != 0 || done.RestoredFrom != closing || done.RestoredOn != o.day() {
			t.Errorf("restored %+v, %+v", done.Enterprise, done.RestoredFilings)
		}
		r.is(r.lapses.ID, model.EndPointFiled)
		r.settles(Settled{})
		r.is(before.ID, model.EndPointLapsed)
		lapse(r.lapses, o.day().AddDays(1)) // by a night that began before it was taken back
		r.settles(Settled{Restored: 1})
		lapse(r.lapses, o.day().AddDays(2)) // by something else
		r.settles(Settled{})
		lapse(r.lapses, o.day())
		e := firm()
		e.RestoredFrom = model.Date{} // taken back before its day was kept
		o.write(func(ctx context.Context, tx *store.Tx) error { _, err := tx.ChangeEnterprise(ctx, e); return err })
		r.settles(Settled{Restored: 2})

		l := o.licences(r.firm.ID)[model.LicenceFirst]
		must2(o.EndLicence(ctx, call(r.inspector, l.Version), l.ID, LicenceEnd{model.LicenceCancelled, o.day(), "文号", "企业注销"}))
		r.settles(Settled{Lapsed: 2})
		o.pass(2)
		closing = o.day()
		closes()
		if done := must2(o.RestoreLicence(ctx, call(r.inspector, r.licence(l.ID).Version), l.ID, wrongly)); len(done.Remaining) != 2 {
			t.Errorf("while it was closed too %+v", done.RestoredFilings)
		}
		if e := must2(o.Store.EndPoint(ctx, store.Everything(), before.ID)); e.LapseCause != model.LapseOpenerClosed || e.EndedOn != closing {
			t.Errorf("it lapsed by %s on %s, want by the closing on %s", e.LapseCause, e.EndedOn, closing)
		}
		if done := restores(); len(done.Restored) != 2 {
			t.Errorf("after both %+v", done.RestoredFilings)
		}
	})
}
