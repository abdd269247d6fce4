package casework

import (
	"context"
	"errors"
	"slices"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// today is a Tuesday.
var today = model.NewDate(2026, 3, 10)

// office is a desk whose accounts and firms a test makes by name, on the day today.
type office struct {
	*Desk
	*testClock
	t        *testing.T
	promoter model.Actor // of imports, once there is one
}

// eachOffice runs the test on both databases.
func eachOffice(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		clock.set(today.Year(), today.Month(), today.Day())
		test(t, &office{Desk: d, testClock: clock, t: t})
	})
}

// pass lets days go by.
func (o *office) pass(days int) { o.at = o.at.AddDate(0, 0, days) }

func (o *office) day() model.Date { return model.DateOf(o.at) }

type plainHasher struct{}

func (plainHasher) Verify(_ context.Context, hash, password string) (bool, error) {
	return hash == password, nil
}
func (plainHasher) Hash(_ context.Context, password string) (string, error) { return password, nil }

// person adds an account of the district with the roles and returns it as an actor.
func (o *office) person(name string, roles ...model.Role) model.Actor {
	return o.personAt(name, "500156", "", roles...)
}

func (o *office) personAt(name, area string, firm model.EnterpriseID, roles ...model.Role) model.Actor {
	o.t.Helper()
	u, err := o.AddUser(o.t.Context(), model.Call{Actor: Operator}, plainHasher{}, Account{
		Name: name, DisplayName: "姓名" + name, AreaCode: area, EnterpriseID: firm, Roles: roles,
		Password: "long-enough-1",
	})
	if err != nil {
		o.t.Fatal(err)
	}
	if slices.Contains(roles, model.RoleInspector) {
		o.certify(u.ID, model.Date{}, model.NewDate(2027, 12, 31))
	}
	return model.Actor{UserID: u.ID, Name: u.DisplayName, Roles: roles, EnterpriseID: firm, AreaCode: area}
}

// certify gives an officer a certificate, past the acts and without touching the account.
func (o *office) certify(id model.UserID, from, expires model.Date) {
	o.write(func(ctx context.Context, tx *store.Tx) error {
		return tx.AddCertificatePeriod(ctx, &model.CertificatePeriod{
			ID: model.CertificatePeriodID(store.NewID()), UserID: id, Number: "渝-1", Issuer: "演示", From: from, Expires: expires,
			RecordedBy: "演示", Version: 1, CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
		})
	})
}

// firm registers an enterprise at the area code; the seed makes its USCC.
func (o *office) firm(seed, area string) model.Enterprise {
	o.t.Helper()
	clerk := model.Actor{UserID: "clerk", Name: "登记员", Roles: []model.Role{model.RoleInspector}, AreaCode: "5001"}
	e, err := o.RegisterEnterprise(o.t.Context(), model.Call{Actor: clerk}, EnterpriseFacts{
		USCC: policy.NewUSCC("91500156MA5UX" + seed), Name: "演示快递" + seed + "有限公司", Brand: "演示",
		AreaCode: area, Address: "重庆市武隆区芙蓉街道1号", Representative: "张三", ServicePhone: "023-77700000",
		Status: model.EnterpriseActive,
	})
	return licensed(o.t, o.Desk, ok(o.t, e, err), nil)
}

// call is a request of the actor on a version of a record.
func call(actor model.Actor, version int64) model.Call {
	return model.Call{Actor: actor, Version: version, Route: "POST /test", BodyHash: "same"}
}

// keyed is a request with an Idempotency-Key.
func keyed(actor model.Actor, version int64, key string) model.Call {
	c := call(actor, version)
	c.Key = key
	return c
}

// wantRefused checks kind and reason of a failure; for wrong fields reason is
// the pointer and the field's reason, such as "/officers inspection.officers_too_few".
func wantRefused(t *testing.T, err error, kind model.Kind, reason string) {
	t.Helper()
	if model.KindOf(err) != kind {
		t.Fatalf("got %v, want a %s failure with %s", err, kind, reason)
	}
	if kind != model.Invalid {
		var known *model.Error
		if !errors.As(err, &known) || known.Reason != reason {
			t.Fatalf("got %v, want reason %s", err, reason)
		}
		return
	}
	for _, f := range model.FieldsOf(err) {
		if f.Pointer+" "+f.Reason == reason {
			return
		}
	}
	t.Fatalf("got %v, want field %s", err, reason)
}

// must1 fails the test when the act failed.
func must1[T any](o *office, result T, err error) T {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	return result
}

// openActs lists the names of the acts a card allows.
func openActs(acts []model.Act) []string {
	names := []string{}
	for _, a := range acts {
		if a.Allowed {
			names = append(names, a.Name)
		}
	}
	return names
}
