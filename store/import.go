package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

var imports = register(noun{
	name: "imports", table: "imports", label: "number",
	reach:   reach{area: "area_code"},
	filters: map[string]string{"status": "status"},
	sorts:   map[string]string{"created_at": "created_at"},
})

// importBatches hold what may be personal data, so nobody reads them in the database.
var importBatches = register(noun{name: "import-batches", table: "import_batches", sealed: []sealedColumn{{name: "cells"}}})

// Imports lists imports.
func (r Reader) Imports(ctx context.Context, scope Scope, q Query) (model.Page[model.Import], error) {
	return list[model.Import](ctx, r, imports, scope, q)
}

// Import returns one import within the scope.
func (r Reader) Import(ctx context.Context, scope Scope, id model.ImportID) (model.Import, error) {
	return find[model.Import](ctx, r, imports, scope, string(id))
}

// ImportsOfDay counts the imports whose number begins like this.
func (r Reader) ImportsOfDay(ctx context.Context, series string) (int64, error) {
	var n int64
	err := r.db.WithContext(ctx).Table("imports").Where("number LIKE ?", series+"%").Count(&n).Error
	if err != nil {
		return 0, fmt.Errorf("imports of a day: %w", err)
	}
	return n, nil
}

// AddImport records that a file came in; of two with the same number one is tried again.
func (tx *Tx) AddImport(ctx context.Context, i *model.Import) error {
	err := insert(ctx, tx, imports, string(i.ID), i, model.Fail(model.Conflict, "import.number_taken", "导入批次号刚被使用"))
	if model.KindOf(err) == model.Conflict {
		return errOvertaken
	}
	return err
}

// ChangeImport writes how far an import is, if it still has its version.
func (tx *Tx) ChangeImport(ctx context.Context, i model.Import) (model.Import, error) {
	return update[model.Import](ctx, tx, imports, string(i.ID), i.Version, map[string]any{
		"status": i.Status, "counts": i.Counts, "faults": i.Faults, "warnings": i.Warnings, "confirmed": i.Confirmed, "outcome": i.Outcome,
		"checked_at": i.CheckedAt, "promoted_by": i.PromotedBy, "promoted_by_name": i.PromotedByName, "promoted_at": i.PromotedAt,
		"attempts": i.Attempts, "halted_from": i.HaltedFrom, "held_by": "", "held_until": nil,
	}, nil)
}

// HoldImport takes the next import that waits for a server, for so long; held is false when there
// is none. One that its holder never handed back counts as an attempt: that server was killed.
// It is no change of the record: who holds it is nobody's business.
func (s *Store) HoldImport(ctx context.Context, server string, now time.Time, hold time.Duration) (i model.Import, held bool, err error) {
	now = now.UTC().Truncate(time.Millisecond)
	var rows []model.Import
	waiting := []model.ImportStatus{model.ImportUploaded, model.ImportPromoting}
	err = s.db.WithContext(ctx).Table("imports").Where("status IN ? AND (held_until IS NULL OR held_until < ?)", waiting, now).
		Order("updated_at, id").Limit(1).Find(&rows).Error
	if err != nil {
		return i, false, fmt.Errorf("look for imports: %w", err)
	}
	if len(rows) == 0 {
		return i, false, nil
	}
	i = rows[0]
	if i.HeldBy != "" {
		i.Attempts++
	}
	err = s.Tx(ctx, model.Stamp{}, func(tx *Tx) error {
		taken := tx.db.WithContext(ctx).Table("imports").
			Where("id = ? AND version = ? AND (held_until IS NULL OR held_until < ?)", i.ID, i.Version, now).
			Updates(map[string]any{"held_by": server, "held_until": now.Add(hold), "attempts": i.Attempts})
		held = taken.RowsAffected == 1
		return taken.Error
	})
	if err != nil {
		return i, false, fmt.Errorf("hold import: %w", err)
	}
	return i, held, nil
}

// KeepHold holds an import for longer; kept is false when it is another server's by now.
func (s *Store) KeepHold(ctx context.Context, id model.ImportID, server string, until time.Time) (kept bool, err error) {
	err = s.Tx(ctx, model.Stamp{}, func(tx *Tx) error {
		longer := tx.db.WithContext(ctx).Table("imports").Where("id = ? AND held_by = ?", id, server).
			Updates(map[string]any{"held_until": until.UTC().Truncate(time.Millisecond)})
		kept = longer.RowsAffected == 1
		return longer.Error
	})
	return kept, err
}

// PostponeImport hands an import back, which waits until the instant before a server takes it up again.
func (s *Store) PostponeImport(ctx context.Context, id model.ImportID, server string, attempts int64, until time.Time) error {
	return s.Tx(ctx, model.Stamp{}, func(tx *Tx) error {
		err := tx.db.WithContext(ctx).Table("imports").Where("id = ? AND held_by = ?", id, server).
			Updates(map[string]any{"attempts": attempts, "held_by": "", "held_until": until.UTC().Truncate(time.Millisecond)}).Error
		if err != nil {
			return fmt.Errorf("postpone import: %w", err)
		}
		return nil
	})
}

// StageRows keeps some rows of an import, sealed. An import that never comes about
// leaves rows that nobody sees; SweepStaged removes them.
func (s *Store) StageRows(ctx context.Context, id model.ImportID, place int64, rows []model.SheetRow) error {
	text, err := json.Marshal(rows)
	if err != nil {
		return fmt.Errorf("stage rows: %w", err)
	}
	return s.Tx(ctx, model.Stamp{}, func(tx *Tx) error {
		batch := model.ImportBatch{ID: NewID(), ImportID: id, Place: place, Count: int64(len(rows)), Cells: string(text)}
		set := map[string]any{"cells": batch.Cells}
		if err := tx.seal(ctx, importBatches, batch.ID, set); err != nil {
			return err
		}
		batch.Cells = fmt.Sprint(set["cells"])
		if err := tx.db.WithContext(ctx).Table("import_batches").Create(&batch).Error; err != nil {
			return fmt.Errorf("stage rows: %w", err)
		}
		return nil
	})
}

// EachStaged gives the staged rows of an import in their order, batch by batch; it holds one batch.
func (r Reader) EachStaged(ctx context.Context, id model.ImportID, each func([]model.SheetRow) error) error {
	for from := int64(0); ; {
		rows, place, err := r.StagedFrom(ctx, id, from)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := each(rows); err != nil {
			return err
		}
		from = place + 1
	}
}

// StagedFrom returns the next batch of an import's staged rows from the place on, with its place; none at the end.
func (r Reader) StagedFrom(ctx context.Context, id model.ImportID, from int64) (rows []model.SheetRow, place int64, err error) {
	var found []model.ImportBatch
	err = r.db.WithContext(ctx).Table("import_batches").Where("import_id = ? AND place >= ?", id, from).Order("place").Limit(1).Find(&found).Error
	if err != nil {
		return nil, 0, fmt.Errorf("staged rows: %w", err)
	}
	if len(found) == 0 {
		return nil, 0, nil
	}
	if err := open(ctx, r, importBatches, &found[0]); err != nil {
		return nil, 0, err
	}
	if err := json.Unmarshal([]byte(found[0].Cells), &rows); err != nil {
		return nil, 0, fmt.Errorf("staged rows: %w", err)
	}
	return rows, found[0].Place, nil
}

// ForgetStaged removes the staged rows of an import, and what they were found to do.
func (tx *Tx) ForgetStaged(ctx context.Context, id model.ImportID) error {
	if err := tx.db.WithContext(ctx).Exec("DELETE FROM import_batches WHERE import_id = ?", id).Error; err != nil {
		return fmt.Errorf("forget staged rows: %w", err)
	}
	return tx.forgetBrought(ctx, id)
}

// SweepStaged removes rows that were staged before the instant and belong to no import.
func (tx *Tx) SweepStaged(ctx context.Context, before time.Time) error {
	oldest := idBefore(NewID(), tx.stamp.At.Sub(before))
	err := tx.db.WithContext(ctx).Exec("DELETE FROM import_batches WHERE id < ? AND import_id NOT IN (SELECT id FROM imports)", oldest).Error
	if err != nil {
		return fmt.Errorf("sweep staged rows: %w", err)
	}
	return nil
}

// DoubtsOf counts the warnings of an import by their kinds.
func (r Reader) DoubtsOf(ctx context.Context, id model.ImportID) ([]model.ImportDoubts, error) {
	rows := []model.ImportDoubts{}
	err := r.db.WithContext(ctx).Table("import_faults").
		Select("sheet, field, reason, MIN(heading) AS heading, SUM(stands_for) AS total, "+
			"SUM(CASE WHEN confirmed_at IS NULL THEN stands_for ELSE 0 END) AS pending, MIN(detail) AS detail").
		Where("import_id = ? AND warning = ?", id, true).Group("sheet, field, reason").Order("MIN(place)").Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("warnings by kind: %w", err)
	}
	return rows, nil
}

// IdleImports are those that nobody has moved since the instant and that wait for a person.
func (r Reader) IdleImports(ctx context.Context, scope Scope, before time.Time) ([]model.Import, error) {
	var rows []model.Import
	waiting := []model.ImportStatus{model.ImportFaulty, model.ImportChecked, model.ImportHalted}
	err := imports.visible(r.db.WithContext(ctx).Table("imports"), scope).Where("imports.status IN ? AND imports.updated_at < ?", waiting, before.UTC().Truncate(time.Millisecond)).
		Order("imports.id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("idle imports: %w", err)
	}
	return rows, nil
}

// ReplaceFaults keeps what a check found in place of what the one before did.
func (tx *Tx) ReplaceFaults(ctx context.Context, id model.ImportID, faults []model.ImportFault) error {
	if err := tx.db.WithContext(ctx).Exec("DELETE FROM import_faults WHERE import_id = ?", id).Error; err != nil {
		return fmt.Errorf("forget faults: %w", err)
	}
	if len(faults) == 0 {
		return nil
	}
	if err := tx.db.WithContext(ctx).Table("import_faults").CreateInBatches(faults, manyRows).Error; err != nil {
		return fmt.Errorf("keep faults: %w", err)
	}
	return nil
}

// ImportFaults returns what the check of an import found from a place on, warnings only
// or the others only; the caller has checked that the import is in scope.
func (r Reader) ImportFaults(ctx context.Context, id model.ImportID, warnings bool, from int64, limit int) ([]model.ImportFault, error) {
	rows := []model.ImportFault{}
	err := r.db.WithContext(ctx).Table("import_faults").Where("import_id = ? AND warning = ? AND place >= ?", id, warnings, from).
		Order("place").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("faults of an import: %w", err)
	}
	return rows, nil
}

// Doubted names warnings that somebody stands in for: those at the places, those of a kind, or
// without either all; and the reasons for which each has to be seen by itself.
type Doubted struct {
	Places   []int64
	Kind     *model.ImportDoubts
	OneByOne []string
}

// ConfirmWarnings writes who stands in for warnings of an import that nobody confirmed yet, and
// returns how many it were. One that has to be seen by itself goes by its place, and never where it
// stands for others.
func (tx *Tx) ConfirmWarnings(ctx context.Context, id model.ImportID, of Doubted, reason string) (int64, error) {
	waiting := func() *gorm.DB {
		q := tx.db.WithContext(ctx).Table("import_faults").Where("import_id = ? AND warning = ? AND confirmed_at IS NULL", id, true)
		if len(of.Places) > 0 {
			q = q.Where("place IN ? AND (reason NOT IN ? OR stands_for = 1)", of.Places, of.OneByOne)
		} else {
			q = q.Where("reason NOT IN ?", of.OneByOne)
		}
		if kind := of.Kind; kind != nil {
			q = q.Where("sheet = ? AND heading = ? AND field = ? AND reason = ?", kind.Sheet, kind.Column, kind.Key, kind.Reason)
		}
		return q
	}
	var total int64
	if err := waiting().Select("COALESCE(SUM(stands_for), 0)").Scan(&total).Error; err != nil {
		return 0, fmt.Errorf("count warnings: %w", err)
	}
	err := waiting().Updates(map[string]any{"confirmed_by": tx.stamp.Call.Actor.Name, "confirmed_at": tx.stamp.At, "confirm_reason": reason}).Error
	if err != nil {
		return 0, fmt.Errorf("confirm warnings: %w", err)
	}
	return total, nil
}

// LockImport keeps an import to this transaction until its end; it fails with Stale when
// it changed or another server has it.
func (tx *Tx) LockImport(ctx context.Context, i model.Import, server string) error {
	held := tx.db.WithContext(ctx).Table("imports").Where("id = ? AND version = ? AND held_by = ?", i.ID, i.Version, server).
		Updates(map[string]any{"held_by": server})
	if held.Error != nil {
		return fmt.Errorf("lock import: %w", held.Error)
	}
	if held.RowsAffected != 1 {
		return Stale()
	}
	return nil
}
