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
	name  model.Noun
	table string
	from  string // what records are read from, called as the table, where they have more than its columns
	reach reach
	of    *noun // the rows belong to records of this noun and are seen with them
	// ownOfFirm keeps from a firm those rows of its records that it did not add itself.
	ownOfFirm bool
	label     string            // column by which people know a record, "" where there is none
	search    string            // column with folded text, "" when the list has no search
	grams     string            // table of the grams of that text, "" where the text itself is gone through
	gramsOf   string            // column of the ids that the table of grams names, where it is another noun's
	others    []otherwise       // what else a word may say of a record than its text
	filters   map[string]string // query name → column, compared for equality
	having    map[string]string // query name → condition with one placeholder, or with @value, for what is not a column
	sorts     map[string]string // query name → column
	sealed    []sealedColumn    // columns whose values nobody reads in the database
}

// nouns is every kind of record that has an address of its own; the key is its path segment.
var nouns = map[model.Noun]noun{}

func register(n noun) noun {
	nouns[n.name] = n
	return n
}

// rows is what the noun's records are read from.
func (n noun) rows(db *gorm.DB) *gorm.DB {
	if n.from != "" {
		return db.Table(n.from)
	}
	return db.Table(n.table)
}

// VersionOf returns the record's version, or NotFound when it is absent or out of scope.
func (r Reader) VersionOf(ctx context.Context, name model.Noun, scope Scope, id string) (int64, error) {
	n, known := nouns[name]
	if !known {
		return 0, notFound()
	}
	var row struct{ Version int64 }
	err := n.visible(n.rows(r.db.WithContext(ctx)), scope).
		Select("version").Where("id = ?", id).Take(&row).Error
	return row.Version, absent(err)
}

// visible keeps the rows of the noun that are in scope.
func (n noun) visible(db *gorm.DB, scope Scope) *gorm.DB {
	if n.of == nil {
		return n.reach.visible(db, scope)
	}
	records := func(scope Scope) *gorm.DB {
		return n.of.reach.visible(db.Session(&gorm.Session{NewDB: true}).Table(n.of.table).Select(n.of.table+".id"), scope)
	}
	db = db.Where(n.table+".noun = ?", n.of.name)
	if !n.ownOfFirm || len(scope.firms) == 0 {
		return db.Where(n.table+".record_id IN (?)", records(scope))
	}
	firms := scope.firms
	scope.firms = nil
	return db.Where("("+n.table+".record_id IN (?) OR "+n.table+".firm_id IN ? AND "+n.table+".record_id IN (?))",
		records(scope), firms, records(Scope{firms: firms}))
}

// NameOf returns what people call a record, "" when it is absent, out of scope or has no name.
func (r Reader) NameOf(ctx context.Context, name model.Noun, scope Scope, id string) (string, error) {
	n := nouns[name]
	if n.label == "" || id == "" {
		return "", nil
	}
	var names []string
	err := n.visible(n.rows(r.db.WithContext(ctx)), scope).Where(n.table+".id = ?", id).Limit(1).Pluck(n.table+"."+n.label, &names).Error
	if err != nil || len(names) == 0 {
		return "", err
	}
	return names[0], nil
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
	err := n.visible(n.rows(r.db.WithContext(ctx)), scope).Where("id = ?", id).Take(&row).Error
	if err != nil {
		return row, absent(err)
	}
	return row, open(ctx, r, n, &row)
}
