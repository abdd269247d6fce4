package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"gorm.io/gorm"

	"yijian/model"
)

// A promotion writes its new rows beforehand, in short transactions, into tables of the shape of
// the real ones, where nothing reads them, and their grams into the real tables, where a search
// passes them over. The deciding transaction then only moves them. What it does not move is
// forgotten, a piece at a time.

// waitingNouns are the kinds of records of which an import may bring very many.
var waitingNouns = []noun{endpoints, clocks, clockHolders, inspections, penalties, complaints}

// endPointGrams is the table of grams whose rows are written before their records.
const endPointGrams = "endpoint_grams"

// waitingTable is where rows of a table wait for their import.
func waitingTable(table string) string { return "waiting_" + table }

// waitingRow is a row as it waits.
type waitingRow[T any] struct {
	ImportID model.ImportID `gorm:"column:import_id"`
	Row      T              `gorm:"embedded"`
}

// importWait says that rows of an import wait, and whether their grams are hidden from searches.
type importWait struct {
	ImportID model.ImportID `gorm:"column:import_id"`
	Hidden   bool           `gorm:"column:hidden"`
}

// recordsOf is how the ids of the records begin that an import brings, of those with grams.
func recordsOf(id model.ImportID) string {
	return string(id[:min(len(id), len("00000000-0000-7000-8000-"))])
}

// NewIDIn returns an id within those of an import: the n-th of it, in this order, and a part that nobody can guess.
func NewIDIn(id model.ImportID, n int) string {
	return recordsOf(id) + fmt.Sprintf("%06x%06x", n, rand.Uint32N(1<<24))
}

// Waiting is what waits of an import that a server has in hand to be moved: how many rows, by
// table, and the keys that sealed them.
type Waiting struct {
	Server string
	Rows   map[string]int64
	Keys   map[string]bool
}

// PrepareImport runs fn in a transaction in which the new rows of very many wait, while the server
// has the import in hand; else it fails with Stale.
func (s *Store) PrepareImport(ctx context.Context, stamp model.Stamp, i model.Import, so *Waiting, fn func(tx *Tx) error) error {
	var rows map[string]int64
	var keys map[string]bool
	err := s.Tx(ctx, stamp, func(tx *Tx) error {
		if err := tx.LockImport(ctx, i, so.Server); err != nil {
			return err
		}
		tx.waiting, tx.waited = i.ID, map[string]int64{}
		noted, err := tx.waitsOf(ctx, i.ID)
		if err == nil && len(noted) == 0 {
			err = tx.db.WithContext(ctx).Table("import_waits").Create(&importWait{i.ID, true}).Error
		}
		if err != nil {
			return fmt.Errorf("note that rows wait: %w", err)
		}
		rows, keys = tx.waited, tx.inUse
		return tx.GatherGrams(ctx, func() error { return fn(tx) })
	})
	if err != nil {
		return err
	}
	for table, n := range rows {
		so.Rows[table] += n
	}
	maps.Copy(so.Keys, keys)
	return nil
}

// insertRows writes rows to where they belong now.
func insertRows[T any](ctx context.Context, tx *Tx, n noun, rows []*T, entries []model.AuditEntry) error {
	if tx.waiting == "" || !slices.ContainsFunc(waitingNouns, func(w noun) bool { return w.table == n.table }) {
		if err := tx.db.WithContext(ctx).Table(n.table).Create(rows).Error; err != nil {
			return err
		}
		CountChanges(ctx, int64(len(entries)))
		if err := tx.db.WithContext(ctx).Table(auditEntries.table).Create(entries).Error; err != nil {
			return fmt.Errorf("write audit: %w", err)
		}
		return nil
	}
	wait := make([]waitingRow[T], len(rows))
	for i, row := range rows {
		wait[i] = waitingRow[T]{tx.waiting, *row}
	}
	told := make([]waitingRow[model.AuditEntry], len(entries))
	for i, entry := range entries {
		told[i] = waitingRow[model.AuditEntry]{tx.waiting, entry}
	}
	tx.waited[n.table] += int64(len(rows))
	tx.waited[auditEntries.table] += int64(len(entries))
	if err := tx.db.WithContext(ctx).Table(waitingTable(n.table)).Create(wait).Error; err != nil {
		return err
	}
	return tx.db.WithContext(ctx).Table(waitingTable(auditEntries.table)).Create(told).Error
}

// ErrMoved is the failure to move rows that were prepared under what no longer holds.
var ErrMoved = errors.New("what the rows were prepared under has changed")

// MoveWaiting makes the rows that wait those of the real tables. One that takes what is taken
// fails the whole, and so does a key that was retired meanwhile, with ErrMoved.
func (tx *Tx) MoveWaiting(ctx context.Context, id model.ImportID, so Waiting) error {
	for key := range so.Keys {
		if retired, err := tx.isRetired(ctx, key); err != nil || retired {
			return errors.Join(err, ErrMoved)
		}
	}
	for _, n := range append([]noun{auditEntries}, waitingNouns...) {
		if so.Rows[n.table] == 0 {
			continue
		}
		columns, err := tx.columnsOf(n.table)
		if err != nil {
			return err
		}
		named := "`" + strings.Join(columns, "`, `") + "`"
		moved := tx.db.WithContext(ctx).Exec("INSERT INTO "+n.table+" ("+named+") SELECT "+named+" FROM "+waitingTable(n.table)+
			" WHERE import_id = ? ORDER BY id", id)
		if n.table == auditEntries.table {
			CountChanges(ctx, moved.RowsAffected)
		}
		switch {
		case errors.Is(moved.Error, gorm.ErrDuplicatedKey):
			return model.Fail(model.Conflict, "import.taken", "有的编号、场所或文号刚被另一条记录占用，一行也没有入库，请重新检查")
		case moved.Error != nil:
			return fmt.Errorf("move rows to %s: %w", n.table, moved.Error)
		case moved.RowsAffected != so.Rows[n.table]:
			return fmt.Errorf("of the %d rows that wait for %s there are %d", so.Rows[n.table], n.table, moved.RowsAffected)
		}
	}
	if err := tx.db.WithContext(ctx).Table("import_waits").Where("import_id = ?", id).Updates(map[string]any{"hidden": false}).Error; err != nil {
		return fmt.Errorf("show moved rows: %w", err)
	}
	return nil
}

func (tx *Tx) columnsOf(table string) ([]string, error) {
	types, err := tx.db.Migrator().ColumnTypes(table)
	if err != nil {
		return nil, fmt.Errorf("columns of %s: %w", table, err)
	}
	var columns []string
	for _, column := range types {
		columns = append(columns, column.Name())
	}
	return columns, nil
}

// pieceOfWaiting is how many rows that wait are forgotten in one transaction.
const pieceOfWaiting = 200

// ForgetWaiting removes what waits of an import that the server has in hand, a piece at a time; it
// fails with Stale as soon as the import is another's.
func (s *Store) ForgetWaiting(ctx context.Context, i model.Import, server string) error {
	return s.forgetWaiting(ctx, i.ID, func(tx *Tx) error { return tx.LockImport(ctx, i, server) })
}

// ForgetAbandoned removes what waits of an import that no server is to move, a piece at a time; it
// fails with Stale as soon as the import is to be moved again.
func (s *Store) ForgetAbandoned(ctx context.Context, id model.ImportID) error {
	return s.forgetWaiting(ctx, id, func(tx *Tx) error {
		locked := tx.db.WithContext(ctx).Table("imports").Where("id = ? AND status <> ?", id, model.ImportPromoting).
			Updates(map[string]any{"held_by": gorm.Expr("held_by")})
		if locked.Error != nil {
			return fmt.Errorf("lock import: %w", locked.Error)
		}
		if locked.RowsAffected != 1 {
			return Stale()
		}
		return nil
	})
}

// forgetWaiting removes what waits of an import. Each transaction locks the import first and looks
// only then, since another server may have taken it up after the one before. The hidden grams of
// a piece go before its texts, so that a run that was cut off is taken up by the next.
func (s *Store) forgetWaiting(ctx context.Context, id model.ImportID, lock func(tx *Tx) error) error {
	locked := func(fn func(tx *Tx, of importWait) error) error {
		return s.Tx(ctx, model.Stamp{}, func(tx *Tx) error {
			if err := lock(tx); err != nil {
				return err
			}
			waits, err := tx.waitsOf(ctx, id)
			if err != nil || len(waits) == 0 {
				return err
			}
			return fn(tx, waits[0])
		})
	}
	if waits, err := s.waitsOf(ctx, id); err != nil || len(waits) == 0 {
		return err
	}
	for _, n := range append([]noun{auditEntries}, waitingNouns...) {
		for left := true; left; {
			left = false
			err := locked(func(tx *Tx, of importWait) (err error) {
				left, err = tx.forgetPiece(ctx, of, n)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return locked(func(tx *Tx, _ importWait) error {
		return tx.db.WithContext(ctx).Exec("DELETE FROM import_waits WHERE import_id = ?", id).Error
	})
}

// waitsOf tells whether rows of an import wait, and how.
func (r Reader) waitsOf(ctx context.Context, id model.ImportID) (waits []importWait, err error) {
	if err := r.db.WithContext(ctx).Table("import_waits").Where("import_id = ?", id).Find(&waits).Error; err != nil {
		return nil, fmt.Errorf("what waits: %w", err)
	}
	return waits, nil
}

func (tx *Tx) forgetPiece(ctx context.Context, of importWait, n noun) (left bool, err error) {
	var rows []struct{ ID, SearchText string }
	columns := []string{"id"}
	if n.grams != "" && of.Hidden {
		columns = append(columns, n.search+" AS search_text")
	}
	db := tx.db.WithContext(ctx)
	if err := db.Table(waitingTable(n.table)).Select(columns).Where("import_id = ?", of.ImportID).Order("id").Limit(pieceOfWaiting).Find(&rows).Error; err != nil {
		return false, fmt.Errorf("what waits: %w", err)
	}
	if len(rows) == 0 {
		return false, nil
	}
	for _, row := range rows {
		if err := tx.keepGrams(ctx, n, row.ID, [2]string{row.SearchText, ""}); err != nil {
			return false, err
		}
	}
	err = db.Exec("DELETE FROM "+waitingTable(n.table)+" WHERE import_id = ? AND id <= ?", of.ImportID, rows[len(rows)-1].ID).Error
	if err != nil {
		return false, fmt.Errorf("forget what waits: %w", err)
	}
	return len(rows) == pieceOfWaiting, nil
}

// AbandonedWaiting is an import of which rows wait although no server is to move them, "" for none.
func (r Reader) AbandonedWaiting(ctx context.Context) (model.ImportID, error) {
	var ids []model.ImportID
	err := r.db.WithContext(ctx).Table("import_waits").Where("import_id NOT IN (SELECT id FROM imports WHERE status = ?)", model.ImportPromoting).
		Order("import_id").Limit(1).Pluck("import_id", &ids).Error
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// veil keeps grams of records out that only wait for these imports.
type veil []model.ImportID

// veilOf is what a search among the nouns' grams must not see; it is asked for once in each.
func (r Reader) veilOf(ctx context.Context, n noun) (v veil, err error) {
	if n.grams != endPointGrams {
		return nil, nil
	}
	if err := r.db.WithContext(ctx).Table("import_waits").Where("hidden = ?", true).Pluck("import_id", &v).Error; err != nil {
		return nil, fmt.Errorf("what waits: %w", err)
	}
	return v, nil
}

// over is the condition for the column that names the records.
func (v veil) over(column string) (condition string, args []any) {
	for _, id := range v {
		condition += " AND " + column + " NOT BETWEEN ? AND ?"
		args = append(args, recordsOf(id)+"000000000000", recordsOf(id)+"ffffffffffff")
	}
	return condition, args
}

// ChangesMade counts the changes that were ever made to records of the kinds: as long as the count
// stays, none of them changed. What is noted of a whole list, such as that it was taken out, names no
// record and is no change.
func (r Reader) ChangesMade(ctx context.Context, kinds ...model.Noun) (n int64, err error) {
	if err := r.db.WithContext(ctx).Table(auditEntries.table).Where("noun IN ? AND record_id <> ''", kinds).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count changes: %w", err)
	}
	return n, nil
}
