package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/access"
)

// TestRoleTableIsTheOneRequestsAreJudgedBy compares every cell of the page with the answers of the table.
func TestRoleTableIsTheOneRequestsAreJudgedBy(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		got := s.send(request{role: model.RoleAuditor, method: http.MethodGet, path: "/roles"})
		var table RoleTable
		must(t, json.Unmarshal(got.body, &table))
		shown := map[access.Permission]bool{}
		for _, act := range table.Acts {
			shown[act.Permission] = true
			for _, role := range access.AccountRoles {
				if want := s.api.Desk.Access.Reaches([]model.Role{role}, act.Permission); !slices.Equal(want, act.Reaches[role]) {
					t.Errorf("%s of %s: shown %v, judged by %v", act.Permission, role, act.Reaches[role], want)
				}
			}
		}
		for _, r := range Routes() {
			if !shown[r.Permission] {
				t.Errorf("%s is not shown", r.Permission)
			}
		}
	})
}
