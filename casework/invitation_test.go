package casework

import (
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

// openRequestOf is the request about the account that waits for the security administrator.
func (o *office) openRequestOf(id model.UserID) model.AccountRequest {
	o.t.Helper()
	page, err := o.Store.AccountRequests(o.t.Context(), store.Everything(), store.Query{Filter: map[string]string{"user_id": string(id), "status": "open"}})
	if must1(o, page, err); len(page.Items) != 1 {
		o.t.Fatalf("%d open requests", len(page.Items))
	}
	return page.Items[0]
}

// Whoever asks for an account or its reset would otherwise end up inside it,
// with what another confirmed.
func TestWhoAsksNeverHoldsTheInvitation(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.Rules.SecondFactor = false
		admin, security := o.person("admin", model.RoleSystemAdmin), o.person("guard", model.RoleSecurityAdmin)
		refused := func(by model.Actor, id model.UserID, kind model.Kind, reason string) {
			t.Helper()
			_, err := o.RenewInvitation(t.Context(), call(by, o.account(id).Version), id)
			wantRefused(t, err, kind, reason)
			card, err := o.UserCard(t.Context(), by, id)
			must1(o, card, err)
			if invite := card.Acts[1]; invite.Name != "invite" || invite.Allowed || invite.Reason == "" {
				t.Errorf("the card offers %+v", invite)
			}
		}
		// The one who asked, and later came to another office.
		former := admin
		former.Roles = []model.Role{model.RoleSecurityAdmin}

		for _, role := range []model.Role{model.RoleSecurityAdmin, model.RoleAuditor, model.RoleChief} {
			victim := o.person("victim-"+string(role), role)
			request, err := o.RequestReset(t.Context(), call(admin, 0), victim.UserID, "手机丢失")
			must1(o, request, err)
			reset, err := o.ApproveRequest(t.Context(), call(security, 1), request.ID)
			must1(o, reset, err)
			refused(admin, victim.UserID, model.Forbidden, "permission.denied")
			refused(former, victim.UserID, model.Forbidden, "invitation.requester")
			again, err := o.RenewInvitation(t.Context(), call(security, o.account(victim.UserID).Version), victim.UserID)
			must1(o, again, err)
			_, _, err = o.AcceptInvitation(t.Context(), plainHasher{}, Acceptance{Token: reset.Invitation.Secret, Password: password2})
			wantRefused(t, err, model.Unauthenticated, "invitation.refused")

			made, err := o.InviteUser(t.Context(), call(admin, 0), Account{Name: "new-" + string(role), DisplayName: "新人", AreaCode: "500156", Roles: []model.Role{role}})
			must1(o, made, err)
			if said := inJSON(t, made); strings.Contains(said, "secret") || strings.Contains(said, `"invitation"`) {
				t.Fatalf("who asks for an account holds its link: %s", said)
			}
			refused(admin, made.ID, model.Forbidden, "permission.denied")
			refused(security, made.ID, model.Conflict, "invitation.unconfirmed")
			granted, err := o.ApproveRequest(t.Context(), call(security, 1), o.openRequestOf(made.ID).ID)
			must1(o, granted, err)
			refused(former, made.ID, model.Forbidden, "invitation.requester")
			token, _, err := o.AcceptInvitation(t.Context(), plainHasher{}, Acceptance{Token: granted.Invitation.Secret, Password: password2})
			if err != nil || !o.who(token).Has(role) {
				t.Errorf("the link that came with the confirmation: %v", err)
			}
		}
	})
}

// A link that was given out before a role was added opens the account no longer.
func TestAddedRolesRenewAnUnusedInvitation(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		admin, security := o.person("admin", model.RoleSystemAdmin), o.person("guard", model.RoleSecurityAdmin)
		made, err := o.InviteUser(t.Context(), call(admin, 0), Account{Name: "newcomer", DisplayName: "新人", AreaCode: "500156", Roles: []model.Role{model.RoleLegal}})
		must1(o, made, err)
		first, err := o.ApproveRequest(t.Context(), call(security, 1), o.openRequestOf(made.ID).ID)
		must1(o, first, err)
		more := Account{DisplayName: "新人", AreaCode: "500156", Roles: []model.Role{model.RoleLegal, model.RoleChief}}
		changed, err := o.ChangeUser(t.Context(), call(admin, o.account(made.ID).Version), made.ID, more)
		must1(o, changed, err)
		second, err := o.ApproveRequest(t.Context(), call(security, 1), o.openRequestOf(made.ID).ID)
		must1(o, second, err)
		for token, want := range map[string]InvitationState{first.Invitation.Secret: InvitationGone, second.Invitation.Secret: InvitationOpen} {
			if got, err := o.SeeInvitation(t.Context(), token, "198.51.100.9"); got.State != want || (got.Name != "") != (want == InvitationOpen) || err != nil {
				t.Errorf("the invitation is %q: %v, want %q", got, err, want)
			}
		}
	})
}
