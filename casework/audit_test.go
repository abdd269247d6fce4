package casework

import (
	"context"
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
