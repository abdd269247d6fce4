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
	ended      model.Date // the last day of its plan, none while that is carried out
}

// by is the day that is looked at: after its plan ended, a task stays as it was then.
func (p taskPast) by(day model.Date) model.Date {
	if over(p.ended, day) {
		return p.ended
	}
	return day
}

// rhythmOn is the rhythm in which what was due on a day was owed, as known on another.
func (p taskPast) rhythmOn(task model.Task, due, known model.Date) model.TaskRhythm {
	if due.After(known) {
		due = known
	}
	return task.On(due, p.states).Rhythm
}

// pastOf reads what the lights of the tasks follow from, with all that reports say.
func pastOf(ctx context.Context, r store.Reader, scope store.Scope, tasks []model.Task) (map[model.TaskID]taskPast, error) {
	return pastWith(ctx, r, tasks, func(ids []model.TaskID) (map[model.TaskID][]model.TaskReport, error) {
		return r.ReportsOfTasks(ctx, scope, ids)
	})
}

// pastInMarks reads what the lights of the tasks follow from, without the texts of reports, for many tasks at once.
func pastInMarks(ctx context.Context, r store.Reader, scope store.Scope, tasks []model.Task) (map[model.TaskID]taskPast, error) {
	return pastWith(ctx, r, tasks, func(ids []model.TaskID) (map[model.TaskID][]model.TaskReport, error) {
		return r.ReportMarksOfTasks(ctx, scope, ids)
	})
}

// pastInNamedMarks reads with them which reports they are, who handed them in and how often they were returned.
func pastInNamedMarks(ctx context.Context, r store.Reader, scope store.Scope, tasks []model.Task) (map[model.TaskID]taskPast, error) {
	return pastWith(ctx, r, tasks, func(ids []model.TaskID) (map[model.TaskID][]model.TaskReport, error) {
		return r.NamedReportMarksOfTasks(ctx, scope, ids)
	})
}

func pastWith(ctx context.Context, r store.Reader, tasks []model.Task, read func([]model.TaskID) (map[model.TaskID][]model.TaskReport, error)) (map[model.TaskID]taskPast, error) {
	ids := make([]model.TaskID, len(tasks))
	for i, task := range tasks {
		ids[i] = task.ID
	}
	reports, err := read(ids)
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
	ends, err := r.PlanEnds(ctx)
	if err != nil {
		return nil, err
	}
	pasts := make(map[model.TaskID]taskPast, len(ids))
	for i, id := range ids {
		pasts[id] = taskPast{reports[id], states[id], milestones[id], lights[id], ends[tasks[i].PlanID]}
	}
	return pasts, nil
}

const monthLayout = "2006-01"

func monthOf(day model.Date) string { return day.Time().Format(monthLayout) }

func firstOfMonth(day model.Date) model.Date { return model.NewDate(day.Year(), day.Month(), 1) }

func lastOfMonth(day model.Date) model.Date { return firstOfMonth(day).AddMonths(1).AddDays(-1) }

// parseMonth reads YYYY-MM as the first day of that month.
func parseMonth(month string) (model.Date, error) { return model.ParseDate(month + "-01") }

// reportMonth is what the terms say of the reports on a month.
type reportMonth struct {
	name string     // YYYY-MM
	next model.Date // the first day of the month after
	owed bool       // at all: before the first rule none was
	due  model.Date
	rule model.DeadlineRule
	err  error
}

// month is what the terms say of the reports on the month that begins with the day.
func (t terms) month(first model.Date) *reportMonth {
	if m, known := t.months[first]; known {
		return m
	}
	m := &reportMonth{}
	m.name, m.next, m.owed = monthOf(first), first.AddMonths(1), deadline.HasRule(t.rules, model.TaskMonthlyReport, first)
	if m.rule, m.err = deadline.RuleOn(t.rules, model.TaskMonthlyReport, first); m.err == nil {
		m.due, m.err = deadline.Due(m.rule, first, t.calendar)
	}
	if t.months != nil {
		t.months[first] = m
	}
	return m
}

// reportDue is the day by which the report on the month is owed, with its rule.
func (t terms) reportDue(month model.Date) (model.Date, model.DeadlineRule, error) {
	m := t.month(month)
	return m.due, m.rule, m.err
}

// owesReport reports whether a report on the month is owed at all.
func (t terms) owesReport(month model.Date) bool { return t.month(month).owed }

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
	day = past.by(day)
	if task.ReportsFrom.IsZero() || over(task.FinishedOn, day) {
		return nil
	}
	next, last := 0, task.Rhythm.Through(day)
	for coming := firstOfMonth(task.ReportsFrom); !coming.After(last); {
		month, m := coming, t.month(coming)
		coming = m.next
		for next < len(past.reports) && past.reports[next].Month < m.name { // both are in order of month
			next++
		}
		there := next < len(past.reports) && past.reports[next].Month == m.name && done(past.reports[next], day)
		if there || !m.owed {
			continue
		}
		if m.err != nil {
			return m.err
		}
		if past.rhythmOn(task, m.due, day).OwedOn(month) && !m.due.Before(task.ReportsFrom) && !visit(month, m.due) {
			return nil
		}
	}
	return nil
}

func over(event, day model.Date) bool { return !event.IsZero() && !event.After(day) }

// lightOn decides the task's colour from how it was arranged and what was handed in by the
// end of the day, reports as corrected since.
func (t terms) lightOn(task model.Task, past taskPast, day model.Date) (model.LightDecision, error) {
	day = past.by(day)
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
		} else if handedIn(report, day) {
			first, err := parseMonth(report.Month)
			if err != nil {
				return model.LightDecision{}, err
			}
			facts.Returned = facts.Returned || missing.IsZero() || t.month(first).due == missing
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
