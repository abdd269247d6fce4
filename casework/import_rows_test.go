package casework

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

// allRows are the rows of an import, read page by page.
func (o *office) allRows(by model.Actor, id model.ImportID) []ImportedRow {
	o.t.Helper()
	var rows []ImportedRow
	for from, next := int64(0), int64(-1); next != 0; from = next {
		some, then, err := o.ImportRows(o.t.Context(), by, id, from)
		if err != nil {
			o.t.Fatal(err)
		}
		rows, next = append(rows, some...), then
	}
	return rows
}

// Whoever reads an import sees what its rows would do, also who decides nothing on it: of a change what
// changes from what to what, of a new record all, of an unchanged one nothing.
func TestWhoReadsAnImportSeesWhatWouldChange(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk, second := t.Context(), o.person("clerk", model.RoleInspector), o.second()
		first := o.imported(clerk, written{"enterprises": {firmRow(1), firmRow(2)}, "licences": {licenceRow(1)}})
		must2(o.PromoteImport(ctx, call(second, first.Version), first.ID))
		if first = o.worked(first.ID); first.Status != model.ImportPromoted {
			t.Fatalf("it is %s: %s", first.Status, first.Outcome)
		}
		gone := o.imported(clerk, written{"enterprises": {firmRow(3)}})
		must2(o.DiscardImport(ctx, call(second, gone.Version), gone.ID))
		_, _, err := o.ImportRows(ctx, second, gone.ID, 0)
		wantRefusal(t, err, model.Conflict, "import.forgotten")

		i := o.imported(clerk, written{
			"enterprises": {firmRow(1), with(firmRow(2), "service_phone", "023-77799999")},
			"endpoints":   {with(filedRow(1, 1), "floor_area", "60")},
		})
		if i.Status != model.ImportChecked {
			t.Fatalf("it is %s with %v", i.Status, o.faults(i.ID, false))
		}
		for _, reader := range []model.Actor{clerk, second, o.person("chief", model.RoleChief), o.person("desk", model.RoleComplaints), o.person("auditor", model.RoleAuditor)} {
			rows := o.allRows(reader, i.ID)
			if len(rows) != 2 {
				t.Fatalf("it shows %s %+v", reader.Name, rows)
			}
			change, added := rows[0], rows[1]
			if firm := must2(o.Store.Enterprise(ctx, store.Everything(), model.EnterpriseID(change.ID))); firm.Name != change.Name || added.ID != "" {
				t.Errorf("they lead to %s and %q", inJSON(t, firm), added.ID)
			}
			if !change.Changed || change.Row != 3 || change.Name != "演示第2快递有限公司" || !slices.Equal(change.Cells, []ImportedCell{{"服务电话", "023-77700000", "023-77799999"}}) {
				t.Errorf("the change is told as %+v", change)
			}
			said := ""
			for _, cell := range added.Cells {
				said += cell.Column + "=" + cell.Before + ">" + cell.After + "\n"
			}
			for _, want := range []string{"网点名称=>演示网点1\n", "面积（平方米）=>60\n", "负责人姓名=>演*\n", "所在街道乡镇=>凤山街道\n"} {
				if !strings.Contains(said, want) {
					t.Errorf("of the new end point %q is lacking in\n%s", want, said)
				}
			}
			if added.Changed || added.Sheet != "末端网点" || strings.Contains(said, "记录标识") {
				t.Errorf("the new end point is told as %+v", added)
			}
		}
		_, _, err = o.ImportRows(ctx, o.person("other", model.RoleLegal), i.ID, 0)
		wantKind(t, err, model.Forbidden)
		_, _, err = o.ImportRows(ctx, o.personAt("elsewhere", "500156002", "", model.RoleInspector), i.ID, 0)
		wantKind(t, err, model.NotFound)
		firm := must2(o.Store.Enterprises(ctx, store.Everything(), store.Query{Search: firmRow(2)["name"]})).Items[0].Enterprise
		o.write(func(ctx context.Context, tx *store.Tx) error {
			firm.AreaCode = "500101001"
			_, err := tx.ChangeEnterprise(ctx, firm)
			return err
		})
		if row := o.allRows(clerk, i.ID)[0]; row.Name != "" || len(row.Cells) != 0 || row.Row != 3 {
			t.Errorf("of a record that moved out of reach it tells %+v", row)
		}
	})
}

// Persons are masked in what an import shows to anybody, wherever their numbers were written, and a
// change that the masks hide is told as one; what is the same in clear is no change.
func TestNobodySeesPersonsInAnImport(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk, second := t.Context(), o.person("clerk", model.RoleInspector), o.second()
		draft := func() map[string]string { return with(with(filedRow(1, 1), "status", "草稿"), "filed_on", "") }
		first := o.imported(clerk, written{"enterprises": {firmRow(1)}, "licences": {licenceRow(1)}, "branches": {with(branchRow(1), "reason", "列入")}, "endpoints": {draft()}})
		must2(o.PromoteImport(ctx, call(second, first.Version), first.ID))
		if first = o.worked(first.ID); first.Status != model.ImportPromoted {
			t.Fatalf("it is %s with %v", first.Status, o.faults(first.ID, false))
		}
		secrets := []string{"演示张某某", "演示张三三", "演示李某", "11010519491231002X", "3800000000", "３８００００００００", "13912345678", "139 1234 5678"}
		i := o.imported(clerk, written{
			"branches":  {with(branchRow(1), "responsible_name", "演示张三三")},
			"endpoints": {with(draft(), "floor_area", "61"), with(filedRow(1, 2), "address", "演示巷2号，电话13912345678、139 1234 5678，证件11010519491231002X")},
		})
		faulty := o.imported(clerk, written{"endpoints": {with(with(filedRow(1, 3), "kind", "11010519491231002X"), "local_serial", "13912345678"), with(filedRow(1, 4), "opened_on", "13912345678")}})
		if i.Status != model.ImportChecked || faulty.Status != model.ImportFaulty {
			t.Fatalf("they are %s with %v and %s", i.Status, o.faults(i.ID, false), faulty.Status)
		}
		rows := o.allRows(second, i.ID)
		if len(rows) != 3 || !slices.Equal(rows[0].Cells, []ImportedCell{{"负责人", "演*", "演*（有改动，只显示一部分）"}}) || !slices.Equal(rows[1].Cells, []ImportedCell{{"面积（平方米）", "", "61"}}) {
			t.Errorf("the rows are %s", inJSON(t, rows))
		}
		if said := inJSON(t, rows[2]); !strings.Contains(said, "演示巷2号，电话139****5678、139****5678，证件110*************2X") || !strings.Contains(said, "138****0000") && !strings.Contains(said, "１３８****００００") {
			t.Errorf("the new one is %s", said)
		}
		if rows = o.allRows(second, faulty.ID); len(rows) != 2 || !rows[0].Faulty {
			t.Errorf("of the faulty one the rows are %s", inJSON(t, rows))
		}
		for _, reader := range []model.Actor{clerk, second, o.person("auditor", model.RoleAuditor)} {
			for _, one := range []model.Import{first, i, faulty} {
				said := inJSON(t, o.allRows(reader, one.ID)) + inJSON(t, must2(o.ImportCard(ctx, reader, one.ID)))
				for _, warnings := range []bool{true, false} {
					said += inJSON(t, must2(o.ImportFaults(ctx, reader, one.ID, warnings, 0)))
				}
				for _, secret := range secrets {
					if strings.Contains(said, secret) {
						t.Errorf("%s reads %s of import %s in %s", reader.Name, secret, one.Number, said)
					}
				}
			}
		}
	})
}

// Any row is read without those before it, also while somebody's file is checked; where the check kept
// nothing of rows, that is said.
func TestARowFarDownIsReadByItself(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk, second := t.Context(), o.person("clerk", model.RoleInspector), o.second()
		of := written{}
		for n := range importBatchRows/2 + 10 {
			of["enterprises"], of["licences"] = append(of["enterprises"], firmRow(n+1)), append(of["licences"], licenceRow(n+1))
		}
		staged := must2(o.StageImport(ctx, call(clerk, 0), o.file(of)))
		_, _, err := o.ImportRows(ctx, second, staged.ID, 0)
		wantRefusal(t, err, model.Conflict, "import.not_checked")
		i := o.worked(staged.ID)
		if i.Status != model.ImportChecked || !must2(o.ImportCard(ctx, second, i.ID)).Record.Brought {
			t.Fatalf("it is %s with %v", i.Status, o.faults(i.ID, false))
		}
		if n := len(o.allRows(second, i.ID)); n != 2*len(of["enterprises"]) {
			t.Errorf("of the rows %d are told", n)
		}
		leave := must2(o.takeTurn(ctx))
		rows, next, err := o.ImportRows(ctx, second, i.ID, 150)
		leave()
		if err != nil || len(rows) != 50 || next != 200 || rows[0].Sheet != "许可" || rows[0].Row != 42 || len(rows[0].Cells) == 0 || rows[0].Cells[1].After != licenceRow(41)["number"] {
			t.Errorf("from 150 on there are %d, then %d, %v, first %s", len(rows), next, err, inJSON(t, rows[:1]))
		}
		if rows, next, err = o.ImportRows(ctx, second, i.ID, 219); err != nil || len(rows) != 1 || next != 0 || rows[0].Row != 111 || rows[0].Name != licenceRow(110)["number"] {
			t.Errorf("the last is %s, then %d, %v", inJSON(t, rows), next, err)
		}
		if rows, next, err = o.ImportRows(ctx, second, i.ID, 220); err != nil || len(rows) != 0 || next != 0 {
			t.Errorf("behind it is %s, then %d, %v", inJSON(t, rows), next, err)
		}
		o.write(func(ctx context.Context, tx *store.Tx) error { return tx.KeepBrought(ctx, i.ID, nil) })
		_, _, err = o.ImportRows(ctx, second, i.ID, 0)
		wantRefusal(t, err, model.Conflict, "import.rows_unknown")
	})
}

// After its promotion an import tells which record each row became, and the lists show what it
// brought; of a record that the reader may not see neither id nor name is told.
func TestWhatAnImportBroughtIsFoundFromIt(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, second := t.Context(), o.second()
		bringer, judge := o.cutters()
		first := o.imported(bringer, written{"enterprises": {firmRow(1)}})
		must2(o.PromoteImport(ctx, call(second, first.Version), first.ID))
		o.worked(first.ID)
		file := written{
			"enterprises": {with(firmRow(1), "service_phone", "023-77799999"), firmRow(2)},
			"licences":    {licenceRow(2), licenceRow(1)}, "endpoints": {filedRow(1, 1), filedRow(2, 2)},
		}
		i := o.imported(bringer, file)
		must2(o.PromoteImport(ctx, call(second, i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Fatalf("it is %s with %v %v", i.Status, o.faults(i.ID, false), o.faults(i.ID, true))
		}
		told := func(by model.Actor, i model.Import) []string {
			rows, next, err := o.ImportRows(ctx, by, i.ID, 0)
			if err != nil || next != 0 {
				t.Fatalf("then %d, %v", next, err)
			}
			said := []string{}
			for _, row := range rows {
				said = append(said, fmt.Sprintf("%s %d %v %s %v", row.Sheet, row.Row, row.Changed, row.Name, row.ID != ""))
			}
			return said
		}
		want := []string{
			"企业 2 true 演示第1快递有限公司 true", "企业 3 false 演示第2快递有限公司 true",
			"许可 2 false " + licenceRow(2)["number"] + " true", "许可 3 false " + licenceRow(1)["number"] + " true",
			"末端网点 2 false 演示网点1 true", "末端网点 3 false 演示网点2 true",
		}
		if got := told(second, i); !slices.Equal(got, want) {
			t.Errorf("its rows became\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		of := store.Query{Filter: map[string]string{"import_no": i.Number}}
		firms, all := must2(o.Store.Enterprises(ctx, store.Everything(), of)).Items, store.Everything()
		if len(firms) != 1 || firms[0].Name != "演示第2快递有限公司" {
			t.Fatalf("it brought %s", inJSON(t, firms))
		}
		if n := len(must2(o.Store.Licences(ctx, all, of)).Items); n != 2 {
			t.Errorf("it brought %d licences", n)
		}
		if n := len(must2(o.Store.EndPoints(ctx, all, of)).Items); n != 2 {
			t.Errorf("it brought %d end points", n)
		}
		if n := len(must2(o.Store.Branches(ctx, all, of)).Items); n != 0 {
			t.Errorf("it brought %d branches", n)
		}
		o.write(func(ctx context.Context, tx *store.Tx) error {
			moved := firms[0].Enterprise
			moved.AreaCode = "500101001"
			_, err := tx.ChangeEnterprise(ctx, moved)
			return err
		})
		want[1], want[2] = "企业 3 false  false", "许可 2 false  false"
		if got := told(second, i); !slices.Equal(got, want) {
			t.Errorf("out of reach are\n%s", strings.Join(got, "\n"))
		}

		past := o.imported(bringer, pastRows(model.Enterprise{USCC: firmRow(1)["uscc"], Name: firmRow(1)["name"]}, o.day().AddDays(-1)))
		if past.Status != model.ImportChecked {
			t.Fatalf("it is %s with %v", past.Status, o.faults(past.ID, false))
		}
		must2(o.PromoteImport(ctx, call(judge, past.Version), past.ID))
		past = o.worked(past.ID)
		if got := told(judge, past); len(got) != 5 || strings.Contains(strings.Join(got, "|"), " false|") || !strings.HasPrefix(got[1], "检查 3 false 演示第") {
			t.Errorf("the past became %v", got)
		}
		again := pastRows(model.Enterprise{USCC: firmRow(1)["uscc"], Name: firmRow(1)["name"]}, o.day().AddDays(-1))
		again["penalties"] = append(again["penalties"], with(maps.Clone(again["penalties"][0]), "document_no", "武邮罚〔2025〕10号"))
		next := o.imported(bringer, again)
		if rows := o.allRows(judge, next.ID); next.Status != model.ImportChecked || len(rows) != 1 || rows[0].Sheet != "行政处罚" || rows[0].Row != 3 {
			t.Errorf("of the past once more it lists %s", inJSON(t, rows))
		}
		of.Filter["import_no"] = past.Number
		visits, fines := must2(o.Store.Inspections(ctx, all, of)).Items, must2(o.Store.Penalties(ctx, all, of)).Items
		if closed := must2(o.Store.Complaints(ctx, all, of)).Items; len(visits) != 2 || len(fines) != 1 || len(closed) != 1 {
			t.Errorf("it brought %d, %d and %d", len(visits), len(fines), len(closed))
		}
	})
}

// A day that no calendar has is told once, and no other day is taken for it.
func TestADayThatIsNoneIsToldOnce(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		clerk := o.person("clerk", model.RoleInspector)
		i := o.imported(clerk, written{"enterprises": {firmRow(1), with(firmRow(2), "area_code", "芙蓉街")}, "licences": {licenceRow(1)}, "endpoints": {with(filedRow(1, 1), "opened_on", "2025-02-31")}})
		if got, want := o.faults(i.ID, false), []string{"企业!D3 choice.unknown", "末端网点!L2 date.unreadable"}; !slices.Equal(got, want) {
			t.Errorf("found %v, want %v", got, want)
		}
		faults := must2(o.Store.ImportFaults(t.Context(), i.ID, false, 0, 10))
		if !strings.HasPrefix(faults[0].Detail, "是不是“芙蓉街道”？只能填：") {
			t.Errorf("told as %s", faults[0].Detail)
		}
	})
}
