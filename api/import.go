package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/url"

	"yijian/casework"
	"yijian/model"
	"yijian/reports"
)

type importList struct {
	Paging
	Status string `query:"status" enum:"uploaded,faulty,checked,promoting,promoted,discarded,halted"`
}

func (a *API) listImports(ctx context.Context, call model.Call, in *importList) (*plain[model.Page[casework.ImportLine]], error) {
	return body(a.Desk.Imports(ctx, call.Actor, in.query(map[string]string{"status": in.Status})))
}

func (a *API) readImport(ctx context.Context, call model.Call, in *onID) (*record[model.Card[casework.ImportRecord]], error) {
	card, err := a.Desk.ImportCard(ctx, call.Actor, model.ImportID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// importKind is the kind of a template.
type importKind struct {
	Kind string `query:"kind" enum:"register,history" default:"register" doc:"the register, or what happened before the platform was used (history)"`
}

type newImport struct {
	Kind string `query:"kind" enum:"register,history" default:"register" doc:"the register, or what happened before the platform was used (history)"`
	Name string `query:"name" required:"true" minLength:"1" maxLength:"200" doc:"the file's name; its format is found by its content"`
}

// maxImport is the most bytes of a file of the register.
var maxImport = model.RegisterLimits().Bytes

func (a *API) uploadImport(ctx context.Context, call model.Call, in *newImport) (*created[model.Import], error) {
	file := spooledOf(ctx)
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(file.File, 0, file.size)); err != nil {
		return nil, err
	}
	i, err := a.Desk.StageImport(ctx, call, casework.ImportedFile{
		Kind: in.Kind, Name: in.Name, Size: file.size, SHA256: hex.EncodeToString(sum.Sum(nil)),
		Read: func(each func(model.SheetRow) error) (string, error) {
			return reports.ReadRegister(file.File, file.size, a.Desk.ImportSheets(in.Kind), each)
		},
	})
	return made("imports", string(i.ID), i, err)
}

type importFaults struct {
	ID       string `path:"id" maxLength:"36"`
	Warnings bool   `query:"warnings" doc:"warnings only; else faults only"`
	From     int64  `query:"from" minimum:"0" default:"0" doc:"the place to begin at"`
}

// ImportFaultPage is some of what a check found; Next is the place to go on from, 0 at the end.
type ImportFaultPage struct {
	Faults []model.ImportFault `json:"faults"`
	Next   int64               `json:"next"`
}

func (a *API) listImportFaults(ctx context.Context, call model.Call, in *importFaults) (*plain[ImportFaultPage], error) {
	items, err := a.Desk.ImportFaults(ctx, call.Actor, model.ImportID(in.ID), in.Warnings, in.From)
	page := ImportFaultPage{Faults: items}
	if len(items) == pageOfFaults {
		page.Next = items[len(items)-1].Place + 1
	}
	return body(page, err)
}

type importRows struct {
	ID   string `path:"id" maxLength:"36"`
	From int64  `query:"from" minimum:"0" default:"0" doc:"how many rows to leave out; those that change nothing do not count"`
}

// ImportRowPage is some of what the rows would do; Next is how many to leave out to go on, 0 at the end.
type ImportRowPage struct {
	Rows []casework.ImportedRow `json:"rows"`
	Next int64                  `json:"next"`
}

func (a *API) listImportRows(ctx context.Context, call model.Call, in *importRows) (*plain[ImportRowPage], error) {
	rows, next, err := a.Desk.ImportRows(ctx, call.Actor, model.ImportID(in.ID), in.From)
	return body(ImportRowPage{rows, next}, err)
}

// pageOfFaults is how many faults one page holds.
const pageOfFaults = 100

// warningKind is what the card says of the warnings of one kind that are open.
type warningKind struct {
	Sheet  string `json:"sheet" minLength:"1" maxLength:"60"`
	Column string `json:"column" minLength:"1" maxLength:"60"`
	Key    string `json:"key" minLength:"1" maxLength:"40"`
	Reason string `json:"reason" minLength:"1" maxLength:"60"`
	Count  int64  `json:"count" minimum:"1" doc:"这一类待确认的数目"`
}

type importConfirmation struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Places []int64      `json:"places,omitempty" maxItems:"1000" nullable:"false" doc:"提醒的序号；不给序号也不给类别则为其余全部"`
		Kind   *warningKind `json:"kind,omitempty" doc:"一类提醒，连同看到的数目"`
		Reason string       `json:"reason" minLength:"2" maxLength:"400" doc:"为什么可以入库"`
	}
}

func (a *API) confirmImport(ctx context.Context, call model.Call, in *importConfirmation) (*record[model.Import], error) {
	c := casework.Confirmation{Places: in.Body.Places, Reason: in.Body.Reason}
	if k := in.Body.Kind; k != nil {
		c.Kind = &model.ImportDoubts{Sheet: k.Sheet, Column: k.Column, Key: k.Key, Reason: k.Reason, Count: k.Count}
	}
	i, err := a.Desk.ConfirmImport(ctx, call, model.ImportID(in.ID), c)
	return versioned(i, i.Version, err)
}

func (a *API) promoteImport(ctx context.Context, call model.Call, in *onID) (*record[model.Import], error) {
	i, err := a.Desk.PromoteImport(ctx, call, model.ImportID(in.ID))
	return versioned(i, i.Version, err)
}

func (a *API) recheckImport(ctx context.Context, call model.Call, in *onID) (*record[model.Import], error) {
	i, err := a.Desk.RecheckImport(ctx, call, model.ImportID(in.ID))
	return versioned(i, i.Version, err)
}

func (a *API) discardImport(ctx context.Context, call model.Call, in *onID) (*record[model.Import], error) {
	i, err := a.Desk.DiscardImport(ctx, call, model.ImportID(in.ID))
	return versioned(i, i.Version, err)
}

// book is a file that is written row by row.
type book interface {
	Add(row model.SheetRow) error
	Bytes() ([]byte, error)
}

func named(media, ascii, said string, content []byte) *workbook {
	return &workbook{ContentType: media, Body: content, Disposition: `attachment; filename="` + ascii + `"; filename*=UTF-8''` + url.PathEscape(said)}
}

func (a *API) importTemplate(_ context.Context, _ model.Call, in *importKind) (out *workbook, err error) {
	file, err := reports.NewRegisterBook(a.Desk.ImportSheets(in.Kind), casework.ImportGuide(in.Kind))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	content, err := file.Bytes()
	title := map[string]string{casework.RegisterImport: "登记簿导入模板.xlsx", casework.HistoryImport: "历史数据导入模板.xlsx"}[in.Kind]
	return named(xlsx, in.Kind+"-template.xlsx", title, content), err
}

type registerExport struct {
	Format string `query:"format" enum:"xlsx,csv" default:"xlsx"`
	Sheet  string `query:"sheet" enum:"enterprises,licences,branches,endpoints" doc:"one kind of record; needed for csv"`
}

func (a *API) exportRegister(ctx context.Context, call model.Call, in *registerExport) (*workbook, error) {
	limits, day := model.RegisterLimits(), a.Desk.Today().String()
	var file book
	media, most, title := xlsx, limits.WorkbookRows, "登记簿"
	sheets := a.Desk.ImportSheets(casework.RegisterImport)
	for _, of := range sheets {
		if string(of.Noun) == in.Sheet {
			title = of.Title
		}
	}
	if in.Format == "csv" {
		at := -1
		for i, of := range sheets {
			if string(of.Noun) == in.Sheet {
				at = i
			}
		}
		if at < 0 {
			var fields model.FieldErrors
			fields.Add("/sheet", "required", "CSV 每次导出一种记录，请指明哪一种")
			return nil, fields.Err()
		}
		text, err := reports.NewRegisterText(sheets[at])
		if err != nil {
			return nil, err
		}
		file, media, most = text, csvText, limits.TextRows
	} else {
		whole, err := reports.NewRegisterBook(sheets, casework.ImportGuide(casework.RegisterImport))
		if err != nil {
			return nil, err
		}
		defer func() { _ = whole.Close() }() // nothing but temporary files can fail
		file = whole
	}
	if err := a.Desk.ExportRegister(ctx, call, model.Noun(in.Sheet), most, file.Add); err != nil {
		return nil, err
	}
	content, err := file.Bytes()
	return named(media, "register-"+day+"."+in.Format, title+day+"."+in.Format, content), err
}

func (a *API) markedImport(ctx context.Context, call model.Call, in *onID) (*workbook, error) {
	i, faults, rows, err := a.Desk.MarkedImport(ctx, call.Actor, model.ImportID(in.ID))
	if err != nil {
		return nil, err
	}
	file, err := reports.NewMarkedBook(a.Desk.ImportSheets(i.Kind), casework.ImportGuide(i.Kind), faults)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing but temporary files can fail
	err = rows(func(some []model.SheetRow) error {
		for _, row := range some {
			if err := file.Add(row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	content, err := file.Bytes()
	return named(xlsx, i.Number+".xlsx", i.Number+"（标出错误）.xlsx", content), err
}
