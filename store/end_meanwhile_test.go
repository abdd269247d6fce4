package store

import (
	"testing"
	"time"

	"gorm.io/gorm"

	"yijian/deploy/testdb"
	"yijian/model"
)

// A reset ends what is left, and does not fail because a session or token ended
// while it ran. SQLite lets nothing happen meanwhile.
func TestEndingAllPassesOverWhatEndedMeanwhile(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s, ctx := opened(t, dsn), t.Context()
		now := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
		stamp := model.Stamp{Act: "test", At: now}
		isolations := []string{""}
		if s.Dialect == "mysql" {
			isolations = []string{"ON", "OFF"}
		}
		for _, isolation := range isolations {
			user := model.UserID("user-" + isolation)
			session := func(id string) model.Session {
				return model.Session{ID: id + isolation, UserID: user, CreatedAt: now, SeenAt: now, ExpiresAt: now.AddDate(0, 0, 1), Version: 1}
			}
			token := func(id string) model.APIToken {
				return model.APIToken{ID: model.APITokenID(id + isolation), UserID: user, TokenHash: id + isolation, Permissions: model.WordList{}, Version: 1, CreatedAt: now, UpdatedAt: now}
			}
			noError(t, s.Tx(ctx, stamp, func(tx *Tx) error {
				for _, id := range []string{"first", "second"} {
					made := token(id)
					noError(t, tx.AddSession(ctx, session(id)))
					noError(t, tx.AddAPIToken(ctx, &made))
				}
				return nil
			}))
			end := func(tx *Tx) error {
				if _, err := tx.EndSession(ctx, session("first")); err != nil {
					return err
				}
				_, err := tx.RevokeAPIToken(ctx, token("first"))
				return err
			}
			ended := false
			err := s.Tx(ctx, stamp, func(tx *Tx) error {
				if isolation != "" {
					noError(t, tx.db.Exec("SET SESSION innodb_snapshot_isolation = "+isolation).Error)
				}
				if _, err := tx.SessionByID(ctx, Everything(), "first"+isolation); err != nil { // what it sees is from now on
					return err
				}
				if !ended {
					ended = true
					if s.Dialect == "mysql" {
						noError(t, s.Tx(ctx, stamp, end))
					} else {
						noError(t, end(tx))
					}
				}
				if err := tx.EndSessionsOf(ctx, user, ""); err != nil {
					return err
				}
				return tx.RevokeAPITokensOf(ctx, user)
			})
			if err != nil {
				t.Errorf("isolation %q: %v", isolation, err)
			}
			for _, id := range []string{"first", "second"} {
				kept, err := s.SessionByID(ctx, Everything(), id+isolation)
				noError(t, err)
				machine, err := s.APIToken(ctx, Everything(), model.APITokenID(id+isolation))
				noError(t, err)
				if kept.EndedAt == nil || !machine.Revoked {
					t.Errorf("isolation %q: %s goes on", isolation, id)
				}
			}
		}
	})
}

// A transaction that would write over what it has not seen runs again instead.
func TestMariaDBKeepsSnapshots(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := connected(t, dsn)
		if s.Dialect != "mysql" {
			return
		}
		noError(t, s.BoundReads(t.Context(), time.Second))
		for name, db := range map[string]*gorm.DB{"reads": s.db, "writes": s.write} {
			var on string
			noError(t, db.Raw("SELECT @@innodb_snapshot_isolation").Scan(&on).Error)
			if on != "1" {
				t.Errorf("%s: innodb_snapshot_isolation is %q", name, on)
			}
		}
	})
}
