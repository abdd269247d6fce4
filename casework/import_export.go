package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// registerExport is what the rows of an export are made of.
type registerExport struct {
	ctx       context.Context
	reader    store.Reader
	scope     store.Scope
	firms     []model.Enterprise
	licences  []model.HeldLicence
	Branches  []model.Branch
	codes     map[model.EnterpriseID]string
	directory map[model.BranchID]string
}

func (e *registerExport) eachEndPoint(each func(model.EndPoint) error) error {
	return e.reader.WholeEndPoints(e.ctx, e.scope, func(rows []model.EndPoint) error {
		for _, row := range rows {
			if err := each(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// ExportRegister gives the rows of the sheets, one kind of record only where a noun names
// it, and writes down that somebody took them. More than most rows are refused with advice.
func (d *Desk) ExportRegister(ctx context.Context, call model.Call, noun model.Noun, most int, each func(model.SheetRow) error) error {
	scope, err := d.Scope(call.Actor, "import:export")
	if err != nil {
		return err
	}
	e := &registerExport{ctx: ctx, reader: d.Store.Reader, scope: scope, codes: map[model.EnterpriseID]string{}, directory: map[model.BranchID]string{}}
	if err := e.load(); err != nil {
		return err
	}
	rows := 0
	for at, sheet := range registerSheets(d.Today()) {
		if noun != "" && sheet.Noun != noun {
			continue
		}
		n := 1
		err := sheet.export(e, func(cells []string) error {
			n++
			if rows++; rows > most {
				return fieldRefused("/sheet", "register.too_many", tooManyRows(most))
			}
			return each(model.SheetRow{Sheet: at, Row: n, Cells: cells})
		})
		if err != nil {
			return err
		}
	}
	stamp := model.Stamp{Call: call, Act: "import:export", At: d.now()}
	return d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		return tx.NoteAct(ctx, "imports", "", map[string]any{"sheet": noun, "rows": rows})
	})
}

func (e *registerExport) load() (err error) {
	if e.firms, err = e.reader.RegisterFirms(e.ctx, e.scope); err != nil {
		return err
	}
	for _, firm := range e.firms {
		e.codes[firm.ID] = firm.USCC
	}
	if e.licences, err = e.reader.RegisterLicences(e.ctx, e.scope); err != nil {
		return err
	}
	e.Branches, err = e.reader.RegisterBranches(e.ctx, e.scope)
	for _, b := range e.Branches {
		e.directory[b.ID] = b.DirectoryNo
	}
	return err
}
