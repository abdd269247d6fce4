package api

import (
	"encoding/json"
	"net/http"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

// TestSettingsAreReadByTheThreeOfficesOnly reads what the server was started with.
func TestSettingsAreReadByTheThreeOfficesOnly(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		s.api.Settings = []model.Setting{{Name: "addr", Value: "127.0.0.1:1", Source: model.SettingFlag, Set: true}}
		for _, role := range []model.Role{model.RoleSystemAdmin, model.RoleSecurityAdmin, model.RoleAuditor} {
			got := s.send(request{role: role, method: http.MethodGet, path: "/settings"})
			var table SettingTable
			must(t, json.Unmarshal(got.body, &table))
			if len(table.Settings) != 1 || table.Settings[0] != s.api.Settings[0] {
				t.Errorf("%s: settings %+v", role, table.Settings)
			}
			if table.Database != s.api.Store.Dialect || table.Steps == 0 || table.Version != s.api.Version || len(table.Keys) == 0 {
				t.Errorf("%s: %+v", role, table)
			}
		}
		if got := s.send(request{role: model.RoleChief, method: http.MethodGet, path: "/settings"}); got.status != http.StatusForbidden {
			t.Errorf("chief: status %d", got.status)
		}
	})
}
