package casework

import (
	"testing"

	"yijian/model"
	"yijian/store"
)

func (o *office) tokenFor(owner model.Actor, permissions ...string) IssuedToken {
	o.t.Helper()
	issued, err := o.IssueToken(o.t.Context(), call(owner, 0), model.APIToken{
		Title: "每日对账", Permissions: permissions, ExpiresOn: o.day().AddDays(30),
	})
	return must1(o, issued, err)
}

func (o *office) machine(i IssuedToken) model.Actor {
	o.t.Helper()
	actor, err := o.ActorOfToken(o.t.Context(), i.Token.Secret, "198.51.100.7")
	return must1(o, actor, err)
}

// Who did what to a record, and its values before and after, are a permission of their own.
func TestATokenSeesHistoryOnlyByItsPermission(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor = false
		officer := o.person("officer", model.RoleComplaints)
		c := o.transferred(addFirm(t, o.Desk, 1), officer)
		for _, v := range []struct {
			token IssuedToken
			seen  bool
		}{{o.tokenFor(officer, "complaint:read"), false}, {o.tokenFor(officer, "complaint:read", "history:read"), true}} {
			card, err := o.ComplaintCard(t.Context(), o.machine(v.token), c.ID)
			if must1(o, card, err); (len(card.History) > 0) != v.seen || card.TrackingNo != "" {
				t.Errorf("%v: %d rows of history, number %q", v.token.Permissions, len(card.History), card.TrackingNo)
			}
			for _, act := range card.Acts {
				if act.Allowed {
					t.Errorf("%v: the card offers %s", v.token.Permissions, act.Name)
				}
			}
		}
		card, err := o.ComplaintCard(t.Context(), officer, c.ID)
		if must1(o, card, err); len(card.History) == 0 {
			t.Error("the officer sees no history")
		}
	})
}

// A machine may do no more than its owner could when he signed in now.
func TestATokenWorksNoLongerThanItsAccountIsInOrder(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor = false
		owner := o.person("clerk", model.RoleLegal)
		issued := o.tokenFor(owner, "complaint:read")
		refused := func(what string) {
			t.Helper()
			_, err := o.ActorOfToken(t.Context(), issued.Token.Secret, "198.51.100.7")
			wantRefused(t, err, model.Unauthenticated, "token.pending")
		}
		o.machine(issued)
		o.Rules.SecondFactor = true
		refused("an account that owes a second factor")
		o.Rules.SecondFactor = false
		o.pass(29)
		o.machine(issued)
		o.Rules.Passwords.MaxDays = 20
		refused("an account that owes a new password")
	})
}

// Roles granted later are not the token's.
func TestATokenKeepsTheRolesItWasMadeUnder(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor = false
		owner := o.personAt("clerk", "500156001", "", model.RoleLegal)
		issued := o.tokenFor(owner, "complaint:read")
		change := func(roles ...model.Role) {
			u := o.account(owner.UserID)
			u.Roles = roles
			must1(o, u, o.Store.Tx(t.Context(), model.Stamp{Act: "test", At: o.at}, func(tx *store.Tx) error {
				_, err := tx.ChangeUser(t.Context(), u)
				return err
			}))
		}
		change(model.RoleLegal, model.RoleAuditor) // the auditor reads complaints everywhere
		if m := o.machine(issued); len(m.Roles) != 1 || !m.Has(model.RoleLegal) {
			t.Errorf("after a role was added: %v", m.Roles)
		}
		change(model.RoleAuditor)
		if m := o.machine(issued); len(m.Roles) != 0 {
			t.Errorf("after its role was taken away: %v", m.Roles)
		}
		_, err := o.Scope(o.machine(issued), "complaint:read")
		wantRefused(t, err, model.Forbidden, "permission.denied")
	})
}

// A token that was made under one firm does not reach the firm that its account moves to.
func TestATokenDoesNotMoveWithItsAccount(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor = false
		admin, guard := o.person("move-admin", model.RoleSystemAdmin), o.person("move-guard", model.RoleSecurityAdmin)
		first, second := o.firm("M001", "500156001"), o.firm("M002", "500156002")
		owner := o.personAt("move-firm", "500156001", first.ID, model.RoleFirm)
		issued := o.tokenFor(owner, "complaint:read")
		o.machine(issued)
		account := Account{DisplayName: "某企业", AreaCode: "500156001", EnterpriseID: second.ID, Roles: []model.Role{model.RoleFirm}}
		must2(o.ChangeUser(t.Context(), call(admin, o.account(owner.UserID).Version), owner.UserID, account))
		o.machine(issued)
		must2(o.ApproveRequest(t.Context(), call(guard, 1), o.openRequestOf(owner.UserID).ID))
		_, err := o.ActorOfToken(t.Context(), issued.Token.Secret, "198.51.100.7")
		wantRefused(t, err, model.Unauthenticated, "token.refused")
	})
}
