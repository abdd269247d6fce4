package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// ReturnTiming says whether a monthly return came in time, or still may.
type ReturnTiming string

// The timings of a return; whether it was late is settled when it is first handed in.
const (
	ReturnInTime  ReturnTiming = "in_time"
	ReturnLate    ReturnTiming = "late"
	ReturnOverdue ReturnTiming = "overdue" // not handed in, and its term is over
	ReturnDue     ReturnTiming = "due"     // not handed in, and its term runs or has no last day yet
	ReturnNotOwed ReturnTiming = "not_owed"
)

// MonthlyReturnLine is a monthly return in a list.
type MonthlyReturnLine struct {
	model.MonthlyReturn
	Timing ReturnTiming `json:"timing"`
}

func timingOf(m model.MonthlyReturn, overdue bool) ReturnTiming {
	switch {
	case m.Late:
		return ReturnLate
	case overdue:
		return ReturnOverdue
	case owesFirst(m):
		return ReturnDue
	case !m.Owed || m.FirstSubmittedOn.IsZero():
		return ReturnNotOwed
	}
	return ReturnInTime
}

// MonthlyReturns lists monthly returns. A timing keeps those that have it.
func (d *Desk) MonthlyReturns(ctx context.Context, actor model.Actor, q store.Query, timing ReturnTiming) (model.Page[MonthlyReturnLine], error) {
	lines := model.Page[MonthlyReturnLine]{Items: []MonthlyReturnLine{}}
	scope, err := d.Scope(actor, "monthly-return:read")
	if err != nil {
		return lines, err
	}
	switch timing {
	case ReturnOverdue, ReturnDue:
		q.Filter[string(timing)] = d.Today().String()
	case ReturnInTime, ReturnLate:
		q.Filter[string(timing)] = "yes"
	}
	page, err := d.Store.MonthlyReturns(ctx, scope, q)
	if err != nil {
		return lines, err
	}
	overdue, err := d.overdueReturns(ctx, page.Items)
	return model.Mapped(page, func(m model.MonthlyReturn) MonthlyReturnLine { return MonthlyReturnLine{m, timingOf(m, overdue[m.ID])} }), err
}
