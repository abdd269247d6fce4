package casework

import (
	"yijian/model"
	"yijian/policy"
	"yijian/policy/deadline"
)

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
func (t terms) missingReport(task model.Task, reports []model.TaskReport, day model.Date, done func(model.TaskReport, model.Date) bool) (model.Date, error) {
	if task.ReportsFrom.IsZero() || over(task.FinishedOn, day) {
		return model.Date{}, nil
	}
	there := map[string]bool{}
	for _, report := range reports {
		there[report.Month] = done(report, day)
	}
	for month := firstOfMonth(task.ReportsFrom); !month.After(day); month = month.AddMonths(1) {
		if !t.owesReport(month) {
			continue
		}
		due, _, err := t.reportDue(month)
		if err != nil {
			return model.Date{}, err
		}
		if !due.Before(task.ReportsFrom) && !there[monthOf(month)] {
			return due, nil
		}
	}
	return model.Date{}, nil
}

func over(event, day model.Date) bool { return !event.IsZero() && !event.After(day) }

// lightOn decides the task's colour from what was handed in by the end of the day, as
// corrected since.
func (t terms) lightOn(task model.Task, reports []model.TaskReport, day model.Date) (model.LightDecision, error) {
	missing, err := t.missingReport(task, reports, day, counts)
	if err != nil {
		return model.LightDecision{}, err
	}
	facts := model.TaskFacts{
		Start: task.StartOn, Due: task.DueOn, Done: over(task.FinishedOn, day),
		Suspended: task.Suspended() && over(task.SuspendedOn, day), UnreportedSince: missing,
	}
	for _, report := range reports { // in order of month, so the newest known one wins
		if counts(report, day) {
			facts.Started, facts.Progress = true, report.Progress
		}
	}
	return policy.TaskLight(facts, day), nil
}
