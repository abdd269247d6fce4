package store

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"yijian/model"
)

// noun says how the rows of one table are found: by whom they may be seen, what
// the search box looks at, and which columns filter and sort a list.
type noun struct {
	name    model.Noun
	table   string
	reach   reach
	search  string            // column with folded text, "" when the list has no search
	filters map[string]string // query name → column, compared for equality
	having  map[string]string // query name → condition with one placeholder, for what is not a column
	sorts   map[string]string // query name → column
}

// nouns is every kind of record that has an address of its own; the key is its path segment.
var nouns = map[model.Noun]noun{}

func register(n noun) noun {
	nouns[n.name] = n
	return n
}

// VersionOf returns the record's version, or NotFound when it is absent or out of scope.
func (r Reader) VersionOf(ctx context.Context, name model.Noun, scope Scope, id string) (int64, error) {
	n, known := nouns[name]
	if !known {
		return 0, notFound()
	}
	var row struct{ Version int64 }
	err := n.reach.visible(r.db.WithContext(ctx).Table(n.table), scope).
		Select("version").Where("id = ?", id).Take(&row).Error
	return row.Version, absent(err)
}

func (re reach) visible(db *gorm.DB, scope Scope) *gorm.DB { return scope.within(db, re) }

func notFound() *model.Error {
	return model.Fail(model.NotFound, "record.not_found", "没有找到这条记录")
}

func absent(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return notFound()
	}
	return err
}

// find returns one record within the scope.
func find[T any](ctx context.Context, r Reader, n noun, scope Scope, id string) (T, error) {
	var row T
	err := n.reach.visible(r.db.WithContext(ctx).Table(n.table), scope).Where("id = ?", id).Take(&row).Error
	return row, absent(err)
}
