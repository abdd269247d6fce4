package casework

import (
	"testing"

	"yijian/model"
	"yijian/store"
)

// TestOpenRequestsAreWorkOfWhoMayDecideThem: neither of who asked nor of whom it is about.
func TestOpenRequestsAreWorkOfWhoMayDecideThem(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		admin, guard, other := o.person("work-admin", model.RoleSystemAdmin), o.person("work-guard", model.RoleSecurityAdmin), o.person("work-other", model.RoleSecurityAdmin)
		about := o.person("work-about", model.RoleLegal)
		asked, err := o.RequestReset(t.Context(), call(admin, 0), about.UserID, "遗失手机")
		must1(o, asked, err)
		own, err := o.RequestReset(t.Context(), call(admin, 0), other.UserID, "遗失手机")
		must1(o, own, err)
		for _, one := range []struct {
			actor model.Actor
			want  int
		}{{guard, 2}, {other, 1}, {admin, 0}} {
			work, err := o.Work(t.Context(), one.actor)
			found := 0
			for _, item := range work.Items {
				if item.Noun == "account-requests" {
					found++
				}
			}
			if err != nil || found != one.want {
				t.Errorf("%s: %d requests, want %d (%v)", one.actor.Name, found, one.want, err)
			}
		}
		_, err = o.ApproveRequest(t.Context(), call(guard, asked.Version), asked.ID)
		if err != nil {
			t.Fatal(err)
		}
		work, err := o.Work(t.Context(), guard)
		if err != nil || len(work.Items) != 1 || work.Items[0].ID != string(own.ID) {
			t.Errorf("after the decision: %v (%v)", work, err)
		}
	})
}

// A request says whose account it is about, by the name it signs in with, and where it belongs.
func TestARequestNamesItsAccount(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		admin, guard, about := o.person("named-admin", model.RoleSystemAdmin), o.person("named-guard", model.RoleSecurityAdmin), o.person("named-about", model.RoleLegal)
		asked, err := o.RequestReset(t.Context(), call(admin, 0), about.UserID, "遗失手机")
		must1(o, asked, err)
		u, err := o.Store.User(t.Context(), store.Everything(), about.UserID)
		must1(o, u, err)
		card, err := o.RequestCard(t.Context(), guard, asked.ID)
		must1(o, card, err)
		page, err := o.Store.AccountRequests(t.Context(), store.Everything(), store.Query{})
		must1(o, page, err)
		for _, r := range append(page.Items, card.Record) {
			if r.Account != "named-about" || r.HeldUnit != u.UnitID || r.UserName != about.Name || r.Requester != admin.Name {
				t.Errorf("the request tells %+v", r)
			}
		}
	})
}
