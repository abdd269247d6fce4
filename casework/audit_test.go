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
		day := func(d int) string { return store.StartOfDay(model.NewDate(2026, 3, d)) }
		for want, filter := range map[int]map[string]string{
			1: {"act": "enterprise:create", "from": day(3)},
			2: {"act": "enterprise:create", "from": day(2), "before": day(4)},
			0: {"act": "enterprise:create", "from": day(4)},
		} {
			rows, err := d.ExportAudit(ctx, auditor, filter)
			if err != nil || len(rows) != want {
				t.Errorf("%v: %d rows, want %d: %v", filter, len(rows), want, err)
			}
		}
		taken := auditOf(t, d, map[string]string{"act": "audit:export"})
		if len(taken) != 3 || taken[0].UserID != "auditor" || !strings.Contains(fmt.Sprint(taken), `"rows":2`) {
			t.Errorf("the exports left %+v", taken)
		}
		_, err := d.ExportAudit(ctx, model.Call{Actor: person("clerk", model.RoleInspector)}, nil)
		wantKind(t, err, model.Forbidden)
		stamp := model.Stamp{Act: "test:many", At: d.now()}
		err = d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
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
		_, err = d.ExportAudit(ctx, auditor, map[string]string{"act": "test:many"})
		wantKind(t, err, model.Invalid)
	})
}
