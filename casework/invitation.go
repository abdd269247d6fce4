package casework

import (
	"context"
	"crypto/rand"
	"time"

	"yijian/model"
	"yijian/store"
)

// invitationTerm is how long an invitation stays open.
const invitationTerm = 72 * time.Hour

// Invited is an account whose person was invited to set its password.
type Invited struct {
	model.User
	Invitation model.Shown `json:"invitation"`
}

// invited opens the secret of a reply.
func (d *Desk) invited(i Invited, err error) (Invited, error) {
	if err == nil {
		i.Invitation, err = d.show(i.Invitation)
	}
	return i, err
}

// InviteUser creates an account that holds no role and that nobody can open yet.
// Who confirms its roles gets the invitation: whoever asked for them never does,
// and cannot end up inside an account with what another confirmed.
func (d *Desk) InviteUser(ctx context.Context, call model.Call, account Account) (model.User, error) {
	mistakes, err := d.misplaced(ctx, d.Store.Reader, account)
	if err != nil {
		return model.User{}, err
	}
	if err := append(mistakes, account.mistakes()...).Err(); err != nil {
		return model.User{}, err
	}
	return perform(ctx, d, call, order{permission: "user:create"}, func(w work) (model.User, error) {
		u := w.newUser(account)
		u.Roles = model.RoleSet{}
		if err := w.AddUser(ctx, &u); err != nil {
			return u, err
		}
		return u, w.askForDuties(ctx, call.Actor, u, account.Roles, placeOf(u))
	})
}

// RenewInvitation invites the person of an account again, while it has no
// password. Whoever asked for something about the account does not.
func (d *Desk) RenewInvitation(ctx context.Context, call model.Call, id model.UserID) (Invited, error) {
	return d.invited(perform(ctx, d, call, order{permission: "user:invite"}, func(w work) (Invited, error) {
		u, err := w.otherAccount(ctx, call, id)
		if err != nil {
			return Invited{}, err
		}
		if err := mayInvite(ctx, w.Reader, call.Actor, u); err != nil {
			return Invited{}, err
		}
		return w.invite(ctx, d, u)
	}))
}

// unopened reports whether nobody has a password of the account.
func unopened(u model.User) bool { return u.PasswordSetAt == nil && u.PasswordHash == "" }

func mayInvite(ctx context.Context, r store.Reader, by model.Actor, u model.User) error {
	switch {
	case u.Disabled:
		return model.Fail(model.Conflict, "user.disabled", "账号已停用，不能邀请")
	case !unopened(u):
		return model.Fail(model.Conflict, "invitation.accepted", "本人已设置密码；忘记密码的，请申请重置")
	case len(u.Roles) == 0:
		return model.Fail(model.Conflict, "invitation.unconfirmed", "岗位尚未确认；同意岗位申请时，系统即给出邀请链接")
	}
	asked, err := r.AccountRequests(ctx, store.OfUser(by.UserID), store.Query{Filter: map[string]string{"user_id": string(u.ID)}})
	if err == nil && len(asked.Items) > 0 {
		err = model.Fail(model.Forbidden, "invitation.requester", "您申请过该账号的岗位或重置，邀请链接须由其他安全管理员取得")
	}
	return err
}

func (w work) invite(ctx context.Context, d *Desk, u model.User) (Invited, error) {
	token, until := rand.Text(), w.now.Add(invitationTerm)
	err := w.SetInvitation(ctx, model.Invitation{UserID: u.ID, TokenHash: tokenHash(token), ExpiresAt: until})
	if err != nil {
		return Invited{}, err
	}
	if u, err = w.Invite(ctx, u, until); err != nil {
		return Invited{}, err
	}
	shown := d.hidden(token)
	shown.ExpiresAt = until
	// The link opens the account, so it goes through no mailbox: the message only says that it is there.
	return Invited{u, shown}, w.tellPerson(ctx, u, model.EventAccountInvited, map[string]string{"until": momentWords(until)})
}

// Acceptance is a person who comes with an invitation and chooses a password.
type Acceptance struct {
	Token    string
	Password string
	Client
}

func notInvited() *model.Error {
	return model.Fail(model.Unauthenticated, "invitation.refused", "邀请不存在、已使用或已过期，请联系管理员重新邀请")
}

// InvitationState is what whoever holds a link may know of it before choosing a password.
type InvitationState string

// The states. A used invitation and one that never was are the same to see.
const (
	InvitationOpen    InvitationState = "open"
	InvitationExpired InvitationState = "expired"
	InvitationGone    InvitationState = "gone"
)

// InvitationSeen is whether an invitation's link still opens an account, and while it
// does the account's name, which its person signs in with from then on.
type InvitationSeen struct {
	State InvitationState `json:"state" enum:"open,expired,gone" doc:"gone for one that was used and for one that never was"`
	Name  string          `json:"name" doc:"what the person signs in with; empty unless open"`
}

// SeeInvitation tells what the link opens; links that are nobody's count like refused sign-ins.
func (d *Desk) SeeInvitation(ctx context.Context, token, address string) (InvitationSeen, error) {
	invitation, user, err := d.knock(ctx, token, address)
	switch {
	case model.KindOf(err) == model.Unauthenticated:
		return InvitationSeen{State: InvitationGone}, nil
	case err != nil:
		return InvitationSeen{}, err
	case !invitation.ExpiresAt.After(d.now()):
		return InvitationSeen{State: InvitationExpired}, nil
	}
	return InvitationSeen{InvitationOpen, user.Name}, nil
}

// knock finds the invitation of a token and its account, within what one client may try.
func (d *Desk) knock(ctx context.Context, token, address string) (model.Invitation, model.User, error) {
	var user model.User
	if err := d.room(ctx, d.door(address), "尝试次数过多"); err != nil {
		return model.Invitation{}, user, err
	}
	invitation, err := d.Store.Invitation(ctx, tokenHash(token))
	if err == nil {
		user, err = d.Store.User(ctx, store.Everything(), invitation.UserID)
	}
	if model.KindOf(err) == model.NotFound || err == nil && user.Disabled {
		if err := d.spend(ctx, d.door(address), "尝试次数过多"); err != nil {
			return invitation, user, err
		}
		return invitation, user, notInvited()
	}
	return invitation, user, err
}

// AcceptInvitation sets the account's password and opens a session. An
// invitation works once; of two who come with it, one gets in.
func (d *Desk) AcceptInvitation(ctx context.Context, hasher Hasher, a Acceptance) (token string, user model.User, err error) {
	invitation, user, err := d.knock(ctx, a.Token, a.Address)
	if err != nil {
		return "", user, err
	}
	if !invitation.ExpiresAt.After(d.now()) {
		return "", user, notInvited()
	}
	mistakes, err := d.checkPassword(ctx, hasher, user, "/password", a.Password)
	if err == nil {
		err = mistakes.Err()
	}
	if err != nil {
		return "", user, err
	}
	hash, err := hasher.Hash(ctx, a.Password)
	if err != nil {
		return "", user, err
	}
	return d.accept(ctx, a, invitation, hash)
}

func (d *Desk) accept(ctx context.Context, a Acceptance, invitation model.Invitation, hash string) (token string, user model.User, err error) {
	token = rand.Text()
	now := d.now()
	err = d.Store.Tx(ctx, model.Stamp{Act: "invitation:accept", At: now}, func(tx *store.Tx) error {
		var err error
		if user, err = tx.User(ctx, store.Everything(), invitation.UserID); err != nil {
			return err
		}
		used, err := tx.UseInvitation(ctx, invitation)
		if err != nil {
			return err
		}
		if !used || user.Disabled {
			return notInvited()
		}
		tx.ActAs(model.Call{Actor: actorOf(user), Address: a.Address, RequestID: a.RequestID})
		user.InvitedUntil = nil
		if user, err = tx.SetPassword(ctx, user, hash); err != nil {
			return err
		}
		if err := tx.NoteSignIn(ctx, store.SignIn{Name: user.Name}); err != nil {
			return err
		}
		return tx.AddSession(ctx, sessionOf(token, user, a.Client, now))
	})
	return token, user, err
}
