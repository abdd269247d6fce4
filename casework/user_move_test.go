package casework

import (
	"testing"

	"yijian/model"
	"yijian/store"
)

// A changed unit, firm or wider area waits like an added role; what narrows works at once.
func TestAnotherReachWaitsForTheSecurityAdministrator(t *testing.T) {
	type at struct {
		unit model.UnitID
		firm model.EnterpriseID
		area string
	}
	eachOffice(t, func(t *testing.T, o *office) {
		if err := o.LoadReference(t.Context()); err != nil {
			t.Fatal(err)
		}
		admin, security := o.person("admin", model.RoleSystemAdmin), o.person("guard", model.RoleSecurityAdmin)
		one, two := o.firm("0001", "500156001").ID, o.firm("0002", "500156002").ID
		const lead, inspector, firm = model.RoleLead, model.RoleInspector, model.RoleFirm
		for name, c := range map[string]struct {
			role                      model.Role
			was, asked, now, approved at
			waits                     bool
		}{
			"another unit":      {lead, at{unit: "qu-shangwuwei"}, at{unit: "qu-jiaotongju"}, at{unit: "qu-shangwuwei"}, at{unit: "qu-jiaotongju"}, true},
			"another firm":      {firm, at{firm: one}, at{firm: two}, at{firm: one}, at{firm: two}, true},
			"a wider area":      {inspector, at{area: "500156001"}, at{area: "500156"}, at{area: "500156001"}, at{area: "500156"}, true},
			"another area":      {inspector, at{area: "500156001"}, at{area: "500156002"}, at{area: "500156001"}, at{area: "500156002"}, true},
			"a first unit":      {inspector, at{area: "500156"}, at{area: "500156", unit: "qu-jiaotongju"}, at{area: "500156"}, at{area: "500156", unit: "qu-jiaotongju"}, true},
			"a narrower area":   {inspector, at{area: "500156"}, at{area: "500156001"}, at{area: "500156001"}, at{area: "500156001"}, false},
			"no unit":           {inspector, at{area: "500156", unit: "qu-jiaotongju"}, at{area: "500156"}, at{area: "500156"}, at{area: "500156"}, false},
			"narrower and away": {inspector, at{area: "500156", unit: "qu-jiaotongju"}, at{area: "500156001", unit: "qu-shangwuwei"}, at{area: "500156001", unit: "qu-jiaotongju"}, at{area: "500156001", unit: "qu-shangwuwei"}, true},
		} {
			account := func(p at) Account {
				return Account{DisplayName: "某人", Roles: []model.Role{c.role}, UnitID: p.unit, EnterpriseID: p.firm, AreaCode: p.area}
			}
			made := account(c.was)
			made.Name, made.Password = "account-"+store.NewID()[24:], password1
			u, err := o.AddUser(t.Context(), model.Call{Actor: Operator}, plainHasher{}, made)
			must1(o, u, err)
			check := func(when string, want at) {
				t.Helper()
				kept := o.account(u.ID)
				if got := (at{kept.UnitID, kept.EnterpriseID, kept.AreaCode}); got != want || len(kept.Roles) != 1 {
					t.Errorf("%s: %s the account is at %+v, want %+v", name, when, got, want)
				}
			}
			changed, err := o.ChangeUser(t.Context(), call(admin, u.Version), u.ID, account(c.asked))
			must1(o, changed, err)
			check("before the confirmation", c.now)
			if c.waits {
				decided, err := o.ApproveRequest(t.Context(), call(security, 1), o.openRequestOf(u.ID).ID)
				must1(o, decided, err)
			}
			check("after it", c.approved)
			page, err := o.Store.AccountRequests(t.Context(), store.Everything(), store.Query{Filter: map[string]string{"user_id": string(u.ID)}})
			must1(o, page, err)
			if asked := len(page.Items) > 0; asked != c.waits || len(page.Items) > 1 {
				t.Errorf("%s: %d requests, waits %v", name, len(page.Items), c.waits)
			}
		}
	})
}

// What was asked for may be gone by the time it is confirmed.
func TestAMoveToAUnitThatIsGoneIsNotConfirmed(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		if err := o.LoadReference(t.Context()); err != nil {
			t.Fatal(err)
		}
		admin, security := o.person("admin", model.RoleSystemAdmin), o.person("guard", model.RoleSecurityAdmin)
		clerk := o.person("clerk", model.RoleLegal)
		changed, err := o.ChangeUser(t.Context(), call(admin, o.account(clerk.UserID).Version), clerk.UserID,
			Account{DisplayName: "文员", AreaCode: "500156", UnitID: "qu-jiaotongju", Roles: []model.Role{model.RoleLegal, model.RoleLead}})
		must1(o, changed, err)
		unit, err := o.Store.Unit(t.Context(), store.Everything(), "qu-jiaotongju")
		must1(o, unit, err)
		o.pass(30)
		dissolved, err := o.DissolveUnit(t.Context(), call(admin, unit.Version), unit.ID, Dissolution{LastDay: o.day().AddDays(-1), Successor: "qu-shangwuwei", Reason: "机构调整"})
		must1(o, dissolved, err)
		_, err = o.ApproveRequest(t.Context(), call(security, 1), o.openRequestOf(clerk.UserID).ID)
		wantRefused(t, err, model.Conflict, "account_request.place")
	})
}
