package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

func TestMain(m *testing.M) { testdb.Main(m) }

// testClock is a clock that tests set and move.
type testClock struct{ at time.Time }

func (c *testClock) now() time.Time { return c.at }

func (c *testClock) set(year int, month time.Month, day int) {
	c.at = time.Date(year, month, day, 10, 0, 0, 0, model.Shanghai)
}

// openDesk returns a desk over a fresh migrated database, on a clock that starts on 2026-03-02.
func openDesk(t *testing.T, dsn string) (*Desk, *testClock) {
	t.Helper()
	s := testdb.Migrated(t, dsn, store.Open)
	clock := &testClock{}
	clock.set(2026, time.March, 2)
	d, err := NewDesk(s, clock.now)
	if err != nil {
		t.Fatal(err)
	}
	d.Codes = &stepCodes{}
	d.SealWith(FixedKeys([32]byte{1}))
	return d, clock
}

// person is an actor of the district with the roles.
func person(id string, roles ...model.Role) model.Actor {
	return model.Actor{UserID: model.UserID(id), Name: id, Roles: roles, AreaCode: "500156"}
}

func wantKind(t *testing.T, err error, kind model.Kind) {
	t.Helper()
	if model.KindOf(err) != kind {
		t.Fatalf("error %v, want kind %s", err, kind)
	}
}

var firmFacts = EnterpriseFacts{
	USCC: "91110000600037341L", Name: "演示顺达快递有限公司", Brand: "顺达", AreaCode: "500156001", Address: "演示凤山街道1号",
	Representative: "演示某", ServicePhone: "023-77700000", Status: model.EnterpriseActive,
}

// registered returns an enterprise in the register, without a licence.
func registered(t *testing.T, d *Desk, facts EnterpriseFacts) model.Enterprise {
	t.Helper()
	e, err := d.RegisterEnterprise(context.Background(), model.Call{Actor: person("clerk", model.RoleInspector)}, facts)
	return ok(t, e, err)
}

// licenceFacts are of a licence of five years to the end of 2028, for everything everywhere.
var licenceFacts = NewLicence{
	Kind: model.LicenceFirst, Number: "渝邮20240001A", Scope: []string{"province", "national"}, Areas: []string{"500000"},
	IssuedOn: model.NewDate(2024, 1, 1), From: model.NewDate(2024, 1, 1), Expires: model.NewDate(2028, 12, 31), Reason: "演示",
}

// licensed gives the enterprise a licence and returns it as it is then.
func licensed(t *testing.T, d *Desk, e model.Enterprise, change func(*NewLicence)) model.Enterprise {
	t.Helper()
	facts := licenceFacts
	facts.EnterpriseID = e.ID
	if change != nil {
		change(&facts)
	}
	clerk := model.Actor{UserID: "clerk", Name: "登记员", Roles: []model.Role{model.RoleInspector}, AreaCode: "5001"}
	l, err := d.RegisterLicence(context.Background(), model.Call{Actor: clerk}, facts)
	ok(t, l, err)
	e, err = d.Store.Enterprise(context.Background(), store.Everything(), e.ID)
	return ok(t, e, err)
}

// usccOf is a valid code for the n-th firm of a test.
func usccOf(n int) string { return policy.NewUSCC(fmt.Sprintf("91500156MA%07d", n)) }

// inJSON is a value as replies show it.
func inJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
