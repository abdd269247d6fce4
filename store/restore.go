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
	"hash"
	"io"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"yijian/model"
	"yijian/store/migrations"
)

func badBackup(format string, args ...any) *model.Error {
	return model.Fail(model.Malformed, "backup.malformed", fmt.Sprintf(format, args...))
}

// actRestore is the act of the audit row that a restore leaves.
const actRestore = "backup:restore"

// Restore replaces everything in the database by the backup, in one
// transaction, and reads it back: a damaged, cut-off or newer backup changes
// nothing. A backup of an earlier release goes into a database without a newer
// schema: it gets the schema of that release, and Migrate the rest afterwards.
// Restore leaves one audit row of its own after the restored ones, with the
// backup's SHA-256. Sessions and tokens end, and nothing that was on its way goes
// out by itself: what became of it since the backup, the backup does not know.
func (s *Store) Restore(ctx context.Context, stamp model.Stamp, from io.Reader, blobs Blobs) (held Held, err error) {
	unpacked, err := gzip.NewReader(from)
	if err != nil {
		return held, badBackup("备份文件不是 gzip 格式")
	}
	r := &restoring{in: bufio.NewReaderSize(unpacked, 1<<20), blobs: blobs, hash: sha256.New(), columns: map[string][]string{}}
	head, err := r.head()
	if err != nil {
		return held, err
	}
	if err := s.meet(ctx, head.Steps); err != nil {
		return held, err
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
		r.db, r.tables = db, tables
		if err := r.run(ctx); err != nil {
			return err
		}
		if err := (Reader{db, s.keys, s.lost}).fitsRestored(ctx); err != nil {
			return err
		}
		stamp.Act = actRestore
		tx := &Tx{Reader: Reader{db, s.keys, s.lost}, stamp: stamp, key: s.key, inUse: map[string]bool{}}
		ended, err := tx.distrustRestored(ctx, tables)
		if err != nil {
			return err
		}
		after, err := json.Marshal(restoredWith{r.rows, r.contents, ended})
		if err != nil {
			return err
		}
		return tx.audit(ctx, "backups", hex.EncodeToString(r.hash.Sum(nil)), "", string(after))
	})
	return Held{r.rows, r.contents}, err
}

// restoredWith is what the audit row of a restore tells.
type restoredWith struct {
	Rows     int64 `json:"rows"`
	Contents int64 `json:"contents"`
	distrusted
}

// meet gives the database the schema that the backup was made with.
func (s *Store) meet(ctx context.Context, steps []int64) error {
	all := migrations.Steps()
	wanted := slices.DeleteFunc(all, func(step migrations.Step) bool { return !slices.Contains(steps, step.Version) })
	if len(wanted) < len(steps) {
		return badBackup("备份来自更新版本的程序，请先升级本程序")
	}
	taken, err := s.stepsTaken(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(taken, func(version int64) bool { return !slices.Contains(steps, version) }) {
		return model.Fail(model.Conflict, "backup.older", "备份来自较早版本的程序，请恢复到新建的空数据库，恢复后会自动升级")
	}
	_, err = s.migrate(ctx, wanted)
	return err
}

// restoring reads one backup line by line.
type restoring struct {
	in       *bufio.Reader
	blobs    Blobs
	db       *gorm.DB
	tables   []string
	columns  map[string][]string // of each table in the backup
	hash     hash.Hash
	insert   string
	width    int
	number   int
	contents int64
	rows     int64
}

func (r *restoring) line() ([]byte, error) {
	r.number++
	line, err := r.in.ReadBytes('\n')
	if err != nil {
		return nil, badBackup("备份文件在第 %d 行中断", r.number)
	}
	return line, nil
}

// run takes every line after the head.
func (r *restoring) run(ctx context.Context) error {
	for done := false; !done; {
		line, err := r.line()
		if err != nil {
			return err
		}
		number := r.number
		done, err = r.take(ctx, line)
		var known *model.Error
		if errors.As(err, &known) {
			return badBackup("备份文件第 %d 行：%s", number, known.Detail)
		}
		if err != nil {
			return fmt.Errorf("restore line %d: %w", number, err)
		}
	}
	return nil
}

// take is what one line asks for; the tail is the last.
func (r *restoring) take(ctx context.Context, line []byte) (done bool, err error) {
	if line[0] == '[' {
		r.hash.Write(line)
		return false, r.row(line)
	}
	var opening struct {
		backupTail
		backupContent
		backupTable
	}
	if err := json.Unmarshal(line, &opening); err != nil {
		return false, badBackup("这一行无法识别")
	}
	switch {
	case opening.SHA256 != "":
		return true, r.tail(opening.backupTail)
	case opening.Content != "":
		return false, r.content(ctx, opening.backupContent, line)
	default:
		r.hash.Write(line)
		return false, r.table(opening.backupTable)
	}
}

func (r *restoring) head() (backupHead, error) {
	var head backupHead
	line, err := r.line()
	if err != nil {
		return head, err
	}
	r.hash.Write(line)
	if json.Unmarshal(line, &head) != nil || head.Format != backupFormat && head.Format != firstBackupFormat {
		return head, badBackup("不是驿鉴的备份")
	}
	if head.Format == firstBackupFormat {
		head.Steps = migrations.FirstRelease()
	}
	return head, nil
}

func (r *restoring) table(t backupTable) error {
	if !slices.Contains(r.tables, t.Table) || len(t.Columns) == 0 {
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
	r.width, r.columns[t.Table] = len(t.Columns), t.Columns
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

// tail compares what was read with the hash, and what the database holds now with the sums.
func (r *restoring) tail(tail backupTail) error {
	if tail.SHA256 != hex.EncodeToString(r.hash.Sum(nil)) || tail.Rows != r.rows || tail.Contents != r.contents {
		return badBackup("备份文件的校验值不符，内容可能被改动或损坏")
	}
	for table, want := range tail.Tables {
		if got, err := sumOf(r.db, table, r.columns[table]); err != nil || got != want {
			return errors.Join(err, fmt.Errorf("read back %s: %d rows with sum %s, the backup has %d with %s",
				table, got.Rows, got.Sum, want.Rows, want.Sum))
		}
	}
	return nil
}
