package casework

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

// An inspection whose document is known by another day, enterprise or place is told of with what is
// there and seen by itself before it becomes a second one; of one document several on one day are not
// doubted, of several days they are, and nothing of it again once it is there.
func TestACorrectedInspectionIsNoSecondOneUnseen(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		bringer, judge := o.cutters()
		on := o.day().AddMonths(-2)
		other := o.firm("0004", "500156001")
		o.filed(p.one, p.firm.ID, func(f *EndPointFacts) { f.Name = "演示甲站" })
		rows := func() written { return written{"inspections": pastRows(p.firm, on)["inspections"]} }
		i := o.imported(bringer, rows())
		must2(o.PromoteImport(ctx, call(judge, i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Fatalf("it is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		number := i.Number
		visits := func() int { return len(must2(o.Inspections(ctx, p)).Items) }
		before := visits()
		var day model.Import
		for column, to := range map[string]string{"inspected_on": on.AddDays(-1).String(), "enterprise_id": other.USCC, "endpoint_id": "演示甲站"} {
			file := rows()
			for n := range 2 {
				file["inspections"][n] = with(file["inspections"][n], column, to)
			}
			file["inspections"][0]["document_no"], file["inspections"][1]["document_no"] = "检 １", "检 １"
			i = o.imported(bringer, file)
			faults := must2(o.Store.ImportFaults(ctx, i.ID, true, 0, 9))
			if i.Faults != 0 || len(faults) != 1 || faults[0].Reason != "history.number_again" || faults[0].Cell != "A2" {
				t.Fatalf("with another %s it is %s with %v and %s", column, inJSON(t, i), o.faults(i.ID, false), inJSON(t, faults))
			}
			what := map[string]string{"inspected_on": "日期", "enterprise_id": "企业", "endpoint_id": "末端网点"}[column]
			if want := fmt.Sprintf("%s 对“%s”的检查（%s，%s与本行不同）", on, p.firm.Name, number, what); !strings.Contains(faults[0].Detail, want) || !strings.Contains(faults[0].Detail, "另外新增一条") {
				t.Errorf("with another %s it says %s, not %s", column, faults[0].Detail, want)
			}
			if column == "inspected_on" {
				day = i
			}
		}
		i = day
		kind := must2(o.ImportCard(ctx, bringer, i.ID)).Record.Doubts[0]
		_, err := o.ConfirmImport(ctx, call(bringer, i.Version), i.ID, Confirmation{Kind: &kind, Reason: "没有逐项看过"})
		wantRefused(t, err, model.Invalid, "/kind/reason import.one_by_one")
		_, err = o.PromoteImport(ctx, call(judge, i.Version), i.ID)
		wantRefused(t, err, model.Conflict, "import.wrong_state")
		i = must2(o.ConfirmImport(ctx, call(bringer, i.Version), i.ID, Confirmation{Places: []int64{0}, Reason: "确是另一次"}))
		must2(o.PromoteImport(ctx, call(judge, i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted || visits() != before+1 {
			t.Fatalf("promoted is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}

		clean := func(firm model.Enterprise, on model.Date) map[string]string {
			return with(with(pastRows(firm, on.AddDays(5))["inspections"][2], "document_no", "检8"), "inspected_on", on.String())
		}
		several := written{"inspections": {clean(p.firm, on), clean(other, on), with(clean(p.firm, on), "endpoint_id", "演示甲站"), clean(p.firm, on.AddDays(-9))}}
		i = o.imported(bringer, several)
		if got := o.faults(i.ID, true); i.Faults != 0 || !slices.Equal(got, []string{"检查!A5 history.number_again"}) {
			t.Fatalf("of one document it says %v and %v", o.faults(i.ID, false), got)
		}
		i = must2(o.ConfirmImport(ctx, call(bringer, i.Version), i.ID, Confirmation{Places: []int64{0}, Reason: "检查了两天"}))
		must2(o.PromoteImport(ctx, call(judge, i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Fatalf("promoted is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		if i = o.imported(bringer, several); i.Warnings != 0 || i.Counts[0].Same != 4 {
			t.Errorf("again it is %s with %v", inJSON(t, i), o.faults(i.ID, true))
		}
		if got := must2(o.Store.InspectionsNumbered(ctx, []string{"检"})); len(got) != 0 {
			t.Errorf("by the beginning of a number there is %s", inJSON(t, got))
		}
	})
}

// Whoever brings files of one township is told that a document is known elsewhere, and nothing else of it.
func TestAnInspectionOutOfReachIsToldOfWithoutWhatItSays(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		bringer, judge := o.cutters()
		far, on := o.firm("0004", "500156002"), o.day().AddMonths(-2)
		i := o.imported(bringer, written{"inspections": pastRows(far, on)["inspections"]})
		must2(o.PromoteImport(ctx, call(judge, i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Fatalf("it is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		number := i.Number
		for area, far := range map[string]string{"500156001": "有不在您辖区内的", "500156": on.AddDays(-5).String() + " 对“" + far.Name + "”的检查（" + number + "，企业与本行不同）"} {
			clerk := o.personAt("clerk"+area, area, "", model.RoleInspector)
			i = o.imported(clerk, written{"inspections": pastRows(p.firm, on)["inspections"][2:]})
			faults := must2(o.Store.ImportFaults(ctx, i.ID, true, 0, 9))
			if i.Faults != 0 || len(faults) != 1 || faults[0].Reason != "history.number_again" || !strings.Contains(faults[0].Detail, "系统里已有这一编号的记录："+far+"。") {
				t.Errorf("in %s it is %s with %v and %s", area, inJSON(t, i), o.faults(i.ID, false), inJSON(t, faults))
			}
		}
	})
}

// A licence of a file that leaves days without one is seen by itself, and what is said of them is kept
// with it as the act keeps it.
func TestAGapBetweenImportedLicencesIsAccountedFor(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		first := with(with(with(licenceRow(1), "from", "2019-01-02"), "issued_on", "2019-01-02"), "expires", "2024-01-01")
		renewal := func(from string) map[string]string {
			return with(with(with(with(with(licenceRow(1), "kind", "延续"), "from", from), "issued_on", from), "expires", "2030-05-31"), "number", "渝邮20250001A")
		}
		reasons := func(i model.Import) []string {
			said := []string{}
			for _, reason := range o.faults(i.ID, true) {
				if !strings.Contains(reason, "licence.odd_") {
					said = append(said, reason)
				}
			}
			return said
		}
		i := o.imported(clerk, written{"enterprises": {firmRow(1)}, "licences": {first, renewal("2024-01-02")}})
		if got := reasons(i); i.Faults != 0 || len(got) != 0 {
			t.Errorf("without a gap it says %v and %v", o.faults(i.ID, false), got)
		}
		i = o.imported(clerk, written{"enterprises": {firmRow(1)}, "licences": {renewal("2025-06-01"), first}})
		if got := reasons(i); i.Faults != 0 || !slices.Equal(got, []string{"许可!H2 licence.gap"}) {
			t.Fatalf("with a gap it says %v and %v", o.faults(i.ID, false), got)
		}
		fault := must2(o.Store.ImportFaults(ctx, i.ID, true, 0, 9))[0]
		if !strings.Contains(fault.Detail, "空516天（2024-01-02至2025-05-31）") {
			t.Errorf("it says %s", fault.Detail)
		}
		_, err := o.ConfirmImport(ctx, call(clerk, i.Version), i.ID, Confirmation{Reason: "没有逐项看过"})
		wantRefused(t, err, model.Invalid, "/places import.nothing_to_confirm")
		i = must2(o.ConfirmImport(ctx, call(clerk, i.Version), i.ID, Confirmation{Places: []int64{fault.Place}, Reason: "逾期申请，经批准"}))
		must2(o.PromoteImport(ctx, call(o.second(), i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Fatalf("promoted is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		said := []string{}
		for _, l := range must2(o.Store.RegisterLicences(ctx, store.Everything())) {
			said = append(said, l.Reason)
		}
		slices.Sort(said)
		if want := []string{"批量导入 " + i.Number, "许可中断516天（2024-01-02至2025-05-31）：逾期申请，经批准。批量导入 " + i.Number}; !slices.Equal(said, want) {
			t.Errorf("kept are %q, not %q", said, want)
		}
	})
}
