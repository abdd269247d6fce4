package casework

import (
	"cmp"
	"context"

	"yijian/model"
)

// importRowsShown is how many rows a page has at least, if there are so many.
const importRowsShown = 50

// ImportedRow is what a row of an import would do to the register as it is now, for whoever
// decides on it. It changes the record when Changed is set, else it adds one. Of a change only the
// cells are told that would change; names, numbers and telephones of people are masked.
type ImportedRow struct {
	Sheet   string         `json:"sheet"`
	Row     int            `json:"row"`
	Name    string         `json:"name"`
	Changed bool           `json:"changed"`
	Faulty  bool           `json:"faulty"`
	Cells   []ImportedCell `json:"cells"`
}

// ImportedCell is what a cell holds, and what the record says so far.
type ImportedCell struct {
	Column string `json:"column"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// ImportRows returns what the staged rows from a batch on would do, leaving out those that change
// nothing, and the batch to go on from, 0 at the end.
func (d *Desk) ImportRows(ctx context.Context, actor model.Actor, id model.ImportID, from int64) (rows []ImportedRow, next int64, err error) {
	rows = []ImportedRow{}
	scope, err := d.Scope(actor, promoteImport.permission)
	if err != nil {
		return rows, 0, err
	}
	i, err := d.Store.Import(ctx, scope, id)
	if err != nil {
		return rows, 0, err
	}
	if i.Status == model.ImportPromoted || i.Status == model.ImportDiscarded {
		return rows, 0, forgotten(i)
	}
	leave, err := d.takeTurn(ctx)
	if err != nil {
		return rows, 0, err
	}
	defer leave()
	p, err := d.newPass(ctx, d.Store.Reader, i, actor)
	if err != nil {
		return rows, 0, err
	}
	p.may = d.maySettle
	p.passed = func(r *importRow) {
		if !r.same {
			rows = append(rows, r.told())
		}
	}
	for len(rows) < importRowsShown {
		staged, place, err := d.Store.StagedFrom(ctx, id, from)
		if err != nil || len(staged) == 0 {
			return rows, 0, err
		}
		if err := p.takeAll(staged, func(int) error { return nil }); err != nil {
			return rows, 0, err
		}
		from = place + 1
	}
	return rows, from, nil
}

// forgotten is why nothing can be told of the rows of an import that has ended.
func forgotten(i model.Import) error {
	return model.Fail(model.Conflict, "import.forgotten", "导入"+importStates[i.Status]+"，文件的内容已不再保存")
}

// told is the row in words.
func (r *importRow) told() ImportedRow {
	row := ImportedRow{Sheet: r.sheet.Title, Row: r.n, Name: r.called(), Changed: r.was != nil, Faulty: r.faulty, Cells: []ImportedCell{}}
	for at, column := range r.sheet.Columns {
		was, is := "", cmp.Or(trimmed(r.cells[at]), column.Blank)
		cell := ImportedCell{Column: column.Title, After: shown(column, is)}
		if r.was != nil {
			was = r.was[at]
			cell.Before = shown(column, was)
		}
		if column.Key != recordMark.Key && normal(column, was) != normal(column, is) {
			row.Cells = append(row.Cells, cell)
		}
	}
	return row
}

// called is what the row calls its record.
func (r *importRow) called() string {
	at := max(r.sheet.Column("name"), 0)
	return cmp.Or(shown(r.sheet.Columns[at], r.cells[at]), shown(r.sheet.Columns[0], r.cells[0]))
}

// shown is what a cell holds, for others than who wrote it.
func shown(c model.SheetColumn, text string) string {
	text = trimmed(text)
	switch c.Key {
	case "manager_name", "responsible_name":
		return model.PersonName(text).String()
	case "manager_id":
		return model.IDNumber(text).String()
	case "manager_phone":
		return model.Phone(text).String()
	}
	return text
}
