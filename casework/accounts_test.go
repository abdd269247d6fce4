package casework

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// stepCodes is one-time codes a test can write down: the secret and the time step.
type stepCodes struct{ made atomic.Int64 }

func (c *stepCodes) Secret() (string, error) { return fmt.Sprintf("secret-%d", c.made.Add(1)), nil }

func (c *stepCodes) Step(secret, code string, at time.Time) (int64, bool) {
	for step := at.Unix()/30 - 1; step <= at.Unix()/30+1; step++ {
		if code == codeAt(secret, step) {
			return step, true
		}
	}
	return 0, false
}

func codeAt(secret string, step int64) string { return fmt.Sprintf("%s@%d", secret, step) }

func (o *office) code(secret string) string { return codeAt(secret, o.at.Unix()/30) }

const password1, password2 = "long-enough-1", "Another-secret-2"

func (o *office) tries(name, password, code string) Credentials {
	return Credentials{Name: name, Password: password, Code: code, Client: Client{Address: "198.51.100.7"}}
}

func (o *office) signsIn(name, password, code string) model.Actor {
	o.t.Helper()
	token, _, err := o.SignIn(o.t.Context(), plainHasher{}, o.tries(name, password, code))
	if err != nil {
		o.t.Fatalf("%s signs in: %v", name, err)
	}
	return o.who(token)
}

func (o *office) who(token string) model.Actor {
	o.t.Helper()
	actor, _, err := o.ActorOf(o.t.Context(), token)
	return must1(o, actor, err)
}

func (o *office) account(id model.UserID) model.User {
	o.t.Helper()
	u, err := o.Store.User(o.t.Context(), store.Everything(), id)
	return must1(o, u, err)
}

// enrols gives the account a second factor and returns its secret.
func (o *office) enrols(actor model.Actor) string {
	secret, _ := o.enrolsWithCodes(actor)
	return secret
}

// enrolsWithCodes is enrols that keeps the recovery codes.
func (o *office) enrolsWithCodes(actor model.Actor) (secret string, codes []string) {
	o.t.Helper()
	started, err := o.StartSecondFactor(o.t.Context(), call(actor, o.account(actor.UserID).Version), plainHasher{}, password1)
	must1(o, started, err)
	secret = started.Secret.Secret
	confirmed, err := o.ConfirmSecondFactor(o.t.Context(), call(actor, started.Version), o.code(secret))
	must1(o, confirmed, err)
	return secret, strings.Split(confirmed.Codes.Secret, "\n")
}

func TestStaffEnrolBeforeTheirDutiesOpen(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.person("legal", model.RoleLegal)
		o.person("trade", model.RoleAssociation)
		if got := o.signsIn("trade", password1, ""); !got.Has(model.RoleAssociation) {
			t.Fatalf("the association's account needs no second factor, got %v", got.Roles)
		}
		fresh := o.signsIn("legal", password1, "")
		if len(fresh.Roles) != 1 || !fresh.Has(model.RolePending) {
			t.Fatalf("staff without a second factor act as %v", fresh.Roles)
		}
		_, err := o.Scope(fresh, "complaint:read")
		wantRefused(t, err, model.Forbidden, "permission.denied")
		secret := o.enrols(fresh)
		stored, err := o.Store.SecondFactor(t.Context(), fresh.UserID)
		must1(o, stored, err)
		if strings.Contains(stored.Sealed+stored.Pending, secret) || stored.Pending != "" {
			t.Errorf("the database shows the secret: %+v", stored)
		}
		// The code that confirmed the device is used up, so the first sign-in waits for the next.
		_, _, err = o.SignIn(t.Context(), plainHasher{}, o.tries("legal", password1, o.code(secret)))
		wantRefused(t, err, model.Unauthenticated, "session.refused")
		o.at = o.at.Add(30 * time.Second)
		if got := o.signsIn("legal", password1, o.code(secret)); !got.Has(model.RoleLegal) {
			t.Fatalf("after enrolling: %v", got.Roles)
		}
	})
}

func TestCodesAreTakenOnce(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.Limits = Limits{}
		actor := o.person("chief", model.RoleChief)
		secret := o.enrols(actor)
		for name, code := range map[string]string{
			"none": "", "another secret's": o.code("other"), "of two minutes ago": codeAt(secret, o.at.Unix()/30-4),
		} {
			o.at = o.at.Add(30 * time.Second)
			if _, _, err := o.SignIn(t.Context(), plainHasher{}, o.tries("chief", password1, code)); model.KindOf(err) != model.Unauthenticated {
				t.Errorf("code %s: %v", name, err)
			}
		}
		o.at = o.at.Add(signInLock + time.Second)
		var in atomic.Int64
		var running sync.WaitGroup
		for range 4 {
			running.Go(func() {
				_, _, err := o.SignIn(t.Context(), plainHasher{}, o.tries("chief", password1, o.code(secret)))
				if err == nil {
					in.Add(1)
				} else if model.KindOf(err) != model.Unauthenticated {
					t.Error(err)
				}
			})
		}
		running.Wait()
		if in.Load() != 1 {
			t.Errorf("%d of four with the same code got in", in.Load())
		}
		// A code of the step before is older than the one taken, though the clock would still allow it.
		_, _, err := o.SignIn(t.Context(), plainHasher{}, o.tries("chief", password1, codeAt(secret, o.at.Unix()/30-1)))
		wantRefused(t, err, model.Unauthenticated, "session.refused")
	})
}

func TestInvitationSetsThePasswordOnce(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		admin, security := o.person("admin", model.RoleSystemAdmin), o.person("guard", model.RoleSecurityAdmin)
		account := Account{Name: "newcomer", DisplayName: "新人", AreaCode: "500156", Roles: []model.Role{model.RoleLegal}}
		made, err := o.InviteUser(t.Context(), call(admin, 0), account)
		must1(o, made, err)
		request, approve := o.openRequestOf(made.ID), keyed(security, 1, "approve")
		invited, err := o.ApproveRequest(t.Context(), approve, request.ID)
		must1(o, invited, err)
		again, err := o.ApproveRequest(t.Context(), approve, request.ID)
		must1(o, again, err)
		if token := invited.Invitation.Secret; token == "" || again.Invitation.Secret != token || strings.Contains(inJSON(t, o.account(made.ID)), token) {
			t.Fatalf("repeated: %+v, first %+v", again, invited)
		}
		_, _, err = o.SignIn(t.Context(), plainHasher{}, o.tries("newcomer", "", ""))
		wantRefused(t, err, model.Unauthenticated, "session.refused")

		accept := Acceptance{Token: invited.Invitation.Secret, Password: "short", Client: Client{Address: "198.51.100.7"}}
		_, _, err = o.AcceptInvitation(t.Context(), plainHasher{}, accept)
		wantRefused(t, err, model.Invalid, "/password password.length")
		accept.Password = password1
		var in atomic.Int64
		var token string
		var running sync.WaitGroup
		for range 3 {
			running.Go(func() {
				got, _, err := o.AcceptInvitation(t.Context(), plainHasher{}, accept)
				if err == nil && in.Add(1) == 1 {
					token = got
				} else if kind := model.KindOf(err); kind != model.Unauthenticated && kind != model.Invalid { // invalid: by now it is the last password
					t.Error(err)
				}
			})
		}
		running.Wait()
		if in.Load() != 1 {
			t.Fatalf("%d of three with the same invitation got in", in.Load())
		}
		if got := o.who(token); !got.Has(model.RolePending) {
			t.Fatalf("before the second factor: %v", got.Roles)
		}
		o.Rules.SecondFactor = false // of which the tests above tell
		if got := o.who(token); !got.Has(model.RoleLegal) {
			t.Fatalf("the confirmed roles: %v", got.Roles)
		}
		_, err = o.RenewInvitation(t.Context(), call(security, o.account(made.ID).Version), made.ID)
		wantRefused(t, err, model.Conflict, "invitation.accepted")
	})
}

func TestInvitationsEnd(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		admin, security := o.person("admin", model.RoleSystemAdmin), o.person("guard", model.RoleSecurityAdmin)
		account := Account{Name: "late", DisplayName: "来迟", AreaCode: "500156", Roles: []model.Role{model.RoleLegal}}
		made, err := o.InviteUser(t.Context(), call(admin, 0), account)
		must1(o, made, err)
		first, err := o.ApproveRequest(t.Context(), call(security, 1), o.openRequestOf(made.ID).ID)
		must1(o, first, err)
		second, err := o.RenewInvitation(t.Context(), call(security, o.account(made.ID).Version), made.ID)
		must1(o, second, err)
		try := func(token string) error {
			_, _, err := o.AcceptInvitation(t.Context(), plainHasher{}, Acceptance{Token: token, Password: password1})
			return err
		}
		seen := func(token string, want InvitationState) {
			t.Helper()
			if got, err := o.SeeInvitation(t.Context(), token, "198.51.100.9"); got.State != want || (got.Name != "") != (want == InvitationOpen) || err != nil {
				t.Errorf("the invitation is %q: %v, want %q", got, err, want)
			}
		}
		seen(second.Invitation.Secret, InvitationOpen)
		seen(first.Invitation.Secret, InvitationGone) // another took its place
		wantRefused(t, try(first.Invitation.Secret), model.Unauthenticated, "invitation.refused")
		o.at = o.at.Add(invitationTerm)
		seen(second.Invitation.Secret, InvitationExpired)
		wantRefused(t, try(second.Invitation.Secret), model.Unauthenticated, "invitation.refused")
	})
}

func TestResetNeedsTwoAdministrators(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		admin, security := o.person("admin", model.RoleSystemAdmin), o.person("guard", model.RoleSecurityAdmin)
		victim := o.person("victim", model.RoleChief)
		o.enrols(victim)
		_, err := o.RequestReset(t.Context(), call(admin, 0), admin.UserID, "手机丢失")
		wantRefused(t, err, model.Forbidden, "user.own_account")
		_, err = o.RequestReset(t.Context(), call(security, 0), victim.UserID, "手机丢失")
		wantRefused(t, err, model.Forbidden, "permission.denied")
		request, err := o.RequestReset(t.Context(), call(admin, 0), victim.UserID, "手机丢失")
		must1(o, request, err)
		_, err = o.RequestReset(t.Context(), call(admin, 0), victim.UserID, "手机丢失")
		wantRefused(t, err, model.Conflict, "account_request.open")
		_, err = o.ApproveRequest(t.Context(), call(admin, 1), request.ID)
		wantRefused(t, err, model.Forbidden, "permission.denied")

		ofGuard, err := o.RequestReset(t.Context(), call(admin, 0), security.UserID, "手机丢失")
		must1(o, ofGuard, err)
		_, err = o.ApproveRequest(t.Context(), call(security, 1), ofGuard.ID)
		wantRefused(t, err, model.Forbidden, "account_request.own")

		done, err := o.ApproveRequest(t.Context(), call(security, 1), request.ID)
		must1(o, done, err)
		if u := o.account(victim.UserID); u.SecondFactor != model.FactorNone || u.PasswordHash != "" {
			t.Errorf("after the reset: %+v", u)
		}
		_, _, err = o.SignIn(t.Context(), plainHasher{}, o.tries("victim", password1, ""))
		wantRefused(t, err, model.Unauthenticated, "session.refused")
		_, _, err = o.AcceptInvitation(t.Context(), plainHasher{}, Acceptance{Token: done.Invitation.Secret, Password: password1})
		wantRefused(t, err, model.Invalid, "/password password.repeated")
		_, _, err = o.AcceptInvitation(t.Context(), plainHasher{}, Acceptance{Token: done.Invitation.Secret, Password: password2})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestGrantsNeedTwoAdministrators(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		admin, security := o.person("admin", model.RoleSystemAdmin), o.person("guard", model.RoleSecurityAdmin)
		clerk := o.person("clerk", model.RoleLegal, model.RoleComplaints)
		_, err := o.ChangeUser(t.Context(), call(admin, 1), admin.UserID, Account{DisplayName: "自己", AreaCode: "500156", Roles: []model.Role{model.RoleChief}})
		wantRefused(t, err, model.Forbidden, "user.own_account")
		two := Account{DisplayName: "二", AreaCode: "500156", Roles: []model.Role{model.RoleSystemAdmin, model.RoleAuditor}}
		_, err = o.ChangeUser(t.Context(), call(admin, 1), clerk.UserID, two)
		wantRefused(t, err, model.Invalid, "/roles role.offices_apart")

		changed, err := o.ChangeUser(t.Context(), call(admin, 1), clerk.UserID,
			Account{DisplayName: "文员", AreaCode: "500156", Roles: []model.Role{model.RoleLegal, model.RoleChief}})
		must1(o, changed, err)
		if inJSON(t, changed.Roles) != `["legal"]` {
			t.Fatalf("before the confirmation: %v", changed.Roles)
		}
		page, err := o.Store.AccountRequests(t.Context(), store.Everything(), store.Query{})
		must1(o, page, err)
		request := page.Items[0]
		_, err = o.ApproveRequest(t.Context(), call(admin, 1), request.ID)
		wantRefused(t, err, model.Forbidden, "permission.denied")
		refused, err := o.RefuseRequest(t.Context(), call(security, 1), request.ID, "无任命文件")
		must1(o, refused, err)
		_, err = o.ApproveRequest(t.Context(), call(security, refused.Version), request.ID)
		wantRefused(t, err, model.Conflict, "account_request.state")
		if got := o.account(clerk.UserID); inJSON(t, got.Roles) != `["legal"]` {
			t.Fatalf("after the refusal: %v", got.Roles)
		}
	})
}

func TestPasswordsExpireAndDoNotComeBack(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor, o.Rules.Limits = false, Limits{}
		actor := o.person("chief", model.RoleChief)
		change := func(old, fresh string) error {
			_, err := o.ChangePassword(t.Context(), call(actor, 0), plainHasher{}, old, fresh)
			return err
		}
		now := password1
		for i := range 5 {
			next := fmt.Sprintf("Changed-%d-times", i)
			if err := change(now, next); err != nil {
				t.Fatal(err)
			}
			now = next
		}
		wantRefused(t, change(now, "Changed-0-times"), model.Invalid, "/fresh password.repeated")
		wantRefused(t, change(now, now), model.Invalid, "/fresh password.repeated")
		if err := change(now, password1); err != nil {
			t.Fatalf("the sixth before: %v", err)
		}
		o.pass(76)
		if u := o.account(actor.UserID); o.PasswordEnds(u).IsZero() || !o.signsIn("chief", password1, "").Has(model.RoleChief) {
			t.Error("two weeks before the end there is a warning and no more")
		}
		o.pass(15)
		if got := o.signsIn("chief", password1, ""); !got.Has(model.RolePending) {
			t.Errorf("an expired password opens %v", got.Roles)
		}
		o.Rules.Passwords = policy.NIST()
		if got := o.signsIn("chief", password1, ""); !got.Has(model.RoleChief) {
			t.Errorf("nist knows no rotation: %v", got.Roles)
		}
	})
}
