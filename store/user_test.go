package store

import (
	"slices"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// A role filter must find the duty anywhere among several, and nothing else.
func TestUsersByRole(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		now := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
		err := s.Tx(t.Context(), model.Stamp{Act: "user:create", At: now}, func(tx *Tx) error {
			for name, roles := range map[string]model.RoleSet{
				"first": {model.RoleInspector, model.RoleChief}, "last": {model.RoleChief, model.RoleInspector},
				"alone": {model.RoleInspector}, "other": {model.RoleComplaints}, "none": {},
			} {
				u := model.User{ID: model.UserID(NewID()), Name: name, Roles: roles, Version: 1, CreatedAt: now, UpdatedAt: now}
				if err := tx.AddUser(t.Context(), &u); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		page, err := s.Users(t.Context(), Everything(), Query{Filter: map[string]string{"role": "inspector"}, Sort: "name"})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, u := range page.Items {
			names = append(names, u.Name)
		}
		if !slices.Equal(names, []string{"alone", "first", "last"}) {
			t.Errorf("inspectors %v", names)
		}
	})
}
