package casework

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"time"

	"yijian/model"
	"yijian/policy/access"
)

const (
	// importRowsShown is how many rows a page has at least, if there are so many and the time suffices.
	importRowsShown = 50
	// importLook is how long one page may go over rows, well below what a request may take.
	importLook = 8 * time.Second
)

// ImportedRow is what a row of an import would do to the register as it is now, for whoever
// decides on it. It changes the record when Changed is set, else it adds one. Of a change only the
// cells are told that would change; names, numbers and telephones of people are masked. Of an import
// that was promoted it tells which record the row became, and nothing else. The record's id and
// name are told only to who may see it.
type ImportedRow struct {
	Noun    model.Noun     `json:"noun"`
	ID      string         `json:"id"`
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
// nothing, and the batch to go on from, 0 at the end. What a row would do depends on those before it,
// so each page goes over the file from its beginning. It ends early, with few rows or none, when that takes
// long, and fails with Conflict where even the way to the batch does.
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
	if i.Status == model.ImportPromoted {
		return d.broughtRows(ctx, actor, i, from)
	}
	if i.Status == model.ImportDiscarded {
		return rows, 0, forgotten(i)
	}
	leave, err := d.takeTurn(ctx)
	if err != nil {
		return rows, 0, err
	}
	defer leave()
	soon, stop := context.WithTimeout(ctx, d.imports.look)
	defer stop()
	p, err := d.newPass(ctx, d.Store.Reader, i, actor)
	if err != nil {
		return rows, 0, err
	}
	p.may = d.maySettle
	finish := p.endings()
	for next <= from || len(rows) < importRowsShown && soon.Err() == nil {
		staged, place, err := d.Store.StagedFrom(ctx, id, next)
		if err != nil {
			return rows, 0, err
		}
		if next = place + 1; len(staged) == 0 {
			next = 0
			break
		}
		if place >= from {
			p.passed = func(r *importRow) {
				if !r.same {
					rows = append(rows, r.told())
				}
			}
		} else if soon.Err() != nil {
			return rows, 0, model.Fail(model.Conflict, "import.rows_too_deep", fmt.Sprintf(
				"在网页上只能逐行查看到大约第 %d 行（各表合计）：后面的行要连同前面的一起核对，时间太长。其余的行请看上传的文件；有错误的行在带标注的副本里都有", p.rows))
		}
		if err := p.takeAll(staged, finish); err != nil {
			return rows, 0, err
		}
	}
	_, err = d.linkRows(ctx, actor, rows)
	return rows, next, err
}

// broughtRows are what rows of an import that was promoted became.
func (d *Desk) broughtRows(ctx context.Context, actor model.Actor, i model.Import, from int64) (rows []ImportedRow, next int64, err error) {
	rows = []ImportedRow{}
	brought, next, err := d.Store.BroughtFrom(ctx, i.ID, from)
	if err != nil {
		return rows, 0, err
	}
	sheets := sheetsOf(i.Kind, d.Today())
	for _, b := range brought {
		sheet := sheets[b.Sheet]
		rows = append(rows, ImportedRow{Noun: sheet.Noun, ID: b.ID, Sheet: sheet.Title, Row: b.Row, Changed: b.Changed, Cells: []ImportedCell{}})
	}
	names, err := d.linkRows(ctx, actor, rows)
	for n, row := range rows {
		rows[n].Name = names[row.ID]
	}
	return rows, next, err
}

// readsBrought are the permissions by which the records are read that imports bring.
var readsBrought = map[model.Noun]access.Permission{
	"enterprises": "enterprise:read", "licences": "licence:read", "branches": "branch:read", "endpoints": "endpoint:read",
	"inspections": "inspection:read", "penalties": "penalty:read", "complaints": "complaint:read",
}

// linkRows takes from the rows the ids of records that the actor may not see, and of those that are not
// there yet, and returns what the others are called.
func (d *Desk) linkRows(ctx context.Context, actor model.Actor, rows []ImportedRow) (names map[string]string, err error) {
	of := map[model.Noun][]string{}
	for _, row := range rows {
		if row.ID != "" {
			of[row.Noun] = append(of[row.Noun], row.ID)
		}
	}
	names = map[string]string{}
	for noun, ids := range of {
		scope, err := d.Scope(actor, readsBrought[noun])
		if model.KindOf(err) == model.Forbidden {
			continue
		}
		if err != nil {
			return nil, err
		}
		known, err := d.Store.NamesOfBrought(ctx, noun, scope, ids)
		if err != nil {
			return nil, err
		}
		maps.Copy(names, known)
	}
	for n, row := range rows {
		if _, seen := names[row.ID]; !seen {
			rows[n].ID = ""
		}
	}
	return names, nil
}

// forgotten is why nothing can be told of the rows of an import that has ended.
func forgotten(i model.Import) error {
	return model.Fail(model.Conflict, "import.forgotten", "导入"+importStates[i.Status]+"，文件的内容已不再保存")
}

// told is the row in words.
func (r *importRow) told() ImportedRow {
	row := ImportedRow{Noun: r.sheet.Noun, ID: r.record, Sheet: r.sheet.Title, Row: r.n, Name: r.called(), Changed: r.was != nil, Faulty: r.faulty, Cells: []ImportedCell{}}
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
