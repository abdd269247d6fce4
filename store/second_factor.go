package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yijian/model"
)

// SecondFactor returns the account's second factor; an account without one has an empty one.
func (r Reader) SecondFactor(ctx context.Context, id model.UserID) (model.SecondFactor, error) {
	row := model.SecondFactor{UserID: id}
	err := r.db.WithContext(ctx).Table("second_factors").Where("user_id = ?", id).Take(&row).Error
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return row, fmt.Errorf("second factor: %w", err)
	}
	return row, nil
}

// SetSecondFactor replaces the account's second factor; the audit row is that of the account's change.
func (tx *Tx) SetSecondFactor(ctx context.Context, f model.SecondFactor) error {
	if err := tx.mayStore(ctx, f.Sealed, f.Pending); err != nil {
		return err
	}
	err := tx.db.WithContext(ctx).Table("second_factors").Clauses(clause.OnConflict{UpdateAll: true}).Create(&f).Error
	if err != nil {
		return fmt.Errorf("set second factor: %w", err)
	}
	return nil
}

// TakeStep accepts a code of the time step if no code of this or a later step
// was taken before, and reports whether it did: of two who come with the same
// code, one gets in.
func (tx *Tx) TakeStep(ctx context.Context, id model.UserID, step int64) (bool, error) {
	result := tx.db.WithContext(ctx).Table("second_factors").
		Where("user_id = ? AND last_step < ?", id, step).Updates(map[string]any{"last_step": step})
	if result.Error != nil {
		return false, fmt.Errorf("take code: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

// ForgetSecondFactor removes the account's secret and with it the recovery codes.
func (tx *Tx) ForgetSecondFactor(ctx context.Context, id model.UserID) error {
	if err := tx.db.WithContext(ctx).Table("second_factors").Where("user_id = ?", id).Delete(nil).Error; err != nil {
		return fmt.Errorf("forget second factor: %w", err)
	}
	return tx.SetRecoveryCodes(ctx, id, nil)
}
