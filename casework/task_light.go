package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/deadline"
	"yijian/store"
)

// taskPast is what is known of a task besides itself, each in its own order: what its light on any day follows from.
type taskPast struct {
	reports    []model.TaskReport
	states     []model.TaskState
	milestones []model.TaskMilestone
	lights     []model.LightChange
}

// rhythmOn is the rhythm in which what was due on a day was owed, as known on another.
func (p taskPast) rhythmOn(task model.Task, due, known model.Date) model.TaskRhythm {
	if due.After(known) {
		due = known
	}
	return task.On(due, p.states).Rhythm
}

// pastOf reads what the lights of the tasks follow from.
func pastOf(ctx context.Context, r store.Reader, scope store.Scope, tasks []model.Task) (map[model.TaskID]taskPast, error) {
	ids := make([]model.TaskID, len(tasks))
	for i, task := range tasks {
		ids[i] = task.ID
	}
	reports, err := r.ReportsOfTasks(ctx, scope, ids)
	if err != nil {
		return nil, err
	}
	states, err := r.StatesOfTasks(ctx, ids)
	if err != nil {
		return nil, err
	}
	milestones, err := r.MilestonesOfTasks(ctx, ids)
	if err != nil {
		return nil, err
	}
	lights, err := r.LightChangesOfTasks(ctx, ids)
	if err != nil {
		return nil, err
	}
	pasts := make(map[model.TaskID]taskPast, len(ids))
	for _, id := range ids {
		pasts[id] = taskPast{reports[id], states[id], milestones[id], lights[id]}
	}
	return pasts, nil
}

const monthLayout = "2006-01"

func monthOf(day model.Date) string { return day.Time().Format(monthLayout) }

func firstOfMonth(day model.Date) model.Date { return model.NewDate(day.Year(), day.Month(), 1) }

func lastOfMonth(day model.Date) model.Date { return firstOfMonth(day).AddMonths(1).AddDays(-1) }

// parseMonth reads YYYY-MM as the first day of that month.
func parseMonth(month string) (model.Date, error) { return model.ParseDate(month + "-01") }

// reportDue is the day by which the report on the month is owed, with its rule.
func (t terms) reportDue(month model.Date) (model.Date, model.DeadlineRule, error) {
	rule, err := deadline.RuleOn(t.rules, model.TaskMonthlyReport, month)
	if err != nil {
		return model.Date{}, rule, err
	}
	due, err := deadline.Due(rule, month, t.calendar)
	return due, rule, err
}

// owesReport reports whether a report on the month is owed at all: before the first rule none was.
func (t terms) owesReport(month model.Date) bool {
	return deadline.HasRule(t.rules, model.TaskMonthlyReport, month)
}

// handedIn reports whether the report was there at the end of the day, even if it was returned.
func handedIn(r model.TaskReport, day model.Date) bool { return over(r.ReportedOn, day) }

// counts reports whether the report said something at the end of the day: one
// that was returned says nothing until it is handed in again.
func counts(r model.TaskReport, day model.Date) bool {
	return handedIn(r, day) && (r.Status != model.TaskReportReturned || !over(r.ReviewedOn, day))
}

// missingReport returns the due day of the task's oldest report that was owed
// and for which no report is done by the end of the day; no date when none is owed.
func (t terms) missingReport(task model.Task, past taskPast, day model.Date, done func(model.TaskReport, model.Date) bool) (missing model.Date, err error) {
	err = t.owedReports(task, past, day, done, func(_, due model.Date) bool {
		missing = due
		return false
	})
	return missing, err
}

// owedReports visits, in order of month, the task's reports that are owed and for which none
// is done by the end of the day, until visit returns false.
func (t terms) owedReports(task model.Task, past taskPast, day model.Date, done func(model.TaskReport, model.Date) bool, visit func(month, due model.Date) bool) error {
	if task.ReportsFrom.IsZero() || over(task.FinishedOn, day) {
		return nil
	}
	there := map[string]bool{}
	for _, report := range past.reports {
		there[report.Month] = done(report, day)
	}
	for month := firstOfMonth(task.ReportsFrom); !month.After(task.Rhythm.Through(day)); month = month.AddMonths(1) {
		if there[monthOf(month)] || !t.owesReport(month) {
			continue
		}
		due, _, err := t.reportDue(month)
		if err != nil {
			return err
		}
		if past.rhythmOn(task, due, day).OwedOn(month) && !due.Before(task.ReportsFrom) && !visit(month, due) {
			return nil
		}
	}
	return nil
}

func over(event, day model.Date) bool { return !event.IsZero() && !event.After(day) }

// lightOn decides the task's colour from how it was arranged and what was handed in by the
// end of the day, reports as corrected since.
func (t terms) lightOn(task model.Task, past taskPast, day model.Date) (model.LightDecision, error) {
	task = task.On(day, past.states)
	missing, err := t.missingReport(task, past, day, counts)
	if err != nil {
		return model.LightDecision{}, err
	}
	facts := model.TaskFacts{
		Start: task.StartOn, Due: task.DueOn, Done: over(task.FinishedOn, day),
		Suspended: task.Suspended() && over(task.SuspendedOn, day), UnreportedSince: missing, Rhythm: past.rhythmOn(task, missing, day),
	}
	for _, report := range past.reports { // in order of month, so the newest known one wins
		if counts(report, day) {
			facts.Started, facts.Progress = true, report.Progress
		}
	}
	for _, m := range past.milestones {
		if m.HoldsOn(day) {
			facts.Steps = append(facts.Steps, model.TaskStep{Due: m.DueOn, Weight: m.Weight})
		}
	}
	facts.Unchecked = facts.Done && task.Status == model.TaskDonePending
	decision := policy.TaskLight(facts, day)
	if facts.Done || facts.Suspended { // which a change of the light says nothing of
		return decision, nil
	}
	for _, change := range past.lights {
		if change.HoldsOn(day) {
			return decision.ChangedBy(change), nil
		}
	}
	return decision, nil
}
