package store

import (
	"context"
	"fmt"
	"time"

	"yijian/model"
)

// Session returns the session with the token hash, unless it has expired.
func (r Reader) Session(ctx context.Context, hash string, now time.Time) (model.Session, error) {
	var row model.Session
	err := r.db.WithContext(ctx).Table("sessions").Where("id = ? AND expires_at > ?", hash, now).Take(&row).Error
	return row, absent(err)
}

// AddSession opens a session. Sessions are not audited; the sign-in that opens one is.
func (tx *Tx) AddSession(ctx context.Context, s model.Session) error {
	if err := tx.db.WithContext(ctx).Table("sessions").Create(&s).Error; err != nil {
		return fmt.Errorf("open session: %w", err)
	}
	return nil
}

// TouchSession moves the idle limit of a session forward.
func (tx *Tx) TouchSession(ctx context.Context, hash string, seen, expires time.Time) error {
	err := tx.db.WithContext(ctx).Table("sessions").Where("id = ?", hash).
		Updates(map[string]any{"seen_at": seen, "expires_at": expires}).Error
	if err != nil {
		return fmt.Errorf("touch session: %w", err)
	}
	return nil
}

// EndSession closes one session; ending an absent one is no error.
func (tx *Tx) EndSession(ctx context.Context, hash string) error {
	if err := tx.db.WithContext(ctx).Table("sessions").Where("id = ?", hash).Delete(nil).Error; err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// EndSessionsOf closes every session of an account, and those that expired.
func (tx *Tx) EndSessionsOf(ctx context.Context, id model.UserID) error {
	err := tx.db.WithContext(ctx).Table("sessions").
		Where("user_id = ? OR expires_at < ?", id, tx.stamp.At).Delete(nil).Error
	if err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	return nil
}
