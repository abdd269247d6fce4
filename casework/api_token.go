package casework

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// tokenTerm is the longest a machine's token may work, in days.
const tokenTerm = 366

// tokenPrefix lets people and scanners recognise a token that lies about.
const tokenPrefix = "yijian_"

// IssuedToken is a new token's record with the token, shown once.
type IssuedToken struct {
	model.APIToken
	Token model.Shown `json:"token"`
}

// IssueToken makes a token by which a machine acts for the caller, within some of
// the caller's permissions.
func (d *Desk) IssueToken(ctx context.Context, call model.Call, asked model.APIToken) (IssuedToken, error) {
	if err := d.checkToken(call.Actor, asked); err != nil {
		return IssuedToken{}, err
	}
	issued, err := perform(ctx, d, call, order{permission: "token:create"}, func(w work) (IssuedToken, error) {
		token := tokenPrefix + rand.Text()
		made := model.APIToken{
			ID: model.APITokenID(store.NewID()), UserID: call.Actor.UserID, Owner: call.Actor.Name, Title: strings.TrimSpace(asked.Title),
			TokenHash: tokenHash(token), Permissions: asked.Permissions, Roles: call.Actor.Roles, Resets: call.Actor.Resets, ExpiresOn: asked.ExpiresOn,
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		return IssuedToken{made, d.hidden(token)}, w.AddAPIToken(ctx, &made)
	})
	if err == nil {
		issued.Token, err = d.show(issued.Token)
	}
	return issued, err
}

func (d *Desk) checkToken(actor model.Actor, t model.APIToken) error {
	var fields model.FieldErrors
	if strings.TrimSpace(t.Title) == "" {
		fields.Add("/title", "required", "请写明令牌的用途")
	}
	held := d.Access.Permissions(actor.Roles)
	for i, name := range t.Permissions {
		if permission := access.Permission(name); !slices.Contains(held, permission) || !access.Delegable(permission) {
			fields.Add(fmt.Sprintf("/permissions/%d", i), "token.permission", "您没有“"+name+"”这项权限，或该权限不能交给程序")
		}
	}
	checkDay(&fields, "/expires_on", t.ExpiresOn, d.Today(), d.Today().AddDays(tokenTerm))
	return fields.Err()
}

// RevokeToken ends a token: one's own, or anybody's for the security administrator.
func (d *Desk) RevokeToken(ctx context.Context, call model.Call, id model.APITokenID) (model.APIToken, error) {
	return perform(ctx, d, call, order{permission: "token:revoke"}, func(w work) (model.APIToken, error) {
		t, err := w.APIToken(ctx, w.scope, id)
		if err != nil {
			return t, err
		}
		if err := must(t.Version, call.Version); err != nil {
			return t, err
		}
		if t.Revoked {
			return t, model.Fail(model.Conflict, "token.revoked", "这个令牌已经吊销")
		}
		return w.RevokeAPIToken(ctx, t)
	})
}

// TokenCard is a token's record with what the caller may do about it.
func (d *Desk) TokenCard(ctx context.Context, actor model.Actor, id model.APITokenID) (model.Card[model.APIToken], error) {
	var card model.Card[model.APIToken]
	scope, err := d.Scope(actor, "token:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.APIToken(ctx, scope, id); err != nil {
		return card, err
	}
	act := model.Act{Name: "revoke", Title: "吊销", Reason: when(card.Record.Revoked, "令牌已吊销")}
	if revocable, err := d.Scope(actor, "token:revoke"); err != nil {
		act.Reason = refusalOf(err)
	} else if _, err := d.Store.APIToken(ctx, revocable, id); err != nil {
		act.Reason = "只能吊销本人的令牌"
	}
	act.Allowed = act.Reason == ""
	card.Acts = []model.Act{act}
	card.History, err = d.historyFor(ctx, actor, "tokens", string(id))
	return card, err
}

// ActorOfToken returns the account a machine acts for, with no more than the
// token's permissions and, of those, what the roles hold that the account had when
// the token was made and has now. It notes the use and the address it came from, once a minute.
func (d *Desk) ActorOfToken(ctx context.Context, token, address string) (model.Actor, error) {
	t, err := d.Store.APITokenByHash(ctx, tokenHash(token))
	if model.KindOf(err) == model.NotFound {
		return model.Actor{}, tokenRefused()
	}
	if err != nil {
		return model.Actor{}, err
	}
	actor, err := d.byToken(ctx, d.Store.Reader, t)
	if err != nil {
		return model.Actor{}, err
	}
	if now := d.now(); t.LastUsedAt == nil || now.Sub(*t.LastUsedAt) >= time.Minute {
		d.touch(ctx, "token:touch", func(tx *store.Tx) error { return tx.TouchAPIToken(ctx, t.ID, now, address) })
	}
	return actor, nil
}

func tokenRefused() error {
	return model.Fail(model.Unauthenticated, "token.refused", "令牌无效、已过期或已吊销")
}

// byToken is whom the token lets a machine act for.
func (d *Desk) byToken(ctx context.Context, r store.Reader, t model.APIToken) (model.Actor, error) {
	user, err := r.User(ctx, store.Everything(), t.UserID)
	if err != nil {
		return model.Actor{}, err
	}
	if t.Revoked || user.Disabled || user.Resets != t.Resets || d.Today().After(t.ExpiresOn) {
		return model.Actor{}, tokenRefused()
	}
	if len(d.Needs(user)) > 0 {
		return model.Actor{}, model.Fail(model.Unauthenticated, "token.pending", "令牌暂不能用：它的账号须先修改密码、启用动态口令，或等待确认岗位")
	}
	actor := actorOf(user)
	actor.Roles = slices.DeleteFunc(slices.Clone(actor.Roles), func(role model.Role) bool { return !slices.Contains(t.Roles, role) })
	actor.Name += "（令牌 " + t.Title + "）"
	actor.TokenID, actor.Only = t.ID, t.Permissions
	return actor, nil
}
