package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

// sealKey is the fingerprint of a key that seals or sealed values in this
// database. Number lets one win of two that start with different keys at once.
type sealKey struct {
	ID        string     `gorm:"column:id;primaryKey"`
	Number    int64      `gorm:"column:number"`
	NotedAt   time.Time  `gorm:"column:noted_at;autoCreateTime:false"`
	RetiredAt *time.Time `gorm:"column:retired_at"`
}

func foreignKey(format string, args ...any) *model.Error {
	return model.Fail(model.Malformed, "key.foreign", fmt.Sprintf(format, args...))
}

// NoteKeys refuses keys that are not this database's, so that it never holds
// values that its servers cannot read, and notes the one that seals from now on.
func (s *Store) NoteKeys(ctx context.Context, at time.Time) error {
	for attempt := 0; ; attempt++ {
		err := s.Tx(ctx, model.Stamp{Act: "key:note", At: at}, func(tx *Tx) error {
			fresh, err := tx.keysFit(ctx)
			if err != nil || fresh == nil {
				return err
			}
			fresh.NotedAt = at
			return tx.db.WithContext(ctx).Table("seal_keys").Create(fresh).Error
		})
		if !errors.Is(err, gorm.ErrDuplicatedKey) || attempt > 2 {
			return err
		} // somebody else was first: the same key is welcome, another is not
	}
}

// keysFit compares the keys with those that the database was sealed with, and
// returns the row of the sealing key when it is new.
func (r Reader) keysFit(ctx context.Context) (*sealKey, error) {
	if r.keys == nil {
		return nil, errNoKeys
	}
	var known []sealKey
	if err := r.db.WithContext(ctx).Table("seal_keys").Order("number").Find(&known).Error; err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	held := r.keys.IDs()
	fresh := &sealKey{ID: held[0], Number: 1}
	isKnown := false
	for _, key := range known {
		fresh.Number = key.Number + 1
		switch {
		case key.RetiredAt == nil && !slices.Contains(held, key.ID):
			return nil, foreignKey("the key file does not hold key %s, with which values in the database are sealed", key.ID)
		case key.RetiredAt != nil && key.ID == held[0]:
			return nil, foreignKey("the key file seals with key %s, which was retired; copy it from the server on which keys were rotated", key.ID)
		}
		isKnown = isKnown || key.ID == held[0]
	}
	if isKnown {
		return nil, nil
	}
	if len(known) > 0 {
		return fresh, nil
	}
	return fresh, r.opensFirst(ctx)
}

// fitsRestored refuses keys that do not open what a backup put into the database,
// which may be one of before fingerprints were kept.
func (r Reader) fitsRestored(ctx context.Context) (err error) {
	tables := r.db.WithContext(ctx).Migrator()
	switch {
	case r.keys == nil: // nobody will read what is sealed
	case tables.HasTable("seal_keys"):
		_, err = r.keysFit(ctx)
	case tables.HasTable("second_factors"):
		err = r.opensFirst(ctx)
	}
	return err
}

// opensFirst tries the keys on what the first release sealed, which kept no fingerprint.
func (r Reader) opensFirst(ctx context.Context) error {
	var rows []model.SecondFactor
	err := r.db.WithContext(ctx).Table("second_factors").Where("sealed <> ''").Limit(1).Find(&rows).Error
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	for _, row := range rows {
		if _, err := r.keys.Open(row.Sealed, secondFactors.place(string(row.UserID), "")); err != nil {
			return foreignKey("the key file's key is not the one with which the secrets of one-time codes in the database are sealed")
		}
	}
	return nil
}

// SealedWith counts the values that the key sealed, by table and column,
// wherever in the database they are; stored replies are among them for a week.
// Without a key id it counts those of the first release, which name none.
func (s *Store) SealedWith(ctx context.Context, id string) (map[string]int64, error) {
	counts := map[string]int64{}
	tables, err := dataTables(s.db.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	for _, table := range tables {
		columns, err := s.db.WithContext(ctx).Table(table).Migrator().ColumnTypes(table)
		if err != nil {
			return nil, fmt.Errorf("columns of %s: %w", table, err)
		}
		for _, column := range columns {
			kind := strings.ToUpper(column.DatabaseTypeName())
			if !strings.Contains(kind, "CHAR") && !strings.Contains(kind, "TEXT") {
				continue
			}
			var n int64
			condition, args := holdsSealed(column.Name(), id)
			if err := s.db.WithContext(ctx).Table(table).Where(condition, args...).Count(&n).Error; err != nil {
				return nil, fmt.Errorf("count sealed values in %s: %w", table, err)
			}
			if n > 0 {
				counts[table+"."+column.Name()] = n
			}
		}
	}
	return counts, nil
}

func holdsSealed(column, id string) (condition string, args []any) {
	column = "`" + column + "`"
	if id == "" {
		return column + " LIKE ? OR " + column + " LIKE ?", []any{"a1.%", `%"sealed":"a1.%`}
	}
	return column + " LIKE ? OR " + column + " LIKE ?", []any{"%a2." + id + ".%", "%s2." + id + ".%"}
}

// RetireKey notes that the key seals no longer, or with undo that it may again.
func (tx *Tx) RetireKey(ctx context.Context, id string, undo bool) error {
	set := map[string]any{"retired_at": tx.stamp.At}
	if undo {
		set["retired_at"] = nil
	}
	if err := tx.db.WithContext(ctx).Table("seal_keys").Where("id = ?", id).Updates(set).Error; err != nil {
		return fmt.Errorf("retire key: %w", err)
	}
	return nil
}
