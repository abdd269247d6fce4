package casework

import (
	"slices"
	"sync"
	"testing"

	"yijian/model"
	"yijian/store"
)

// movedByOneOf lets all of them move it at once, which one can.
func (o *office) movedByOneOf(t *testing.T, all []model.Actor, firm model.EnterpriseID, facts EndPointFacts) (made model.EndPoint) {
	t.Helper()
	var wait sync.WaitGroup
	var lock sync.Mutex
	for _, one := range all {
		wait.Go(func() {
			e, err := o.DraftEndPoint(t.Context(), call(one, 0), firm, facts)
			lock.Lock()
			defer lock.Unlock()
			switch {
			case err == nil && made.ID != "":
				t.Errorf("moved twice, to %s and %s", made.ID, e.ID)
			case err == nil:
				made = e
			case model.KindOf(err) != model.Stale && model.KindOf(err) != model.Invalid:
				t.Errorf("who comes second is told %v", err)
			}
		})
	}
	wait.Wait()
	return made
}

// An end point that moves is filed anew elsewhere from what was filed; once that is filed,
// firm and bureau are told to cancel the old filing, and each card names the other.
func TestAnEndPointMoves(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector, firm := t.Context(), o.person("clerk", model.RoleInspector), o.firm("0001", "500156001")
		owner, far := o.personAt("owner", "500156", firm.ID, model.RoleFirm), o.personAt("far", "500156002", "", model.RoleInspector)
		o.moveTo("2026-03-12")
		old := o.filed(inspector, firm.ID, nil)
		facts := completeFacts()
		facts.MovedFrom, facts.Address, facts.AreaCode = old.ID, "新址2号", "500156002"
		facts.ManagerName, facts.ManagerID, facts.ManagerPhone = model.PersonName(old.ManagerName.String()), model.IDNumber(old.ManagerID.String()), model.Phone(old.ManagerPhone.String())
		told := func(who model.Actor) []string {
			var ids []string
			for _, item := range must2(o.Work(ctx, who)).Items {
				if item.Act == cancelEndPoint.name {
					ids = append(ids, item.ID)
				}
			}
			return ids
		}
		move := func(who model.Actor, id model.EndPointID) model.Act {
			acts := must2(o.EndPointCard(ctx, who, id)).Acts
			return acts[slices.IndexFunc(acts, func(a model.Act) bool { return a.Name == moveAct })]
		}
		if act := move(owner, old.ID); !act.Allowed {
			t.Errorf("the firm may not move it: %s", act.Reason)
		}
		_, err := o.DraftEndPoint(ctx, call(inspector, 0), o.firm("0002", "500156001").ID, facts)
		wrongField(t, err, "/moved_from", "endpoint.moved_unknown")
		anew := o.movedByOneOf(t, []model.Actor{owner, owner}, firm.ID, facts)
		old = must2(o.Store.EndPoint(ctx, store.Everything(), old.ID))
		if anew.MovedFrom != old.ID || anew.ManagerID != old.ManagerID || anew.ManagerName != old.ManagerName || anew.ManagerPhone != old.ManagerPhone {
			t.Errorf("the new one is %+v", anew)
		}
		_, err = o.DraftEndPoint(ctx, call(owner, 0), firm.ID, facts)
		wrongField(t, err, "/moved_from", "endpoint.moved_refused")
		if act := move(owner, old.ID); act.Allowed {
			t.Error("it may be moved twice")
		}
		anew = must2(o.SubmitEndPoint(ctx, call(owner, anew.Version), anew.ID))
		if ids := append(told(owner), told(inspector)...); len(ids) != 0 {
			t.Errorf("before the new place is filed %v are to be cancelled", ids)
		}
		if card := must2(o.EndPointCard(ctx, o.personAt("near", "500156101", "", model.RoleInspector), old.ID)); card.Record.Latter != nil {
			t.Errorf("another area's inspector sees the filing that is under way: %+v", card.Record.Latter)
		}
		anew = must2(o.AcceptEndPoint(ctx, call(inspector, anew.Version), anew.ID, FilingAcceptance{"", "材料当场核对"}))
		for _, who := range []model.Actor{owner, inspector} {
			if ids := told(who); !slices.Equal(ids, []string{string(old.ID)}) {
				t.Errorf("%s is to cancel %v", who.Name, ids)
			}
			was, is := must2(o.EndPointCard(ctx, who, old.ID)).Record, must2(o.EndPointCard(ctx, who, anew.ID)).Record
			if was.Latter == nil || was.Latter.ID != anew.ID || was.Latter.LocalSerial != anew.LocalSerial || was.Former != nil {
				t.Errorf("the old card says %+v, %+v", was.Former, was.Latter)
			}
			if is.Former == nil || is.Former.ID != old.ID || is.Former.Address != old.Address || is.Latter != nil {
				t.Errorf("the new card says %+v, %+v", is.Former, is.Latter)
			}
		}
		if former := must2(o.EndPointCard(ctx, far, anew.ID)).Record.Former; former == nil || former.ID != "" || former.LocalSerial != old.LocalSerial {
			t.Errorf("who may not open the old one reads %+v", former)
		}
		must2(o.CancelEndPoint(ctx, call(owner, old.Version), old.ID, "迁址"))
		if was, is := must2(o.Filing(ctx, old.LocalSerial)), must2(o.Filing(ctx, anew.LocalSerial)); was.MovedTo != anew.LocalSerial || is.MovedTo != "" || !is.ChangedOn.IsZero() {
			t.Errorf("the public is led to %q and %q, changed on %s", was.MovedTo, is.MovedTo, is.ChangedOn)
		}
		if ids := append(told(owner), told(inspector)...); len(ids) != 0 {
			t.Errorf("still to be cancelled are %v", ids)
		}
		facts.MovedFrom, facts.Address = old.ID, "新址3号"
		_, err = o.DraftEndPoint(ctx, call(owner, 0), firm.ID, facts)
		wrongField(t, err, "/moved_from", "endpoint.moved_refused")
		if kept := must2(o.Store.EndPoint(ctx, store.Everything(), anew.ID)); kept.MovedFrom != old.ID {
			t.Errorf("the new one forgot %+v", kept)
		}
	})
}
