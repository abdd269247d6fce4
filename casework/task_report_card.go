package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// TaskReportLine is a report as lists show it.
type TaskReportLine struct {
	model.TaskReport
	TaskPlace
}

// TaskReports lists the reports in the actor's scope.
func (d *Desk) TaskReports(ctx context.Context, actor model.Actor, q store.Query) (model.Page[TaskReportLine], error) {
	scope, err := d.Scope(actor, "task:read")
	if err != nil {
		return model.Page[TaskReportLine]{}, err
	}
	page, err := d.Store.TaskReports(ctx, scope, q)
	if err != nil {
		return model.Page[TaskReportLine]{}, err
	}
	ids := make([]model.TaskID, len(page.Items))
	for i, report := range page.Items {
		ids[i] = report.TaskID
	}
	places, err := placesOf(ctx, d.Store.Reader, ids)
	return model.Mapped(page, func(r model.TaskReport) TaskReportLine { return TaskReportLine{r, places[r.TaskID]} }), err
}

// TaskReportCard is a report as its page needs it, with what whoever reviews it compares it with.
type TaskReportCard struct {
	model.Card[model.TaskReport]
	Task ReportedTask `json:"task"`
}

// ReportedTask is the task of a report as it stood at the end of the report's month, today where that is not over.
type ReportedTask struct {
	PlanNo       string       `json:"plan_no"`
	PlanTitle    string       `json:"plan_title"`
	Number       int          `json:"number"`
	Name         string       `json:"name"`
	Content      string       `json:"content"`
	DueOn        model.Date   `json:"due_on"`
	AsOf         model.Date   `json:"as_of"`
	Planned      *int         `json:"planned"`       // whole percent; nil before the task has its time
	LastMonth    string       `json:"last_month"`    // of the report before, empty without one
	LastProgress *int         `json:"last_progress"` // whole percent
	Targets      []TargetLine `json:"targets"`       // with what was counted
	CountWords   string       `json:"count_words"`   // what the report says beside what was counted, empty without a target
	CountDiffers bool         `json:"count_differs"`
}

// TaskReportCard returns a report with its task, the acts open to the actor and its history.
func (d *Desk) TaskReportCard(ctx context.Context, actor model.Actor, id model.TaskReportID) (TaskReportCard, error) {
	var card TaskReportCard
	scope, err := d.Scope(actor, "task:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.TaskReport(ctx, scope, id); err != nil {
		return card, err
	}
	task, err := loadTask(ctx, d.Store.Reader, scope, card.Record.TaskID)
	if err != nil {
		return card, err
	}
	if card.Task, err = d.reportedTask(ctx, task, card.Record); err != nil {
		return card, err
	}
	card.Acts = []model.Act{
		d.act(actor, "change", "修改月报", "task:report", sentence(changeReportRefusal(task, card.Record, actor))),
		d.act(actor, "review", "审核月报", "task:review", sentence(reviewReportRefusal(task, card.Record, actor))),
	}
	closeActs(card.Acts, task.plan)
	card.History, err = d.historyFor(ctx, actor, "task-reports", string(id))
	return card, err
}

func (d *Desk) reportedTask(ctx context.Context, task taskInPlan, report model.TaskReport) (ReportedTask, error) {
	day := d.Today()
	if first, err := parseMonth(report.Month); err == nil && lastOfMonth(first).Before(day) {
		day = lastOfMonth(first)
	}
	then := task.On(day, task.past.states)
	r := ReportedTask{
		PlanNo: task.plan.DocumentNo, PlanTitle: task.plan.Title, Number: task.Number, Name: task.Name, Content: task.Content,
		DueOn: then.DueOn, AsOf: day, Targets: []TargetLine{},
	}
	terms, err := d.termsNow(ctx)
	if err != nil {
		return r, err
	}
	decision, err := terms.lightOn(task.Task, task.past, day)
	if err != nil {
		return r, err
	}
	if !then.StartOn.IsZero() {
		r.Planned = &decision.Seen.Planned
	}
	for _, former := range task.past.reports { // in order of month
		if former.Month < report.Month && counts(former, d.Today()) {
			r.LastMonth, r.LastProgress = former.Month, &former.Progress
		}
	}
	targets, err := d.Store.TargetsOfTasks(ctx, []model.TaskID{task.ID})
	if err != nil {
		return r, err
	}
	s, err := d.countingsOn(day).standingOf(ctx, task.Task, targets[task.ID], &report.Progress)
	if err == nil && s != nil {
		r.Targets, r.CountWords, r.CountDiffers = s.lines, s.Words(), s.Differs()
	}
	return r, err
}
