package store

import (
	"context"
	"fmt"

	"gorm.io/gorm/clause"

	"yijian/model"
)

// Invitation returns the invitation with the token hash, open or expired; a used one is gone.
func (r Reader) Invitation(ctx context.Context, hash string) (model.Invitation, error) {
	var row model.Invitation
	err := r.db.WithContext(ctx).Table("invitations").Where("token_hash = ?", hash).Take(&row).Error
	return row, absent(err)
}

// SetInvitation replaces the account's invitation; the audit row is that of the account's change.
func (tx *Tx) SetInvitation(ctx context.Context, i model.Invitation) error {
	err := tx.db.WithContext(ctx).Table("invitations").Clauses(clause.OnConflict{UpdateAll: true}).Create(&i).Error
	if err != nil {
		return fmt.Errorf("set invitation: %w", err)
	}
	return nil
}

// UseInvitation takes the invitation away and reports whether it was still there:
// of two who come with the same token, one gets in.
func (tx *Tx) UseInvitation(ctx context.Context, i model.Invitation) (bool, error) {
	result := tx.db.WithContext(ctx).Table("invitations").
		Where("user_id = ? AND token_hash = ?", i.UserID, i.TokenHash).Delete(nil)
	if result.Error != nil {
		return false, fmt.Errorf("use invitation: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}
