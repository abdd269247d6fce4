package casework

import (
	"fmt"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func TestStrangersCannotKeepThePersonOut(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor = false
		o.person("chief", model.RoleChief)
		o.signsIn("chief", password1, "")
		for range 12 {
			_, _, err := o.SignIn(t.Context(), plainHasher{}, Credentials{Name: "chief", Password: "guess", Client: Client{Address: "203.0.113.9"}})
			wantRefused(t, err, model.Unauthenticated, "session.refused")
		}
		_, _, err := o.SignIn(t.Context(), plainHasher{}, Credentials{Name: "chief", Password: password1, Client: Client{Address: "203.0.113.10"}})
		wantRefused(t, err, model.Unauthenticated, "session.refused")
		o.signsIn("chief", password1, "")
	})
}

func TestOneClientIsRefusedSoManyTimes(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor = false
		o.person("chief", model.RoleChief)
		from := Client{Address: "203.0.113.9"}
		for i := range o.Rules.Limits.Failures {
			_, _, err := o.SignIn(t.Context(), plainHasher{}, Credentials{Name: fmt.Sprintf("name-%d", i), Password: "guess", Client: from})
			wantRefused(t, err, model.Unauthenticated, "session.refused")
		}
		_, _, err := o.SignIn(t.Context(), plainHasher{}, Credentials{Name: "chief", Password: password1, Client: from})
		wantRefused(t, err, model.TooMany, "limit.reached")
		_, _, err = o.AcceptInvitation(t.Context(), plainHasher{}, Acceptance{Token: "guess", Password: password1, Client: from})
		wantRefused(t, err, model.TooMany, "limit.reached")
		_, err = o.SeeInvitation(t.Context(), "guess", from.Address)
		wantRefused(t, err, model.TooMany, "limit.reached")
		o.signsIn("chief", password1, "") // from elsewhere
		o.at = o.at.Add(failuresPer + time.Second)
		if _, _, err := o.SignIn(t.Context(), plainHasher{}, Credentials{Name: "chief", Password: password1, Client: from}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestReplicasCountWritesTogether(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		one, clock := openDesk(t, dsn)
		two, _ := openDesk(t, dsn)
		two.Now = clock.now
		clerk := person("clerk", model.RoleInspector)
		done := 0
		for i := range 12 {
			desk := []*Desk{one, two}[i%2]
			desk.Rules.Limits.Writes = 7
			facts := firmFacts
			facts.USCC = usccOf(i)
			_, err := desk.RegisterEnterprise(t.Context(), keyed(clerk, 0, fmt.Sprintf("key-%d", i)), facts)
			if err == nil {
				done++
			} else {
				wantRefused(t, err, model.TooMany, "limit.reached")
			}
		}
		if done != 7 {
			t.Errorf("%d of 12 writes on two replicas, want 7", done)
		}
		clock.at = clock.at.Add(time.Minute)
		facts := firmFacts
		facts.USCC = usccOf(99)
		if _, err := one.RegisterEnterprise(t.Context(), keyed(clerk, 0, "later"), facts); err != nil {
			t.Error(err)
		}
	})
}

func TestTokensCarryNoMoreThanTheirOwner(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor = false
		admin, owner := o.person("admin", model.RoleSystemAdmin), o.person("clerk", model.RoleLegal)
		ask := func(permission string, days int) (IssuedToken, error) {
			return o.IssueToken(t.Context(), keyed(owner, 0, store.NewID()), model.APIToken{
				Title: "对账", Permissions: model.WordList{permission}, ExpiresOn: o.day().AddDays(days),
			})
		}
		for permission, reason := range map[string]string{
			"user:change": "/permissions/0 token.permission", "password:change": "/permissions/0 token.permission",
			"token:create": "/permissions/0 token.permission", "endpoint:accept": "/permissions/0 token.permission",
		} {
			_, err := ask(permission, 30)
			wantRefused(t, err, model.Invalid, reason)
		}
		_, err := ask("complaint:read", tokenTerm+1)
		wantRefused(t, err, model.Invalid, "/expires_on date.too_late")
		issued, err := ask("complaint:read", 30)
		must1(o, issued, err)
		machine, err := o.ActorOfToken(t.Context(), issued.Token.Secret, "198.51.100.7")
		must1(o, machine, err)
		if _, err := o.Scope(machine, "complaint:read"); err != nil {
			t.Error(err)
		}
		_, err = o.Scope(machine, "penalty:read")
		wantRefused(t, err, model.Forbidden, "token.scope")
		_, err = o.IssueToken(t.Context(), call(machine, 0), model.APIToken{Title: "再来", Permissions: model.WordList{"complaint:read"}, ExpiresOn: o.day()})
		wantRefused(t, err, model.Forbidden, "token.scope")

		refused := func(what string) {
			t.Helper()
			if _, err := o.ActorOfToken(t.Context(), issued.Token.Secret, "198.51.100.7"); model.KindOf(err) != model.Unauthenticated {
				t.Errorf("%s: %v", what, err)
			}
		}
		u := o.account(owner.UserID)
		disabled, err := o.DisableUser(t.Context(), call(admin, u.Version), u.ID, "离岗")
		must1(o, disabled, err)
		refused("a disabled owner")
		_, err = o.EnableUser(t.Context(), call(admin, disabled.Version), u.ID, "返岗")
		wantRefused(t, err, model.Forbidden, "permission.denied")
		enabled, err := o.EnableUser(t.Context(), call(person("guard", model.RoleSecurityAdmin), disabled.Version), u.ID, "返岗")
		must1(o, enabled, err)
		changed, err := o.ChangeUser(t.Context(), call(admin, enabled.Version), u.ID, Account{DisplayName: "文员", AreaCode: "500156", Roles: []model.Role{model.RoleChief}})
		must1(o, changed, err)
		refused("an owner without a role")
		o.pass(31)
		refused("an expired token")
		o.pass(-31)
		revoked, err := o.RevokeToken(t.Context(), call(person("guard", model.RoleSecurityAdmin), 1), issued.ID)
		must1(o, revoked, err)
		refused("a revoked token")
	})
}

func TestSessionsAreEndedByTheirPersonAndTheSecurityAdministrator(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor = false
		o.person("chief", model.RoleChief)
		other, security := o.person("other", model.RoleLegal), o.person("guard", model.RoleSecurityAdmin)
		first, second := o.signsIn("chief", password1, ""), o.signsIn("chief", password1, "")
		_, err := o.EndSignIn(t.Context(), call(other, 1), first.Session)
		wantRefused(t, err, model.NotFound, "record.not_found")
		ended, err := o.EndSignIn(t.Context(), call(second, 1), first.Session)
		must1(o, ended, err)
		_, err = o.EndSignIn(t.Context(), call(second, ended.Version), first.Session)
		wantRefused(t, err, model.Conflict, "session.ended")
		ended, err = o.EndSignIn(t.Context(), call(security, 1), second.Session)
		must1(o, ended, err)
		for _, id := range []string{first.Session, second.Session} {
			if _, err := o.Store.Session(t.Context(), id, o.Desk.now()); model.KindOf(err) != model.NotFound {
				t.Errorf("session %s: %v", id, err)
			}
		}
	})
}
