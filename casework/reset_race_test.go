package casework

import (
	"context"
	"testing"

	"yijian/model"
	"yijian/store"
)

// A sign-in that read the account before a reset and ends after it opens nothing,
// and neither does a token asked for in a session that the reset ended.
func TestNothingOutlivesAReset(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor = false
		for name, reset := range map[string]func(model.User) error{
			"two administrators": func(u model.User) error {
				admin, security := o.person("admin", model.RoleSystemAdmin), o.person("guard", model.RoleSecurityAdmin)
				request, err := o.RequestReset(t.Context(), call(admin, 0), u.ID, "手机丢失")
				must1(o, request, err)
				_, err = o.ApproveRequest(t.Context(), call(security, 1), request.ID)
				return err
			},
			"the command line": func(u model.User) error {
				return o.RecoverAccount(t.Context(), model.Call{Actor: Operator}, plainHasher{}, Recovery{Name: u.Name, Password: password2})
			},
		} {
			o.person("target-"+name[:3], model.RoleLegal)
			thief := o.signsIn("target-"+name[:3], password1, "")
			before := o.account(thief.UserID)
			if err := reset(before); err != nil {
				t.Fatal(err)
			}
			o.write(func(ctx context.Context, tx *store.Tx) error {
				return tx.AddSession(ctx, sessionOf("late-"+name, before, Client{}, o.Desk.now()))
			})
			if got := o.who("late-" + name); got.UserID != "" {
				t.Errorf("%s: a sign-in of before acts as %v", name, got.Roles)
			}
			thief.Session = "" // it was alive when the request was admitted
			late := o.tokenFor(thief, "complaint:read")
			_, err := o.ActorOfToken(t.Context(), late.Token.Secret, "198.51.100.7")
			wantRefused(t, err, model.Unauthenticated, "token.refused")
		}
	})
}
