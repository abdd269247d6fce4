package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yijian/model"
)

// SignIn counts failed attempts under a name, whether or not an account has it,
// so that neither replies nor timing tell which names exist.
type SignIn struct {
	Name        string     `gorm:"column:name;primaryKey"`
	Failures    int        `gorm:"column:failures"`
	LockedUntil *time.Time `gorm:"column:locked_until"`
	UpdatedAt   time.Time  `gorm:"column:updated_at;autoUpdateTime:false"`
}

// SignIn returns the attempts under the name; a name never tried has none.
func (r Reader) SignIn(ctx context.Context, name string) (SignIn, error) {
	row := SignIn{Name: name}
	err := r.db.WithContext(ctx).Table("sign_ins").Where("name = ?", name).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return SignIn{Name: name}, nil
	}
	return row, err
}

// HoldSignIn returns the attempts under the name and keeps every other attempt
// under it waiting until the transaction ends, so that none goes uncounted.
func (tx *Tx) HoldSignIn(ctx context.Context, name string) (SignIn, error) {
	row := SignIn{Name: name, UpdatedAt: tx.stamp.At}
	err := tx.db.WithContext(ctx).Table("sign_ins").Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
	if err != nil {
		return row, fmt.Errorf("hold sign-in: %w", err)
	}
	return tx.SignIn(ctx, name)
}

// ForgetSignIns removes the attempts under names that nobody has tried since the
// instant and that are not locked, and returns how many.
func (tx *Tx) ForgetSignIns(ctx context.Context, before time.Time) (int64, error) {
	result := tx.db.WithContext(ctx).Table("sign_ins").
		Where("updated_at < ? AND (locked_until IS NULL OR locked_until <= ?)", before, tx.stamp.At).Delete(nil)
	return result.RowsAffected, result.Error
}

// RefuseSignIn counts an attempt that failed and audits it: as nobody's act,
// because who tried is not known, about the account or, where the name is none's,
// about whom the caller says.
func (tx *Tx) RefuseSignIn(ctx context.Context, row SignIn, about string) error {
	if err := tx.NoteSignIn(ctx, row); err != nil {
		return err
	}
	after, err := json.Marshal(map[string]any{"failures": row.Failures, "locked_until": row.LockedUntil})
	if err != nil {
		return fmt.Errorf("audit sign-in: %w", err)
	}
	refused := *tx
	refused.stamp.Act, refused.stamp.Call.Actor = "session:refuse", model.Actor{}
	return refused.audit(ctx, "sign-ins", about, "", string(after))
}

// NoteSignIn replaces the attempts under the name.
func (tx *Tx) NoteSignIn(ctx context.Context, row SignIn) error {
	row.UpdatedAt = tx.stamp.At
	err := tx.db.WithContext(ctx).Table("sign_ins").Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
	if err != nil {
		return fmt.Errorf("note sign-in: %w", err)
	}
	return nil
}
