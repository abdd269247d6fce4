package api

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
	"yijian/policy"
	"yijian/reports"
	"yijian/store"
)

// importIn is an import with warnings that nobody confirmed.
type importIn struct {
	model.Import
	warnings []model.ImportFault
}

func newImportRow(s *stage, p place) (importIn, string) {
	id := store.NewID()
	return importIn{Import: model.Import{
		ID: model.ImportID(id), Number: fmt.Sprintf("DR20260310-%d", s.next()), Kind: "register", FileName: p.canary("imports") + ".xlsx", FileSize: 1, Format: "xlsx",
		AreaCode: p.area, Status: model.ImportChecked, Counts: model.SheetCounts{}, Rows: 1, UploadedBy: "somebody", UploadedByName: "演示某",
		Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}}, id
}

func addImport(tx *store.Tx, ctx context.Context, i *importIn) error {
	if err := tx.AddImport(ctx, &i.Import); err != nil {
		return err
	}
	for n := range i.warnings {
		i.warnings[n].ImportID = i.ID
	}
	return tx.ReplaceFaults(ctx, i.ID, i.warnings)
}

func doubted(i *importIn) {
	i.Warnings = 1
	i.warnings = []model.ImportFault{{ID: store.NewID(), Sheet: "企业", Row: 2, Cell: "A2", Column: "统一社会信用代码", Key: "uscc", Warning: true, StandsFor: 1, Reason: "uscc.check_digit", Detail: "演示"}}
}

// registerFile is a workbook with one enterprise.
func (s *stage) registerFile() []byte {
	s.t.Helper()
	book, err := reports.NewRegisterBook(s.api.Desk.ImportSheets(casework.RegisterImport), nil)
	must(s.t, err)
	defer func() { _ = book.Close() }()
	cells := []string{policy.NewUSCC(fmt.Sprintf("91500156MC%07d", s.next())), "演示快递有限公司", "", "凤山街道", "演示路1号", "", "", "", ""}
	must(s.t, book.Add(model.SheetRow{Sheet: 0, Row: 2, Cells: cells}))
	content, err := book.Bytes()
	must(s.t, err)
	return content
}
