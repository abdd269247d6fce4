package casework

import (
	"context"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func TestEnterpriseIsRegisteredOnceAndChangedOnItsVersion(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		ctx := context.Background()
		d, _ := openDesk(t, dsn)
		inspector := person("i1", model.RoleInspector)
		e := registered(t, d, firmFacts)

		_, err := d.RegisterEnterprise(ctx, model.Call{Actor: inspector}, firmFacts)
		wantKind(t, err, model.Conflict)
		if fields := model.FieldsOf(err); len(fields) != 1 || fields[0].Pointer != "/uscc" {
			t.Fatalf("a taken code names %v, want /uscc", fields)
		}

		wrong := firmFacts
		wrong.USCC = "91110000600037341M"
		_, err = d.RegisterEnterprise(ctx, model.Call{Actor: inspector}, wrong)
		wantKind(t, err, model.Invalid)

		changed := firmFacts
		changed.Address = "演示凤山街道2号"
		call := model.Call{Actor: inspector, Version: 1, Key: "k", Route: "PATCH", BodyHash: "b"}
		after, err := d.ChangeEnterprise(ctx, call, e.ID, changed)
		if err != nil || after.Version != 2 || after.Address != changed.Address {
			t.Fatalf("changed: %+v %v", after, err)
		}
		again, err := d.ChangeEnterprise(ctx, call, e.ID, changed)
		if err != nil || inJSON(t, again) != inJSON(t, after) {
			t.Fatalf("a repeated call answers %+v %v, want the first reply", again, err)
		}
		call.BodyHash = "other"
		_, err = d.ChangeEnterprise(ctx, call, e.ID, changed)
		wantKind(t, err, model.Invalid)
		_, err = d.ChangeEnterprise(ctx, model.Call{Actor: inspector, Version: 1}, e.ID, changed)
		wantKind(t, err, model.Stale)

		history, err := d.Store.History(ctx, "enterprises", string(e.ID))
		if err != nil || len(history) != 2 {
			t.Fatalf("history has %d rows (%v), want 2", len(history), err)
		}
	})
}

func TestScopeHidesOtherFirmsAndAreas(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		ctx := context.Background()
		d, _ := openDesk(t, dsn)
		e := registered(t, d, firmFacts)
		elsewhere := person("x", model.RoleInspector)
		elsewhere.AreaCode = "500102"
		otherFirm := person("f", model.RoleFirm)
		otherFirm.EnterpriseID = "another"
		for _, actor := range []model.Actor{elsewhere, otherFirm} {
			_, err := d.EnterpriseCard(ctx, actor, e.ID)
			wantKind(t, err, model.NotFound)
		}
		_, err := d.EnterpriseCard(ctx, model.Actor{}, e.ID)
		wantKind(t, err, model.Unauthenticated)
		_, err = d.EnterpriseCard(ctx, person("s", model.RoleSupervisor), e.ID)
		wantKind(t, err, model.Forbidden)
		page, err := d.Store.Enterprises(ctx, store.Scope{}, store.Query{})
		if err != nil || len(page.Items) != 0 {
			t.Fatalf("the zero scope sees %d rows (%v)", len(page.Items), err)
		}
	})
}

func TestPagesFollowEachOtherInAStableOrder(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		ctx := context.Background()
		d, _ := openDesk(t, dsn)
		for i := range 7 {
			facts := firmFacts
			facts.USCC = usccOf(i)
			facts.Brand = []string{"甲", "乙"}[i%2]
			registered(t, d, facts)
		}
		for _, sort := range []string{"", "name", "-created_at", "licence_expires"} {
			seen := map[model.EnterpriseID]bool{}
			query := store.Query{Sort: sort, Limit: 3}
			for pages := 0; ; pages++ {
				page, err := d.Store.Enterprises(ctx, store.Everything(), query)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range page.Items {
					if seen[e.ID] {
						t.Fatalf("sort %q repeats %s", sort, e.ID)
					}
					seen[e.ID] = true
				}
				if page.Next == "" {
					break
				}
				query.Cursor = page.Next
			}
			if len(seen) != 7 {
				t.Fatalf("sort %q shows %d of 7", sort, len(seen))
			}
		}
		page, err := d.Store.Enterprises(ctx, store.Everything(), store.Query{Search: "顺达快递", Filter: map[string]string{"brand_on": store.BrandOn(d.Today(), "甲")}})
		if err != nil || len(page.Items) != 4 {
			t.Fatalf("search finds %d (%v), want 4", len(page.Items), err)
		}
		page, err = d.Store.Enterprises(ctx, store.Everything(), store.Query{Search: "%_"})
		if err != nil || len(page.Items) != 0 {
			t.Fatalf("wild cards find %d (%v), want 0", len(page.Items), err)
		}
	})
}

func TestARecordMayNotLeaveTheAreaOfWhoWritesIt(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		ctx := context.Background()
		d, _ := openDesk(t, dsn)
		inspector := person("i", model.RoleInspector)
		inspector.AreaCode = firmFacts.AreaCode
		e := registered(t, d, firmFacts)
		abroad := firmFacts
		abroad.AreaCode = "500156002"
		_, err := d.ChangeEnterprise(ctx, model.Call{Actor: inspector, Version: 1}, e.ID, abroad)
		wrongField(t, err, "/area_code", "area.foreign")
		if kept, err := d.Store.Enterprise(ctx, store.Everything(), e.ID); err != nil || kept.AreaCode != firmFacts.AreaCode || kept.Version != 1 {
			t.Errorf("the refused change left %+v (%v)", kept, err)
		}
		abroad.USCC = usccOf(2)
		_, err = d.RegisterEnterprise(ctx, model.Call{Actor: inspector}, abroad)
		wrongField(t, err, "/area_code", "area.foreign")
	})
}

func TestWhoHandledARecordIsShownInsideOnly(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		e := registered(t, d, firmFacts)
		for role, rows := range map[model.Role]int{model.RoleInspector: 1, model.RoleAssociation: 0, model.RoleConsumers: 0} {
			card, err := d.EnterpriseCard(t.Context(), person("x", role), e.ID)
			if err != nil || len(card.History) != rows {
				t.Errorf("%s sees %d rows of history (%v), want %d", role, len(card.History), err, rows)
			}
		}
	})
}
