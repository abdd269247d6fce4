package store

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

func badBackup(format string, args ...any) *model.Error {
	return model.Fail(model.Malformed, "backup.malformed", fmt.Sprintf(format, args...))
}

// actRestore is the act of the audit row that a restore leaves.
const actRestore = "backup:restore"

// Restore replaces everything in the database by the backup, in one
// transaction: a damaged, cut-off or newer backup changes nothing. The schema
// must be this program's. It returns the number of rows, and leaves one audit row
// of its own after the restored ones, with the backup's SHA-256.
func (s *Store) Restore(ctx context.Context, stamp model.Stamp, from io.Reader) (rows int64, err error) {
	unpacked, err := gzip.NewReader(from)
	if err != nil {
		return 0, badBackup("备份文件不是 gzip 格式")
	}
	schema, err := s.schemaVersion(ctx)
	if err != nil {
		return 0, err
	}
	err = s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		tables, err := dataTables(db)
		if err != nil {
			return err
		}
		for _, table := range tables {
			if err := db.Table(table).Where("1 = 1").Delete(nil).Error; err != nil {
				return fmt.Errorf("empty %s: %w", table, err)
			}
		}
		r := &restoring{db: db, tables: tables, schema: schema, hash: sha256.New()}
		if rows, err = r.run(bufio.NewReaderSize(unpacked, 1<<20)); err != nil {
			return err
		}
		// Whoever was signed in when the backup was made signs in anew.
		if err := db.Table("sessions").Where("1 = 1").Delete(nil).Error; err != nil {
			return err
		}
		after := fmt.Sprintf(`{"rows":%d}`, rows)
		stamp.Act = actRestore
		return (&Tx{Reader{db}, stamp, s.key}).audit(ctx, "backups", hex.EncodeToString(r.hash.Sum(nil)), "", after)
	})
	return rows, err
}

// restoring reads one backup line by line.
type restoring struct {
	db     *gorm.DB
	tables []string
	schema int64
	hash   interface {
		io.Writer
		Sum([]byte) []byte
	}
	insert string
	width  int
	rows   int64
}

func (r *restoring) run(in *bufio.Reader) (int64, error) {
	for number := 1; ; number++ {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return 0, badBackup("备份文件在第 %d 行中断", number)
		}
		if number == 1 {
			err = r.head(line)
		} else if line[0] == '[' {
			err = r.row(line)
		} else {
			var tail backupTail
			if json.Unmarshal(line, &tail) == nil && tail.SHA256 != "" {
				return r.rows, r.tail(tail)
			}
			err = r.table(line)
		}
		var known *model.Error
		if errors.As(err, &known) {
			return 0, badBackup("备份文件第 %d 行：%s", number, known.Detail)
		}
		if err != nil {
			return 0, fmt.Errorf("restore line %d: %w", number, err)
		}
		if _, err := r.hash.Write(line); err != nil {
			return 0, err
		}
	}
}

func (r *restoring) head(line []byte) error {
	var head backupHead
	if json.Unmarshal(line, &head) != nil || head.Format != backupFormat {
		return badBackup("不是驿鉴的备份")
	}
	if head.Schema > r.schema {
		return badBackup("备份来自更新版本的程序（数据结构 %d，本程序 %d）", head.Schema, r.schema)
	}
	return nil
}

func (r *restoring) table(line []byte) error {
	var t backupTable
	if json.Unmarshal(line, &t) != nil || !slices.Contains(r.tables, t.Table) || len(t.Columns) == 0 {
		return badBackup("不认识的数据表")
	}
	known, err := r.db.Table(t.Table).Migrator().ColumnTypes(t.Table)
	if err != nil {
		return err
	}
	for _, column := range t.Columns {
		if !slices.ContainsFunc(known, func(k gorm.ColumnType) bool { return k.Name() == column }) {
			return badBackup("数据表 %s 没有列 %s", t.Table, column)
		}
	}
	r.width = len(t.Columns)
	// Names were checked against the schema, so they are safe in SQL text.
	r.insert = "INSERT INTO `" + t.Table + "` (`" + strings.Join(t.Columns, "`, `") + "`) VALUES (" +
		strings.TrimSuffix(strings.Repeat("?, ", r.width), ", ") + ")"
	return nil
}

func (r *restoring) row(line []byte) error {
	decoder := json.NewDecoder(strings.NewReader(string(line)))
	decoder.UseNumber()
	var values []any
	if decoder.Decode(&values) != nil || len(values) != r.width || r.insert == "" {
		return badBackup("这一行与数据表的列数不符")
	}
	for i, value := range values {
		switch v := value.(type) {
		case json.Number:
			n, err := v.Int64()
			if err != nil {
				return badBackup("数字 %s 不是整数", v)
			}
			values[i] = n
		case map[string]any:
			text, _ := v["t"].(string)
			at, err := time.Parse(time.RFC3339Nano, text)
			if err != nil {
				return badBackup("时间 %q 无法识别", text)
			}
			values[i] = at
		}
	}
	r.rows++
	return r.db.Exec(r.insert, values...).Error
}

func (r *restoring) tail(tail backupTail) error {
	if tail.SHA256 != hex.EncodeToString(r.hash.Sum(nil)) || tail.Rows != r.rows {
		return badBackup("备份文件的校验值不符，内容可能被改动或损坏")
	}
	return nil
}
