package casework

import (
	"testing"
	"time"

	"yijian/model"
	"yijian/store"
)

func (o *office) token(owner model.Actor) IssuedToken { return o.tokenFor(owner, "complaint:read") }

// TestAResetRevokesTokens: whoever had the password may have issued one.
func TestAResetRevokesTokens(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor = false
		admin, security := o.person("admin", model.RoleSystemAdmin), o.person("guard", model.RoleSecurityAdmin)
		reset, recovered, other := o.person("reset", model.RoleLegal), o.person("recovered", model.RoleLegal), o.person("other", model.RoleLegal)
		ofReset, ofRecovered, ofOther := o.token(reset), o.token(recovered), o.token(other)
		works := func(i IssuedToken) bool {
			_, err := o.ActorOfToken(t.Context(), i.Token.Secret, "198.51.100.7")
			if err != nil && model.KindOf(err) != model.Unauthenticated {
				t.Fatal(err)
			}
			return err == nil
		}
		request, err := o.RequestReset(t.Context(), call(admin, 0), reset.UserID, "手机丢失")
		must1(o, request, err)
		if !works(ofReset) {
			t.Error("a request alone revokes nothing")
		}
		done, err := o.ApproveRequest(t.Context(), call(security, 1), request.ID)
		must1(o, done, err)
		err = o.RecoverAccount(t.Context(), model.Call{Actor: Operator}, plainHasher{}, Recovery{Name: "recovered", Password: password2, ForgetFactor: true})
		if err != nil {
			t.Fatal(err)
		}
		if works(ofReset) || works(ofRecovered) || !works(ofOther) {
			t.Errorf("after the resets the tokens work: %v %v, another's %v", works(ofReset), works(ofRecovered), works(ofOther))
		}
		_, _, err = o.AcceptInvitation(t.Context(), plainHasher{}, Acceptance{Token: done.Invitation.Secret, Password: password2})
		if err != nil || works(ofReset) {
			t.Errorf("a new password revives the token (%v)", err)
		}
		kept, err := o.Store.APIToken(t.Context(), store.Everything(), ofReset.ID)
		if err != nil || !kept.Revoked {
			t.Errorf("%+v %v", kept, err)
		}
	})
}

// TestATokensUseIsKeptByTheMinute writes no row for each request.
func TestATokensUseIsKeptByTheMinute(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor = false
		issued := o.token(o.person("legal", model.RoleLegal))
		kept := func() model.APIToken {
			row, err := o.Store.APIToken(t.Context(), store.Everything(), issued.ID)
			return must1(o, row, err)
		}
		if row := kept(); row.LastUsedAt != nil || row.LastUsedFrom != "" {
			t.Errorf("before any use: %+v", row)
		}
		start := o.at
		for _, use := range []struct {
			after     time.Duration
			from      string
			wantAfter time.Duration
			want      string
		}{
			{0, "198.51.100.7", 0, "198.51.100.7"},
			{59 * time.Second, "198.51.100.8", 0, "198.51.100.7"},
			{time.Minute, "198.51.100.9", time.Minute, "198.51.100.9"},
			{time.Hour, "198.51.100.7", time.Hour, "198.51.100.7"},
		} {
			o.at = start.Add(use.after)
			_, err := o.ActorOfToken(t.Context(), issued.Token.Secret, use.from)
			if err != nil {
				t.Fatal(err)
			}
			if row := kept(); row.LastUsedAt == nil || !row.LastUsedAt.Equal(start.Add(use.wantAfter).Truncate(time.Millisecond)) || row.LastUsedFrom != use.want || row.Version != 1 {
				t.Errorf("after %v: %v from %s, version %d", use.after, row.LastUsedAt, row.LastUsedFrom, row.Version)
			}
		}
		if _, err := o.ActorOfToken(t.Context(), "yijian_wrong", "198.51.100.66"); err == nil {
			t.Error("a wrong token works")
		}
		o.at = start.Add(31 * 24 * time.Hour)
		if _, err := o.ActorOfToken(t.Context(), issued.Token.Secret, "198.51.100.66"); err == nil || kept().LastUsedFrom != "198.51.100.7" {
			t.Errorf("an expired token: %v, %+v", err, kept())
		}
	})
}
