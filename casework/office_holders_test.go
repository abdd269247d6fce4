package casework

import (
	"sync"
	"testing"

	"yijian/model"
	"yijian/store"
)

// Nobody can leave one of the three offices without an account that can be used, two
// administrators at once neither.
func TestAnOfficeKeepsAHolder(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		admins := []model.Actor{o.person("admin-1", model.RoleSystemAdmin), o.person("admin-2", model.RoleSystemAdmin)}
		guard := o.person("guard-1", model.RoleSecurityAdmin)
		version := func(of model.Actor) int64 { return o.account(of.UserID).Version }
		_, err := o.DisableUser(ctx, call(admins[0], version(guard)), guard.UserID, "离岗")
		wantRefused(t, err, model.Conflict, "user.last_holder")
		_, err = o.ChangeUser(ctx, call(admins[0], version(guard)), guard.UserID, Account{DisplayName: "某人", AreaCode: "500156", Roles: []model.Role{model.RoleLegal}})
		wantRefused(t, err, model.Conflict, "user.last_holder")

		second := o.person("guard-2", model.RoleSecurityAdmin)
		must2(o.DisableUser(ctx, call(admins[0], version(guard)), guard.UserID, "离岗"))
		_, err = o.DisableUser(ctx, call(admins[0], version(second)), second.UserID, "离岗")
		wantRefused(t, err, model.Conflict, "user.last_holder")

		both := func(act func(by, of model.Actor) error) {
			t.Helper()
			var all sync.WaitGroup
			for i := range admins {
				all.Go(func() {
					err := act(admins[i], admins[1-i])
					switch model.KindOf(err) {
					case "", model.Conflict, model.Stale, model.Forbidden, model.Unauthenticated, model.Unavailable:
					default:
						t.Error(err)
					}
				})
			}
			all.Wait()
			holders, err := o.Store.Users(ctx, store.Everything(), store.Query{Filter: map[string]string{"role": string(model.RoleSystemAdmin), "state": "active"}})
			if must1(o, holders, err); len(holders.Items) == 0 {
				t.Error("nobody is system administrator any more")
			}
		}
		both(func(by, of model.Actor) error {
			_, err := o.DisableUser(ctx, call(by, version(of)), of.UserID, "离岗")
			return err
		})
	})
}
