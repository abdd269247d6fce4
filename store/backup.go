package store

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"yijian/store/migrations"
)

const (
	backupFormat      = "yijian-backup/2"
	firstBackupFormat = "yijian-backup/1" // of the first release, whose schema had one shape
	firstSchema       = 961               // as that release called its shape
)

// backupHead is the first line of a backup: what it is and the steps of the schema it was made with.
type backupHead struct {
	Format string    `json:"format"`
	Schema int64     `json:"schema,omitempty"` // of the first release's format only
	Steps  []int64   `json:"steps"`
	At     time.Time `json:"at"`
}

// headOf begins a backup in the format that a program of the same schema reads: a
// database not yet upgraded may have to go back to its own program.
func headOf(steps []int64, at time.Time) backupHead {
	if slices.Equal(steps, migrations.FirstRelease()) {
		return backupHead{firstBackupFormat, firstSchema, steps, at}
	}
	return backupHead{Format: backupFormat, Steps: steps, At: at}
}

// backupTable opens a table; its rows follow, one JSON array a line.
type backupTable struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

// backupTail closes the backup: how many rows and contents it has, what each
// table's rows add up to, and the SHA-256 of every line before this one.
type backupTail struct {
	Rows     int64               `json:"rows"`
	Contents int64               `json:"contents"`
	Tables   map[string]tableSum `json:"tables"`
	SHA256   string              `json:"sha256"`
}

// lines writes JSON lines and hashes them.
type lines struct {
	out  *bufio.Writer
	hash hash.Hash
}

func (l *lines) write(value any) ([]byte, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	text = append(text, '\n')
	l.hash.Write(text)
	_, err = l.out.Write(text)
	return text, err
}

// Held is what a backup holds.
type Held struct{ Rows, Contents int64 }

// Backup writes every row of every table, as of one instant, and every content
// that is kept then, as compressed JSON lines that either database can take back.
// The schema may be an earlier one: what is there is written, with its steps.
func (s *Store) Backup(ctx context.Context, to io.Writer, at time.Time, blobs Blobs) (held Held, err error) {
	steps, err := s.stepsTaken(ctx)
	if err != nil {
		return held, err
	}
	packed := gzip.NewWriter(to)
	l := &lines{bufio.NewWriter(packed), sha256.New()}
	if _, err := l.write(headOf(steps, at)); err != nil {
		return held, err
	}
	tail := backupTail{Tables: map[string]tableSum{}}
	err = s.db.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		tables, err := dataTables(db)
		if err != nil {
			return err
		}
		for _, table := range tables {
			sum, err := l.table(db, table)
			if err != nil {
				return fmt.Errorf("back up %s: %w", table, err)
			}
			tail.Tables[table] = sum
			tail.Rows += sum.Rows
		}
		return nil
	}, &sql.TxOptions{Isolation: s.snapshotLevel(), ReadOnly: s.Dialect == "mysql"})
	if err != nil {
		return held, err
	}
	if now, err := s.stepsTaken(ctx); err != nil || !slices.Equal(now, steps) {
		return held, errors.Join(err, errors.New("the schema was upgraded while the backup was made: make another"))
	}
	if tail.Contents, err = l.contents(ctx, blobs); err != nil {
		return held, err
	}
	tail.SHA256 = hex.EncodeToString(l.hash.Sum(nil))
	if _, err := l.write(tail); err != nil {
		return held, err
	}
	if err := l.out.Flush(); err != nil {
		return held, err
	}
	return Held{tail.Rows, tail.Contents}, packed.Close()
}

func (s *Store) snapshotLevel() sql.IsolationLevel {
	if s.Dialect == "mysql" {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
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

func (l *lines) table(db *gorm.DB, table string) (tableSum, error) {
	var sum rowSum
	err := eachRow(db, table, nil, func(columns []string) error {
		_, err := l.write(backupTable{table, columns})
		return err
	}, func(row []any) error {
		line, err := l.write(row)
		sum.add(line)
		return err
	})
	return sum.of(), err
}
