package store

import (
	"context"
	"encoding/json"
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

// sessions have no address of their own, but their beginning and end are audited.
var sessions = noun{name: "sessions", table: "sessions"}

// AddSession opens a session; its audit row is that of the sign-in.
func (tx *Tx) AddSession(ctx context.Context, s model.Session) error {
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

// EndSession closes one session; ending an absent one is no error.
func (tx *Tx) EndSession(ctx context.Context, hash string) error {
	return tx.endSessions(ctx, "id = ?", hash)
}

// EndSessionsOf closes every session of an account, and those that expired.
func (tx *Tx) EndSessionsOf(ctx context.Context, id model.UserID) error {
	return tx.endSessions(ctx, "user_id = ? OR expires_at < ?", id, tx.stamp.At)
}

func (tx *Tx) endSessions(ctx context.Context, which string, args ...any) error {
	var ending []model.Session
	if err := tx.db.WithContext(ctx).Table("sessions").Where(which, args...).Order("id").Find(&ending).Error; err != nil {
		return fmt.Errorf("sessions to end: %w", err)
	}
	for _, s := range ending {
		result := tx.db.WithContext(ctx).Table("sessions").Where("id = ?", s.ID).Delete(nil)
		if result.Error != nil {
			return fmt.Errorf("end session: %w", result.Error)
		}
		if result.RowsAffected == 0 {
			continue // somebody else ended it, and audited that
		}
		was, err := json.Marshal(s)
		if err != nil {
			return fmt.Errorf("audit sessions: %w", err)
		}
		if err := tx.audit(ctx, sessions.name, s.ID, string(was), ""); err != nil {
			return err
		}
	}
	return nil
}
