package casework

import (
	"slices"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// ownBoth are people of the supervising unit, which leads task 7 itself, with the duties of both.
func ownBoth(ids ...string) []model.Actor {
	people := make([]model.Actor, len(ids))
	for i, id := range ids {
		people[i] = ofUnit(id, "qu-shangwuwei", model.RoleLead, model.RoleSupervisor, model.RoleChief)
	}
	return people
}

// mustReview fails unless of these people only the last is asked to review the report, and may.
func mustReview(t *testing.T, d *Desk, id model.TaskReportID, people []model.Actor) {
	t.Helper()
	for i, who := range people {
		asked := slices.ContainsFunc(must2(d.Work(t.Context(), who)).Items, func(item model.WorkItem) bool { return item.ID == string(id) && item.Act == "review" })
		if last := i == len(people)-1; asked != last {
			t.Errorf("%s is asked to review: %v", who.UserID, asked)
		}
		report := must2(d.Store.TaskReport(t.Context(), store.Everything(), id))
		_, err := d.ReviewTaskReport(t.Context(), by(who, report.Version), id, true, "")
		if i < len(people)-1 {
			wantRefusal(t, err, model.Forbidden, "task_report.own")
		} else if err != nil {
			t.Error(err)
		}
	}
}

// Whoever wrote, corrected or changed the files of a report does not review it, and did not by it bar himself from others.
func TestWhoHadAHandInAReportDoesNotReviewIt(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		withBlobs(t, d)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.March, 2)
		people := ownBoth("reporter", "corrector", "adder", "remover", "clean")
		task := scheduled(t, d, 7, model.NewDate(2026, 2, 1), model.NewDate(2026, 12, 31))
		first := must2(d.ReportTask(ctx, by(people[4], task.Version), task.ID, "2026-02", TaskProgress{Progress: 90, Done: "推进"}))
		must2(d.ReviewTaskReport(ctx, by(people[0], first.Version), first.ID, true, ""))
		report := must2(d.ReportTask(ctx, by(people[0], taskNumbered(t, d, 7).Version), task.ID, "2026-03", TaskProgress{Progress: 100, Done: "全部完成"}))
		report = must2(d.ChangeTaskReport(ctx, by(people[1], report.Version), report.ID, TaskProgress{Progress: 100, Done: "全部完成。"}))
		file := must2(d.AddAttachment(ctx, by(people[2], 0), "task-reports", string(report.ID), photograph(t, 64)))
		must2(d.RemoveAttachment(ctx, by(people[3], file.Version), "task-reports", file.ID, "传错了"))
		mustReview(t, d, report.ID, people)
		must2(d.FinishTask(ctx, by(people[0], taskNumbered(t, d, 7).Version), task.ID, "全部完成"))
		for _, who := range people { // the last reported in February
			_, err := d.CloseTask(ctx, by(who, taskNumbered(t, d, 7).Version), task.ID, true, "核查属实")
			wantRefusal(t, err, model.Forbidden, "task.own_report")
		}
		must2(d.CloseTask(ctx, by(ownBoth("other")[0], taskNumbered(t, d, 7).Version), task.ID, true, "核查属实"))
	})
}

// Who brought a filled form in had a hand in what a colleague hands in by it.
func TestWhoBroughtAFormInDoesNotReviewItsReports(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		ctx := t.Context()
		people := ownBoth("filler", "confirmer", "clean")
		task := scheduled(t, o.Desk, 7, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
		form := must2(o.IssueForm(ctx, by(people[0], 0), FormOrder{Month: "2026-02"}))
		_, rows, err := o.FormAsMade(ctx, people[0], form.ID)
		said := returned(form, ok(t, rows, err))
		at := slices.IndexFunc(rows, func(f model.TaskFormFacts) bool { return f.Task == task.ID })
		filledIn(said.Rows[at], "100")
		came := must2(o.try(people[0], said))
		must2(o.ConfirmForm(ctx, by(people[1], came.Version), came.ID))
		report := must2(o.Store.ReportsOfTasks(ctx, store.Everything(), []model.TaskID{task.ID}))[task.ID][0]
		mustReview(t, o.Desk, report.ID, people)
		must2(o.FinishTask(ctx, by(people[1], taskNumbered(t, o.Desk, 7).Version), task.ID, "全部完成"))
		_, err = o.CloseTask(ctx, by(people[0], taskNumbered(t, o.Desk, 7).Version), task.ID, true, "核查属实")
		wantRefusal(t, err, model.Forbidden, "task.own_report")
		must2(o.CloseTask(ctx, by(people[2], taskNumbered(t, o.Desk, 7).Version), task.ID, true, "核查属实"))
	})
}
