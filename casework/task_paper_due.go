package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

// mostPapersDue bounds how many months are caught up with at once.
const mostPapersDue = 12

// IssueDuePapers issues the reports that are due by the day and were not issued: of each plan
// in course, one a month, on the first working day after its tasks' reports were due, told as
// of that due day. After a while of standing still it catches up with every month since it
// first issued one, or since somebody did. What was issued by hand as of an earlier day than
// the due one is followed by another edition. The same day again issues none.
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
		orders, err := d.papersDue(ctx, terms, plan, day, call.Actor.Name)
		failed = errors.Join(failed, err)
		for _, o := range orders {
			_, err := d.IssuePaper(ctx, call, o, write)
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

// papersDue are the orders of the reports that the plan lacks, oldest first; issuer is whom the clock acts as.
func (d *Desk) papersDue(ctx context.Context, t terms, plan model.TaskPlan, day model.Date, issuer string) ([]PaperOrder, error) {
	papers, err := d.Store.PapersOfPlan(ctx, plan.ID)
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
	if since := papersSince(papers, issuer); since.After(first) {
		first = since
	}
	var missing []PaperOrder
	for month := first; !month.After(newest); month = month.AddMonths(1) {
		if !t.owesReport(month) {
			continue
		}
		due, _, err := t.reportDue(month)
		if err != nil {
			return nil, err
		}
		former, there := paperOn(papers, month, due, issuer)
		if there || t.workdayAfter(due).After(day) || !slices.ContainsFunc(tasks, func(task model.Task) bool { return owesOn(task, pasts[task.ID], due, due) }) {
			continue
		}
		o := PaperOrder{Plan: plan.ID, Month: monthOf(month), AsOf: due, following: &former.Edition}
		if former.Edition > 0 {
			o.Reason = fmt.Sprintf("第%d版的数据截至%s，早于报送日%s，按报送日的数据另印", former.Edition, former.AsOf, due)
		}
		missing = append(missing, o)
	}
	if len(papers) == 0 && len(missing) > 1 { // what was before the first report is not made up for
		missing = missing[len(missing)-1:]
	}
	return missing, nil
}

// papersSince is the month from which the plan's reports are caught up with: that in which the
// first was issued, or the first that the clock issued, whichever is earlier; no date without any.
func papersSince(papers []model.TaskPaper, issuer string) (since model.Date) {
	for _, paper := range papers {
		month := firstOfMonth(paper.IssuedOn)
		if of, err := parseMonth(paper.Month); err == nil && paper.IssuedBy == issuer && of.Before(month) {
			month = of
		}
		if since.IsZero() || month.Before(since) {
			since = month
		}
	}
	return since
}

// paperOn returns the last edition on the month and whether one of them is the month's report:
// by the clock, or as of no day before the tasks' reports were due.
func paperOn(papers []model.TaskPaper, month, due model.Date, issuer string) (last model.TaskPaper, there bool) {
	for _, paper := range papers {
		if paper.Month == monthOf(month) {
			last, there = paper, there || paper.IssuedBy == issuer || !paper.AsOf.Before(due)
		}
	}
	return last, there
}

// owesOn reports whether a report on the task was due on the day, as far as was known on another.
func owesOn(task model.Task, past taskPast, due, known model.Date) bool {
	if due.Before(known) {
		known = due
	}
	task = task.On(known, past.states)
	return !task.ReportsFrom.IsZero() && !due.Before(task.ReportsFrom) && task.Rhythm.OwedOn(firstOfMonth(due)) &&
		!over(task.FinishedOn, due) && (!task.Suspended() || !over(task.SuspendedOn, due))
}

// owesIn is the same of the report on the month that begins with a day.
func (t terms) owesIn(task model.Task, past taskPast, month, known model.Date) bool {
	m := t.month(month)
	return m.owed && m.err == nil && owesOn(task, past, m.due, known)
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
