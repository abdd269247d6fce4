package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// tableSum is what the rows of a table add up to, in whatever order they come:
// the exclusive or of the SHA-256 of each row's line. Rows differ in their keys,
// so no two cancel out.
type tableSum struct {
	Rows int64  `json:"rows"`
	Sum  string `json:"sum"`
}

type rowSum struct {
	rows int64
	sum  [sha256.Size]byte
}

func (s *rowSum) add(line []byte) {
	s.rows++
	for i, b := range sha256.Sum256(line) {
		s.sum[i] ^= b
	}
}

func (s *rowSum) of() tableSum { return tableSum{s.rows, hex.EncodeToString(s.sum[:])} }

// sumOf adds up a table as it stands in the database, its columns in the given order.
func sumOf(db *gorm.DB, table string, columns []string) (tableSum, error) {
	var sum rowSum
	err := eachRow(db, table, columns, func([]string) error { return nil }, func(row []any) error {
		line, err := json.Marshal(row)
		sum.add(append(line, '\n'))
		return err
	})
	return sum.of(), err
}

// eachRow reads a table, the named columns or all, and calls opened with their
// names before it calls row with each row in portable values.
func eachRow(db *gorm.DB, table string, columns []string, opened func(columns []string) error, row func([]any) error) error {
	query := db.Table(table)
	if len(columns) > 0 {
		chosen := make([]clause.Column, len(columns))
		for i, name := range columns {
			chosen[i] = clause.Column{Name: name}
		}
		query = query.Clauses(clause.Select{Columns: chosen})
	}
	rows, err := query.Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	if err := opened(slices.Clone(names)); err != nil {
		return err
	}
	values, targets := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if err := row(portable(values)); err != nil {
			return err
		}
	}
	return rows.Err()
}

// portable makes values mean the same to both databases: texts as texts, truths
// as 0 and 1, instants as {"t": RFC 3339} in the milliseconds that both keep.
func portable(values []any) []any {
	row := make([]any, len(values))
	for i, value := range values {
		switch v := value.(type) {
		case []byte:
			row[i] = string(v)
		case time.Time:
			row[i] = map[string]string{"t": v.UTC().Truncate(time.Millisecond).Format(time.RFC3339Nano)}
		case bool:
			row[i] = 0
			if v {
				row[i] = 1
			}
		default:
			row[i] = v
		}
	}
	return row
}
