package casework

import (
	"slices"
	"strings"
	"testing"

	"yijian/model"
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
		_, _, err := o.ImportRows(ctx, second, first.ID, 0)
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
