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

// manyRows is how many rows one statement writes, below what either database takes.
const manyRows = 200

// insertMany is insert for many rows, some in each statement. All are audited; a unique
// key that is taken fails the whole.
func insertMany[T any](ctx context.Context, tx *Tx, n noun, idOf func(*T) string, rows []*T, taken *model.Error) error {
	for len(rows) > 0 {
		some := rows[:min(len(rows), manyRows)]
		rows = rows[len(some):]
		stored, entries := make([]*T, len(some)), make([]model.AuditEntry, len(some))
		for i, row := range some {
			var err error
			if stored[i], err = sealedRow(ctx, tx, n, row); err != nil {
				return err
			}
			after, err := json.Marshal(row)
			if err != nil {
				return fmt.Errorf("audit %s: %w", n.table, err)
			}
			if entries[i], err = tx.auditEntry(n.name, idOf(row), "", string(after)); err != nil {
				return err
			}
		}
		err := tx.db.WithContext(ctx).Table(n.table).Create(stored).Error
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
		if err := tx.db.WithContext(ctx).Table("audit_entries").Create(entries).Error; err != nil {
			return fmt.Errorf("write audit: %w", err)
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
