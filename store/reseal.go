package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

// sealedTable is a table with sealed columns: how its rows are named, and to which place each value is bound.
type sealedTable struct {
	noun
	key     string
	place   func(id, column string) string
	purpose func(column string) string
	bare    bool // rows written by the first release may hold values in clear
}

// secondFactors are sealed by casework, which hands them over as they are kept.
var secondFactors = sealedTable{
	noun: noun{table: "second_factors", sealed: []sealedColumn{{name: "sealed"}, {name: "pending"}}}, key: "user_id",
	place:   func(id, _ string) string { return "users/" + id + "/second-factor" },
	purpose: func(column string) string { return "second_factors." + column },
}

func sealedTables() []sealedTable {
	all := []sealedTable{secondFactors}
	for _, name := range slices.Sorted(maps.Keys(nouns)) {
		if n := nouns[name]; len(n.sealed) > 0 {
			all = append(all, sealedTable{n, "id", n.about, n.purpose, true})
		}
	}
	for _, n := range waitingNouns {
		if len(n.sealed) > 0 { // rows that wait are sealed for where they will be
			all = append(all, sealedTable{noun{table: waitingTable(n.table), sealed: n.sealed}, "id", n.about, n.purpose, true})
		}
	}
	return all
}

const resealBatch = 100

// sealedForm is how a value looks that a named key sealed, for LIKE.
const sealedForm = "2.________________.%"

// SealBare seals what an earlier release stored in clear and returns how many rows
// it changed. Cut off, it goes on where it stopped; a second run finds nothing.
func (s *Store) SealBare(ctx context.Context, at time.Time) (int64, error) {
	total := int64(0)
	for _, t := range sealedTables() {
		if !t.bare {
			continue
		}
		if waiting, err := s.count(ctx, t, isBare); err != nil || waiting == 0 {
			if err != nil {
				return total, err
			}
			continue
		}
		if err := s.wipeAsGoing(ctx); err != nil {
			return total, err
		}
		n, err := s.reseal(ctx, at, t, isBare)
		if total += n; err != nil {
			return total, err
		}
	}
	if total > 0 {
		return total, s.wipe(ctx)
	}
	return total, nil
}

// WaitForReseal counts the rows with a value that is not sealed as it is sealed now.
func (s *Store) WaitForReseal(ctx context.Context) (int64, error) {
	if s.keys == nil {
		return 0, errNoKeys
	}
	total := int64(0)
	for _, t := range sealedTables() {
		n, err := s.count(ctx, t, s.notCurrent)
		if total += n; err != nil {
			return total, err
		}
	}
	return total, nil
}

// count counts the rows of which any sealed column meets the condition.
func (s *Store) count(ctx context.Context, t sealedTable, is func(column string) (string, []any)) (n int64, err error) {
	condition, args := t.anyOf(is)
	if err := s.write.WithContext(ctx).Table(t.table).Where(condition, args...).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count values of %s: %w", t.table, err)
	}
	return n, nil
}

func (s *Store) notCurrent(column string) (string, []any) {
	return column + " <> '' AND " + column + " NOT LIKE ?", []any{s.keys.Current() + "%"}
}

func isBare(column string) (string, []any) {
	return column + " <> '' AND " + column + " NOT LIKE ? AND " + column + " NOT LIKE ?", []any{"a" + sealedForm, "s" + sealedForm}
}

// anyOf holds for the rows of which any sealed column meets the condition.
func (t sealedTable) anyOf(is func(column string) (string, []any)) (string, []any) {
	var conditions []string
	var args []any
	for _, column := range t.sealed {
		condition, with := is(column.name)
		conditions, args = append(conditions, "("+condition+")"), append(args, with...)
	}
	return "(" + strings.Join(conditions, " OR ") + ")", args
}

// Reseal puts every value that is not sealed as it is sealed now under the
// current key and profile, in small batches, each value only if it is still as
// it was read: servers may go on, and a run that was cut off is taken up by the next.
func (s *Store) Reseal(ctx context.Context, at time.Time) (int64, error) {
	if s.keys == nil {
		return 0, errNoKeys
	}
	total := int64(0)
	for _, t := range sealedTables() {
		n, err := s.reseal(ctx, at, t, s.notCurrent)
		if total += n; err != nil {
			return total, err
		}
	}
	return total, nil
}

// reseal goes through the rows of a table that are waiting until none is left.
func (s *Store) reseal(ctx context.Context, at time.Time, t sealedTable, waiting func(column string) (string, []any)) (int64, error) {
	condition, args := t.anyOf(waiting)
	columns := []string{t.key}
	for _, column := range t.sealed {
		columns = append(columns, column.name)
	}
	total, last := int64(0), ""
	for {
		rows, err := s.waiting(ctx, t, columns, func(db *gorm.DB) *gorm.DB {
			return db.Where(condition, args...).Where(t.key+" > ?", last)
		})
		if err != nil {
			return total, err
		}
		if len(rows) == 0 {
			return total, nil
		}
		last = rows[len(rows)-1][0]
		n := int64(0)
		err = s.Tx(ctx, model.Stamp{Act: "key:reseal", At: at}, func(tx *Tx) error {
			n = 0
			for _, row := range rows {
				changed, err := tx.resealRow(ctx, t, columns, row)
				if err != nil {
					return err
				}
				n += changed
			}
			return nil
		})
		if total += n; err != nil {
			return total, err
		}
	}
}

// waiting reads the next rows, each as its key and its sealed columns.
func (s *Store) waiting(ctx context.Context, t sealedTable, columns []string, narrow func(*gorm.DB) *gorm.DB) ([][]string, error) {
	found, err := narrow(s.write.WithContext(ctx).Table(t.table)).Select(columns).Order(t.key).Limit(resealBatch).Rows()
	if err != nil {
		return nil, fmt.Errorf("values of %s: %w", t.table, err)
	}
	defer func() { _ = found.Close() }()
	var all [][]string
	for found.Next() {
		row, targets := make([]string, len(columns)), make([]any, len(columns))
		for i := range row {
			targets[i] = &row[i]
		}
		if err := found.Scan(targets...); err != nil {
			return nil, fmt.Errorf("values of %s: %w", t.table, err)
		}
		all = append(all, row)
	}
	return all, found.Err()
}

// resealRow writes the row's values anew if all of them are still what was read.
func (tx *Tx) resealRow(ctx context.Context, t sealedTable, columns, row []string) (int64, error) {
	id := row[0]
	set := map[string]any{}
	db := tx.db.WithContext(ctx).Table(t.table).Where(t.key+" = ?", id)
	for i, column := range columns[1:] {
		kept := row[i+1]
		db = db.Where(column+" = ?", kept)
		text := kept
		if kept != "" && (!t.bare || isSealed(kept)) {
			var err error
			if text, err = tx.openValue(kept, t.place(id, column)); err != nil {
				return 0, err
			}
		}
		set[column] = text
	}
	if err := tx.sealIn(ctx, t.sealed, set, func(column string) string { return t.place(id, column) }, t.purpose); err != nil {
		return 0, err
	}
	result := db.Updates(set)
	if result.Error != nil {
		return 0, fmt.Errorf("seal %s: %w", t.table, result.Error)
	}
	return result.RowsAffected, nil
}

// isSealed reports whether a value has the form that a named key gives.
func isSealed(value string) bool {
	scheme, rest, _ := strings.Cut(value, ".")
	return (scheme == "a2" || scheme == "s2") && len(rest) > 16 && rest[16] == '.'
}

// wipeAsGoing makes an embedded database overwrite what a change frees.
func (s *Store) wipeAsGoing(ctx context.Context) error {
	if s.Dialect != "sqlite" {
		return nil
	}
	return s.write.WithContext(ctx).Exec("PRAGMA secure_delete = ON").Error
}

// wipe leaves no earlier state of rows in the files of an embedded database.
func (s *Store) wipe(ctx context.Context) error {
	if s.Dialect != "sqlite" {
		return nil
	}
	for _, statement := range []string{"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if err := s.write.WithContext(ctx).Exec(statement).Error; err != nil {
			return fmt.Errorf("wipe: %w", err)
		}
	}
	return nil
}
