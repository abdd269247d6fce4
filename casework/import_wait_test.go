package casework

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"yijian/model"
	"yijian/store"
)

// taken is a promotion that the server has in hand.
func (o *office) taken(i model.Import) *promotion {
	o.t.Helper()
	held, is, err := o.Store.HoldImport(o.t.Context(), "server", o.Desk.now(), importHold)
	if err != nil || !is || held.ID != i.ID {
		o.t.Fatalf("held is %s, %t, %v", inJSON(o.t, held), is, err)
	}
	return &promotion{desk: o.Desk, it: held, server: "server"}
}

// What was prepared under what somebody changed meanwhile is prepared anew, or checked and written
// in one go; what nobody moves is forgotten, and given up by whoever lost it.
func TestAPromotionMovesOnlyWhatStillHolds(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		first := o.ordered(clerk, written{"enterprises": {firmRow(1)}, "licences": {licenceRow(1)}})
		if first = o.worked(first.ID); first.Status != model.ImportPromoted {
			t.Fatalf("promoted is %s", inJSON(t, first))
		}
		drafts := []map[string]string{with(with(filedRow(1, 8), "status", "草稿"), "filed_on", ""), filedRow(1, 9)}
		m := o.taken(o.ordered(clerk, written{"endpoints": drafts}))
		if err := m.prepare(ctx); err != nil || m.waits.Rows["endpoints"] != 2 || m.waits.Rows["clocks"] != 1 || m.waits.Rows["audit_entries"] != 4 {
			t.Fatalf("what waits is %v, %v", m.waits, err)
		}
		if _, filed, _ := o.held(m.it.ID); filed != 0 {
			t.Errorf("of what waits %d are seen", filed)
		}
		list := must2(o.ListFile(ctx, call(clerk, 0), "endpoints", reflect.TypeFor[model.EndPoint]()))
		must2(0, o.NoteExport(ctx, call(clerk, 0), list, map[string]string{}))
		if n := must2(o.Store.ChangesMade(ctx, checkedAgainst(m.it.Kind)...)); n != m.seen {
			t.Errorf("a list that is taken out makes %d changes of %d", n, m.seen)
		}
		firm := must2(o.Store.RegisterFirms(ctx, store.Everything()))[0]
		o.write(func(ctx context.Context, tx *store.Tx) error { return tx.TouchEnterprise(ctx, firm) })
		if err := m.settle(ctx, m.move); !errors.Is(err, store.ErrMoved) {
			t.Errorf("after a change it is moved: %v", err)
		}
		must2(0, m.prepare(ctx))
		m.acts = append(m.acts, func(w work) error { // as it was before it changed
			_, err := w.ChangeEnterprise(ctx, firm)
			return err
		})
		if err := m.settle(ctx, m.move); !errors.Is(err, store.ErrMoved) || isOthers(err) {
			t.Errorf("over a record that changed under its row it is moved: %v", err)
		}
		must2(0, m.prepare(ctx))
		o.at = o.at.AddDate(0, 0, 1)
		if err := m.settle(ctx, m.move); !errors.Is(err, store.ErrMoved) {
			t.Errorf("on the next day it is moved: %v", err)
		}
		must2(0, m.prepare(ctx))
		o.write(func(ctx context.Context, tx *store.Tx) error {
			user, err := tx.User(ctx, store.Everything(), o.promoter.UserID)
			if err == nil {
				user.DisplayName = "改名"
				_, err = tx.ChangeUser(ctx, user)
			}
			return err
		})
		if err := m.settle(ctx, m.move); !errors.Is(err, store.ErrMoved) {
			t.Errorf("after its promoter changed it is moved: %v", err)
		}
		must2(0, o.Store.ForgetWaiting(ctx, m.it, m.server))
		must2(0, m.settle(ctx, m.write))
		one := must2(o.Store.EndPoints(ctx, store.Everything(), store.Query{Search: "演示网点8"})).Items
		if len(one) != 2 || one[0].Name != "演示网点8" || len(must2(o.Store.ClocksOf(ctx, "endpoints", string(one[0].ID)))) != 1 {
			t.Errorf("in one go it brought %d, the first is %s", len(one), one[0].Name)
		}
		lost := o.taken(o.ordered(clerk, written{"endpoints": {filedRow(1, 10)}}))
		must2(0, lost.prepare(ctx))
		gone := must2(o.Store.Import(ctx, store.Everything(), lost.it.ID))
		must2(o.DiscardImport(ctx, call(clerk, gone.Version), gone.ID))
		if o.worked(gone.ID); must2(o.Store.AbandonedWaiting(ctx)) != "" {
			t.Error("what was discarded still waits")
		}
		wantKind(t, lost.prepare(ctx), model.Stale)
		wantKind(t, lost.settle(ctx, lost.move), model.Stale)
		if _, filed, _ := o.held(gone.ID); filed != 2 {
			t.Errorf("there are %d end points", filed)
		}
	})
}

// What an import of many brings has its audit rows, its clocks and the same order as its rows.
func TestWhatWaitedIsWhole(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		o.second()
		before := o.auditRows()
		const points = importBatchRows + 3
		i := o.ordered(clerk, written{"enterprises": {firmRow(1)}, "licences": {licenceRow(1)}, "endpoints": manyFiled(points)})
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Fatalf("promoted is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		if told := o.auditRows() - before; told != points+4 { // with the enterprise, its brand, its licence, its new text
			t.Errorf("%d changes are told of", told)
		}
		names := []string{}
		err := o.Store.RegisterEndPoints(ctx, store.Everything(), func(rows []model.EndPoint) {
			for _, e := range rows {
				names = append(names, e.Name)
			}
		})
		want := []string{}
		for _, row := range manyFiled(points) {
			want = append(want, row["name"])
		}
		if err != nil || !slices.Equal(names, want) {
			t.Errorf("the order is %v, %v", names, err)
		}
		one := must2(o.Store.EndPoints(ctx, store.Everything(), store.Query{Search: want[7] + "0"})).Items
		if history := must2(o.Store.History(ctx, "endpoints", string(one[0].ID))); len(history) != 1 || history[0].UserID != o.promoter.UserID || history[0].Act != "import:promote" {
			t.Errorf("of one is told %s", inJSON(t, history))
		}
	})
}
