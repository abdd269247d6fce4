package access

import (
	"maps"
	"testing"

	"yijian/model"
)

func TestOfficesAreStaffAndTheirPartnersAreNot(t *testing.T) {
	outside := map[model.Role]bool{model.RoleFirm: true, model.RoleAssociation: true, model.RoleConsumers: true, model.RolePublic: true}
	for _, role := range []model.Role{
		model.RoleSystemAdmin, model.RoleSecurityAdmin, model.RoleAuditor, model.RoleChief, model.RoleLegal, model.RoleInspector,
		model.RoleComplaints, model.RoleSupervisor, model.RoleLead, model.RoleSupport,
		model.RoleFirm, model.RoleAssociation, model.RoleConsumers, model.RolePublic,
	} {
		if got := IsStaff([]model.Role{role}); got == outside[role] {
			t.Errorf("%s is staff: %v", role, got)
		}
	}
	if !IsStaff([]model.Role{model.RoleFirm, model.RoleInspector}) {
		t.Error("an inspector with a firm's role besides needs no second factor")
	}
}

func TestRolesAreBoundToWhatTheirPermissionsReach(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for role, want := range map[model.Role]map[Reach]bool{
		model.RoleInspector: {ReachArea: true}, model.RoleFirm: {ReachFirm: true}, model.RoleLead: {ReachUnit: true},
		model.RoleAuditor: {}, model.RoleSystemAdmin: {}, model.RoleAssociation: {ReachArea: true},
	} {
		if got := table.Bounds([]model.Role{role}); !maps.Equal(got, want) {
			t.Errorf("%s is bound by %v, want %v", role, got, want)
		}
	}
}

func TestTokensCarryNoPersonalActs(t *testing.T) {
	for permission, want := range map[Permission]bool{
		"endpoint:read": true, "task:report": true, "user:read": false, "session:end": false,
		"token:issue": false, "password:change": false, "account-request:approve": false,
	} {
		if Delegable(permission) != want {
			t.Errorf("a token may carry %s: %v, want %v", permission, !want, want)
		}
	}
}

// TestTheTableAnswersAsCasbinDoes asks the matcher of the model what the table was made from without it.
func TestTheTableAnswersAsCasbinDoes(t *testing.T) {
	enforcer, roles, err := enforcerOf(rolesCSV)
	if err != nil {
		t.Fatal(err)
	}
	table, err := tabulate(enforcer, roles)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := enforcer.GetPolicy()
	if err != nil {
		t.Fatal(err)
	}
	inherits := 0
	for role := range roles {
		want := map[Permission]map[Reach]bool{}
		for _, rule := range rules {
			linked, err := enforcer.GetRoleManager().HasLink(role, rule[0])
			if err != nil {
				t.Fatal(err)
			}
			allowed, err := enforcer.Enforce(role, rule[1])
			if err != nil {
				t.Fatal(err)
			}
			if granted := len(table.reaches[model.Role(role)][Permission(rule[1])]) > 0; granted != allowed {
				t.Fatalf("%s may %s: %v in the table, %v by casbin", role, rule[1], granted, allowed)
			}
			if linked && rule[0] != role {
				inherits++
			}
			if linked && want[Permission(rule[1])] == nil {
				want[Permission(rule[1])] = map[Reach]bool{}
			}
			if linked {
				want[Permission(rule[1])][Reach(rule[2])] = true
			}
		}
		for act, reaches := range want {
			got := table.reaches[model.Role(role)][act]
			if len(got) != len(reaches) || !maps.Equal(reaches, setOf(got)) {
				t.Errorf("%s reaches %v with %s, want %v", role, got, act, reaches)
			}
		}
	}
	if inherits == 0 {
		t.Error("no role includes another: nothing was compared")
	}
}

func setOf(reaches []Reach) map[Reach]bool {
	set := map[Reach]bool{}
	for _, reach := range reaches {
		set[reach] = true
	}
	return set
}
