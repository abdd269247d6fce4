package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

// manyRows is how many rows one statement writes at most, below what either database takes, and
// manyBytes how many bytes of audit rows, which tell of every column.
const (
	manyRows  = 200
	manyBytes = 2 << 20
)

// insertMany is insert for many rows, some in each statement. All are audited; a unique
// key that is taken fails the whole.
func insertMany[T any](ctx context.Context, tx *Tx, n noun, idOf func(*T) string, rows []*T, taken *model.Error) error {
	for len(rows) > 0 {
		var stored []*T
		var entries []model.AuditEntry
		for bytes := 0; len(stored) < min(len(rows), manyRows) && bytes < manyBytes; {
			row := rows[len(stored)]
			kept, err := sealedRow(ctx, tx, n, row)
			if err != nil {
				return err
			}
			after, err := json.Marshal(row)
			if err != nil {
				return fmt.Errorf("audit %s: %w", n.table, err)
			}
			entry, err := tx.auditEntry(n.name, idOf(row), "", string(after))
			if err != nil {
				return err
			}
			stored, entries, bytes = append(stored, kept), append(entries, entry), bytes+len(after)
		}
		some := rows[:len(stored)]
		rows = rows[len(some):]
		err := insertRows(ctx, tx, n, stored, entries)
		if errors.Is(err, gorm.ErrDuplicatedKey) && taken != nil {
			return taken
		}
		if err != nil {
			return fmt.Errorf("insert into %s: %w", n.table, err)
		}
		for _, row := range some {
			if err := moveGrams(ctx, tx, n, idOf(row), nil, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// auditEntry is the audit row of a change, sealed where the store has a key.
func (tx *Tx) auditEntry(name model.Noun, id, before, after string) (model.AuditEntry, error) {
	call := tx.stamp.Call
	row := model.AuditEntry{
		ID: NewID(), At: tx.stamp.At.UTC().Truncate(time.Millisecond), UserID: call.Actor.UserID, UserName: call.Actor.Name, OnBehalf: call.OnBehalf,
		Act: tx.stamp.Act, Noun: name, RecordID: id, Before: before, After: after,
		Reason: tx.stamp.Reason, RequestID: call.RequestID, Address: call.Address,
	}
	if tx.key == nil {
		return row, nil
	}
	var err error
	row.Seal, err = tx.key.seal(row)
	return row, err
}
