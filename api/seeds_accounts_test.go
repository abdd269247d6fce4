package api

import (
	"context"
	"fmt"
	"time"

	"yijian/model"
	"yijian/store"
)

// ownerOf is the role whose own record the seeded row of the place is, empty when nobody's.
func ownerOf(noun model.Noun, place string) model.Role {
	if place != "own" {
		return ""
	}
	switch noun {
	case "association-entries":
		return model.RoleAssociation
	case "sessions", "tokens", "notifications", "consultations":
		return model.RoleLead
	}
	return ""
}

// holderOf is the account that owns the row, somebody unknown where ownerOf names nobody.
func (s *stage) holderOf(noun model.Noun, p place) model.UserID {
	if role := ownerOf(noun, p.name); role != "" {
		return s.people[role].ID
	}
	return "somebody"
}

func newSession(s *stage, p place) (model.Session, string) {
	id := fmt.Sprintf("session-%d", s.next())
	return model.Session{
		ID: id, UserID: s.holderOf("sessions", p), CreatedAt: s.now(), SeenAt: s.now(), ExpiresAt: s.now().AddDate(0, 0, 1),
		Address: "192.0.2.1", Agent: p.canary("sessions"),
	}, id
}

func addSession(tx *store.Tx, ctx context.Context, row *model.Session) error {
	return tx.AddSession(ctx, *row)
}

func newToken(s *stage, p place) (model.APIToken, string) {
	id := store.NewID()
	return model.APIToken{
		ID: model.APITokenID(id), UserID: s.holderOf("tokens", p), Owner: "演示", Title: p.canary("tokens"),
		TokenHash: fmt.Sprintf("hash-%d", s.next()), Permissions: model.WordList{"endpoint:read"}, ExpiresOn: stageDay.AddDays(9),
		Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

func newConsultation(s *stage, p place) (model.Consultation, string) {
	id := store.NewID()
	return model.Consultation{
		ID: model.ConsultationID(id), Kind: model.ConsultationReveal, Noun: "complaints", RecordID: absentID, AreaCode: p.area,
		Shown: model.WordList{"consumer_phone"}, Purpose: model.PurposeContact, Note: p.canary("consultations"),
		UserID: s.holderOf("consultations", p), UserName: "演示", Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

func newRequest(s *stage, p place) (model.AccountRequest, string) {
	id, user := store.NewID(), planting(newUser, (*store.Tx).AddUser)(s, p, nil)
	return model.AccountRequest{
		ID: model.AccountRequestID(id), UserID: model.UserID(user), UserName: "演示", Kind: model.RequestReset, Roles: model.RoleSet{},
		Reason: p.canary("account-requests"), Status: model.RequestOpen, RequestedBy: "somebody", Requester: "演示", OpenKey: id,
		Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

// confirmedFactor turns the second factor of the role's account on and returns a code not yet taken.
func (s *stage) confirmedFactor(role model.Role) string {
	s.t.Helper()
	code, secret := s.enrolled(role)
	actor, user, err := s.api.Desk.ActorOf(s.t.Context(), s.cookies[role].Value) // whose session goes on
	must(s.t, err)
	_, err = s.api.Desk.ConfirmSecondFactor(s.t.Context(), model.Call{Actor: actor, Version: user.Version}, code)
	must(s.t, err)
	next, err := TOTP{}.Code(secret, s.now().Add(codePeriod*time.Second))
	must(s.t, err)
	return next
}

// startedFactor gives the account of the role a fresh secret and returns a code of it.
func (s *stage) startedFactor(role model.Role) string {
	s.t.Helper()
	code, _ := s.enrolled(role)
	return code
}

func (s *stage) enrolled(role model.Role) (code, secret string) {
	s.t.Helper()
	ctx, id := s.t.Context(), s.people[role].ID
	user, err := s.api.Store.User(ctx, store.Everything(), id)
	must(s.t, err)
	s.write(func(ctx context.Context, tx *store.Tx) error { // the checks before may have changed the password
		user, err = tx.SetPassword(ctx, user, s.hash)
		return err
	})
	call := model.Call{Actor: model.Actor{UserID: id, Roles: user.Roles}, Version: user.Version}
	started, err := s.api.Desk.StartSecondFactor(ctx, call, s.api.Hasher, stagePassword)
	must(s.t, err)
	code, err = TOTP{}.Code(started.Secret.Secret, s.now())
	must(s.t, err)
	return code, started.Secret.Secret
}
