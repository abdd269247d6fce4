package casework

import (
	"slices"
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy/access"
)

// Codes that look like the district's and are none, and those of divisions that are gone.
func TestAreasMustExistToday(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		inspector := o.person("inspector1", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		for _, code := range []string{"500156999", "5001560", "500156103", "500102001", ""} { // 103: 仙女山镇, a street since 2020
			facts := firmFacts
			facts.AreaCode = code
			_, err := o.RegisterEnterprise(t.Context(), call(inspector, 0), facts)
			wrongField(t, err, "/area_code", "area.unknown")
			_, err = o.ChangeEnterprise(t.Context(), call(inspector, firm.Version), firm.ID, facts)
			wrongField(t, err, "/area_code", "area.unknown")
			if code == "" {
				continue
			}
			filing := completeFacts()
			filing.AreaCode = code
			_, err = o.DraftEndPoint(t.Context(), call(inspector, 0), firm.ID, filing)
			wrongField(t, err, "/area_code", "area.unknown")
		}
		facts := firmFacts
		facts.AreaCode = "500156003"
		if _, err := o.RegisterEnterprise(t.Context(), call(inspector, 0), facts); err != nil {
			t.Error(err)
		}
	})
}

// An account whose roles are confined to an area, a unit or a firm has one that exists.
func TestAccountsStandSomewhere(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		if err := o.LoadReference(t.Context()); err != nil {
			t.Fatal(err)
		}
		firm := o.firm("0001", "500156001")
		for i, c := range []struct {
			role            model.Role
			area            string
			unit            model.UnitID
			firm            model.EnterpriseID
			pointer, reason string
		}{
			{model.RoleInspector, "", "", "", "/area_code", "user.area_missing"},
			{model.RoleLegal, "500156999", "", "", "/area_code", "area.unknown"},
			{model.RoleSystemAdmin, "999999", "", "", "/area_code", "area.unknown"},
			{model.RoleLead, "500156", "", "", "/unit_id", "user.unit_missing"},
			{model.RoleLead, "500156", "qu-hangtianju", "", "/unit_id", "unit.unknown"},
			{model.RoleSupport, "500156", "yangjiao-zhen", "", "/unit_id", "unit.unknown"}, // a street since 2020
			{model.RoleFirm, "500156", "", "", "/enterprise_id", "user.enterprise_missing"},
			{model.RoleFirm, "500156", "", "another", "/enterprise_id", "enterprise.unknown"},
			{model.RoleSystemAdmin, "", "", "", "", ""},
			{model.RoleSupervisor, "", "qu-shangwuwei", "", "", ""},
			{model.RoleFirm, "", "", firm.ID, "", ""},
			{model.RoleChief, "500156001", "youzheng-sanfenju", "", "", ""},
		} {
			account := Account{
				Name: "account" + string(rune('a'+i)), DisplayName: "某人", Roles: []model.Role{c.role}, Password: "long-enough-1",
				AreaCode: c.area, UnitID: c.unit, EnterpriseID: c.firm,
			}
			u, err := o.AddUser(t.Context(), model.Call{Actor: Operator}, plainHasher{}, account)
			if c.pointer == "" && err != nil {
				t.Errorf("%s at %q %q %q: %v", c.role, c.area, c.unit, c.firm, err)
			}
			if c.pointer != "" {
				wrongField(t, err, c.pointer, c.reason)
				continue
			}
			account.UnitID = "qu-hangtianju"
			_, err = o.ChangeUser(t.Context(), model.Call{Actor: Operator, Version: u.Version}, u.ID, account)
			wrongField(t, err, "/unit_id", "unit.unknown")
		}
	})
}

// Naming a stranger as an officer tells neither his name nor his certificate, and assigns nobody.
func TestOfficersComeFromTheOwnTeam(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		abroad := o.personAt("far", "500156101", "", model.RoleInspector)
		townsman := o.personAt("near", "500156001", "", model.RoleInspector)
		colleague := o.personAt("near2", "500156001", "", model.RoleInspector)
		plan := p.plan()
		plan.Officers = []model.UserID{townsman.UserID, abroad.UserID}
		plan.PlannedOn = model.NewDate(2028, 1, 1) // after the certificates' end, which a stranger's refusal must not tell
		_, err := o.PlanInspection(t.Context(), call(townsman, 0), p.firm.ID, plan)
		wrongField(t, err, "/officers/1", "inspection.officer_unknown")
		plan = p.plan()
		plan.Officers = []model.UserID{townsman.UserID, colleague.UserID}
		i, err := o.PlanInspection(t.Context(), call(townsman, 0), p.firm.ID, plan)
		i = must1(o, i, err)
		plan.Officers[1] = abroad.UserID
		_, err = o.ChangeInspection(t.Context(), call(townsman, i.Version), i.ID, plan)
		wrongField(t, err, "/officers/1", "inspection.officer_unknown")
	})
}

// What a role's account must have is what a form marks, and what an account without it is refused for.
func TestTheFieldsOfADutyAreThoseAnAccountIsRefusedWithout(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		for _, role := range access.AccountRoles {
			account := Account{Name: "duty", DisplayName: "演示", Roles: []model.Role{role}}
			mistakes, err := o.misplaced(t.Context(), o.Store.Reader, account)
			if err != nil {
				t.Fatal(err)
			}
			var refused []string
			for _, f := range append(mistakes, model.FieldsOf(account.checkDuties())...) {
				refused = append(refused, strings.TrimPrefix(f.Pointer, "/"))
			}
			asked := o.DutyFields(role)
			slices.Sort(refused)
			slices.Sort(asked)
			if !slices.Equal(refused, asked) {
				t.Errorf("%s must have %v and is refused without %v", role, asked, refused)
			}
		}
	})
}
