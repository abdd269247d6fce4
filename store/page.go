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
	Filter map[string]string
	Sort   string
	Cursor string
	Limit  int
}

type cursor struct {
	Sort  string          `json:"s"`
	Value json.RawMessage `json:"v,omitempty"`
	Null  bool            `json:"n,omitempty"`
	ID    string          `json:"i"`
}

// list returns one page in a stable order: the sort column, then the id.
func list[T any](ctx context.Context, r Reader, n noun, scope Scope, q Query) (model.Page[T], error) {
	page := model.Page[T]{Items: []T{}}
	db := n.visible(n.rows(r.db.WithContext(ctx)), scope)
	db = n.narrow(db, q)
	column, descending, err := n.order(q.Sort)
	if err != nil {
		return page, err
	}
	if q.Cursor != "" {
		at, value, err := resume[T](r.db, column, q)
		if err != nil {
			return page, err
		}
		db = n.after(db, column, descending, at, value)
	}
	direction := " ASC"
	if descending {
		direction = " DESC"
	}
	limit := q.Limit
	if limit < 1 || limit > MaxPage {
		limit = MaxPage
	}
	order := n.table + "." + column + direction + ", " + n.table + ".id" + direction
	if err := db.Select(n.table + ".*").Order(order).Limit(limit + 1).Find(&page.Items).Error; err != nil {
		return page, fmt.Errorf("list %s: %w", n.table, err)
	}
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		page.Next, err = mark(ctx, r.db, &page.Items[limit-1], q.Sort, column)
	}
	return page, errors.Join(err, openAll(ctx, r, n, page.Items))
}

func (n noun) narrow(db *gorm.DB, q Query) *gorm.DB {
	for name, value := range q.Filter {
		if column := n.filters[name]; column != "" && value != "" {
			db = db.Where(n.table+"."+column+" = ?", value)
		} else if condition := n.having[name]; condition != "" && value != "" {
			db = db.Where(spoken(db, condition), filterValue(condition, value))
		}
	}
	db = q.Trail.narrow(q.Flaw.narrow(db, n))
	if text := model.FoldForSearch(q.Search); n.search != "" && strings.Trim(text, "|") != "" {
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
	if err == nil && column != "id" && !at.Null {
		err = json.Unmarshal(at.Value, value.Interface())
	}
	if err != nil || at.Sort != q.Sort || at.ID == "" {
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

func mark(ctx context.Context, db *gorm.DB, row any, sort, column string) (string, error) {
	at := cursor{Sort: sort}
	id, err := fieldOf(db, row, "id")
	if err != nil {
		return "", err
	}
	own, _ := id.ValueOf(ctx, reflect.ValueOf(row).Elem())
	at.ID = fmt.Sprint(own)
	if column != "id" {
		field, err := fieldOf(db, row, column)
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
	raw, err := json.Marshal(at)
	return base64.RawURLEncoding.EncodeToString(raw), err
}
