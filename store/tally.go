package store

import (
	"context"
	"sync/atomic"
)

type tallyKey struct{}

// WithTally counts in the tally what is changed under the context: each audit row that is
// written, also where its transaction is taken back.
func WithTally(ctx context.Context) (context.Context, *atomic.Int64) {
	tally := &atomic.Int64{}
	return context.WithValue(ctx, tallyKey{}, tally), tally
}

// CountChanges adds to the context's tally, if it has one, what changed without an audit row.
func CountChanges(ctx context.Context, n int64) {
	if tally, counts := ctx.Value(tallyKey{}).(*atomic.Int64); counts {
		tally.Add(n)
	}
}

// LeaveRunOut keeps out of the audit what this transaction writes about a run of a job that
// nobody ordered: that it began, or that it ended and had changed nothing. Nothing else is
// left out, and the run itself stays on record.
func (tx *Tx) LeaveRunOut() { tx.runIsIdle = true }
