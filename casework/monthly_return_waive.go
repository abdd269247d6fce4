package casework

import (
	"context"
	"strings"

	"yijian/model"
)

// WaiveReturn frees the enterprise from the return of the month, with the reason and the
// basis; once its term is over the chief alone can, because it takes a missed duty back.
func (d *Desk) WaiveReturn(ctx context.Context, call model.Call, id model.MonthlyReturnID, reason, basis string) (model.MonthlyReturn, error) {
	return d.reasonedReturn(ctx, call, returnOrder{id, waiveReturn, reason}, func(w work, m *model.MonthlyReturn, reason string) error {
		terms, err := w.termsOf(ctx, "monthly-returns", string(m.ID))
		if err != nil {
			return err
		}
		if err := terms.waiveHindrance(*m, call.Actor, w.today()); err != nil {
			return err
		}
		if n := len([]rune(strings.TrimSpace(basis))); n < 2 || n > 200 {
			return oneField("/basis", "basis.missing", "请写明免报的依据（2 至 200 字）")
		}
		m.Status, m.DecidedOn, m.DecidedReason, m.WaiveBasis = model.MonthlyReturnWaived, w.today(), reason, strings.TrimSpace(basis)
		return nil
	})
}

// waiveHindrance is why this person cannot waive the return today.
func (t terms) waiveHindrance(m model.MonthlyReturn, actor model.Actor, today model.Date) error {
	late, err := t.missesReturn(m, model.MissingReturn, today)
	switch {
	case err != nil:
		return err
	case late && !actor.Has(model.RoleChief):
		return model.Fail(model.Forbidden, "monthly_return.waive_late", "报送期限已过，免报须由局领导办理，请报局领导在这份月报上办理")
	}
	return nil
}
