package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// TaskRows returns the rows and the head of the monthly report of one plan, in
// the annex's order, on the last day of the month or today if that is earlier.
// Only reports handed in by then count, with their contents as corrected since:
// the same month drawn up again after a correction differs. Without a document
// number it is the newest plan in scope.
func (d *Desk) TaskRows(ctx context.Context, scope store.Scope, document, month string) ([]model.TaskRow, model.TaskReportMeta, error) {
	var meta model.TaskReportMeta
	first, err := parseMonth(month)
	if err != nil || first.After(d.Today()) {
		var fields model.FieldErrors
		fields.Add("/month", "month.invalid", "月份应为 YYYY-MM，且不晚于本月")
		return nil, meta, fields.Err()
	}
	asOf := lastOfMonth(first)
	if asOf.After(d.Today()) {
		asOf = d.Today()
	}
	plan, err := d.planFor(ctx, scope, document)
	if err != nil {
		return nil, meta, err
	}
	tasks, err := d.Store.TasksOfPlan(ctx, scope, plan.ID)
	if err != nil {
		return nil, meta, err
	}
	lines, pasts, err := d.linesOn(ctx, scope, tasks, asOf)
	if err != nil {
		return nil, meta, err
	}
	if err := d.countInto(ctx, lines, asOf); err != nil {
		return nil, meta, err
	}
	units, err := d.Store.UnitsByID(ctx)
	if err != nil {
		return nil, meta, err
	}
	terms, err := d.termsNow(ctx)
	if err != nil {
		return nil, meta, err
	}
	rows := make([]model.TaskRow, len(tasks))
	for i, task := range tasks {
		if rows[i], err = terms.rowOf(taskInPlan{task, plan, units, pasts[task.ID]}, month, asOf); err != nil {
			return nil, meta, err
		}
		rows[i].Counted, rows[i].CountWords = lines[i].Counted, lines[i].CountWords
	}
	meta = model.TaskReportMeta{
		DocumentNumber: plan.DocumentNo, Title: plan.AnnexTitle, Issuer: shortName(units[plan.SupervisingUnit]), AsOf: asOf,
		Period: first.MonthWords(),
	}
	return rows, meta, nil
}

func (d *Desk) planFor(ctx context.Context, scope store.Scope, document string) (model.TaskPlan, error) {
	if document != "" {
		plan, err := d.Store.TaskPlanByDocument(ctx, document)
		if err != nil {
			return plan, err
		}
		return d.Store.TaskPlan(ctx, scope, plan.ID)
	}
	plans, err := d.Store.TaskPlans(ctx, scope, store.Query{Sort: "-dated", Limit: 1})
	if err != nil {
		return model.TaskPlan{}, err
	}
	if len(plans.Items) == 0 {
		return model.TaskPlan{}, model.Fail(model.NotFound, "plan.none", "还没有导入工作方案")
	}
	return plans.Items[0], nil
}

func (t terms) rowOf(task taskInPlan, month string, asOf model.Date) (model.TaskRow, error) {
	decision, err := t.lightOn(task.Task, task.past, asOf)
	if err != nil {
		return model.TaskRow{}, err
	}
	report, reported := reportOn(task.past.reports, month, asOf)
	row := model.TaskRow{
		Group: task.GroupTitle, Number: task.Number, Name: task.Name, Content: task.Content,
		LeadUnit: task.AnnexLeadText, SupportUnits: task.AnnexSupportText, BodyLeadUnit: task.BodyLeadText, BodyUnits: task.BodyUnitsText,
		LeadConflict: task.handling(), PlannedProgress: decision.Seen.Planned, Progress: decision.Seen.Progress, Reported: reported,
		Light: decision.Light, LightReason: decision.Reason, Due: task.DueOn, MonthWork: report.Done, Problems: report.Problems,
	}
	if report.Coordination != "" {
		row.Problems += "\n需协调：" + report.Coordination
	}
	return row, nil
}
