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
