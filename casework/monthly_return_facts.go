package casework

import (
	"context"
	"fmt"
	"slices"

	"yijian/model"
	"yijian/store"
)

// mostReturned is the most that any figure of a monthly return may be.
const mostReturned = 1_000_000_000

// checkFigures finds what cannot be right even in a draft.
func checkFigures(entry ReturnEntry, day model.Date) error {
	var fields model.FieldErrors
	check := func(pointer string, n *int64) {
		if n != nil && (*n < 0 || *n > mostReturned) {
			fields.Add(pointer, "number.range", "应为 0 至 10 亿之间的整数")
		}
	}
	var codes []string
	for i, area := range entry.Areas {
		at := fmt.Sprintf("/areas/%d", i)
		switch {
		case len(area.AreaCode) != 9:
			fields.Add(at+"/area_code", "area.unknown", "请选择街道乡镇")
		case slices.Contains(codes, area.AreaCode):
			fields.Add(at+"/area_code", "monthly_return.area_twice", "这个街道乡镇已在前面填过，请合并为一行")
		case !isAreaOn(area.AreaCode, day):
			fields.Add(at+"/area_code", "area.unknown", "没有这个区划，或者它已经撤销；请从现行的街道乡镇中选择")
		}
		codes = append(codes, area.AreaCode)
		check(at+"/pickups", area.Pickups)
		check(at+"/deliveries", area.Deliveries)
	}
	check("/pickups", entry.Pickups)
	check("/deliveries", entry.Deliveries)
	check("/staff", entry.Staff)
	check("/incidents", entry.Incidents)
	check("/complaints", entry.Complaints)
	return fields.Err()
}

// completeReturn refuses to hand in a return with gaps; what was none is a zero.
func completeReturn(m model.MonthlyReturn) error {
	var fields model.FieldErrors
	need := func(pointer, title string, n *int64) {
		if n == nil {
			fields.Add(pointer, "required", "报送前请填写"+title+"，没有的填 0")
		}
	}
	for i, area := range m.Areas {
		need(fmt.Sprintf("/areas/%d/pickups", i), "收寄件数", area.Pickups)
		need(fmt.Sprintf("/areas/%d/deliveries", i), "投递件数", area.Deliveries)
	}
	need("/pickups", "全月收寄总数", m.Pickups)
	need("/deliveries", "全月投递总数", m.Deliveries)
	need("/staff", "月末从业人数", m.Staff)
	need("/incidents", "安全事件数", m.Incidents)
	need("/complaints", "受理用户投诉数", m.Complaints)
	return fields.Err()
}

// askedOn is the day from which the term of a monthly return runs: the month's last day, or the
// day on which it was opened where that was later than the day after. Nothing is late at its opening.
func askedOn(m model.MonthlyReturn, month model.Date) model.Date {
	last := lastOfMonth(month)
	if opened := model.DateOf(m.CreatedAt); opened.After(last.AddDays(1)) {
		return opened
	}
	return last
}

// returnClocks are the terms of a monthly return: handing it in, its review, and handing it in
// again, each round by itself.
func returnClocks(m model.MonthlyReturn) clocked {
	r := clocked{
		noun: "monthly-returns", id: string(m.ID), title: m.EnterpriseName + m.Month + "业务月报", area: m.AreaCode, firm: m.EnterpriseID,
		firmName: m.EnterpriseName, firmSees: true, demo: m.Demo,
	}
	switch {
	case owesFirst(m):
		first, err := parseMonth(m.Month)
		if err == nil { // it was read when the return was opened
			r.duties = []duty{{model.MonthlyReturnFiling, askedOn(m, first), 1, model.RoleFirm}}
		}
	case m.Status == model.MonthlyReturnSubmitted:
		r.duties = []duty{{model.MonthlyReturnReview, m.SubmittedOn, int(m.Rounds), model.RoleInspector}}
	case m.Status == model.MonthlyReturnReturned:
		r.duties = []duty{{model.MonthlyReturnAgain, m.DecidedOn, int(m.Rounds), model.RoleFirm}}
	}
	return r
}

// tellOfReturn tells the inspectors that a return waits, and the enterprise that one came back.
func (w work) tellOfReturn(ctx context.Context, step returnStep, m model.MonthlyReturn) error {
	a := announcement{noun: "monthly-returns", id: string(m.ID), demo: m.Demo, values: map[string]string{"firm": m.EnterpriseName, "month": m.Month}}
	switch step.name {
	case submitReturn.name:
		a.event, a.to = model.EventReturnSubmitted, toDuty(model.RoleInspector, m.AreaCode)
	case sendBackReturn.name:
		a.event, a.to = model.EventReturnSentBack, toFirm(m.EnterpriseID)
	default:
		return nil
	}
	return announce(ctx, w.Tx, a)
}

func returnDuties() []workSource {
	row := func(role model.Role, in model.MonthlyReturnStatus, s returnStep, title string) waiting[model.MonthlyReturn] {
		return waiting[model.MonthlyReturn]{
			roles: []model.Role{role}, permission: s.permission, noun: "monthly-returns", act: s.name, title: title,
			in: in, sort: "month", list: store.Reader.MonthlyReturns,
			clockedAs: func(m model.MonthlyReturn) (model.Noun, string) { return "monthly-returns", string(m.ID) },
			ask: func(_ context.Context, l *look, m model.MonthlyReturn) (asked, error) {
				return asked{returnHindrance(s, m, l.actor) == nil, string(m.ID), m.EnterpriseName + m.Month, l.terms.monthlyReturn(s.name, m, l.Today())}, nil
			},
		}
	}
	return []workSource{
		row(model.RoleFirm, model.MonthlyReturnAwaited, fillReturn, "填报业务月报").source(),
		row(model.RoleFirm, model.MonthlyReturnDraft, submitReturn, "报送业务月报").source(),
		row(model.RoleFirm, model.MonthlyReturnReturned, submitReturn, "补正并重报业务月报").source(),
		row(model.RoleInspector, model.MonthlyReturnSubmitted, acceptReturn, "审核业务月报").source(),
	}
}
