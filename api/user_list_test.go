package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

// TestAccountsAreFound holds the list of accounts to each of its filters.
func TestAccountsAreFound(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		s.populate()
		all := s.accounts("")
		if len(all) < 10 {
			t.Fatalf("%d accounts", len(all))
		}
		known := all[3]
		for query, holds := range map[string]func(model.User) bool{
			"q=" + url.QueryEscape(strings.ToUpper(known.Name)): func(u model.User) bool { return strings.Contains(u.Name+u.DisplayName, known.Name) },
			"q=" + url.QueryEscape(" "+known.DisplayName):       func(u model.User) bool { return strings.Contains(u.Name+"|"+u.DisplayName, known.DisplayName) },
			"role=legal":                   func(u model.User) bool { return model.Actor{Roles: u.Roles}.Has(model.RoleLegal) },
			"enterprise_id=" + firmOf(all): func(u model.User) bool { return string(u.EnterpriseID) == firmOf(all) },
			"state=active":                 func(u model.User) bool { return !u.Disabled && u.PasswordSetAt != nil },
			"state=invited":                func(u model.User) bool { return !u.Disabled && u.PasswordSetAt == nil },
			"state=disabled":               func(u model.User) bool { return u.Disabled },
		} {
			want := 0
			for _, u := range all {
				if holds(u) {
					want++
				}
			}
			found := s.accounts(query)
			if len(found) != want {
				t.Errorf("%s: %d accounts, want %d", query, len(found), want)
			}
			for _, u := range found {
				if !holds(u) {
					t.Errorf("%s: %s", query, u.Name)
				}
			}
		}
	})
}

func firmOf(all []model.User) string {
	for _, u := range all {
		if u.EnterpriseID != "" {
			return string(u.EnterpriseID)
		}
	}
	return ""
}

func (s *stage) accounts(query string) []model.User {
	s.t.Helper()
	got := s.send(request{role: model.RoleSystemAdmin, method: http.MethodGet, path: "/users?limit=100&" + query})
	var page model.Page[model.User]
	if got.status != http.StatusOK {
		s.t.Fatalf("%s: %d %s", query, got.status, got.body)
	}
	must(s.t, json.Unmarshal(got.body, &page))
	return page.Items
}

// TestFirmsAreChosenByNameOnly lets the keepers of accounts choose a firm and learn nothing else of it.
func TestFirmsAreChosenByNameOnly(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		s.populate()
		got := s.send(request{role: model.RoleSystemAdmin, method: http.MethodGet, path: "/enterprise-names"})
		var page model.Page[map[string]any]
		must(t, json.Unmarshal(got.body, &page))
		if len(page.Items) == 0 {
			t.Fatal("no names")
		}
		for _, row := range page.Items {
			if len(row) != 3 || row["id"] == "" || row["name"] == "" || row["status"] == "" {
				t.Errorf("told %v", row)
			}
		}
		if got := s.send(request{role: model.RoleSystemAdmin, method: http.MethodGet, path: "/enterprises"}); got.status != http.StatusForbidden {
			t.Errorf("the register: %d", got.status)
		}
		if got := s.send(request{role: model.RoleLead, method: http.MethodGet, path: "/enterprise-names"}); got.status != http.StatusForbidden {
			t.Errorf("to a lead: %d", got.status)
		}
	})
}
