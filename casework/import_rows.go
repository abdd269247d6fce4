package casework

import (
	"context"
	"maps"

	"yijian/model"
	"yijian/policy/access"
)

// ImportedRow is what a row of an import would do to the register, as the check found. It changes the
// record when Changed is set, else it adds one. Of a change only the cells are told that differ from
// the record as it is now; names, numbers and telephones of people are masked. Of an import that was
// promoted it tells which record the row became, and nothing else. The record's id and name are told
// only to who may see it, and so is what a row would change.
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

// ImportRows returns the next of the rows that would do something, or did, leaving out so many of
// them, and how many to leave out to go on, 0 at the end.
func (d *Desk) ImportRows(ctx context.Context, actor model.Actor, id model.ImportID, from int64) (rows []ImportedRow, next int64, err error) {
	rows = []ImportedRow{}
	scope, err := d.Scope(actor, "import:read")
	if err != nil {
		return rows, 0, err
	}
	i, err := d.Store.Import(ctx, scope, id)
	if err != nil {
		return rows, 0, err
	}
	if i.Status == model.ImportDiscarded {
		return rows, 0, forgotten(i)
	}
	found, next, err := d.Store.BroughtFrom(ctx, id, from)
	if err == nil && len(found) == 0 && from == 0 {
		err = unknownRows(i)
	}
	if err != nil {
		return rows, 0, err
	}
	of := aheadOf{i, sheetsOf(i.Kind, d.Today()), found}
	for _, b := range found {
		sheet := of.sheets[b.Sheet]
		rows = append(rows, ImportedRow{Noun: sheet.Noun, ID: b.ID, Sheet: sheet.Title, Row: b.Row, Changed: b.Changed, Faulty: b.Faulty, Cells: []ImportedCell{}})
	}
	names, err := d.linkRows(ctx, actor, rows)
	if err != nil {
		return rows, 0, err
	}
	if i.Status != model.ImportPromoted {
		return rows, next, d.tellRows(ctx, actor, of, rows)
	}
	for n, row := range rows {
		rows[n].Name = names[row.ID]
	}
	return rows, next, nil
}

// forgotten is why nothing can be told of the rows of an import that has ended.
func forgotten(i model.Import) error {
	return model.Fail(model.Conflict, "import.forgotten", "导入"+importStates[i.Status]+"，文件的内容已不再保存")
}

// unknownRows is why nothing is known of what rows would do although some do something, nil where none does.
func unknownRows(i model.Import) error {
	moving := 0
	for _, c := range i.Counts {
		moving += c.New + c.Changed
	}
	switch {
	case i.Status == model.ImportUploaded:
		return model.Fail(model.Conflict, "import.not_checked", "文件还没有检查完，检查以后可以逐行查看")
	case i.Status != model.ImportPromoted && moving > 0:
		return model.Fail(model.Conflict, "import.rows_unknown", "这次检查没有留下逐行的结果，请点【重新检查】，检查以后可以逐行查看")
	}
	return nil
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
