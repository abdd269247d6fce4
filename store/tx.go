package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"
	"gorm.io/gorm"

	"yijian/model"
)

// Tx is a running transaction: a Reader that sees its own changes, and the only
// place where changes can be written. Its stamp goes into every audit row.
type Tx struct {
	Reader
	stamp     model.Stamp
	key       *AuditKey
	inUse     map[string]bool             // keys that were not retired when asked, and now cannot be
	runIsIdle bool                        // what is written about a run of a job is no news
	publishes bool                        // it adds or changes a publication
	areas     map[string]model.AreaRecord // as they were when first asked
	// gathered are grams that wait, by table, nil where none may.
	gathered map[string][]gramOf
	// waiting is the import for which new rows of very many wait, "" for none, and waited how many do, by table.
	waiting model.ImportID
	waited  map[string]int64
}

// Stamp returns who acts, when and why.
func (tx *Tx) Stamp() model.Stamp { return tx.stamp }

// ActFor names in the audit for whom this is done, where that is not the actor.
func (tx *Tx) ActFor(whom string) { tx.stamp.Call.OnBehalf = whom }

// ActAs names in the audit the caller who became known within the transaction.
func (tx *Tx) ActAs(call model.Call) { tx.stamp.Call = call }

const txAttempts = 12

// errOvertaken lets the transaction run again: another one changed what this one judged by.
var errOvertaken = errors.New("another transaction was first")

// Tx runs fn in one transaction and commits when it returns nil. On a deadlock,
// lock time-out, cluster conflict or busy file the whole fn runs again, so fn
// must have no effect besides its writes.
func (s *Store) Tx(ctx context.Context, stamp model.Stamp, fn func(tx *Tx) error) error {
	var err error
	publishes := false
	defer func() {
		if publishes { // also when it failed: a commit whose answer was lost may stand
			s.moves.Add(1)
		}
	}()
	for attempt := range txAttempts {
		err = s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
			tx := &Tx{Reader: Reader{db, s.keys, s.lost}, stamp: stamp, key: s.key, inUse: map[string]bool{}}
			defer func() { publishes = publishes || tx.publishes }()
			return fn(tx)
		})
		if err == nil || !isRetryable(err) {
			return err
		}
		pause := time.Duration(rand.Int64N(int64(5*time.Millisecond) << min(attempt, 6)))
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
	return fmt.Errorf("transaction gave up after %d attempts: %w", txAttempts, err)
}

// PutOffCheckpoint keeps an embedded database from copying home, within the commit, what a very
// large transaction wrote: everybody else would wait for that too. The returned function does it
// beside other writers.
func (s *Store) PutOffCheckpoint(ctx context.Context) (checkpoint func(), err error) {
	if s.Dialect != "sqlite" {
		return func() {}, nil
	}
	const usual = 1000
	ctx = context.WithoutCancel(ctx)
	after := func(pages int) error {
		return s.write.WithContext(ctx).Exec(fmt.Sprintf("PRAGMA wal_autocheckpoint = %d", pages)).Error
	}
	if err := after(0); err != nil {
		return nil, fmt.Errorf("put off the checkpoint: %w", err)
	}
	return func() {
		_ = s.db.WithContext(ctx).Exec("PRAGMA wal_checkpoint(PASSIVE)").Error // what it leaves the next commits do
		_ = after(usual)                                                       // so does a new connection
	}, nil
}

// 1213 deadlock or cluster conflict, 1205 lock wait time-out, 1047 node not
// ready, 1020 row changed since read (MariaDB snapshot isolation).
func isRetryable(err error) bool {
	if errors.Is(err, errOvertaken) {
		return true
	}
	var my *mysqldriver.MySQLError
	if errors.As(err, &my) {
		switch my.Number {
		case 1213, 1205, 1047, 1020:
			return true
		}
		return false
	}
	var lite interface{ Code() int }
	if errors.As(err, &lite) {
		const busy, locked = 5, 6
		primary := lite.Code() & 0xff
		return primary == busy || primary == locked
	}
	return false
}
