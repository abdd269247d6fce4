package store

import (
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"

	"yijian/model"
)

const tamperings = 1000

var errUndo = errors.New("undo")

// intruder changes the database as its root, past the program.
type intruder struct {
	t    *testing.T
	rand *rand.Rand
	db   *gorm.DB
	ids  []string // of the log's rows in their order
}

func (x *intruder) exec(sql string, values ...any) {
	x.t.Helper()
	if result := x.db.Exec(sql, values...); result.Error != nil {
		x.t.Fatalf("%s: %v", sql, result.Error)
	} else if result.RowsAffected == 0 {
		x.t.Fatalf("%s %v changed nothing", sql, values)
	}
}

func (x *intruder) any() int { return x.rand.Intn(len(x.ids)) }

func (x *intruder) two() (int, int) {
	a := x.any()
	b := (a + 1 + x.rand.Intn(len(x.ids)-1)) % len(x.ids)
	return a, b
}

// kinds are the ways to tamper. Each says what the check may answer.
var kinds = []struct {
	name    string
	do      func(x *intruder) string // returns what the answer must name, "" for anything
	rebuild bool                     // may be followed by a consistent rebuild of the whole log
}{
	{"alter", (*intruder).alter, true},
	{"delete", (*intruder).delete, true},
	{"swap", (*intruder).swap, true},
	{"reorder", (*intruder).reorder, true},
	{"insert", (*intruder).insert, true},
	{"truncate", (*intruder).truncate, true},
	{"delete everywhere", (*intruder).cut, true},
	{"insert outside the log", (*intruder).smuggle, false},
	{"alter a hash", (*intruder).alterHash, false},
	{"delete a hash", (*intruder).deleteHash, false},
	{"point elsewhere", (*intruder).point, false},
	{"move a place", (*intruder).move, false},
}

func (x *intruder) alter() string {
	i := x.any()
	column := auditColumns[1+x.rand.Intn(len(auditColumns)-1)]
	switch column {
	case "at":
		x.exec("UPDATE audit_entries SET at = ? WHERE id = ?", auditDay.AddDate(0, 0, 1+x.rand.Intn(300)), x.ids[i])
	case "seal": // an empty one of a row that has none stays as it is
		x.exec("UPDATE audit_entries SET seal = CONCAT(seal, 'A') WHERE id = ?", x.ids[i])
	case "before_json", "after_json":
		if x.rand.Intn(3) == 0 && x.text(column, i) != "" {
			x.exec("UPDATE audit_entries SET "+column+" = NULL WHERE id = ?", x.ids[i])
			break
		}
		fallthrough
	default:
		x.exec("UPDATE audit_entries SET "+column+" = CONCAT("+column+", 'x') WHERE id = ?", x.ids[i])
	}
	return fmt.Sprintf("row %d of the log", i)
}

func (x *intruder) text(column string, i int) string {
	var text string
	if err := x.db.Raw("SELECT COALESCE("+column+", '') FROM audit_entries WHERE id = ?", x.ids[i]).Scan(&text).Error; err != nil {
		x.t.Fatal(err)
	}
	return text
}

func (x *intruder) delete() string {
	i := x.any()
	x.exec("DELETE FROM audit_entries WHERE id = ?", x.ids[i])
	return fmt.Sprintf("row %d of the log", i)
}

// swap exchanges what two rows say and keeps their ids.
func (x *intruder) swap() string {
	a, b := x.two()
	x.exec("UPDATE audit_entries SET id = 'held' WHERE id = ?", x.ids[a])
	x.exec("UPDATE audit_entries SET id = ? WHERE id = ?", x.ids[a], x.ids[b])
	x.exec("UPDATE audit_entries SET id = ? WHERE id = 'held'", x.ids[b])
	return fmt.Sprintf("row %d of the log", min(a, b))
}

// reorder exchanges the places of two rows in the log.
func (x *intruder) reorder() string {
	a, b := x.two()
	x.exec("UPDATE audit_log_rows SET position = -7 WHERE position = ?", a)
	x.exec("UPDATE audit_log_rows SET position = ? WHERE position = ?", a, b)
	x.exec("UPDATE audit_log_rows SET position = ? WHERE position = -7", b)
	x.ids[a], x.ids[b] = x.ids[b], x.ids[a]
	return fmt.Sprintf("row %d of the log", min(a, b))
}

// copied adds an audit row that looks like another and says whether it has the other's seal.
func (x *intruder) copied() string {
	id, seal := NewID(), "seal"
	if x.rand.Intn(2) == 0 {
		seal = "''"
	}
	x.exec("INSERT INTO audit_entries (id, "+strings.Join(auditColumns[1:13], ", ")+", seal) SELECT ?, "+
		strings.Join(auditColumns[1:13], ", ")+", "+seal+" FROM audit_entries WHERE id = ?", id, x.ids[len(x.ids)-1-x.rand.Intn(5)])
	return id
}

// insert puts a row into the middle of the log and moves the later places on.
func (x *intruder) insert() string {
	i := x.any()
	id := x.copied()
	x.exec("UPDATE audit_log_rows SET position = -1000 - position WHERE position >= ?", i)
	x.exec("UPDATE audit_log_rows SET position = -1000 - position + 1 WHERE position < 0")
	x.exec("INSERT INTO audit_log_rows (position, entry_id) VALUES (?, ?)", i, id)
	x.ids = slices.Insert(x.ids, i, id)
	return fmt.Sprintf("row %d of the log", i)
}

// truncate cuts the last rows off, of the trail and of the log, with or without their hashes.
func (x *intruder) truncate() string {
	size := len(x.ids) - 1 - x.rand.Intn(len(x.ids)-1)
	for _, id := range x.ids[size:] {
		x.exec("DELETE FROM audit_entries WHERE id = ?", id)
	}
	x.exec("DELETE FROM audit_log_rows WHERE position >= ?", size)
	if x.rand.Intn(2) == 0 {
		x.exec("DELETE FROM audit_log_hashes WHERE position >= ?", tlog.StoredHashCount(int64(size)))
	}
	x.ids = x.ids[:size]
	return "truncated"
}

// cut removes one row from the trail and the log, and closes the gap.
func (x *intruder) cut() string {
	i := x.rand.Intn(len(x.ids) - 1)
	x.exec("DELETE FROM audit_entries WHERE id = ?", x.ids[i])
	x.exec("DELETE FROM audit_log_rows WHERE position = ?", i)
	x.exec("UPDATE audit_log_rows SET position = -1000 - position WHERE position > ?", i)
	x.exec("UPDATE audit_log_rows SET position = -1000 - position - 1 WHERE position < 0")
	x.ids = slices.Delete(x.ids, i, i+1)
	return fmt.Sprintf("row %d of the log", i)
}

func (x *intruder) smuggle() string { return x.copied() }

func (x *intruder) hash() int64 {
	return int64(x.rand.Intn(int(tlog.StoredHashCount(int64(len(x.ids))))))
}

func (x *intruder) alterHash() string {
	x.exec("UPDATE audit_log_hashes SET hash = ? WHERE position = ?", tlog.RecordHash([]byte(NewID())).String(), x.hash())
	return ""
}

func (x *intruder) deleteHash() string {
	x.exec("DELETE FROM audit_log_hashes WHERE position = ?", x.hash())
	return ""
}

func (x *intruder) point() string {
	i := x.any()
	x.exec("UPDATE audit_log_rows SET entry_id = ? WHERE position = ?", NewID(), i)
	return fmt.Sprintf("row %d of the log", i)
}

func (x *intruder) move() string {
	i := x.any()
	x.exec("UPDATE audit_log_rows SET position = ? WHERE position = ?", len(x.ids)+x.rand.Intn(9)+1, i)
	return fmt.Sprintf("row %d of the log", i)
}

// rebuild makes a whole log that agrees with the tampered rows; only the key is missing.
func (x *intruder) rebuild() {
	x.exec("DELETE FROM audit_log_rows")
	x.exec("DELETE FROM audit_log_hashes")
	known := &hashCache{ctx: x.t.Context(), db: x.db, fresh: map[int64]tlog.Hash{}}
	position := int64(0)
	for _, id := range x.ids {
		var rows []model.AuditEntry
		if err := x.db.Table("audit_entries").Where("id = ?", id).Find(&rows).Error; err != nil {
			x.t.Fatal(err)
		}
		if len(rows) == 0 {
			continue
		}
		hashes, err := tlog.StoredHashes(position, auditLeaf(auditValues(rows[0])), known)
		if err != nil {
			x.t.Fatal(err)
		}
		x.exec("INSERT INTO audit_log_rows (position, entry_id) VALUES (?, ?)", position, id)
		for i, hash := range hashes {
			at := tlog.StoredHashIndex(0, position) + int64(i)
			known.fresh[at] = hash
			x.exec("INSERT INTO audit_log_hashes (position, hash) VALUES (?, ?)", at, hash.String())
		}
		position++
	}
}
