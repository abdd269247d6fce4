package store

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"yijian/model"
)

// gramOf says that a record's text has a gram.
type gramOf struct{ gram, record string }

// gramsAtOnce is how many rows of grams one statement writes, gramsKept how many wait in memory at most.
const (
	gramsAtOnce = 1000
	gramsKept   = 100_000
)

// GatherGrams puts off the grams of all records that fn writes until it ends, and then writes
// them in the order of their table: much faster for thousands of records, and in the same
// transaction. Until then a search in it does not find them.
func (tx *Tx) GatherGrams(ctx context.Context, fn func() error) error {
	tx.gathered = map[string][]gramOf{}
	defer func() { tx.gathered = nil }()
	if err := fn(); err != nil {
		return err
	}
	for table := range tx.gathered {
		if err := tx.writeGathered(ctx, table); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) writeGathered(ctx context.Context, table string) error {
	rows := tx.gathered[table]
	slices.SortFunc(rows, func(a, b gramOf) int {
		return strings.Compare(a.gram+"|"+a.record, b.gram+"|"+b.record)
	})
	tx.gathered[table] = nil
	return tx.writeGrams(ctx, table, rows)
}

// moveGrams makes the grams of a record, where its noun has any, those of its text; before is nil for a new one.
func moveGrams[T any](ctx context.Context, tx *Tx, n noun, id string, before, after *T) error {
	if n.grams == "" || n.gramsOf != "" {
		return nil
	}
	fields, err := fieldsOf(tx.db, after)
	if err != nil {
		return err
	}
	texts := [2]string{}
	for i, row := range []*T{before, after} {
		if row != nil {
			texts[i] = fields[n.search].ReflectValueOf(ctx, reflect.ValueOf(row).Elem()).String()
		}
	}
	return tx.keepGrams(ctx, n, id, texts)
}

// keepGrams makes the grams of a record those of the latter text, where they were those of the former.
func (tx *Tx) keepGrams(ctx context.Context, n noun, id string, texts [2]string) error {
	if texts[0] == texts[1] {
		return nil
	}
	had, has := model.Grams(texts[0]), model.Grams(texts[1])
	var gone []string
	for _, gram := range had {
		if !slices.Contains(has, gram) {
			gone = append(gone, gram)
		}
	}
	if len(gone) > 0 {
		if tx.gathered != nil { // what it had may wait
			if err := tx.writeGathered(ctx, n.grams); err != nil {
				return err
			}
		}
		if err := tx.db.WithContext(ctx).Exec("DELETE FROM "+n.grams+" WHERE record_id = ? AND gram IN ?", id, gone).Error; err != nil {
			return fmt.Errorf("forget grams: %w", err)
		}
	}
	var rows []gramOf
	for _, gram := range has {
		if !slices.Contains(had, gram) {
			rows = append(rows, gramOf{gram, id})
		}
	}
	if tx.gathered == nil {
		return tx.writeGrams(ctx, n.grams, rows)
	}
	if tx.gathered[n.grams] = append(tx.gathered[n.grams], rows...); len(tx.gathered[n.grams]) > gramsKept {
		return tx.writeGathered(ctx, n.grams)
	}
	return nil
}

// writeGrams adds rows; those that are there stay.
func (tx *Tx) writeGrams(ctx context.Context, table string, rows []gramOf) error {
	insert := "INSERT OR IGNORE INTO "
	if tx.db.Name() == "mysql" {
		insert = "INSERT IGNORE INTO "
	}
	for part := range slices.Chunk(rows, gramsAtOnce) {
		args := make([]any, 0, 2*len(part))
		for _, row := range part {
			args = append(args, row.gram, row.record)
		}
		places := strings.TrimSuffix(strings.Repeat("(?,?),", len(part)), ",")
		if err := tx.db.WithContext(ctx).Exec(insert+table+" (gram, record_id) VALUES "+places, args...).Error; err != nil {
			return fmt.Errorf("keep grams: %w", err)
		}
	}
	return nil
}
