package api

import (
	"context"
	"errors"
	"net/http"

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

// authenticate tells later steps who asks; without a valid cookie it is the public.
func (a *API) authenticate(c *gin.Context) {
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

// session is who is signed in and what the menus may offer.
type session struct {
	User        *model.User         `json:"user" doc:"null for the public"`
	Permissions []access.Permission `json:"permissions"`
}

// TransformSchema says that there may be no user, which a reference alone cannot.
func (session) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Properties["user"] = &huma.Schema{AnyOf: []*huma.Schema{s.Properties["user"], {Type: "null"}}}
	return s
}

type sessionReply struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      session
}

func (a *API) readSession(ctx context.Context, call model.Call, _ *nothing) (*plain[session], error) {
	s := session{Permissions: a.Desk.Access.Permissions(call.Actor.Roles)}
	if user, ok := ctx.Value(userKey{}).(model.User); ok && call.Actor.UserID != "" {
		s.User = &user
	}
	return &plain[session]{Body: s}, nil
}

type credentials struct {
	Body struct {
		Name     string `json:"name" minLength:"1" maxLength:"64"`
		Password string `json:"password" minLength:"1" maxLength:"128"`
	}
}

func (a *API) signIn(ctx context.Context, call model.Call, in *credentials) (*sessionReply, error) {
	token, user, err := a.Desk.SignIn(ctx, a.Hasher, casework.Credentials{
		Name: in.Body.Name, Password: in.Body.Password, Address: call.Address, RequestID: call.RequestID,
	})
	if err != nil {
		return nil, err
	}
	return &sessionReply{
		SetCookie: a.cookie(token, 0),
		Body:      session{User: &user, Permissions: a.Desk.Access.Permissions(user.Roles)},
	}, nil
}

type sessionCookieInput struct {
	Token string `cookie:"yijian_session"`
}

type signedOut struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      session
}

func (a *API) signOut(ctx context.Context, call model.Call, in *sessionCookieInput) (*signedOut, error) {
	if err := a.Desk.SignOut(ctx, call, in.Token); err != nil {
		return nil, err
	}
	return &signedOut{SetCookie: a.cookie("", -1), Body: session{Permissions: a.Desk.Access.Permissions(nil)}}, nil
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
