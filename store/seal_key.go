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

// SealedWith counts the values that the key sealed, by table and column; stored
// replies are among them for a week. Without a key id it counts those of the
// first release, which name none. What people wrote is never taken for a value.
func (r Reader) SealedWith(ctx context.Context, id string) (map[string]int64, error) {
	counts := map[string]int64{}
	count := func(table, column, condition string, args []any) error {
		var n int64
		if err := r.db.WithContext(ctx).Table(table).Where(condition, args...).Count(&n).Error; err != nil {
			return fmt.Errorf("count sealed values in %s: %w", table, err)
		}
		if n > 0 {
			counts[table+"."+column] = n
		}
		return nil
	}
	for _, t := range sealedTables() {
		if id == "" && t.bare {
			continue // the first release sealed nothing there
		}
		for _, column := range t.sealed {
			condition, args := beginsWith(column.name, beginnings(id))
			if err := count(t.table, column.name, condition, args); err != nil {
				return nil, err
			}
		}
	}
	condition, args := repliesWith(beginnings(id))
	return counts, count("idempotency_keys", "reply", condition, args)
}

// beginnings are how the values of a key begin, or those of the first release.
func beginnings(id string) []string {
	if id == "" {
		return []string{"a1."}
	}
	return []string{"a2." + id + ".", "s2." + id + "."}
}

// shortestSealed is the length of the shortest nonce and tag as a value holds them.
const shortestSealed = 38

// beginsWith compares the bytes, where LIKE would overlook case, and asks for
// as many more as every sealed value has.
func beginsWith(column string, starts []string) (condition string, args []any) {
	var either []string
	for _, start := range starts {
		either = append(either, fmt.Sprintf("(HEX(SUBSTR(%s, 1, %d)) = ? AND LENGTH(%s) >= %d)", column, len(start), column, len(start)+shortestSealed))
		args = append(args, fmt.Sprintf("%X", start))
	}
	return strings.Join(either, " OR "), args
}

// repliesWith finds the values where a reply keeps them, in a member of its
// own: within the text of another its quotation marks would be escaped.
func repliesWith(starts []string) (condition string, args []any) {
	var either []string
	for _, start := range starts {
		either = append(either, "INSTR(HEX(reply), ?) > 0")
		args = append(args, fmt.Sprintf("%X", sealedMember+start))
	}
	return strings.Join(either, " OR "), args
}

const sealedMember = `"sealed":"`

// KeyNeededError is the refusal to retire a key that values still need, by table and column.
type KeyNeededError struct{ Counts map[string]int64 }

// Error says that the key is needed, without the places.
func (*KeyNeededError) Error() string { return "values still need the key" }

// RetireKey notes that the key seals no longer, or fails with a KeyNeededError. It
// first waits for those who are storing values under the key; who comes later is refused.
func (tx *Tx) RetireKey(ctx context.Context, id string) error {
	result := tx.db.WithContext(ctx).Table("seal_keys").Where("id = ?", id).Update("retired_at", tx.stamp.At)
	if result.Error != nil {
		return fmt.Errorf("retire key: %w", result.Error)
	}
	for _, whose := range []string{id, ""} { // who sealed those that name no key is not known
		counts, err := tx.SealedWith(ctx, whose)
		if err != nil {
			return err
		}
		if len(counts) > 0 {
			return &KeyNeededError{counts}
		}
	}
	return nil
}

// mayStore refuses values under a key that was retired, which other servers could
// not read: a server may go on with its former key file. The key stays
// unretired until the transaction ends.
func (tx *Tx) mayStore(ctx context.Context, values ...string) error {
	for _, value := range values {
		if !isSealed(value) {
			continue
		}
		id := value[3:19]
		if tx.inUse[id] {
			continue
		}
		retired, err := tx.isRetired(ctx, id)
		if err != nil {
			return err
		}
		if retired {
			return model.Fail(model.Unavailable, "key.retired", "服务器的密钥文件已过期，暂时不能保存，请通知系统管理员更新密钥文件")
		}
		tx.inUse[id] = true
	}
	return nil
}

// isRetired reports whether a key was retired; one that was not stays so until the transaction ends.
func (tx *Tx) isRetired(ctx context.Context, id string) (bool, error) {
	query := "SELECT * FROM seal_keys WHERE id = ?"
	if tx.db.Name() == "mysql" {
		query += " LOCK IN SHARE MODE"
	}
	var rows []sealKey
	if err := tx.db.WithContext(ctx).Raw(query, id).Scan(&rows).Error; err != nil {
		return false, fmt.Errorf("keys: %w", err)
	}
	return len(rows) > 0 && rows[0].RetiredAt != nil, nil
}
