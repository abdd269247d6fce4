package store

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
)

const backupFormat = "yijian-backup/1"

// backupHead is the first line of a backup: what it is and which schema it holds.
type backupHead struct {
	Format string    `json:"format"`
	Schema int64     `json:"schema"`
	At     time.Time `json:"at"`
}

// backupTable opens a table; its rows follow, one JSON array a line.
type backupTable struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

// backupTail closes the backup: how many rows it has, and the SHA-256 of every line before this one.
type backupTail struct {
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

// lines writes JSON lines and hashes them.
type lines struct {
	out  *bufio.Writer
	hash hash.Hash
}

func (l *lines) write(value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	text = append(text, '\n')
	l.hash.Write(text)
	_, err = l.out.Write(text)
	return err
}

// Backup writes every row of every table, as of one instant, as compressed JSON
// lines that either database can take back. It returns the number of rows.
func (s *Store) Backup(ctx context.Context, to io.Writer, at time.Time) (rows int64, err error) {
	schema, err := s.schemaVersion(ctx)
	if err != nil {
		return 0, err
	}
	packed := gzip.NewWriter(to)
	l := &lines{bufio.NewWriter(packed), sha256.New()}
	if err := l.write(backupHead{backupFormat, schema, at}); err != nil {
		return 0, err
	}
	err = s.db.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		tables, err := dataTables(db)
		if err != nil {
			return err
		}
		for _, table := range tables {
			n, err := l.table(db, table)
			if err != nil {
				return fmt.Errorf("back up %s: %w", table, err)
			}
			rows += n
		}
		return nil
	}, &sql.TxOptions{Isolation: s.snapshotLevel(), ReadOnly: s.Dialect == "mysql"})
	if err != nil {
		return 0, err
	}
	if err := l.write(backupTail{rows, hex.EncodeToString(l.hash.Sum(nil))}); err != nil {
		return 0, err
	}
	if err := l.out.Flush(); err != nil {
		return 0, err
	}
	return rows, packed.Close()
}

func (s *Store) snapshotLevel() sql.IsolationLevel {
	if s.Dialect == "mysql" {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

func (s *Store) schemaVersion(ctx context.Context) (int64, error) {
	provider, err := s.goose()
	if err != nil {
		return 0, err
	}
	return provider.GetDBVersion(ctx)
}

// dataTables are all tables but the bookkeeping of migrations.
func dataTables(db *gorm.DB) ([]string, error) {
	all, err := db.Migrator().GetTables()
	if err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	all = slices.DeleteFunc(all, func(name string) bool {
		return strings.HasPrefix(name, "goose_") || strings.HasPrefix(name, "sqlite_")
	})
	slices.Sort(all)
	return all, nil
}

func (l *lines) table(db *gorm.DB, table string) (n int64, err error) {
	rows, err := db.Table(table).Rows()
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	if err := l.write(backupTable{table, columns}); err != nil {
		return 0, err
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return 0, err
		}
		if err := l.write(portable(values)); err != nil {
			return 0, err
		}
		n++
	}
	return n, rows.Err()
}

// portable makes values mean the same to both databases: texts as texts,
// instants as {"t": RFC 3339}.
func portable(values []any) []any {
	row := make([]any, len(values))
	for i, value := range values {
		switch v := value.(type) {
		case []byte:
			row[i] = string(v)
		case time.Time:
			row[i] = map[string]string{"t": v.UTC().Format(time.RFC3339Nano)}
		default:
			row[i] = v
		}
	}
	return row
}
