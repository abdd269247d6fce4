package casework

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

// second is who promotes what another has brought, an account like any.
func (o *office) second() model.Actor {
	if o.promoter.UserID == "" {
		o.promoter = o.person("second", model.RoleInspector)
	}
	return o.promoter
}

// written is rows of cells by field, the rest empty, for the sheets by noun.
type written map[model.Noun][]map[string]string

// kind is the kind of file that has such sheets.
func (w written) kind() string {
	for _, noun := range []model.Noun{"inspections", "penalties", "complaints"} {
		if w[noun] != nil {
			return HistoryImport
		}
	}
	return RegisterImport
}

// file is the rows as a file of the register brings them.
func (o *office) file(of written) ImportedFile {
	return ImportedFile{Kind: of.kind(), Name: "演示.xlsx", Size: 1, SHA256: "演示", Read: func(each func(model.SheetRow) error) (string, error) {
		for at, sheet := range o.ImportSheets(of.kind()) {
			for n, said := range of[sheet.Noun] {
				cells := make([]string, len(sheet.Columns))
				for key, text := range said {
					cells[sheet.Column(key)] = text
				}
				if err := each(model.SheetRow{Sheet: at, Row: n + 2, Cells: cells}); err != nil {
					return "", err
				}
			}
		}
		return "xlsx", nil
	}}
}

// imported stages the rows and has them checked.
func (o *office) imported(by model.Actor, of written) model.Import {
	o.t.Helper()
	i := must2(o.StageImport(o.t.Context(), call(by, 0), o.file(of)))
	return o.worked(i.ID)
}

// worked lets the server do what waits and returns the import as it is then.
func (o *office) worked(id model.ImportID) model.Import {
	o.t.Helper()
	for {
		worked, err := o.WorkOnImport(o.t.Context(), "server")
		if err != nil {
			o.t.Fatal(err)
		}
		if !worked {
			return must2(o.Store.Import(o.t.Context(), store.Everything(), id))
		}
	}
}

// faults are what a check found, as sheet, cell and reason.
func (o *office) faults(id model.ImportID, warnings bool) []string {
	o.t.Helper()
	said := []string{}
	for _, f := range must2(o.Store.ImportFaults(o.t.Context(), id, warnings, 0, 1000)) {
		said = append(said, f.Sheet+"!"+f.Cell+" "+f.Reason)
	}
	slices.Sort(said)
	return said
}

// exported is the register as it is exported.
func (o *office) exported(by model.Actor) ImportedFile {
	return ImportedFile{Name: "导出.xlsx", Size: 1, SHA256: "导出", Read: func(each func(model.SheetRow) error) (string, error) {
		return "xlsx", o.ExportRegister(o.t.Context(), call(by, 0), "", 1000, each)
	}}
}

func (o *office) auditRows() int {
	o.t.Helper()
	n, query := 0, store.Query{Limit: store.MaxPage}
	for {
		page := must2(o.Store.AuditEntries(o.t.Context(), store.Everything(), query))
		for _, row := range page.Items {
			if row.Noun != "imports" {
				n++
			}
		}
		if query.Cursor = page.Next; page.Next == "" {
			return n
		}
	}
}

func firmRow(n int) map[string]string {
	return map[string]string{
		"uscc": usccOf(n), "name": fmt.Sprintf("演示第%d快递有限公司", n), "brand": "顺达", "area_code": "凤山街道", "address": fmt.Sprintf("演示路%d号", n),
		"service_phone": "023-77700000",
	}
}

func licenceRow(n int) map[string]string {
	return map[string]string{
		"enterprise_id": usccOf(n), "number": fmt.Sprintf("渝邮2024%04dA", n), "kind": "首次许可", "scope": "省内快递、跨省快递", "areas": "全国",
		"issued_on": "2024年1月1日", "from": "2024/1/1", "expires": "47118", // 2028-12-31 as spreadsheets count
	}
}

func branchRow(n int) map[string]string {
	return map[string]string{
		"directory_no": fmt.Sprintf("渝邮名录%04d", n), "enterprise_id": usccOf(n), "name": "演示武隆分公司", "area_code": "500156001", "address": "演示路1号",
		"responsible_name": "演示张某某", "authority_no": "授权1号", "authorised_from": "2025-01-01", "entered_on": "2025-02-01",
	}
}

func filedRow(firm, n int) map[string]string {
	return map[string]string{
		"enterprise_id": usccOf(firm), "name": fmt.Sprintf("演示网点%d", n), "kind": "驿站", "brands": "顺达、迅通", "services": "收寄、投递",
		"scope": "省内快递", "area_code": "凤山街道", "address": fmt.Sprintf("演示巷%d号", n), "opened_on": "2025-03-01", "manager_name": "演示李某",
		"manager_id": "11010519491231002X", "manager_phone": "１３８００００００００", "service_phone": "12305", "status": "已备案", "filed_on": "2025-03-20",
	}
}

func with(row map[string]string, key, text string) map[string]string {
	row[key] = text
	return row
}

// The whole of a file is promoted; what was exported changes nothing when it comes back,
// and each record tells by which import it came.
func TestARegisterIsImportedWholeAndItsExportChangesNothing(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		i := o.imported(clerk, written{
			"enterprises": {firmRow(1), with(firmRow(2), "name", "=演示“等于”快递有限公司")}, "licences": {licenceRow(1), licenceRow(2)}, "branches": {with(branchRow(1), "reason", "'-列入")},
			"endpoints": {
				with(filedRow(1, 1), "branch_id", "渝邮名录0001"), filedRow(2, 2), with(with(filedRow(1, 3), "local_serial", "500156-2025-0007"), "longitude_micro", ""),
				{"enterprise_id": usccOf(2), "name": "演示新网点", "area_code": "凤山街道", "status": "草稿", "opened_on": "2026-03-01"},
			},
		})
		if i.Status != model.ImportChecked || i.Faults != 0 || i.Warnings != 0 || i.Number != "DR20260310-001" {
			t.Fatalf("checked is %s with %v %v", inJSON(t, i), o.faults(i.ID, false), o.faults(i.ID, true))
		}
		if firms := must2(o.Store.Enterprises(ctx, store.Everything(), store.Query{})); len(firms.Items) != 0 {
			t.Errorf("%d enterprises before the promotion", len(firms.Items))
		}
		must2(o.PromoteImport(ctx, call(o.second(), i.Version), i.ID))
		i = o.worked(i.ID)
		if i.Status != model.ImportPromoted || i.Counts[3].New != 4 {
			t.Fatalf("promoted is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		serials := map[string]bool{}
		for _, e := range must2(o.Store.EndPoints(ctx, store.Everything(), store.Query{})).Items {
			history := must2(o.Store.History(ctx, "endpoints", string(e.ID)))
			if len(history) != 1 || history[0].Reason != "批量导入 "+i.Number || history[0].UserID != o.second().UserID {
				t.Errorf("the history of %s is %s", e.Name, inJSON(t, history))
			}
			if e.Status == model.EndPointFiled {
				serials[string(e.LocalSerial)] = true
				if e.ValidUntil != model.NewDate(2028, 12, 31) || e.ManagerPhone.Normal() != "13800000000" || len(e.Checks.Lines) == 0 {
					t.Errorf("filed is %+v", e)
				}
				continue
			}
			if clocks := must2(o.Store.ClocksOf(ctx, "endpoints", string(e.ID))); len(clocks) != 1 {
				t.Errorf("a draft has the clocks %s", inJSON(t, clocks))
			}
		}
		if len(serials) != 3 || !serials["500156-2025-0007"] || !serials["500156-2025-0008"] || !serials["500156-2025-0009"] {
			t.Errorf("the serials are %v", serials)
		}
		before := o.auditRows()
		again := must2(o.StageImport(ctx, call(clerk, 0), o.exported(clerk)))
		i = o.worked(again.ID)
		must2(o.PromoteImport(ctx, call(o.second(), i.Version), i.ID))
		i = o.worked(i.ID)
		if i.Status != model.ImportPromoted || i.Outcome != "与登记簿一致，没有改动" {
			t.Errorf("the export comes back as %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		for _, c := range i.Counts {
			if c.Rows == 0 || c.Same != c.Rows {
				t.Errorf("%s: %+v", c.Title, c)
			}
		}
		if after := o.auditRows(); after != before {
			t.Errorf("%d records changed", after-before)
		}
	})
}

// Each wrong cell is named, nothing else is, and nothing goes into the register.
func TestEveryWrongCellIsNamed(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		held := addFirm(t, o.Desk, 9)
		off := usccOf(3)[:17] + "0"
		if off == usccOf(3) {
			off = usccOf(3)[:17] + "1"
		}
		i := o.imported(clerk, written{
			"enterprises": {
				firmRow(1), firmRow(2), with(firmRow(3), "uscc", off), firmRow(2), with(firmRow(4), "area_code", "北京市"), with(firmRow(5), "name", "　"),
				with(firmRow(6), "address", strings.Repeat("长", 151)), with(firmRow(7), "uscc", "9.15E+17"),
			},
			"licences": {
				licenceRow(1), with(licenceRow(2), "number", "某许可1号"), with(licenceRow(1), "from", "2026-02-30"), with(licenceRow(8), "enterprise_id", "没有这家企业"),
				with(with(licenceRow(2), "kind", "延续"), "from", "2023-01-01"),
			},
			"branches": {branchRow(1), with(branchRow(1), "directory_no", "渝邮名录0002"), with(with(branchRow(2), "directory_no", "渝邮名录0003"), "valid_until", "2024-01-01")},
			"endpoints": {
				filedRow(1, 1), with(filedRow(1, 2), "address", "演示巷1号"), with(filedRow(1, 3), "manager_id", "110105194912310021"), with(filedRow(1, 4), "scope", "国际快递"),
				with(filedRow(1, 5), "longitude_micro", "107.7"), with(filedRow(1, 6), "filed_on", ""), with(filedRow(1, 7), "status", "已注销"), with(filedRow(1, 8), "branch_id", "渝邮名录0009"),
				with(filedRow(4, 9), "kind", "小卖部"), with(filedRow(1, 10), "cameras", "很多"), with(filedRow(1, 11), "brands", "顺达、顺达"), filedRow(1, 1),
			},
		})
		want := []string{
			"企业!A5 row.doubled", "企业!A9 cell.shortened", "企业!B7 required", "企业!D6 choice.unknown", "企业!E8 text.too_long", "分支机构!L4 date.too_early",
			"末端网点!A10 enterprise.unknown", "末端网点!B9 branch.unknown", "末端网点!D10 choice.unknown", "末端网点!E12 endpoint.brand_doubled", "末端网点!G5 endpoint.check_failed",
			"末端网点!I3 endpoint.check_failed", "末端网点!J6 endpoint.position_half", "末端网点!N4 id_number.check_digit", "末端网点!Q11 number.unreadable",
			"末端网点!S8 endpoint.new_state", "末端网点!T7 required", "末端网点!C13 row.doubled",
			"许可!A5 enterprise.unknown", "许可!C6 licence.none_before", "许可!H4 date.unreadable",
		}
		slices.Sort(want)
		if got := o.faults(i.ID, false); !slices.Equal(got, want) {
			t.Errorf("the faults are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if got := o.faults(i.ID, true); !slices.Equal(got, []string{"企业!A4 uscc.check_digit", "许可!B2 licence.number_of_another", "许可!B3 licence.odd_number"}) {
			t.Errorf("the warnings are %v", got)
		}
		if i.Status != model.ImportFaulty || i.Faults != int64(len(want)) {
			t.Errorf("checked is %s", inJSON(t, i))
		}
		_, err := o.PromoteImport(ctx, call(o.second(), i.Version), i.ID)
		wantRefusal(t, err, model.Conflict, "import.wrong_state")
		if firms := must2(o.Store.Enterprises(ctx, store.Everything(), store.Query{})); len(firms.Items) != 1 || firms.Items[0].ID != held.ID {
			t.Errorf("the register holds %d enterprises", len(firms.Items))
		}
	})
}
