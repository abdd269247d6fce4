package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"gorm.io/gorm"

	"yijian/model"
)

// insert creates a row and its audit row. A unique key that is taken gives
// taken, or an internal error when the table has none.
func insert[T any](ctx context.Context, tx *Tx, n noun, id string, row *T, taken *model.Error) error {
	stored, err := sealedRow(ctx, tx, n, row)
	if err != nil {
		return err
	}
	err = tx.db.WithContext(ctx).Table(n.table).Create(stored).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) && taken != nil {
		return taken
	}
	if err != nil {
		return fmt.Errorf("insert into %s: %w", n.table, err)
	}
	if err := moveGrams(ctx, tx, n, id, nil, row); err != nil {
		return err
	}
	after, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("audit %s: %w", n.table, err)
	}
	return tx.audit(ctx, n.name, id, "", string(after))
}

// update sets the named columns if the record still has the version, raises the
// version, writes the audit row and returns the record as it is now. It fails
// with Stale when somebody else was first.
func update[T any](ctx context.Context, tx *Tx, n noun, id string, version int64, columns map[string]any, taken *model.Error) (T, error) {
	var before, after T
	table := func() *gorm.DB { return tx.db.WithContext(ctx).Table(n.table).Where("id = ?", id) }
	if err := table().Take(&before).Error; err != nil {
		return after, absent(err)
	}
	set := maps.Clone(columns)
	if err := tx.seal(ctx, n, id, set); err != nil {
		return after, err
	}
	set["version"] = version + 1
	set["updated_at"] = tx.stamp.At
	result := table().Where("version = ?", version).Updates(set)
	if errors.Is(result.Error, gorm.ErrDuplicatedKey) && taken != nil {
		return after, taken
	}
	if result.Error != nil {
		return after, fmt.Errorf("update %s: %w", n.table, result.Error)
	}
	if result.RowsAffected != 1 {
		return after, Stale()
	}
	if err := table().Take(&after).Error; err != nil {
		return after, fmt.Errorf("read back %s: %w", n.table, err)
	}
	if err := moveGrams(ctx, tx, n, id, &before, &after); err != nil {
		return after, err
	}
	if err := open(ctx, tx.Reader, n, &before, &after); err != nil {
		return after, err
	}
	return after, tx.auditChange(ctx, n, id, before, after)
}

func (tx *Tx) auditChange(ctx context.Context, n noun, id string, before, after any) error {
	was, err := json.Marshal(before)
	if err != nil {
		return fmt.Errorf("audit %s: %w", n.table, err)
	}
	is, err := json.Marshal(after)
	if err != nil {
		return fmt.Errorf("audit %s: %w", n.table, err)
	}
	return tx.audit(ctx, n.name, id, string(was), string(is))
}

// Stale is the failure of a change to a record that somebody changed first.
func Stale() *model.Error {
	return model.Fail(model.Stale, "record.stale", "这条记录已被他人修改，请重新载入后再改")
}

func (tx *Tx) audit(ctx context.Context, name model.Noun, id, before, after string) error {
	if tx.runIsIdle && name == jobRuns.name {
		return nil
	}
	CountChanges(ctx, 1)
	row, err := tx.auditEntry(name, id, before, after)
	if err != nil {
		return err
	}
	if err := tx.db.WithContext(ctx).Table("audit_entries").Create(&row).Error; err != nil {
		return fmt.Errorf("write audit: %w", err)
	}
	return nil
}
