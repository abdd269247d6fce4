package casework

import (
	"context"
	"errors"
	"slices"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

// mostPapersDue bounds how many months are caught up with at once.
const mostPapersDue = 12

// IssueDuePapers issues the reports that are due by the day and were not issued: of each plan
// in course, one a month, on the first working day after its tasks' reports were due, told as
// of that due day. After a while of standing still it catches up with every month since
// the first report that was issued. The same day again issues none.
func (d *Desk) IssueDuePapers(ctx context.Context, call model.Call, day model.Date, write WritePaper) (issued int, err error) {
	if _, err := d.Scope(call.Actor, "task-paper:issue"); err != nil {
		return 0, err
	}
	terms, err := d.termsNow(ctx)
	if err != nil {
		return 0, err
	}
	plans, err := d.plansInCourse(ctx)
	if err != nil {
		return 0, err
	}
	var failed error // one plan's failure is no other's
	for _, plan := range plans {
		months, err := d.papersDue(ctx, terms, plan, day)
		failed = errors.Join(failed, err)
		for _, due := range months {
			_, err := d.IssuePaper(ctx, call, PaperOrder{Plan: plan.ID, Month: monthOf(due), AsOf: due}, write)
			if err == nil {
				issued++
			} else if model.KindOf(err) != model.Conflict { // another server was faster
				failed = errors.Join(failed, err)
			}
		}
	}
	return issued, failed
}

func (d *Desk) plansInCourse(ctx context.Context) ([]model.TaskPlan, error) {
	var plans []model.TaskPlan
	for q := (store.Query{Filter: map[string]string{"status": string(model.TaskPlanActive)}, Limit: store.MaxPage}); ; {
		page, err := d.Store.TaskPlans(ctx, store.Everything(), q)
		if err != nil {
			return nil, err
		}
		plans = append(plans, page.Items...)
		if q.Cursor = page.Next; page.Next == "" {
			return plans, nil
		}
	}
}

// papersDue are the due days of the tasks' reports on the months whose report the plan lacks, oldest first.
func (d *Desk) papersDue(ctx context.Context, t terms, plan model.TaskPlan, day model.Date) ([]model.Date, error) {
	issued, err := d.Store.MonthsOfPapers(ctx, plan.ID)
	if err != nil {
		return nil, err
	}
	tasks, err := d.Store.TasksOfPlan(ctx, store.Everything(), plan.ID)
	if err != nil {
		return nil, err
	}
	pasts, err := pastOf(ctx, d.Store.Reader, store.Everything(), tasks)
	if err != nil {
		return nil, err
	}
	newest := firstOfMonth(day)
	first := newest.AddMonths(-mostPapersDue)
	if len(issued) > 0 && issued[0] > monthOf(first) {
		if first, err = parseMonth(issued[0]); err != nil {
			return nil, err
		}
	}
	var missing []model.Date
	for month := first; !month.After(newest); month = month.AddMonths(1) {
		if slices.Contains(issued, monthOf(month)) || !t.owesReport(month) {
			continue
		}
		due, _, err := t.reportDue(month)
		if err != nil {
			return nil, err
		}
		if !t.workdayAfter(due).After(day) && slices.ContainsFunc(tasks, func(task model.Task) bool { return owesOn(task, pasts[task.ID], due) }) {
			missing = append(missing, due)
		}
	}
	if len(issued) == 0 && len(missing) > 1 { // what was before the first report is not made up for
		missing = missing[len(missing)-1:]
	}
	return missing, nil
}

// owesOn reports whether a report on the task was due on the day.
func owesOn(task model.Task, past taskPast, due model.Date) bool {
	task = task.On(due, past.states)
	return !task.ReportsFrom.IsZero() && !due.Before(task.ReportsFrom) && task.Rhythm.OwedOn(firstOfMonth(due)) &&
		!over(task.FinishedOn, due) && (!task.Suspended() || !over(task.SuspendedOn, due))
}

// workdayAfter is the first working day after the day; the next day where no calendar says which are.
func (t terms) workdayAfter(day model.Date) model.Date {
	next := day.AddDays(1)
	for later := next; ; later = later.AddDays(1) {
		working, err := deadline.IsWorkingDay(later, t.calendar)
		if err != nil {
			return next
		}
		if working {
			return later
		}
	}
}
