package casework

import (
	"testing"

	"yijian/model"
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
