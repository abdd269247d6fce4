package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/store"
)

// TaskProgress is what a lead unit says of a task for one month.
type TaskProgress struct {
	Progress     int
	Done         string
	Problems     string
	Coordination string

	filler model.UserID // who brought the form in by which it is said
}

// hands adds to the ids who says it, and who brought in the form by which it is said.
func (p TaskProgress) hands(ids model.UserIDs, actor model.Actor) model.UserIDs {
	if ids = ids.With(actor.UserID); p.filler != "" {
		ids = ids.With(p.filler)
	}
	return ids
}

// ReportTask hands in the lead unit's report on a month, once per month. The
// newest month's progress becomes the task's.
func (d *Desk) ReportTask(ctx context.Context, call model.Call, id model.TaskID, month string, said TaskProgress) (model.TaskReport, error) {
	return perform(ctx, d, call, order{permission: "task:report"}, func(w work) (model.TaskReport, error) {
		var none model.TaskReport
		task, err := w.loadTask(ctx, id)
		if err != nil {
			return none, err
		}
		if err := must(task.Version, call.Version); err != nil {
			return none, err
		}
		return w.reportTask(ctx, call.Actor, task, month, said)
	})
}

// reportTask hands in the actor's report on a month of the task.
func (w work) reportTask(ctx context.Context, actor model.Actor, task taskInPlan, month string, said TaskProgress) (model.TaskReport, error) {
	var none model.TaskReport
	if refusal := reportRefusal(task, actor); refusal != nil {
		return none, refusal
	}
	if err := checkReport(task, month, said, w.today()); err != nil {
		return none, err
	}
	report := model.TaskReport{
		ID: model.TaskReportID(store.NewID()), TaskID: task.ID, Month: month, UnitID: actor.UnitID,
		Demo: task.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
	said.enter(&report, actor, w.today())
	if err := w.AddTaskReport(ctx, &report); err != nil {
		return none, err
	}
	if err := w.tellOfReport(ctx, task, report); err != nil {
		return none, err
	}
	if signRefusal(task, actor) == nil { // who reports on a task has it
		task.sign(actor, w.today())
	}
	task.Handlers = said.hands(task.Handlers, actor)
	return report, w.followReports(ctx, task.Task)
}

// ChangeTaskReport corrects a report that is not accepted yet; a returned one counts as handed in again.
func (d *Desk) ChangeTaskReport(ctx context.Context, call model.Call, id model.TaskReportID, said TaskProgress) (model.TaskReport, error) {
	return perform(ctx, d, call, order{permission: "task:report", act: "task:amend-report"}, func(w work) (model.TaskReport, error) {
		report, err := w.TaskReport(ctx, w.scope, id)
		if err != nil {
			return report, err
		}
		if err := must(report.Version, call.Version); err != nil {
			return report, err
		}
		task, err := w.loadTask(ctx, report.TaskID)
		if err != nil {
			return report, err
		}
		return w.changeReport(ctx, call.Actor, task, report, said)
	})
}

// changeReport corrects the report for the actor.
func (w work) changeReport(ctx context.Context, actor model.Actor, task taskInPlan, report model.TaskReport, said TaskProgress) (model.TaskReport, error) {
	if refusal := changeReportRefusal(task, report, actor); refusal != nil {
		return report, refusal
	}
	if err := checkReport(task, report.Month, said, w.today()); err != nil {
		return report, err
	}
	task.Handlers = said.hands(task.Handlers, actor)
	first, returned := report.ReportedOn, report.Status == model.TaskReportReturned
	said.enter(&report, actor, w.today())
	report.ReportedOn = first // a correction does not make the report late
	report, err := w.ChangeTaskReport(ctx, report)
	if err != nil {
		return report, err
	}
	if returned {
		if err := w.tellOfReport(ctx, task, report); err != nil {
			return report, err
		}
	}
	return report, w.followReports(ctx, task.Task)
}

// ReviewTaskReport accepts a report or returns it with a note; the reviewer had
// no hand in it. A returned report no longer counts for the task's progress.
func (d *Desk) ReviewTaskReport(ctx context.Context, call model.Call, id model.TaskReportID, accepted bool, note string) (model.TaskReport, error) {
	return perform(ctx, d, call, order{permission: "task:review", reason: note}, func(w work) (model.TaskReport, error) {
		report, err := w.TaskReport(ctx, w.scope, id)
		if err != nil {
			return report, err
		}
		if err := must(report.Version, call.Version); err != nil {
			return report, err
		}
		task, err := w.loadTask(ctx, report.TaskID)
		if err != nil {
			return report, err
		}
		if refusal := reviewReportRefusal(task, report, call.Actor); refusal != nil {
			return report, refusal
		}
		if !accepted {
			fields := model.FieldErrors(model.FieldsOf(checkText("/note", note, 500)))
			if task.Status == model.TaskClosed {
				fields.Add("/accepted", "task.closed", "任务已经销号，牵头单位不能再改月报；确要退回的，请先重启任务")
			}
			if err := fields.Err(); err != nil {
				return report, err
			}
		}
		report.Status = model.TaskReportAccepted
		if !accepted {
			report.Status = model.TaskReportReturned
			report.Returns++
		}
		report.ReviewedBy, report.ReviewedOn, report.ReviewNote = call.Actor.UserID, w.today(), note
		if report, err = w.ChangeTaskReport(ctx, report); err != nil || accepted {
			return report, err
		}
		if err := w.tellOfReport(ctx, task, report); err != nil {
			return report, err
		}
		return report, w.followReports(ctx, task.Task)
	})
}

func (p TaskProgress) enter(r *model.TaskReport, actor model.Actor, today model.Date) {
	r.Progress, r.Done, r.Problems, r.Coordination = p.Progress, p.Done, p.Problems, p.Coordination
	r.Handlers = p.hands(r.Handlers, actor)
	r.Status, r.ReportedBy, r.ReportedOn = model.TaskReportSubmitted, actor.UserID, today
}

// followReports sets the progress of a task that is not over to what its newest
// month says, returned reports aside.
func (w work) followReports(ctx context.Context, task model.Task) error {
	reports, err := w.ReportsOfTasks(ctx, store.Everything(), []model.TaskID{task.ID})
	if err != nil {
		return err
	}
	if task.Status == model.TaskClosed || task.Status == model.TaskCancelled {
		return nil
	}
	began := false
	task.Progress = 0
	for _, report := range reports[task.ID] { // in order of month
		if counts(report, w.today()) {
			began, task.Progress = true, report.Progress
		}
	}
	switch {
	case began && task.Status == model.TaskNotStarted:
		task.Status = model.TaskInProgress
	case !began && task.Status == model.TaskInProgress:
		task.Status = model.TaskNotStarted
	}
	_, err = w.changeTask(ctx, task)
	return err
}

// checkMonth refuses a month on which the task cannot be reported.
func checkMonth(task taskInPlan, month string, today model.Date) error {
	var fields model.FieldErrors
	first, err := parseMonth(month)
	switch {
	case err != nil:
		fields.Add("/month", "month.invalid", "月份应为 YYYY-MM")
	case first.After(today):
		fields.Add("/month", "month.future", "不能报送还没有到的月份")
	case lastOfMonth(first).Before(task.plan.Dated):
		fields.Add("/month", "month.before_plan", "月份早于方案印发的日期")
	}
	return fields.Err()
}

func checkReport(task taskInPlan, month string, said TaskProgress, today model.Date) error {
	fields := model.FieldErrors(model.FieldsOf(checkMonth(task, month, today)))
	if said.Progress < 0 || said.Progress > 100 {
		fields.Add("/progress", "progress.range", "进度应为 0 至 100")
	}
	if strings.TrimSpace(said.Done) == "" {
		fields.Add("/done", "required", "请填写本月情况")
	}
	for _, field := range []struct{ pointer, text string }{
		{"/done", said.Done}, {"/problems", said.Problems}, {"/coordination", said.Coordination},
	} {
		if len([]rune(field.text)) > 1000 {
			fields.Add(field.pointer, "text.too_long", "最多 1000 字")
		}
	}
	return fields.Err()
}
