package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Allowance is how often something may happen under one name within a while; a
// Most of 0 sets no limit. All replicas count in the same place.
type Allowance struct {
	Bucket string
	Most   int64
	Per    time.Duration
}

// spending is how often it happened so far, until ResetAt.
type spending struct {
	Bucket  string    `gorm:"column:bucket;primaryKey"`
	Spent   int64     `gorm:"column:spent"`
	ResetAt time.Time `gorm:"column:reset_at"`
}

// Wait is how long until the allowance has room again; 0 when it has now.
func (r Reader) Wait(ctx context.Context, a Allowance, now time.Time) (time.Duration, error) {
	return r.WaitForMany(ctx, a, 1, now)
}

// WaitForMany is how long until as many more have room; 0 when they have now.
func (r Reader) WaitForMany(ctx context.Context, a Allowance, many int64, now time.Time) (time.Duration, error) {
	row := spending{ResetAt: now.Add(a.Per)}
	err := r.db.WithContext(ctx).Table("spendings").Where("bucket = ? AND reset_at > ?", a.Bucket, now).Take(&row).Error
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return 0, fmt.Errorf("allowance: %w", err)
	}
	if a.Most == 0 || row.Spent+many <= a.Most {
		return 0, nil
	}
	return row.ResetAt.Sub(now), nil
}

// Spent is how much of the allowance is used now.
func (r Reader) Spent(ctx context.Context, a Allowance, now time.Time) (int64, error) {
	var row spending
	err := r.db.WithContext(ctx).Table("spendings").Where("bucket = ? AND reset_at > ?", a.Bucket, now).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("allowance: %w", err)
	}
	return row.Spent, nil
}

// Spend counts one more and returns how long to wait when that is one too many.
// Others who spend from the same allowance wait for the transaction's end.
func (tx *Tx) Spend(ctx context.Context, a Allowance) (time.Duration, error) {
	return tx.SpendMany(ctx, a, 1)
}

// SpendMany counts as many more, as Spend counts one.
func (tx *Tx) SpendMany(ctx context.Context, a Allowance, many int64) (time.Duration, error) {
	now := tx.stamp.At
	table := func() *gorm.DB { return tx.db.WithContext(ctx).Table("spendings") }
	fresh := spending{Bucket: a.Bucket, ResetAt: now.Add(a.Per)}
	if err := table().Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
		return 0, fmt.Errorf("open allowance: %w", err)
	}
	err := table().Where("bucket = ? AND reset_at <= ?", a.Bucket, now).
		Updates(map[string]any{"spent": 0, "reset_at": fresh.ResetAt}).Error
	if err != nil {
		return 0, fmt.Errorf("renew allowance: %w", err)
	}
	if err := table().Where("bucket = ?", a.Bucket).Updates(map[string]any{"spent": gorm.Expr("spent + ?", many)}).Error; err != nil {
		return 0, fmt.Errorf("spend: %w", err)
	}
	var row spending
	if err := table().Where("bucket = ?", a.Bucket).Take(&row).Error; err != nil {
		return 0, fmt.Errorf("allowance: %w", err)
	}
	if a.Most > 0 && row.Spent > a.Most {
		return row.ResetAt.Sub(now), nil
	}
	return 0, nil
}

// GiveBack counts one less, of what turned out not to count.
func (tx *Tx) GiveBack(ctx context.Context, a Allowance) error {
	err := tx.db.WithContext(ctx).Table("spendings").Where("bucket = ? AND spent > 0", a.Bucket).
		Updates(map[string]any{"spent": gorm.Expr("spent - 1")}).Error
	if err != nil {
		return fmt.Errorf("give back: %w", err)
	}
	return nil
}

// spendAny spends only where there is a limit, so that an unlimited write costs nothing more.
func (tx *Tx) spendAny(ctx context.Context, a Allowance) (time.Duration, error) {
	if a.Most == 0 {
		return 0, nil
	}
	return tx.Spend(ctx, a)
}

// ForgetSpendings removes allowances that are whole again.
func (tx *Tx) ForgetSpendings(ctx context.Context) error {
	if err := tx.db.WithContext(ctx).Table("spendings").Where("reset_at < ?", tx.stamp.At).Delete(nil).Error; err != nil {
		return fmt.Errorf("forget allowances: %w", err)
	}
	return nil
}
