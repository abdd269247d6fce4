package store

import (
	"context"
	"encoding/json"
	"fmt"

	"yijian/model"
)

// RecoveryCodesLeft counts the codes of the account that nobody has taken.
func (r Reader) RecoveryCodesLeft(ctx context.Context, id model.UserID) (n int64, err error) {
	if err := r.db.WithContext(ctx).Table("recovery_codes").Where("user_id = ?", id).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("recovery codes: %w", err)
	}
	return n, nil
}

// HasRecoveryCode reports whether the account has a code of the digest that nobody has taken.
func (r Reader) HasRecoveryCode(ctx context.Context, id model.UserID, digest string) (bool, error) {
	var n int64
	err := r.db.WithContext(ctx).Table("recovery_codes").Where("user_id = ? AND digest = ?", id, digest).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("recovery code: %w", err)
	}
	return n == 1, nil
}

// SetRecoveryCodes replaces the account's codes, by their digests; with none it
// voids them. The audit row is that of the account's change.
func (tx *Tx) SetRecoveryCodes(ctx context.Context, id model.UserID, digests []string) error {
	codes := tx.db.WithContext(ctx).Table("recovery_codes")
	if err := codes.Where("user_id = ?", id).Delete(nil).Error; err != nil {
		return fmt.Errorf("void recovery codes: %w", err)
	}
	rows := make([]map[string]any, len(digests))
	for i, digest := range digests {
		rows[i] = map[string]any{"user_id": id, "digest": digest}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.db.WithContext(ctx).Table("recovery_codes").Create(rows).Error; err != nil {
		return fmt.Errorf("keep recovery codes: %w", err)
	}
	return nil
}

// TakeRecoveryCode uses the code of the digest up, if it is still there, with an
// audit row of its own, and tells how many are left.
func (tx *Tx) TakeRecoveryCode(ctx context.Context, id model.UserID, digest string) (left int64, taken bool, err error) {
	result := tx.db.WithContext(ctx).Table("recovery_codes").Where("user_id = ? AND digest = ?", id, digest).Delete(nil)
	if result.Error != nil {
		return 0, false, fmt.Errorf("take recovery code: %w", result.Error)
	}
	if result.RowsAffected != 1 {
		return 0, false, nil
	}
	if left, err = tx.RecoveryCodesLeft(ctx, id); err != nil {
		return 0, false, err
	}
	after, err := json.Marshal(map[string]int64{"recovery_codes": left})
	if err != nil {
		return 0, false, fmt.Errorf("audit recovery code: %w", err)
	}
	used := *tx
	used.stamp.Act = "recovery-code:take"
	return left, true, used.audit(ctx, "users", string(id), "", string(after))
}
