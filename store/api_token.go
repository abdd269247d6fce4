package store

import (
	"context"
	"fmt"
	"time"

	"yijian/model"
)

var apiTokens = register(noun{
	name: "tokens", table: "api_tokens",
	filters: map[string]string{"user_id": "user_id"},
	sorts:   map[string]string{"created_at": "created_at", "expires_on": "expires_on"},
	reach:   reach{user: "user_id"},
})

// APITokens lists the machines' tokens.
func (r Reader) APITokens(ctx context.Context, scope Scope, q Query) (model.Page[model.APIToken], error) {
	return list[model.APIToken](ctx, r, apiTokens, scope, q)
}

// APIToken returns one token's record.
func (r Reader) APIToken(ctx context.Context, scope Scope, id model.APITokenID) (model.APIToken, error) {
	return find[model.APIToken](ctx, r, apiTokens, scope, string(id))
}

// APITokenByHash returns the record of the token with the hash.
func (r Reader) APITokenByHash(ctx context.Context, hash string) (model.APIToken, error) {
	var row model.APIToken
	err := r.db.WithContext(ctx).Table("api_tokens").Where("token_hash = ?", hash).Take(&row).Error
	return row, absent(err)
}

// AddAPIToken records a new token.
func (tx *Tx) AddAPIToken(ctx context.Context, t *model.APIToken) error {
	return insert(ctx, tx, apiTokens, string(t.ID), t, nil)
}

// RevokeAPIToken ends a token, if its record still has its version.
func (tx *Tx) RevokeAPIToken(ctx context.Context, t model.APIToken) (model.APIToken, error) {
	return update[model.APIToken](ctx, tx, apiTokens, string(t.ID), t.Version, map[string]any{"revoked": true}, nil)
}

// RevokeAPITokensOf ends every token of an account.
func (tx *Tx) RevokeAPITokensOf(ctx context.Context, id model.UserID) error {
	running := []model.APIToken{}
	if err := tx.db.WithContext(ctx).Table("api_tokens").Where("user_id = ? AND revoked = ?", id, false).Find(&running).Error; err != nil {
		return fmt.Errorf("tokens of account: %w", err)
	}
	for _, t := range running {
		if _, err := tx.RevokeAPIToken(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// TouchAPIToken notes when and from where the token was last used. It is not
// audited: what was done with it is.
func (tx *Tx) TouchAPIToken(ctx context.Context, id model.APITokenID, at time.Time, from string) error {
	err := tx.db.WithContext(ctx).Table("api_tokens").Where("id = ?", id).
		Updates(map[string]any{"last_used_at": at, "last_used_from": clip(from, 64)}).Error
	if err != nil {
		return fmt.Errorf("touch token: %w", err)
	}
	return nil
}
