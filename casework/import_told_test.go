package casework

import (
	"slices"
	"strings"
	"testing"

	"yijian/model"
)

// brought imports rows and promotes them.
func (o *office) brought(by, promoter model.Actor, of written) model.Import {
	o.t.Helper()
	i := o.imported(by, of)
	must2(o.PromoteImport(o.t.Context(), call(promoter, i.Version), i.ID))
	if i = o.worked(i.ID); i.Status != model.ImportPromoted {
		o.t.Fatalf("it is %s, %s, with %v %v", i.Status, i.Outcome, o.faults(i.ID, false), o.faults(i.ID, true))
	}
	return i
}

// What a check says of rows names nothing outside the area of whoever brought them, also where somebody
// promotes them who reads the whole district.
func TestTextsOfAnImportNameNothingElsewhere(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, wide, second := t.Context(), o.person("wide", model.RoleInspector), o.second()
		_, judge := o.cutters()
		clerk := o.personAt("town", "500156001", "", model.RoleInspector)
		there := func(row map[string]string) map[string]string { return with(row, "area_code", "芙蓉街道") }
		held := func(firm int) map[string]string { return with(licenceRow(firm), "number", "渝邮20240009A") }
		far := there(with(with(with(filedRow(1, 1), "name", "演示远站"), "longitude_micro", "107.700000"), "latitude_micro", "29.300000"))
		o.brought(wide, second, written{
			"enterprises": {firmRow(1), there(with(firmRow(2), "name", "演示同名快递")), there(with(firmRow(3), "name", "演示同名快递"))},
			"licences":    {licenceRow(1), held(2)},
			"branches":    {with(there(with(branchRow(1), "name", "演示远分公司")), "valid_until", "2025-12-31")},
			"endpoints":   {far},
		})
		o.brought(wide, judge, written{"inspections": pastRows(model.Enterprise{USCC: usccOf(2)}, o.day().AddMonths(-2))["inspections"]})

		near := with(with(with(filedRow(1, 2), "longitude_micro", "107.700000"), "latitude_micro", "29.300000"), "address", "演示别巷2号")
		i := o.imported(clerk, written{
			"enterprises": {firmRow(7)},
			"licences":    {held(7), with(licenceRow(1), "enterprise_id", "演示同名快递")}, "endpoints": {near, with(filedRow(1, 3), "branch_id", branchRow(1)["directory_no"])},
		})
		faults := append(must2(o.Store.ImportFaults(ctx, i.ID, false, 0, 99)), must2(o.Store.ImportFaults(ctx, i.ID, true, 0, 99))...)
		past := o.imported(clerk, written{"inspections": pastRows(model.Enterprise{USCC: usccOf(1)}, o.day().AddMonths(-2))["inspections"][2:]})
		past2 := o.imported(clerk, written{"inspections": pastRows(model.Enterprise{USCC: usccOf(1)}, o.day().AddMonths(-2))["inspections"][:2]})
		for _, one := range []model.Import{past, past2} {
			faults = append(faults, must2(o.Store.ImportFaults(ctx, one.ID, true, 0, 99))...)
		}
		said := []string{}
		for _, f := range faults {
			said = append(said, f.Cell+" "+f.Reason+" "+f.Detail)
		}
		all := strings.Join(said, "\n")
		for _, secret := range []string{"同名", "远站", "远分公司"} {
			if strings.Contains(all, secret) {
				t.Errorf("%s is told in\n%s", secret, all)
			}
		}
		for _, want := range []string{
			"A3 enterprise.unknown ", "也登记在另一家企业名下", "已有另一处网点的备案", "所填名录编号的分支机构现在不能开办网点", "系统里已有这一编号的记录：有不在您辖区内的。入库",
		} {
			if !strings.Contains(all, want) {
				t.Errorf("%s is not told in\n%s", want, all)
			}
		}

		late := o.imported(clerk, written{"enterprises": {firmRow(4)}, "licences": {with(licenceRow(4), "number", "渝邮20240008A")}})
		o.brought(wide, second, written{"enterprises": {there(with(firmRow(5), "name", "演示同名快递"))}, "licences": {with(licenceRow(5), "number", "渝邮20240008A")}})
		must2(o.PromoteImport(ctx, call(second, late.Version), late.ID))
		late = o.worked(late.ID)
		if got := o.faults(late.ID, false); late.Status != model.ImportFaulty || !slices.Equal(got, []string{"许可!B2 licence.number_of_another"}) {
			t.Fatalf("it is %s with %v", late.Status, got)
		}
		if f := must2(o.Store.ImportFaults(ctx, late.ID, false, 0, 9))[0]; strings.Contains(f.Detail, "同名") {
			t.Errorf("a promotion tells of %s", f.Detail)
		}
		if rows := o.allRows(clerk, late.ID); len(rows) != 2 || !rows[1].Faulty || rows[0].Faulty {
			t.Errorf("its rows are %s", inJSON(t, rows))
		}

		o.brought(wide, second, written{"enterprises": {with(firmRow(6), "name", "演示同名快递")}})
		i = o.imported(clerk, written{"licences": {with(licenceRow(6), "enterprise_id", "演示同名快递")}})
		if i.Status != model.ImportChecked {
			t.Errorf("of the one that it may tell of the check says %v", o.faults(i.ID, false))
		}
		i = o.imported(wide, written{"licences": {with(licenceRow(6), "enterprise_id", "演示同名快递")}})
		if got := o.faults(i.ID, false); !slices.Equal(got, []string{"许可!A2 enterprise.ambiguous"}) {
			t.Errorf("of several that it may tell of it says %v", got)
		}
		i = o.imported(wide, written{"licences": {with(held(6), "from", "2024-02-01")}})
		if f := must2(o.Store.ImportFaults(ctx, i.ID, true, 0, 9)); len(f) == 0 || !strings.Contains(f[0].Detail+f[len(f)-1].Detail, "演示同名快递名下") {
			t.Errorf("of one that it may tell of it says %s", inJSON(t, f))
		}
	})
}
