package store

import (
	"context"
	"database/sql/driver"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"yijian/model"
)

// MaxPage is the most rows one page holds.
const MaxPage = 100

// Query asks for one page of a list. Sort is a sort name, "-" before it reverses.
type Query struct {
	Search string
	Filter map[string]string
	Sort   string
	Cursor string
	Limit  int
}

type cursor struct {
	Sort  string `json:"s"`
	Value string `json:"v"`
	Time  bool   `json:"t,omitempty"`
	Null  bool   `json:"n,omitempty"`
	ID    string `json:"i"`
}

// list returns one page in a stable order: the sort column, then the id.
func list[T any](ctx context.Context, r Reader, n noun, scope Scope, q Query) (model.Page[T], error) {
	page := model.Page[T]{Items: []T{}}
	db := n.reach.visible(r.db.WithContext(ctx).Table(n.table), scope)
	db = n.narrow(db, q)
	column, descending, err := n.order(q.Sort)
	if err != nil {
		return page, err
	}
	if db, err = n.seek(db, column, descending, q); err != nil {
		return page, err
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
	return page, err
}

func (n noun) narrow(db *gorm.DB, q Query) *gorm.DB {
	for name, value := range q.Filter {
		if column := n.filters[name]; column != "" && value != "" {
			db = db.Where(n.table+"."+column+" = ?", value)
		} else if condition := n.having[name]; condition != "" && value != "" {
			db = db.Where(condition, value)
		}
	}
	if text := model.FoldForSearch(q.Search); n.search != "" && strings.Trim(text, "|") != "" {
		db = db.Where(n.table+"."+n.search+" LIKE ? ESCAPE '!'", "%"+escapeLike(text)+"%")
	}
	return db
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

func (n noun) seek(db *gorm.DB, column string, descending bool, q Query) (*gorm.DB, error) {
	if q.Cursor == "" {
		return db, nil
	}
	var at cursor
	raw, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err == nil {
		err = json.Unmarshal(raw, &at)
	}
	var value any = at.Value
	if err == nil && at.Time {
		value, err = time.Parse(time.RFC3339Nano, at.Value)
	}
	if err != nil || at.Sort != q.Sort {
		var fields model.FieldErrors
		fields.Add("/cursor", "cursor.invalid", "翻页位置无效，请从第一页重新查询")
		return nil, fields.Err()
	}
	return n.after(db, column, descending, at, value), nil
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
	statement := &gorm.Statement{DB: db}
	if err := statement.Parse(row); err != nil {
		return "", fmt.Errorf("cursor: %w", err)
	}
	at := cursor{Sort: sort}
	text := func(field *schema.Field) (string, bool) {
		value, _ := field.ValueOf(ctx, reflect.ValueOf(row).Elem())
		if stored, ok := value.(driver.Valuer); ok && field.DBName == column {
			kept, err := stored.Value()
			at.Null = err == nil && kept == nil
		}
		if t, ok := value.(time.Time); ok {
			return t.Format(time.RFC3339Nano), true
		}
		return fmt.Sprint(value), false
	}
	at.ID, _ = text(statement.Schema.LookUpField("id"))
	at.Value, at.Time = text(statement.Schema.LookUpField(column))
	raw, err := json.Marshal(at)
	return base64.RawURLEncoding.EncodeToString(raw), err
}
