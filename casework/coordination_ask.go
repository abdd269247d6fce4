package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"yijian/model"
	"yijian/store"
)

// NewCoordination is what the lead asks for, of whom, and by which day it is wished. It may follow
// from a report on the task.
type NewCoordination struct {
	Units    []model.UnitID
	Matter   string
	Detail   string
	WishedOn model.Date
	Report   model.TaskReportID
}

// mostAsked is how many units may be asked at once.
const mostAsked = 10

func (n *NewCoordination) check(t taskInPlan, today model.Date) error {
	n.Matter, n.Detail = strings.TrimSpace(n.Matter), strings.TrimSpace(n.Detail)
	fields := model.FieldErrors(model.FieldsOf(checkText("/matter", n.Matter, 100)))
	fields = append(fields, model.FieldsOf(checkText("/detail", n.Detail, 1000))...)
	checkDay(&fields, "/wished_on", n.WishedOn, today.AddDays(1), today.AddMonths(24))
	if len(n.Units) == 0 || len(n.Units) > mostAsked {
		fields.Add("/units", "coordination.units", fmt.Sprintf("请选择 1 至 %d 个单位", mostAsked))
	}
	if n.Report != "" && !slices.ContainsFunc(t.past.reports, func(r model.TaskReport) bool { return r.ID == n.Report }) {
		fields.Add("/report", "coordination.report", "这项任务没有这份月报")
	}
	n.checkUnits(&fields, t, today)
	return fields.Err()
}

// checkUnits replaces each unit by what became of it, and names those that cannot be asked.
func (n *NewCoordination) checkUnits(fields *model.FieldErrors, t taskInPlan, today model.Date) {
	var asked []model.UnitID
	for i, id := range n.Units {
		pointer := fmt.Sprintf("/units/%d", i)
		to, known := t.units[t.units[id].CurrentID]
		switch {
		case !known || !to.ValidOn(today):
			fields.Add(pointer, "unit.unknown", "没有这个单位，或者它已经撤销")
		case to.ID == t.leader():
			fields.Add(pointer, "coordination.own_unit", "不能请求牵头单位自己")
		case slices.Contains(asked, to.ID):
			fields.Add(pointer, "coordination.twice", shortName(to)+"已经选了")
		}
		asked = append(asked, to.ID)
	}
	n.Units = asked
}

// AskCoordination asks one unit or several for something that the task needs. Each answers for
// itself, by the limit of the deadline table.
func (d *Desk) AskCoordination(ctx context.Context, call model.Call, id model.TaskID, n NewCoordination) (model.Coordination, error) {
	return perform(ctx, d, call, order{permission: "task:ask-coordination"}, func(w work) (model.Coordination, error) {
		var none model.Coordination
		task, err := w.loadTask(ctx, id)
		if err != nil {
			return none, err
		}
		if err := must(task.Version, call.Version); err != nil {
			return none, err
		}
		former, err := w.CoordinationsOfTask(ctx, id)
		if err != nil {
			return none, err
		}
		if refusal := askCoordinationRefusal(task, former, call.Actor); refusal != nil {
			return none, refusal
		}
		if err := n.check(task, w.today()); err != nil {
			return none, err
		}
		asked, err := w.askCoordination(ctx, task, n)
		if err != nil {
			return none, err
		}
		_, err = w.TouchTask(ctx, task.Task) // so that of two at once on one version one wins
		return asked[0], err
	})
}

func (w work) askCoordination(ctx context.Context, t taskInPlan, n NewCoordination) ([]model.Coordination, error) {
	terms, err := w.terms(ctx)
	if err != nil {
		return nil, err
	}
	due, err := terms.dueOf(model.TaskCoordination, w.today())
	if err != nil {
		return nil, err
	}
	from := t.units[t.leader()]
	asked := make([]model.Coordination, len(n.Units))
	for i, unit := range n.Units {
		asked[i] = model.Coordination{
			ID: model.CoordinationID(store.NewID()), Year: w.today().Year(), TaskID: t.ID, TaskName: t.Name, ReportID: n.Report,
			AskerUnit: from.ID, AskerName: from.Name, UnitID: unit, UnitName: t.units[unit].Name,
			Matter: n.Matter, Detail: n.Detail, WishedOn: n.WishedOn, AskedOn: w.today(), AskedBy: w.Stamp().Call.Actor.Name,
			Rule: model.TaskCoordination, FromOn: w.today(), DueOn: due, FirstDueOn: due, DueBasis: terms.basisOf(model.TaskCoordination, w.today()),
			Status: model.CoordinationAsked, Demo: t.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
	}
	if err := w.AddCoordinations(ctx, asked); err != nil {
		return nil, err
	}
	for _, c := range asked {
		in := coordinationInTask{c, t}
		if err := w.tellAsked(ctx, coordinationNews(model.EventCoordinationAsked, in), in); err != nil {
			return nil, err
		}
	}
	return asked, nil
}
