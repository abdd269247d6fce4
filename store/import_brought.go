package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"yijian/model"
)

// pieceOfBrought is how many rows are kept, and read, together.
const pieceOfBrought = 100

// KeepBrought keeps which record each row of an import became, or would, in place of what was kept before.
func (tx *Tx) KeepBrought(ctx context.Context, id model.ImportID, rows []model.BroughtRow) error {
	if err := tx.forgetBrought(ctx, id); err != nil {
		return err
	}
	slices.SortFunc(rows, func(a, b model.BroughtRow) int { return cmp.Or(a.Sheet-b.Sheet, a.Row-b.Row) })
	var pieces []model.BroughtRows
	for piece := range slices.Chunk(rows, pieceOfBrought) {
		text, err := json.Marshal(piece)
		if err != nil {
			return fmt.Errorf("keep what rows became: %w", err)
		}
		pieces = append(pieces, model.BroughtRows{ID: NewID(), ImportID: id, Place: int64(len(pieces)), Records: string(text)})
	}
	if len(pieces) == 0 {
		return nil
	}
	if err := tx.db.WithContext(ctx).Table("import_brought").CreateInBatches(pieces, manyRows).Error; err != nil {
		return fmt.Errorf("keep what rows became: %w", err)
	}
	return nil
}

func (tx *Tx) forgetBrought(ctx context.Context, id model.ImportID) error {
	return wrappedAs("forget what rows become", tx.db.WithContext(ctx).Exec("DELETE FROM import_brought WHERE import_id = ?", id).Error)
}

// BroughtFrom returns the next of the kept rows of an import, leaving out so many of them, and how many
// to leave out to go on, 0 at the end. The caller has checked that the import is in scope.
func (r Reader) BroughtFrom(ctx context.Context, id model.ImportID, from int64) (rows []model.BroughtRow, next int64, err error) {
	var pieces []model.BroughtRows
	piece := from / pieceOfBrought
	err = r.db.WithContext(ctx).Table("import_brought").Where("import_id = ? AND place IN ?", id, []int64{piece, piece + 1}).Order("place").Find(&pieces).Error
	if err != nil || len(pieces) == 0 || pieces[0].Place != piece {
		return nil, 0, wrappedAs("what rows became", err)
	}
	if err := json.Unmarshal([]byte(pieces[0].Records), &rows); err != nil {
		return nil, 0, fmt.Errorf("what rows became: %w", err)
	}
	if len(pieces) > 1 {
		next = (piece + 1) * pieceOfBrought
	}
	return rows[min(from%pieceOfBrought, int64(len(rows))):], next, nil
}

// KnowsBrought reports whether it is known what the rows of an import became, or would: not of one that
// was promoted or checked before that was kept, nor where no row does anything.
func (r Reader) KnowsBrought(ctx context.Context, id model.ImportID) (bool, error) {
	var places []int64
	err := r.db.WithContext(ctx).Table("import_brought").Where("import_id = ?", id).Limit(1).Pluck("place", &places).Error
	return len(places) > 0, wrappedAs("what rows became", err)
}

// broughtNames are the columns by which people know the records that imports bring.
var broughtNames = map[model.Noun]string{
	"enterprises": "name", "licences": "number", "branches": "name", "endpoints": "name",
	"inspections": "enterprise_name", "penalties": "document_no", "complaints": "external_no",
}

// NamesOfBrought returns what those of the records are called that are in scope, by id.
func (r Reader) NamesOfBrought(ctx context.Context, name model.Noun, scope Scope, ids []string) (map[string]string, error) {
	n := nouns[name]
	var rows []struct{ ID, Name string }
	err := n.visible(n.rows(r.db.WithContext(ctx)), scope).Where(n.table+".id IN ?", ids).
		Select(n.table + ".id, " + n.table + "." + broughtNames[name] + " AS name").Find(&rows).Error
	names := map[string]string{}
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, wrappedAs("names of records", err)
}

// broughtBy holds for the records of a table that the import of the number brought: their ids lie
// within those of the import.
func broughtBy(table string) string {
	edge := func(end string) string {
		return "(SELECT REPLACE(i.id, SUBSTR(i.id, 25), '" + end + "') FROM imports AS i WHERE i.number = @value)"
	}
	return table + ".id BETWEEN " + edge("000000000000") + " AND " + edge("ffffffffffff")
}

func wrappedAs(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
