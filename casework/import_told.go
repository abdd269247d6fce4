package casework

import (
	"cmp"
	"context"
	"slices"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// aheadOf are rows of an import that is not promoted.
type aheadOf struct {
	it     model.Import
	sheets []importSheet
	found  []model.BroughtRow
}

// cellsAt tells which cells of an import are meant.
type cellsAt struct{ sheet, row int }

// tellRows puts into rows what their cells say, and of a change what the record says so far. Of a record
// that the actor may not see, and of a kind that is not the actor's to read, it tells nothing.
func (d *Desk) tellRows(ctx context.Context, actor model.Actor, of aheadOf, rows []ImportedRow) error {
	staged, err := d.stagedOf(ctx, of)
	if err != nil {
		return err
	}
	for n, b := range of.found {
		cells, there := staged[cellsAt{b.Sheet, b.Row}]
		scope, err := d.Scope(actor, readsBrought[rows[n].Noun])
		if !there || model.KindOf(err) == model.Forbidden || b.Changed && rows[n].ID == "" {
			continue
		}
		var was *kept
		if err == nil && b.Changed {
			was, err = d.keptCells(ctx, scope, rows[n].Noun, b.ID)
		}
		if err != nil {
			return err
		}
		rows[n].tell(of.sheets[b.Sheet].Sheet, cells, was)
	}
	return nil
}

// stagedOf are the cells of the rows, which are read as they were staged together.
func (d *Desk) stagedOf(ctx context.Context, of aheadOf) (map[cellsAt][]string, error) {
	cells, read := map[cellsAt][]string{}, map[int64]bool{}
	for _, b := range of.found {
		if read[b.Batch] {
			continue
		}
		read[b.Batch] = true
		staged, _, err := d.Store.StagedFrom(ctx, of.it.ID, b.Batch)
		if err != nil {
			return nil, err
		}
		for _, s := range staged {
			cells[cellsAt{s.Sheet, s.Row}] = s.Cells
		}
	}
	return cells, nil
}

// kept is what a record says in cells, and in clear what of it they mask.
type kept struct {
	cells []string
	clear map[string]string
}

// keptCells reads the record of a noun whose records rows can change.
func (d *Desk) keptCells(ctx context.Context, scope store.Scope, noun model.Noun, id string) (*kept, error) {
	switch noun {
	case "enterprises":
		e, err := d.Store.Enterprise(ctx, scope, model.EnterpriseID(id))
		return &kept{cells: enterpriseCells(e)}, err
	case "branches":
		b, err := d.Store.Branch(ctx, scope, model.BranchID(id))
		return &kept{branchCells("", b.Branch), map[string]string{"responsible_name": string(b.ResponsibleName)}}, err
	}
	e, err := d.Store.EndPoint(ctx, scope, model.EndPointID(id))
	if err != nil {
		return nil, err
	}
	directoryNo := ""
	if e.BranchID != "" {
		b, err := d.Store.Branch(ctx, store.Everything(), e.BranchID)
		if err != nil {
			return nil, err
		}
		directoryNo = b.DirectoryNo
	}
	return &kept{endPointCells("", directoryNo, e), map[string]string{
		"manager_name": string(e.ManagerName), "manager_id": string(e.ManagerID), "manager_phone": string(e.ManagerPhone),
	}}, nil
}

// tell puts into the row what its cells say, where they do more than repeat the record.
func (row *ImportedRow) tell(sheet model.Sheet, cells []string, was *kept) {
	at := max(sheet.Column("name"), sheet.Column("number"), 0)
	row.Name = cmp.Or(row.shown(sheet.Columns[at], cells[at]), row.shown(sheet.Columns[0], cells[0]))
	for at, column := range sheet.Columns {
		cell := ImportedCell{Column: column.Title, After: row.shown(column, cmp.Or(trimmed(cells[at]), column.Blank))}
		if was != nil {
			cell.Before = row.shown(column, was.cells[at])
		}
		if column.Key == recordMark.Key || was.says(column, at, cells[at]) {
			continue
		}
		if was != nil && cell.Before == cell.After {
			cell.After += "（有改动，只显示一部分）"
		}
		row.Cells = append(row.Cells, cell)
	}
}

// says reports whether a record says already what the cell does; of none, whether the cell says nothing.
func (was *kept) says(column model.SheetColumn, at int, cell string) bool {
	is := normal(column, cmp.Or(trimmed(cell), column.Blank))
	switch {
	case was == nil:
		return is == ""
	case column.Key == "enterprise_id": // which no row can change, and which may be written as a name
		return true
	case column.Key == "reason" && is == "": // which keeps it
		return true
	}
	clear, masked := was.clear[column.Key]
	return is == normal(column, was.cells[at]) || masked && is == normal(column, clear)
}

// asListed are the columns of numbers that lists show to all who read them: of firms, shops and documents.
var asListed = []string{
	"service_phone", "external_no", "document_no", "number", "directory_no", "authority_no", "branch_id", "local_serial", "national_receipt_no",
}

// shown is what a cell holds, for others than who wrote it: masked as lists mask it, and no number of a
// person where one was written into another cell. Of a row at fault the cells may have slipped.
func (row *ImportedRow) shown(c model.SheetColumn, text string) string {
	text = trimmed(text)
	switch c.Key {
	case "manager_name", "responsible_name":
		return model.PersonName(text).String()
	case "manager_id":
		return model.IDNumber(text).String()
	case "manager_phone":
		return model.Phone(text).String()
	case "uscc", "enterprise_id":
		if policy.CheckUSCC(halfWidth(text)) == nil {
			return text
		}
	}
	if slices.Contains(asListed, c.Key) && !row.Faulty {
		return text
	}
	return withoutNumbers(text)
}
