package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"yijian/model"
)

// Keyring seals values so that the database, its backups and its copies do not
// tell them; casework brings the keys, which the database never holds.
type Keyring interface {
	// Seal returns the text under the key that seals now, bound to its place.
	Seal(text, about string) string
	// Open returns what Seal was given for the place.
	Open(sealed, about string) (string, error)
	// Index is under which words a text is looked up, those that are stored now first.
	Index(purpose, text string) []string
	// Current is how every value begins that is sealed now.
	Current() string
	// IDs are the fingerprints of the keys, the one that seals now first.
	IDs() []string
}

// sealedColumn is a column whose values are sealed. Index is the column by which
// they are looked up, empty for none; normal makes texts equal that mean the same.
type sealedColumn struct {
	name   string
	index  string
	normal func(string) string
}

func phoneIn(name string) sealedColumn {
	return sealedColumn{name, name + "_index", func(s string) string { return model.Phone(s).Normal() }}
}

func idNumberIn(name string) sealedColumn {
	return sealedColumn{name, name + "_index", func(s string) string { return model.IDNumber(s).Normal() }}
}

func personNameIn(name string) sealedColumn { return sealedColumn{name: name} }

var errNoKeys = errors.New("no keys to seal or open values with")

// SealValuesWith makes the store seal and open with the keys.
func (s *Store) SealValuesWith(keys Keyring) { s.keys = keys }

// about is the place to which a sealed value is bound: moved elsewhere it does not open.
func (n noun) about(id, column string) string { return n.table + "/" + id + "/" + column }

// purpose separates the look-up of each column from that of every other.
func (n noun) purpose(column string) string { return n.table + "." + column }

// seal puts the sealed values over those in clear, and the words of their look-up beside them.
func (tx *Tx) seal(ctx context.Context, n noun, id string, set map[string]any) error {
	return tx.sealIn(ctx, n.sealed, set, func(column string) string { return n.about(id, column) }, n.purpose)
}

func (tx *Tx) sealIn(ctx context.Context, columns []sealedColumn, set map[string]any, place, purpose func(column string) string) error {
	for _, column := range columns {
		text, given := set[column.name].(string)
		if !given {
			continue
		}
		index := ""
		if text == model.Unreadable {
			return model.Fail(model.Invalid, "value.unreadable", "个人信息无法读取，不能保存")
		}
		if text != "" {
			if tx.keys == nil {
				return fmt.Errorf("seal %s: %w", place(column.name), errNoKeys)
			}
			sealed := tx.keys.Seal(text, place(column.name))
			if err := tx.mayStore(ctx, sealed); err != nil {
				return err
			}
			set[column.name] = sealed
			if column.index != "" {
				index = tx.keys.Index(purpose(column.name), column.normal(text))[0]
			}
		}
		if column.index != "" {
			set[column.index] = index
		}
	}
	return nil
}

// lostValues are the places of values that did not open when they were listed.
type lostValues struct {
	seen sync.Map
	tell func(place string)
}

// TellLostValues makes the store tell once of each value that does not open when it is listed.
func (s *Store) TellLostValues(tell func(place string)) { s.lost.tell = tell }

func (l *lostValues) note(place string) {
	if l == nil || l.tell == nil {
		return
	}
	if _, known := l.seen.LoadOrStore(place, true); !known {
		l.tell(place)
	}
}

// open puts the values in clear over the sealed ones of rows just read. One that
// does not open was put there past the program, or by another key.
func open[T any](ctx context.Context, r Reader, n noun, rows ...*T) error {
	return openRows(ctx, r, n, nil, rows...)
}

// openRows asks instead what stands for a value that does not open, where there is an instead.
func openRows[T any](ctx context.Context, r Reader, n noun, instead func(place string) string, rows ...*T) error {
	if len(n.sealed) == 0 || len(rows) == 0 {
		return nil
	}
	fields, err := fieldsOf(r.db, rows[0])
	if err != nil {
		return err
	}
	for _, row := range rows {
		value := reflect.ValueOf(row).Elem()
		id := fields["id"].ReflectValueOf(ctx, value).String()
		for _, column := range n.sealed {
			at := fields[column.name].ReflectValueOf(ctx, value)
			text, err := r.openValue(at.String(), n.about(id, column.name))
			if err != nil && instead != nil && !errors.Is(err, errNoKeys) {
				text, err = instead(n.about(id, column.name)), nil
			}
			if err != nil {
				return err
			}
			at.SetString(text)
		}
	}
	return nil
}

// openAll is open for many rows: one value that does not open leaves the others
// readable, and is marked.
func openAll[T any](ctx context.Context, r Reader, n noun, items []T) error {
	rows := make([]*T, len(items))
	for i := range items {
		rows[i] = &items[i]
	}
	return openRows(ctx, r, n, func(place string) string {
		r.lost.note(place)
		return model.Unreadable
	}, rows...)
}

func (r Reader) openValue(sealed, about string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	if r.keys == nil {
		return "", fmt.Errorf("open %s: %w", about, errNoKeys)
	}
	text, err := r.keys.Open(sealed, about)
	if err != nil {
		return "", fmt.Errorf("open %s: %w", about, err)
	}
	return text, nil
}

// sealedRow is a copy of the row as the table keeps it.
func sealedRow[T any](ctx context.Context, tx *Tx, n noun, row *T) (*T, error) {
	if len(n.sealed) == 0 {
		return row, nil
	}
	fields, err := fieldsOf(tx.db, row)
	if err != nil {
		return nil, err
	}
	stored := *row
	value := reflect.ValueOf(&stored).Elem()
	set := map[string]any{}
	for _, column := range n.sealed {
		set[column.name] = fields[column.name].ReflectValueOf(ctx, value).String()
	}
	if err := tx.seal(ctx, n, fields["id"].ReflectValueOf(ctx, value).String(), set); err != nil {
		return nil, err
	}
	for name, text := range set {
		fields[name].ReflectValueOf(ctx, value).SetString(fmt.Sprint(text))
	}
	return &stored, nil
}

// fieldsOf are the fields of a row by column.
func fieldsOf(db *gorm.DB, row any) (map[string]*schema.Field, error) {
	statement := &gorm.Statement{DB: db}
	if err := statement.Parse(row); err != nil {
		return nil, fmt.Errorf("fields: %w", err)
	}
	return statement.Schema.FieldsByDBName, nil
}

// lookUp returns the newest rows within the scope whose sealed columns hold the
// texts; empty texts are not asked for, and without any nothing is found.
func lookUp[T any](ctx context.Context, r Reader, n noun, scope Scope, texts map[string]string) ([]T, error) {
	if r.keys == nil {
		return nil, fmt.Errorf("look up %s: %w", n.table, errNoKeys)
	}
	rows := []T{}
	db, asked := n.reach.visible(r.db.WithContext(ctx).Table(n.table), scope), false
	for _, column := range n.sealed {
		if text := texts[column.name]; text != "" && column.index != "" {
			asked = true
			db = db.Where(n.table+"."+column.index+" IN ?", r.keys.Index(n.purpose(column.name), column.normal(text)))
		}
	}
	if !asked {
		return rows, nil
	}
	if err := db.Order(n.table + ".id DESC").Limit(MaxPage).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("look up %s: %w", n.table, err)
	}
	return rows, openAll(ctx, r, n, rows)
}
