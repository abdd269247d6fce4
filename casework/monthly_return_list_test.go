package casework

import (
	"slices"
	"testing"

	"yijian/model"
	"yijian/store"
)

// A return that is not handed in is not called in time: until its last day its term runs,
// from the day after it is overdue, in the list, on its card and by the filter alike.
func TestAReturnSaysWhetherItIsLate(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		o.moveTo("2026-03-12")
		prompt, slow, silent, free := o.firm("0001", "500156001"), o.firm("0002", "500156001"), o.firm("0003", "500156001"), o.firm("0004", "500156001")
		o.moveTo("2026-04-01")
		o.opened(4)
		m := o.returnOf(free.ID, "2026-03")
		must2(o.WaiveReturn(ctx, call(clerk, m.Version), m.ID, "停业整顿", "演示依据"))
		handIn := func(firm model.EnterpriseID) {
			m := o.returnOf(firm, "2026-03")
			m = must2(o.FillReturn(ctx, call(firmPerson(firm), m.Version), m.ID, monthEntry(4, map[string][2]int64{"500156001": {1, 1}}, "")))
			must2(o.SubmitReturn(ctx, call(firmPerson(firm), m.Version), m.ID))
		}
		handIn(prompt.ID)
		due := o.clockOn("monthly-returns", string(o.returnOf(silent.ID, "2026-03").ID), model.MonthlyReturnFiling).DueOn
		want := func(day model.Date, want map[model.EnterpriseID]ReturnTiming) {
			t.Helper()
			o.moveTo(day.String())
			query := func() store.Query { return store.Query{Filter: map[string]string{"month": "2026-03"}} }
			for _, line := range must2(o.MonthlyReturns(ctx, clerk, query(), "")).Items {
				card := must2(o.MonthlyReturnCard(ctx, clerk, line.ID)).Record
				if line.Timing != want[line.EnterpriseID] || card.Timing != line.Timing {
					t.Errorf("on %s the return of %s is %s in the list, %s on its card, want %s", day, line.EnterpriseName, line.Timing, card.Timing, want[line.EnterpriseID])
				}
			}
			for _, timing := range []ReturnTiming{ReturnInTime, ReturnLate, ReturnOverdue, ReturnDue} {
				var found, wanted []string
				for _, line := range must2(o.MonthlyReturns(ctx, clerk, query(), timing)).Items {
					found = append(found, string(line.EnterpriseID))
				}
				for id, is := range want {
					if is == timing {
						wanted = append(wanted, string(id))
					}
				}
				slices.Sort(found)
				if slices.Sort(wanted); !slices.Equal(found, wanted) {
					t.Errorf("on %s the filter %s finds %v, want %v", day, timing, found, wanted)
				}
			}
		}
		want(due, map[model.EnterpriseID]ReturnTiming{prompt.ID: ReturnInTime, slow.ID: ReturnDue, silent.ID: ReturnDue, free.ID: ReturnNotOwed})
		want(due.AddDays(1), map[model.EnterpriseID]ReturnTiming{prompt.ID: ReturnInTime, slow.ID: ReturnOverdue, silent.ID: ReturnOverdue, free.ID: ReturnNotOwed})
		handIn(slow.ID)
		want(due.AddDays(1), map[model.EnterpriseID]ReturnTiming{prompt.ID: ReturnInTime, slow.ID: ReturnLate, silent.ID: ReturnOverdue, free.ID: ReturnNotOwed})
	})
}
