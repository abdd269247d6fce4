package store

import (
	"context"
	"database/sql/driver"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"yijian/model"
)

// MaxPage is the most rows one page holds.
const MaxPage = 100

// Query asks for one page of a list. Sort is a sort name, "-" before it reverses.
type Query struct {
	Flaw   Flaw  // keeps only what a rule of data quality finds
	Trail  Trail // narrows the audit trail
	Search string
	Exact  bool // leaves out what only resembles what is searched for
	Count  bool // counts the rows of a first page that is not the only one
	Filter map[string]string
	Sort   string
	Cursor string
	Limit  int
}

type cursor struct {
	Sort  string          `json:"s"`
	Value json.RawMessage `json:"v,omitempty"`
	Null  bool            `json:"n,omitempty"`
	ID    string          `json:"i,omitempty"`
	// Similar is set among what only resembles what was searched for; it begins without an ID.
	Similar bool `json:"r,omitempty"`
}

// leaf is where a page of a list begins, how it is ordered and how much it holds.
type leaf struct {
	n          noun
	sort       string
	column     string
	descending bool
	at         cursor
	value      any
	limit      int
	exact      bool
}

func leafOf[T any](db *gorm.DB, n noun, q Query) (l leaf, err error) {
	l = leaf{n: n, sort: q.Sort, limit: q.Limit, exact: q.Exact}
	if l.column, l.descending, err = n.order(q.Sort); err != nil {
		return l, err
	}
	if l.limit < 1 || l.limit > MaxPage {
		l.limit = MaxPage
	}
	if q.Cursor != "" {
		l.at, l.value, err = resume[T](db, l.column, q)
	}
	return l, err
}

// list returns one page in a stable order: the sort column, then the id. What only
// resembles what was searched for comes after everything that holds it.
func list[T any](ctx context.Context, r Reader, n noun, scope Scope, q Query) (model.Page[T], error) {
	l, err := leafOf[T](r.db, n, q)
	if err != nil {
		return model.Page[T]{Items: []T{}}, err
	}
	rows := func() *gorm.DB { return n.narrow(n.visible(n.rows(r.db.WithContext(ctx)), scope), q) }
	var page model.Page[T]
	if words := model.SearchWords(q.Search); n.grams != "" && len(words) > 0 {
		page, err = searched[T](ctx, r, l, rows, words)
	} else {
		page, err = turn[T](ctx, r, l, n.holding(rows(), q.Search))
	}
	if err == nil && q.Count && q.Cursor == "" {
		err = countTo(&page, q, rows)
	}
	return page, errors.Join(err, openAll(ctx, r, n, page.Items))
}

// countTo says how many rows the list has, up to MostCounted. What a search finds is counted
// where one page holds it: beyond, finding it all is what would be slow.
func countTo[T any](page *model.Page[T], q Query, rows func() *gorm.DB) error {
	if page.Next == "" {
		page.Total = len(page.Items)
		return nil
	}
	if len(model.SearchWords(q.Search)) > 0 {
		return nil
	}
	var count int64
	some := rows().Select("1").Limit(model.MostCounted + 1)
	if err := some.Session(&gorm.Session{NewDB: true}).Table("(?) AS counted", some).Count(&count).Error; err != nil {
		return fmt.Errorf("count a list: %w", err)
	}
	page.Total, page.Beyond = int(min(count, model.MostCounted)), count > model.MostCounted
	return nil
}

// turn reads one page of the rows, from where the leaf begins.
func turn[T any](ctx context.Context, r Reader, l leaf, rows *gorm.DB) (model.Page[T], error) {
	page := model.Page[T]{Items: []T{}}
	if l.at.ID != "" {
		rows = l.n.after(rows, l.column, l.descending, l.at, l.value)
	}
	direction := " ASC"
	if l.descending {
		direction = " DESC"
	}
	order := l.n.table + "." + l.column + direction + ", " + l.n.table + ".id" + direction
	if err := rows.Select(l.n.table + ".*").Order(order).Limit(l.limit + 1).Find(&page.Items).Error; err != nil {
		return page, fmt.Errorf("list %s: %w", l.n.table, err)
	}
	if len(page.Items) <= l.limit {
		return page, nil
	}
	page.Items = page.Items[:l.limit]
	var err error
	page.Next, err = l.mark(ctx, r.db, &page.Items[l.limit-1])
	return page, err
}

func (n noun) narrow(db *gorm.DB, q Query) *gorm.DB {
	for name, value := range q.Filter {
		if column := n.filters[name]; column != "" && value != "" {
			db = db.Where(n.table+"."+column+" = ?", value)
		} else if condition := n.having[name]; condition != "" && value != "" {
			db = db.Where(spoken(db, condition), filterValue(condition, value))
		}
	}
	return q.Trail.narrow(q.Flaw.narrow(db, n))
}

// holding keeps the rows whose text holds what is searched for.
func (n noun) holding(db *gorm.DB, search string) *gorm.DB {
	if text := model.FoldForSearch(search); n.search != "" && strings.Trim(text, "|") != "" {
		db = db.Where(n.table+"."+n.search+" LIKE ? ESCAPE '!'", "%"+escapeLike(text)+"%")
	}
	return db
}

// filterValue is the value as the condition names it: once by ?, or as often as it likes by @value.
func filterValue(condition, value string) any {
	if strings.Contains(condition, "@value") {
		return map[string]any{"value": value}
	}
	return value
}

func escapeLike(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}

func (n noun) order(sort string) (column string, descending bool, err error) {
	if sort == "" {
		return "id", true, nil
	}
	name, descending := strings.CutPrefix(sort, "-")
	column, known := n.sorts[name]
	if !known {
		var fields model.FieldErrors
		fields.Add("/sort", "sort.unknown", "不支持按此列排序")
		return "", false, fields.Err()
	}
	return column, descending, nil
}

// resume reads where the page before ended; the value must be one the column can hold.
func resume[T any](db *gorm.DB, column string, q Query) (cursor, any, error) {
	var at cursor
	field, err := fieldOf(db, new(T), column)
	if err != nil {
		return at, nil, err
	}
	value := reflect.New(field.FieldType)
	raw, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err == nil {
		err = json.Unmarshal(raw, &at)
	}
	begins := at.Similar && at.ID == ""
	if err == nil && column != "id" && !at.Null && !begins {
		err = json.Unmarshal(at.Value, value.Interface())
	}
	if err != nil || at.Sort != q.Sort || at.ID == "" && !begins {
		var fields model.FieldErrors
		fields.Add("/cursor", "cursor.invalid", "翻页位置无效，请从第一页重新查询")
		return at, nil, fields.Err()
	}
	return at, value.Elem().Interface(), nil
}

func fieldOf(db *gorm.DB, row any, column string) (*schema.Field, error) {
	statement := &gorm.Statement{DB: db}
	if err := statement.Parse(row); err != nil {
		return nil, fmt.Errorf("cursor: %w", err)
	}
	return statement.Schema.LookUpField(column), nil
}

// after keeps the rows that follow the cursor. Both databases sort NULL before every value.
func (n noun) after(db *gorm.DB, column string, descending bool, at cursor, value any) *gorm.DB {
	id, op := n.table+".id", ">"
	if descending {
		op = "<"
	}
	if column == "id" {
		return db.Where(id+" "+op+" ?", at.ID)
	}
	column = n.table + "." + column
	switch {
	case at.Null && descending:
		return db.Where("("+column+" IS NULL AND "+id+" < ?)", at.ID)
	case at.Null:
		return db.Where("("+column+" IS NOT NULL OR "+id+" > ?)", at.ID)
	case descending:
		return db.Where("("+column+" < ? OR "+column+" IS NULL OR ("+column+" = ? AND "+id+" < ?))", value, value, at.ID)
	}
	return db.Where("("+column+" > ? OR ("+column+" = ? AND "+id+" > ?))", value, value, at.ID)
}

// mark is the cursor that goes on after the row.
func (l leaf) mark(ctx context.Context, db *gorm.DB, row any) (string, error) {
	at := cursor{Sort: l.sort, Similar: l.at.Similar}
	id, err := fieldOf(db, row, "id")
	if err != nil {
		return "", err
	}
	own, _ := id.ValueOf(ctx, reflect.ValueOf(row).Elem())
	at.ID = fmt.Sprint(own)
	if l.column != "id" {
		field, err := fieldOf(db, row, l.column)
		if err != nil {
			return "", err
		}
		value, _ := field.ValueOf(ctx, reflect.ValueOf(row).Elem())
		if stored, ok := value.(driver.Valuer); ok {
			kept, err := stored.Value()
			at.Null = err == nil && kept == nil
		}
		if at.Value, err = json.Marshal(value); err != nil {
			return "", fmt.Errorf("cursor: %w", err)
		}
	}
	return at.text()
}

func (c cursor) text() (string, error) {
	raw, err := json.Marshal(c)
	return base64.RawURLEncoding.EncodeToString(raw), err
}
