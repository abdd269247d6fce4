package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"yijian/casework"
	"yijian/model"
)

type tokenList struct {
	Paging
	UserID string `query:"user_id" maxLength:"36"`
}

func (a *API) listTokens(ctx context.Context, call model.Call, in *tokenList) (*plain[model.Page[model.APIToken]], error) {
	scope, err := a.Desk.Scope(call.Actor, "token:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.APITokens(ctx, scope, in.query(map[string]string{"user_id": in.UserID})))
}

func (a *API) readToken(ctx context.Context, call model.Call, in *onID) (*record[model.Card[model.APIToken]], error) {
	card, err := a.Desk.TokenCard(ctx, call.Actor, model.APITokenID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// Granted is the name of a permission that a token shall carry.
type Granted string

// Schema bounds each permission of a list; tags bound only the list.
func (Granted) Schema(huma.Registry) *huma.Schema {
	least, most := 3, 60
	return &huma.Schema{Type: huma.TypeString, MinLength: &least, MaxLength: &most}
}

type tokenEntry struct {
	Body struct {
		Title       string     `json:"title" minLength:"1" maxLength:"30"`
		Permissions []Granted  `json:"permissions" minItems:"1" maxItems:"60"`
		ExpiresOn   model.Date `json:"expires_on" format:"date"`
	}
}

func (a *API) issueToken(ctx context.Context, call model.Call, in *tokenEntry) (*created[casework.IssuedToken], error) {
	permissions := make(model.WordList, len(in.Body.Permissions))
	for i, granted := range in.Body.Permissions {
		permissions[i] = string(granted)
	}
	issued, err := a.Desk.IssueToken(ctx, call, model.APIToken{
		Title: in.Body.Title, Permissions: permissions, ExpiresOn: in.Body.ExpiresOn,
	})
	return made("tokens", string(issued.ID), issued, err)
}

func (a *API) revokeToken(ctx context.Context, call model.Call, in *onID) (*record[model.APIToken], error) {
	token, err := a.Desk.RevokeToken(ctx, call, model.APITokenID(in.ID))
	return versioned(token, token.Version, err)
}
