package casework

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func auditOf(t *testing.T, d *Desk, filter map[string]string) []model.AuditEntry {
	t.Helper()
	page, err := d.Store.AuditEntries(context.Background(), store.Everything(), store.Query{Filter: filter})
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

func TestTheAuditSaysForWhomAnOfficialEnters(t *testing.T) {
	ctx := context.Background()
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		firm := addFirm(t, d, 1)
		clerk := person("clerk", model.RoleInspector)
		owner := model.Actor{UserID: "firm", Name: "firm", Roles: []model.Role{model.RoleFirm}, EnterpriseID: firm.ID, AreaCode: "500156"}
		for _, actor := range []model.Actor{clerk, owner} {
			facts := EndPointFacts{Name: "演示网点", Kind: model.EndPointStation, AreaCode: "500156001"}
			e, err := d.DraftEndPoint(ctx, model.Call{Actor: actor, RequestID: "r", Address: "10.0.0.1"}, firm.ID, facts)
			if err != nil {
				t.Fatal(err)
			}
			want := ""
			if actor.UserID == "clerk" {
				want = firm.Name
			}
			rows := auditOf(t, d, map[string]string{"record_id": string(e.ID)})
			if len(rows) != 1 || rows[0].OnBehalf != want || rows[0].UserID != actor.UserID || rows[0].RequestID != "r" || rows[0].Address != "10.0.0.1" {
				t.Errorf("%s: %+v, want on behalf of %q", actor.UserID, rows, want)
			}
		}
	})
}

func TestAnExportIsBoundedAndAudited(t *testing.T) {
	ctx := context.Background()
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		addFirm(t, d, 1)
		clock.set(2026, 3, 3)
		addFirm(t, d, 2)
		auditor := model.Call{Actor: person("auditor", model.RoleAuditor)}
		for want, asked := range map[int]AuditAsked{
			2: {Act: "enterprise:create", From: model.NewDate(2026, 3, 3)}, // the enterprise and its brand
			4: {Act: "enterprise:create", From: model.NewDate(2026, 3, 2), To: model.NewDate(2026, 3, 3)},
			0: {Act: "enterprise:create", From: model.NewDate(2026, 3, 4)},
		} {
			rows := 0
			err := d.ExportAudit(ctx, auditor, asked, func(model.AuditLine) error { rows++; return nil })
			if err != nil || rows != want {
				t.Errorf("%v: %d rows, want %d: %v", asked, rows, want, err)
			}
		}
		taken := auditOf(t, d, map[string]string{"act": "audit:export"})
		if len(taken) != 3 || taken[0].UserID != "auditor" || !strings.Contains(fmt.Sprint(taken), `"rows":2`) ||
			!strings.Contains(fmt.Sprint(taken), `"act":"enterprise:create","from":"2026-03-02","to":"2026-03-03"`) {
			t.Errorf("the exports left %+v", taken)
		}
		none := func(model.AuditLine) error { return nil }
		wantKind(t, d.ExportAudit(ctx, model.Call{Actor: person("clerk", model.RoleInspector)}, AuditAsked{}, none), model.Forbidden)
		stamp := model.Stamp{Act: "test:many", At: d.now()}
		err := d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
			for range store.MaxAuditExport + 1 {
				if err := tx.NoteAct(ctx, "test", "", nil); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		wantKind(t, d.ExportAudit(ctx, auditor, AuditAsked{Act: "test:many"}, none), model.Invalid)
	})
}
