package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

const (
	sequenceEvery = 500 * time.Millisecond
	headEvery     = time.Minute
	wholePass     = time.Hour
	// wholePiece is how many rows of a whole pass are looked at after one pass over the last minutes.
	wholePiece = 5000
	// lastPass is how long the stopping server may take for its last rows and head.
	lastPass = 5 * time.Second
)

// AuditLog keeps the audit log behind the audit rows by less than a second, and
// a signed head of it outside the database every minute. Every server runs one.
type AuditLog struct {
	desk  *casework.Desk
	heads store.AuditHeads
	log   *slog.Logger

	mutex  sync.Mutex
	state  model.AuditState
	piece  int       // rows of a whole pass at a time
	whole  time.Time // when a whole pass was last begun, or failed
	from   string    // after which id the whole pass goes on
	going  bool      // whether one is under way
	failed error     // of the whole pass, until a piece succeeds
	headAt time.Time // of the last attempt to write a head
}

// StartAudit begins at once and ends when the returned stop is called, which
// takes the last rows into the log and signs them.
func StartAudit(desk *casework.Desk, heads store.AuditHeads, log *slog.Logger) (audit *AuditLog, stop func()) {
	audit = &AuditLog{desk: desk, heads: heads, log: log, piece: wholePiece, state: model.AuditState{Key: heads.Key.Public()[0]}}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(sequenceEvery)
		defer ticker.Stop()
		for {
			audit.pass(ctx, false)
			select {
			case <-ctx.Done():
				last, finish := context.WithTimeout(context.Background(), lastPass)
				defer finish()
				audit.pass(last, true)
				return
			case <-ticker.C:
			}
		}
	}()
	return audit, func() {
		cancel()
		<-done
	}
}

// State tells how the log stands.
func (a *AuditLog) State() model.AuditState {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	state := a.state
	if !state.Head.At.IsZero() {
		state.HeadAge = int64(a.desk.Now().Sub(state.Head.At) / time.Second)
	}
	return state
}

// pass sequences what was committed and, when a minute is over, writes a head.
func (a *AuditLog) pass(ctx context.Context, isLast bool) {
	now := a.desk.Now()
	err := safely(func() error { return a.sequence(ctx, now) })
	headDue := err == nil && (isLast || now.Sub(a.headAt) >= headEvery)
	if headDue {
		a.headAt = now
		err = safely(func() error { return a.writeHead(ctx, now) })
	}
	if !isLast { // never before the newest rows: however long the trail, the log keeps up
		err = errors.Join(err, a.lookBack(ctx, now))
	}
	if err == nil && !headDue {
		return
	}
	if err != nil && ctx.Err() != nil {
		return // stopping: the last pass follows
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	was := a.state.Failure
	a.state.Failure = ""
	if err != nil {
		a.state.Failure = err.Error()
	}
	if a.state.Failure != was && err != nil {
		a.log.Error("audit log", "error", a.state.Failure)
	}
}

func (a *AuditLog) sequence(ctx context.Context, now time.Time) error {
	if _, err := a.desk.Store.SequenceAudit(ctx); err != nil {
		return err
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.state.SequencedAt = now.UTC()
	return nil
}

// lookBack goes on with the whole pass, or begins one every hour. One that failed goes on an hour later.
func (a *AuditLog) lookBack(ctx context.Context, now time.Time) error {
	if !a.going || a.failed != nil {
		if now.Sub(a.whole) < wholePass {
			return a.failed
		}
		a.whole, a.going = now, true
	}
	var next string
	a.failed = safely(func() (err error) {
		next, _, err = a.desk.Store.SequenceAuditFrom(ctx, a.from, a.piece)
		return err
	})
	if a.failed == nil {
		a.from, a.going = next, next != ""
	}
	return a.failed
}

func (a *AuditLog) writeHead(ctx context.Context, now time.Time) error {
	head, err := a.desk.Store.WriteHead(ctx, a.heads, now)
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if err != nil {
		a.state.Head = head // the newest there is
		return err
	}
	a.state.Head = head
	return nil
}

// safely turns a panic into a failure: a keeper that dies takes the server with it.
func safely(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panicked: %v", p)
		}
	}()
	return fn()
}
