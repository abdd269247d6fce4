package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"yijian/model"
)

var sessions = register(noun{
	name: "sessions", table: "sessions",
	filters: map[string]string{"user_id": "user_id"},
	sorts:   map[string]string{"created_at": "created_at", "seen_at": "seen_at"},
	reach:   reach{user: "user_id"},
})

// Session returns the session with the token hash, unless it has ended or expired.
func (r Reader) Session(ctx context.Context, hash string, now time.Time) (model.Session, error) {
	var row model.Session
	err := r.db.WithContext(ctx).Table("sessions").
		Where("id = ? AND expires_at > ? AND ended_at IS NULL", hash, now).Take(&row).Error
	return row, absent(err)
}

// Sessions lists sessions, the ended ones too.
func (r Reader) Sessions(ctx context.Context, scope Scope, q Query) (model.Page[model.Session], error) {
	return list[model.Session](ctx, r, sessions, scope, q)
}

// SessionByID returns one session, in whatever state.
func (r Reader) SessionByID(ctx context.Context, scope Scope, id string) (model.Session, error) {
	return find[model.Session](ctx, r, sessions, scope, id)
}

// SignedInFrom reports whether the account was ever signed in from the address.
func (r Reader) SignedInFrom(ctx context.Context, id model.UserID, address string) (bool, error) {
	var n int64
	err := r.db.WithContext(ctx).Table("sessions").Where("user_id = ? AND address = ?", id, address).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("sessions from address: %w", err)
	}
	return n > 0, nil
}

// AddSession opens a session, whose audit row is that of the sign-in, and notes when
// that was: the session itself is forgotten in time.
func (tx *Tx) AddSession(ctx context.Context, s model.Session) error {
	s.Version, s.UpdatedAt = 1, tx.stamp.At
	row := map[string]any{"user_id": s.UserID, "at": s.CreatedAt.UTC()}
	err := tx.db.WithContext(ctx).Table("last_sign_ins").Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "user_id"}}, DoUpdates: clause.AssignmentColumns([]string{"at"})}).Create(row).Error
	if err != nil {
		return fmt.Errorf("note sign-in: %w", err)
	}
	return insert(ctx, tx, sessions, s.ID, &s, nil)
}

// TouchSession moves the idle limit of a session forward. It is not audited: nobody did anything.
func (tx *Tx) TouchSession(ctx context.Context, hash string, seen, expires time.Time) error {
	err := tx.db.WithContext(ctx).Table("sessions").Where("id = ?", hash).
		Updates(map[string]any{"seen_at": seen, "expires_at": expires}).Error
	if err != nil {
		return fmt.Errorf("touch session: %w", err)
	}
	return nil
}

// EndSession ends one session, if it still has its version.
func (tx *Tx) EndSession(ctx context.Context, s model.Session) (model.Session, error) {
	return update[model.Session](ctx, tx, sessions, s.ID, s.Version, map[string]any{"ended_at": tx.stamp.At}, nil)
}

// EndSessionsOf ends every running session of an account but the one to keep, which may be none.
func (tx *Tx) EndSessionsOf(ctx context.Context, id model.UserID, keep string) error {
	running := []model.Session{}
	err := tx.db.WithContext(ctx).Table("sessions").
		Where("user_id = ? AND ended_at IS NULL AND expires_at > ? AND id <> ?", id, tx.stamp.At, keep).Find(&running).Error
	if err != nil {
		return fmt.Errorf("sessions of account: %w", err)
	}
	for _, s := range running {
		// Ending is all that changes a session's version: one that moved on has ended meanwhile.
		if _, err := tx.EndSession(ctx, s); err != nil && model.KindOf(err) != model.Stale {
			return err
		}
	}
	return nil
}

// ForgetSessions removes sessions that expired before the instant; their audit rows stay.
func (tx *Tx) ForgetSessions(ctx context.Context, before time.Time) error {
	if err := tx.db.WithContext(ctx).Table("sessions").Where("expires_at < ?", before).Delete(nil).Error; err != nil {
		return fmt.Errorf("forget sessions: %w", err)
	}
	return nil
}
