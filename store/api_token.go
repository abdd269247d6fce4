package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

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
	page, err := list[model.APIToken](ctx, r, apiTokens, scope, q)
	if err == nil && len(page.Items) > 0 {
		err = r.withUses(ctx, page.Items)
	}
	return page, err
}

// APIToken returns one token's record.
func (r Reader) APIToken(ctx context.Context, scope Scope, id model.APITokenID) (model.APIToken, error) {
	t, err := find[model.APIToken](ctx, r, apiTokens, scope, string(id))
	return r.withUse(ctx, t, err)
}

// APITokenByHash returns the record of the token with the hash.
func (r Reader) APITokenByHash(ctx context.Context, hash string) (model.APIToken, error) {
	var row model.APIToken
	err := r.db.WithContext(ctx).Table("api_tokens").Where("token_hash = ?", hash).Take(&row).Error
	return r.withUse(ctx, row, absent(err))
}

// AddAPIToken records a new token.
func (tx *Tx) AddAPIToken(ctx context.Context, t *model.APIToken) error {
	return insert(ctx, tx, apiTokens, string(t.ID), t, nil)
}

// RevokeAPIToken ends a token, if its record still has its version.
func (tx *Tx) RevokeAPIToken(ctx context.Context, t model.APIToken) (model.APIToken, error) {
	t, err := update[model.APIToken](ctx, tx, apiTokens, string(t.ID), t.Version, map[string]any{"revoked": true}, nil)
	return tx.withUse(ctx, t, err)
}

// RevokeAPITokensOf ends every token of an account.
func (tx *Tx) RevokeAPITokensOf(ctx context.Context, id model.UserID) error {
	running := []model.APIToken{}
	if err := tx.db.WithContext(ctx).Table("api_tokens").Where("user_id = ? AND revoked = ?", id, false).Find(&running).Error; err != nil {
		return fmt.Errorf("tokens of account: %w", err)
	}
	for _, t := range running {
		// Revoking is all that changes a token's version: one that moved on is revoked already.
		if _, err := tx.RevokeAPIToken(ctx, t); err != nil && model.KindOf(err) != model.Stale {
			return err
		}
	}
	return nil
}

// tokenUse is when and from where a token was last used.
type tokenUse struct {
	TokenID model.APITokenID `gorm:"column:token_id;primaryKey"`
	At      time.Time        `gorm:"column:at"`
	Address string           `gorm:"column:address"`
}

// TouchAPIToken notes when and from where the token was last used. It is not
// audited: what was done with it is.
func (tx *Tx) TouchAPIToken(ctx context.Context, id model.APITokenID, at time.Time, from string) error {
	row := tokenUse{id, at.UTC(), clip(from, 64)} // SQLite compares instants as text
	err := tx.db.WithContext(ctx).Table("api_token_uses").Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "token_id"}}, DoUpdates: clause.AssignmentColumns([]string{"at", "address"}),
	}).Create(&row).Error
	if err != nil {
		return fmt.Errorf("touch token: %w", err)
	}
	return nil
}

// withUses tells of each token when it was last used.
func (r Reader) withUses(ctx context.Context, tokens []model.APIToken) error {
	ids, rows := []model.APITokenID{}, []tokenUse{}
	for _, t := range tokens {
		ids = append(ids, t.ID)
	}
	if err := r.db.WithContext(ctx).Table("api_token_uses").Where("token_id IN ?", ids).Find(&rows).Error; err != nil {
		return fmt.Errorf("uses of tokens: %w", err)
	}
	for _, row := range rows {
		for i := range tokens {
			if tokens[i].ID == row.TokenID {
				tokens[i].LastUsedAt, tokens[i].LastUsedFrom = &row.At, row.Address
			}
		}
	}
	return nil
}

// withUse tells when one token was last used.
func (r Reader) withUse(ctx context.Context, t model.APIToken, err error) (model.APIToken, error) {
	if err != nil {
		return t, err
	}
	one := []model.APIToken{t}
	err = r.withUses(ctx, one)
	return one[0], err
}
