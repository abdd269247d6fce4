package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
	"yijian/policy/access"
)

const sessionCookie = "yijian_session"

type actorKey struct{}

func actorOf(ctx context.Context) model.Actor {
	actor, _ := ctx.Value(actorKey{}).(model.Actor)
	return actor
}

type userKey struct{}

// authenticate tells later steps who asks: a machine by its token, a person by
// the session's cookie; without a valid cookie it is the public. A token that is
// sent decides alone, so that a browser's cookie never lends it anything.
func (a *API) authenticate(c *gin.Context) {
	if token, sent := bearer(c.Request); sent {
		a.authenticateToken(c, token)
		return
	}
	token, err := c.Cookie(sessionCookie)
	if errors.Is(err, http.ErrNoCookie) || token == "" {
		c.Next()
		return
	}
	actor, user, err := a.Desk.ActorOf(c.Request.Context(), token)
	if err != nil {
		p := a.problem(c.Request.Context(), err)
		a.abort(c, p.Status, p)
		return
	}
	ctx := context.WithValue(c.Request.Context(), actorKey{}, actor)
	c.Request = c.Request.WithContext(context.WithValue(ctx, userKey{}, user))
	c.Next()
}

func bearer(r *http.Request) (token string, sent bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}

func (a *API) authenticateToken(c *gin.Context, token string) {
	actor, err := a.Desk.ActorOfToken(c.Request.Context(), token, c.ClientIP())
	if err != nil {
		p := a.problem(c.Request.Context(), err)
		c.Header("WWW-Authenticate", "Bearer")
		a.abort(c, p.Status, p)
		return
	}
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), actorKey{}, actor))
	c.Next()
}

// signedIn is who is signed in and what the menus may offer.
type signedIn struct {
	User        *model.User         `json:"user" doc:"null for the public"`
	Permissions []access.Permission `json:"permissions"`
	// Needs is what the person must do before the account's duties open.
	Needs         []casework.Need `json:"needs"`
	PasswordEnds  model.Date      `json:"password_ends" doc:"the password's last day, when it is near"`
	PasswordRules string          `json:"password_rules" doc:"what a new password must be"`
	SessionID     string          `json:"session_id"`
	RecoveryCodes int64           `json:"recovery_codes" doc:"how many nobody has taken"`
}

func (a *API) sessionOf(ctx context.Context, call model.Call, user *model.User) (s signedIn, err error) {
	s = signedIn{Permissions: []access.Permission{}, Needs: []casework.Need{}, PasswordRules: a.Desk.Rules.Passwords.Says(true)}
	for _, permission := range a.Desk.Access.Permissions(call.Actor.Roles) {
		if _, err := a.Desk.Scope(call.Actor, permission); err == nil {
			s.Permissions = append(s.Permissions, permission)
		}
	}
	if user != nil {
		s.User, s.SessionID = user, call.Actor.Session
		s.Needs, s.PasswordEnds = a.Desk.Needs(*user), a.Desk.PasswordEnds(*user)
		s.PasswordRules = a.Desk.PasswordRules(*user)
		s.RecoveryCodes, err = a.Store.RecoveryCodesLeft(ctx, user.ID)
	}
	return s, err
}

// TransformSchema says that there may be no user, which a reference alone cannot.
func (signedIn) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Properties["user"] = &huma.Schema{AnyOf: []*huma.Schema{s.Properties["user"], {Type: "null"}}}
	return s
}

type sessionReply struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      signedIn
}

func (a *API) readSession(ctx context.Context, call model.Call, _ *nothing) (*plain[signedIn], error) {
	if user, ok := ctx.Value(userKey{}).(model.User); ok && call.Actor.UserID != "" {
		return body(a.sessionOf(ctx, call, &user))
	}
	return body(a.sessionOf(ctx, call, nil))
}

type credentials struct {
	Agent string `header:"User-Agent"`
	Body  struct {
		Name     string `json:"name" minLength:"1" maxLength:"64"`
		Password string `json:"password" minLength:"1" maxLength:"128"`
		Code     string `json:"code,omitempty" maxLength:"10" doc:"of the second factor, where the account has one"`
		Recovery string `json:"recovery_code,omitempty" maxLength:"40" doc:"in place of the code, without the device"`
	}
}

func (a *API) signIn(ctx context.Context, call model.Call, in *credentials) (*sessionReply, error) {
	if in.Body.Code != "" && in.Body.Recovery != "" {
		var fields model.FieldErrors
		fields.Add("/recovery_code", "session.two_codes", "动态口令和恢复码只填写一种")
		return nil, fields.Err()
	}
	token, _, err := a.Desk.SignIn(ctx, a.Hasher, casework.Credentials{
		Name: in.Body.Name, Password: in.Body.Password, Code: in.Body.Code, RecoveryCode: in.Body.Recovery,
		Client: clientOf(call, in.Agent),
	})
	return a.opened(ctx, call, token, err)
}

func clientOf(call model.Call, agent string) casework.Client {
	return casework.Client{Address: call.Address, Agent: agent, RequestID: call.RequestID}
}

// opened replies to whoever has just signed in.
func (a *API) opened(ctx context.Context, call model.Call, token string, err error) (*sessionReply, error) {
	if err != nil {
		return nil, err
	}
	actor, user, err := a.Desk.ActorOf(ctx, token)
	if err != nil {
		return nil, err
	}
	call.Actor = actor
	session, err := a.sessionOf(ctx, call, &user)
	return &sessionReply{SetCookie: a.cookie(token, 0), Body: session}, err
}

type invitationAsked struct {
	Token string `header:"Invitation" required:"true" minLength:"1" maxLength:"64" doc:"the link's token; in a header, because addresses are logged"`
}

func (a *API) readInvitation(ctx context.Context, call model.Call, in *invitationAsked) (*plain[casework.InvitationSeen], error) {
	return body(a.Desk.SeeInvitation(ctx, in.Token, call.Address))
}

type acceptance struct {
	Agent string `header:"User-Agent"`
	Body  struct {
		Token    string `json:"token" minLength:"1" maxLength:"64" doc:"of the invitation"`
		Password string `json:"password" minLength:"1" maxLength:"128"`
	}
}

func (a *API) acceptInvitation(ctx context.Context, call model.Call, in *acceptance) (*sessionReply, error) {
	token, _, err := a.Desk.AcceptInvitation(ctx, a.Hasher, casework.Acceptance{
		Token: in.Body.Token, Password: in.Body.Password, Client: clientOf(call, in.Agent),
	})
	return a.opened(ctx, call, token, err)
}

type sessionCookieInput struct {
	Token string `cookie:"yijian_session"`
}

type signedOut struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      signedIn
}

func (a *API) signOut(ctx context.Context, call model.Call, in *sessionCookieInput) (*signedOut, error) {
	if err := a.Desk.SignOut(ctx, call, in.Token); err != nil {
		return nil, err
	}
	session, err := a.sessionOf(ctx, model.Call{}, nil)
	return &signedOut{SetCookie: a.cookie("", -1), Body: session}, err
}

type sessionList struct {
	Paging
	UserID string `query:"user_id" maxLength:"36"`
}

func (a *API) listSessions(ctx context.Context, call model.Call, in *sessionList) (*plain[model.Page[model.Session]], error) {
	scope, err := a.Desk.Scope(call.Actor, "sign-in:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.Sessions(ctx, scope, in.query(map[string]string{"user_id": in.UserID})))
}

func (a *API) endSession(ctx context.Context, call model.Call, in *onID) (*record[model.Session], error) {
	session, err := a.Desk.EndSignIn(ctx, call, in.ID)
	return versioned(session, session.Version, err)
}

func (a *API) cookie(token string, maxAge int) http.Cookie {
	return http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: a.SecureCookies, SameSite: http.SameSiteLaxMode,
	}
}

type passwordChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Old   string `json:"old" minLength:"1" maxLength:"128"`
		Fresh string `json:"fresh" minLength:"1" maxLength:"128"`
	}
}

func (a *API) changePassword(ctx context.Context, call model.Call, in *passwordChange) (*record[model.User], error) {
	user, err := a.Desk.ChangePassword(ctx, call, a.Hasher, in.Body.Old, in.Body.Fresh)
	return versioned(user, user.Version, err)
}
