package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

// Whoever decides on an import sees before what its rows would do: of a change what changes from
// what to what, of a new record all, of an unchanged one nothing, and of people only a part.
func TestWhoPromotesSeesWhatWouldChange(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk, second := t.Context(), o.person("clerk", model.RoleInspector), o.second()
		register := written{"enterprises": {firmRow(1), firmRow(2)}, "licences": {licenceRow(1)}}
		first := o.imported(clerk, register)
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
		var rows []ImportedRow
		for from, next := int64(0), int64(-1); next != 0; from = next {
			var some []ImportedRow
			if some, next, err = o.ImportRows(ctx, second, i.ID, from); err != nil {
				t.Fatal(err)
			}
			rows = append(rows, some...)
		}
		if len(rows) != 2 {
			t.Fatalf("it shows %+v", rows)
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
		if added.Changed || added.Sheet != "末端网点" || strings.Contains(said, "11010519491231002X") || strings.Contains(said, "3800000") || strings.Contains(said, "记录标识") {
			t.Errorf("the new end point is told as %+v", added)
		}
		_, _, err = o.ImportRows(ctx, o.person("other", model.RoleLegal), i.ID, 0)
		wantKind(t, err, model.Forbidden)
	})
}

// A page from further on knows the rows before it, ends when it takes long, and says where it cannot be looked at.
func TestAPageOfRowsKnowsThoseBefore(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk, second := t.Context(), o.person("clerk", model.RoleInspector), o.second()
		of := written{}
		for n := range importBatchRows/2 + 10 {
			of["enterprises"], of["licences"] = append(of["enterprises"], firmRow(n+1)), append(of["licences"], licenceRow(n+1))
		}
		i := o.imported(clerk, of)
		if i.Status != model.ImportChecked {
			t.Fatalf("it is %s with %v", i.Status, o.faults(i.ID, false))
		}
		page := func(from int64) ([]ImportedRow, int64) {
			rows, next, err := o.ImportRows(ctx, second, i.ID, from)
			if err != nil {
				t.Fatal(err)
			}
			return rows, next
		}
		told := 0
		for from, next := int64(0), int64(-1); next != 0; from = next {
			var rows []ImportedRow
			rows, next = page(from)
			for _, row := range rows {
				if row.Faulty {
					t.Fatalf("from batch %d on row %d of %s is at fault", from, row.Row, row.Sheet)
				}
			}
			told += len(rows)
		}
		if told != len(of["enterprises"])+len(of["licences"]) {
			t.Errorf("of the rows %d are told", told)
		}
		o.imports.look = 0
		if rows, next := page(0); len(rows) != importBatchRows || next != 1 {
			t.Errorf("in no time there are %d rows, then %d", len(rows), next)
		}
		_, _, err := o.ImportRows(ctx, second, i.ID, 1)
		wantRefusal(t, err, model.Conflict, "import.rows_too_deep")
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
