package casework

import (
	"context"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// scheduled sets a task's days.
func scheduled(t *testing.T, d *Desk, number int, start, due model.Date) model.Task {
	t.Helper()
	task := taskNumbered(t, d, number)
	task, err := d.ScheduleTask(context.Background(), by(taskSupervisor, task.Version), task.ID, TaskSchedule{StartOn: start, DueOn: due, Reason: "演示：按部署设定"})
	return ok(t, task, err)
}

// reported hands in the report of a month and returns it with the task as it is then.
func reported(t *testing.T, d *Desk, actor model.Actor, number int, month string, progress int) (model.TaskReport, model.Task) {
	t.Helper()
	task := taskNumbered(t, d, number)
	report, err := d.ReportTask(context.Background(), by(actor, task.Version), task.ID, month, TaskProgress{Progress: progress, Done: "演示进展"})
	return ok(t, report, err), taskNumbered(t, d, number)
}

func lightNow(t *testing.T, d *Desk, id model.TaskID) TaskLine {
	t.Helper()
	card, err := d.TaskCard(context.Background(), taskChief, id)
	return ok(t, card, err).Record
}

func TestMonthlyReports(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := context.Background()
		clock.set(2026, time.March, 2)
		task := scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		say := TaskProgress{Progress: 10, Done: "已起草办法"}
		_, err := d.ReportTask(ctx, by(ownLead, task.Version), task.ID, "2026-03", say)
		wantRefusal(t, err, model.Forbidden, "task.not_leading")
		_, err = d.ReportTask(ctx, by(taskSupervisor, task.Version), task.ID, "2026-03", say)
		wantKind(t, err, model.Forbidden)
		_, err = d.ReportTask(ctx, by(taskLead, task.Version), task.ID, "2026-04", say)
		wrongField(t, err, "/month", "month.future")
		_, err = d.ReportTask(ctx, by(taskLead, task.Version), task.ID, "2026-13", say)
		wrongField(t, err, "/month", "month.invalid")
		_, err = d.ReportTask(ctx, by(taskLead, task.Version), task.ID, "2026-03", TaskProgress{Progress: 101, Done: "多"})
		wrongField(t, err, "/progress", "progress.range")
		_, err = d.ReportTask(ctx, by(taskLead, task.Version-1), task.ID, "2026-03", say)
		wantKind(t, err, model.Stale)
		call := by(taskLead, task.Version)
		call.Key = "once"
		first, err := d.ReportTask(ctx, call, task.ID, "2026-03", say)
		ok(t, first, err)
		again, err := d.ReportTask(ctx, call, task.ID, "2026-03", say)
		if ok(t, again, err).ID != first.ID {
			t.Error("a repeated call reported twice")
		}
		task = taskNumbered(t, d, 4)
		if task.Progress != 10 || task.Status != model.TaskInProgress {
			t.Errorf("progress %d, %s", task.Progress, task.Status)
		}
		_, err = d.ReportTask(ctx, by(taskLead, task.Version), task.ID, "2026-03", say)
		wantRefusal(t, err, model.Conflict, "task_report.month_taken")
		say.Progress = 15
		changed, err := d.ChangeTaskReport(ctx, by(taskLead, first.Version), first.ID, say)
		if ok(t, changed, err); taskNumbered(t, d, 4).Progress != 15 {
			t.Error("a corrected report did not reach the task")
		}
		reviewReport(t, d, changed, say)
	})
}

func reviewReport(t *testing.T, d *Desk, report model.TaskReport, say TaskProgress) {
	t.Helper()
	ctx := context.Background()
	both := ofUnit("lead3", "qu-shangwuwei", model.RoleSupervisor) // the reporter in another duty
	_, err := d.ReviewTaskReport(ctx, by(both, report.Version), report.ID, true, "")
	wantRefusal(t, err, model.Forbidden, "task_report.own")
	_, err = d.ReviewTaskReport(ctx, by(taskLead, report.Version), report.ID, true, "")
	wantKind(t, err, model.Forbidden)
	_, err = d.ReviewTaskReport(ctx, by(taskSupervisor, report.Version), report.ID, false, "")
	wrongField(t, err, "/note", "text.length")
	returned, err := d.ReviewTaskReport(ctx, by(taskSupervisor, report.Version), report.ID, false, "请补充数据")
	if ok(t, returned, err).Status != model.TaskReportReturned {
		t.Errorf("status %s", returned.Status)
	}
	_, err = d.ReviewTaskReport(ctx, by(taskSupervisor, returned.Version), report.ID, true, "")
	wantRefusal(t, err, model.Conflict, "task_report.not_submitted")
	redone, err := d.ChangeTaskReport(ctx, by(taskLead, returned.Version), report.ID, say)
	if ok(t, redone, err).Status != model.TaskReportSubmitted {
		t.Errorf("status %s", redone.Status)
	}
	accepted, err := d.ReviewTaskReport(ctx, by(taskSupervisor, redone.Version), report.ID, true, "")
	ok(t, accepted, err)
	_, err = d.ChangeTaskReport(ctx, by(taskLead, accepted.Version), report.ID, say)
	wantRefusal(t, err, model.Conflict, "task_report.accepted")
	_, err = d.ChangeTaskReport(ctx, by(ofUnit("town", "yangjiao-jiedao", model.RoleLead), accepted.Version), report.ID, say)
	wantKind(t, err, model.NotFound)
}

func TestLightsFollowReportsAndDays(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		clock.set(2026, time.January, 1)
		importedPlan(t, d)
		task := scheduled(t, d, 4, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
		for _, step := range []struct {
			month time.Month
			day   int
			want  model.Light
		}{
			{time.January, 2, model.LightGrey},    // not started
			{time.January, 25, model.LightGrey},   // the report is due today
			{time.January, 26, model.LightYellow}, // one day late
			{time.January, 28, model.LightYellow},
			{time.January, 29, model.LightRed},
		} {
			clock.set(2026, step.month, step.day)
			if got := lightNow(t, d, task.ID); got.Light != step.want {
				t.Errorf("%d-%d: %s (%s), want %s", step.month, step.day, got.Light, got.LightReason, step.want)
			}
		}
		reported(t, d, taskLead, 4, "2026-01", 7)
		if got := lightNow(t, d, task.ID); got.Light != model.LightGreen {
			t.Errorf("reported and on plan: %s (%s)", got.Light, got.LightReason)
		}
		clock.set(2026, time.February, 25)
		if got := lightNow(t, d, task.ID); got.Light != model.LightGreen { // planned 15, reported 7: 8 behind
			t.Errorf("8 behind: %s (%s)", got.Light, got.LightReason)
		}
		reported(t, d, taskLead, 4, "2026-02", 5) // planned 15: 10 behind
		if got := lightNow(t, d, task.ID); got.Light != model.LightYellow {
			t.Errorf("10 behind: %s (%s)", got.Light, got.LightReason)
		}
		board, err := d.Board(context.Background(), taskSupervisor, "", d.Today())
		heat := ok(t, board, err).Heat[3]
		if board.Conflicts != 6 || len(board.Groups) != 5 || len(board.Months) != boardMonths || board.Lights.Yellow != 1 {
			t.Errorf("board %+v", board.Lights)
		}
		january, february := heat.Cells[4], heat.Cells[5]
		if january.Light != model.LightGreen || january.Progress != 7 || february.Light != model.LightYellow || !february.Reported {
			t.Errorf("heat %+v %+v", january, february)
		}
		yellow, err := d.TaskList(context.Background(), taskChief, store.Query{Limit: 1}, model.LightYellow)
		if len(ok(t, yellow, err).Items) != 1 || yellow.Items[0].Number != 4 {
			t.Errorf("yellow tasks %+v", yellow.Items)
		}
	})
}

func TestClosing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := context.Background()
		clock.set(2026, time.March, 2)
		_, task := reported(t, d, taskLead, 4, "2026-03", 90)
		_, err := d.FinishTask(ctx, by(taskLead, task.Version), task.ID, "已全部完成")
		wantRefusal(t, err, model.Conflict, "task.not_complete")
		report := onlyReport(t, d, task.ID)
		ok(t, report, second(d.ChangeTaskReport(ctx, by(taskLead, report.Version), report.ID, TaskProgress{Progress: 100, Done: "办法已出台"})))
		task = taskNumbered(t, d, 4)
		_, err = d.CloseTask(ctx, by(taskSupervisor, task.Version), task.ID, true, "办法文本")
		wantRefusal(t, err, model.Conflict, "task.not_finished")
		_, err = d.FinishTask(ctx, by(ownLead, task.Version), task.ID, "已全部完成")
		wantRefusal(t, err, model.Forbidden, "task.not_leading")
		task, err = d.FinishTask(ctx, by(taskLead, task.Version), task.ID, "已全部完成")
		ok(t, task, err)
		reporter := ofUnit("lead3", "qu-shangwuwei", model.RoleSupervisor)
		_, err = d.CloseTask(ctx, by(reporter, task.Version), task.ID, true, "办法文本")
		wantRefusal(t, err, model.Forbidden, "task.own_report")
		_, err = d.CloseTask(ctx, by(taskChief, task.Version), task.ID, true, "办法文本")
		wantRefusal(t, err, model.Forbidden, "task.not_supervising")
		task, err = d.CloseTask(ctx, by(taskSupervisor, task.Version), task.ID, false, "缺少公布日期")
		if ok(t, task, err).Status != model.TaskInProgress || !task.FinishedOn.IsZero() {
			t.Errorf("sent back: %+v", task)
		}
		task, err = d.FinishTask(ctx, by(taskLead, task.Version), task.ID, "已补充")
		ok(t, task, err)
		task, err = d.CloseTask(ctx, by(taskSupervisor, task.Version), task.ID, true, "办法文本与公布日期")
		if ok(t, task, err).Status != model.TaskClosed || lightNow(t, d, task.ID).Light != model.LightGreen {
			t.Errorf("closed: %+v", task)
		}
		ownTaskIsClosedByTheChief(t, d)
	})
}

func ownTaskIsClosedByTheChief(t *testing.T, d *Desk) {
	t.Helper()
	ctx := context.Background()
	_, task := reported(t, d, ownLead, 3, "2026-03", 100)
	task, err := d.FinishTask(ctx, by(ownLead, task.Version), task.ID, "已全部完成")
	ok(t, task, err)
	_, err = d.CloseTask(ctx, by(taskSupervisor, task.Version), task.ID, true, "网络图")
	wantRefusal(t, err, model.Forbidden, "task.own_lead")
	task, err = d.CloseTask(ctx, by(taskChief, task.Version), task.ID, true, "网络图")
	if ok(t, task, err).ClosedBy != taskChief.UserID {
		t.Errorf("closed by %s", task.ClosedBy)
	}
}

func onlyReport(t *testing.T, d *Desk, id model.TaskID) model.TaskReport {
	t.Helper()
	reports, err := d.Store.ReportsOfTasks(context.Background(), store.Everything(), []model.TaskID{id})
	return ok(t, reports, err)[id][0]
}

func second[T any](_ T, err error) error { return err }

func TestSuspension(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := context.Background()
		clock.set(2026, time.March, 2)
		task := scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		_, err := d.SuspendTask(ctx, by(taskSupervisor, task.Version), task.ID, model.TaskDeferred, "等待上级政策")
		wantKind(t, err, model.Forbidden)
		_, err = d.SuspendTask(ctx, by(taskChief, task.Version), task.ID, model.TaskDeferred, "等待上级政策")
		wantRefusal(t, err, model.Conflict, "task.not_asked")
		_, err = d.AskToSuspendTask(ctx, by(taskLead, task.Version), task.ID, model.TaskClosed, "等待上级政策")
		wrongField(t, err, "/status", "task.status_invalid")
		task, err = d.AskToSuspendTask(ctx, by(taskLead, task.Version), task.ID, model.TaskDeferred, "上级政策尚未出台")
		ok(t, task, err)
		if got := lightNow(t, d, task.ID); got.Light == model.LightGrey && got.Status == model.TaskDeferred {
			t.Errorf("asked for, and put off at once: %+v", got)
		}
		_, err = d.AskToSuspendTask(ctx, by(taskSupervisor, task.Version), task.ID, model.TaskCancelled, "不再需要")
		wantRefusal(t, err, model.Conflict, "task.asked")
		_, err = d.SuspendTask(ctx, by(taskChief, task.Version), task.ID, model.TaskCancelled, "不再需要")
		wrongField(t, err, "/status", "task.not_asked_so")
		refused, err := d.RefuseToSuspendTask(ctx, by(taskChief, task.Version), task.ID, "政策下月出台")
		if ok(t, refused, err); refused.Status != model.TaskNotStarted || refused.StatusReason != "不同意暂缓：政策下月出台" || refused.AskedStatus != "" {
			t.Errorf("refused: %+v", refused)
		}
		task, err = d.AskToSuspendTask(ctx, by(taskSupervisor, refused.Version), task.ID, model.TaskDeferred, "政策再次推迟")
		ok(t, task, err)
		task, err = d.SuspendTask(ctx, by(taskChief, task.Version), task.ID, model.TaskDeferred, "等待上级政策")
		ok(t, task, err)
		clock.set(2026, time.June, 2)
		if got := lightNow(t, d, task.ID); got.Light != model.LightGrey {
			t.Errorf("put off: %s (%s)", got.Light, got.LightReason)
		}
		_, err = d.ReportTask(ctx, by(taskLead, task.Version), task.ID, "2026-05", TaskProgress{Done: "无"})
		wantRefusal(t, err, model.Conflict, "task.not_running")
		task, err = d.ResumeTask(ctx, by(taskChief, task.Version), task.ID, "政策已出台")
		ok(t, task, err)
		card, err := d.TaskCard(ctx, taskLead, task.ID)
		due := ok(t, card, err).Acts[0].Due
		if task.Status != model.TaskNotStarted || due == nil || due.DueOn != model.NewDate(2026, 6, 25) || due.Basis == "" {
			t.Errorf("resumed: %s, due %+v", task.Status, due)
		}
	})
}

// A task that was struck off is taken up again by who strikes off; it says so no longer, and owes no reports on the months between.
func TestAClosedTaskIsReopened(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := context.Background()
		clock.set(2026, time.March, 2)
		task := scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		_, err := d.ReopenTask(ctx, by(taskSupervisor, task.Version), task.ID, "核查发现未完成")
		wantRefusal(t, err, model.Conflict, "task.not_closed")
		_, err = d.ReportTask(ctx, by(taskLead, task.Version), task.ID, "2026-03", TaskProgress{Progress: 100, Done: "全部完成"})
		ok(t, task, err)
		task = lightNow(t, d, task.ID).Task
		task, err = d.FinishTask(ctx, by(taskLead, task.Version), task.ID, "全部完成")
		ok(t, task, err)
		task, err = d.CloseTask(ctx, by(taskSupervisor, task.Version), task.ID, true, "核查属实")
		ok(t, task, err)
		clock.set(2026, time.June, 2)
		_, err = d.ReopenTask(ctx, by(taskLead, task.Version), task.ID, "核查发现未完成")
		wantKind(t, err, model.Forbidden)
		task, err = d.ReopenTask(ctx, by(taskSupervisor, task.Version), task.ID, "核查发现未完成")
		ok(t, task, err)
		card, err := d.TaskCard(ctx, taskLead, task.ID)
		due := ok(t, card, err).Acts[0].Due
		if task.Status != model.TaskInProgress || !task.ClosedOn.IsZero() || !task.FinishedOn.IsZero() || task.StatusReason != "核查发现未完成" || due == nil || due.DueOn != model.NewDate(2026, 6, 25) {
			t.Errorf("reopened: %+v, due %+v", task, due)
		}
	})
}

func TestTaskRowsPrintTheMonth(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := context.Background()
		clock.set(2026, time.March, 2)
		reported(t, d, taskLead, 4, "2026-03", 40)
		clock.set(2026, time.April, 20)
		sheets, err := d.TaskSheets(ctx, store.Everything(), TaskPeriod{To: "2026-03"})
		rows, meta := ok(t, sheets, err).Rows, sheets.Head
		if len(rows) != 13 || meta.AsOf != model.NewDate(2026, 3, 31) || meta.Period != "2026年3月" || meta.Issuer != "区商务委" {
			t.Errorf("%d rows, %+v", len(rows), meta)
		}
		if row := rows[3]; !row.Reported || *row.Claimed != 40 || row.MonthWork != "演示进展" || row.LeadConflict != "" {
			t.Errorf("task 4: %+v", row)
		}
		if row := rows[0]; row.Reported || row.SupportUnits != "各街道办事处、各乡镇人民政府" || row.BodyLeadUnit != "区规划自然资源局" || row.LeadConflict == "" {
			t.Errorf("task 1: %+v", row)
		}
		_, err = d.TaskSheets(ctx, store.Everything(), TaskPeriod{To: "2026-05"})
		wantKind(t, err, model.Invalid)
		_, err = d.TaskSheets(ctx, store.Everything(), TaskPeriod{Document: "渝府办发〔2018〕54号", To: "2026-03"})
		wantKind(t, err, model.NotFound)
	})
}

func TestTaskWorkWaitsForTheRightPeople(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := context.Background()
		acts := func(actor model.Actor) string {
			work, err := d.Work(ctx, actor)
			var found []string
			for _, item := range ok(t, work, err).Items {
				found = append(found, item.Act)
			}
			return strings.Join(found, " ")
		}
		clock.set(2026, time.March, 2)
		scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		if got := acts(taskLead) + "|" + acts(ownLead); got != "reports sign-for|" {
			t.Errorf("before: %s", got)
		}
		if got := acts(taskSupervisor); strings.Count(got, "schedule") != 12 || strings.Count(got, "resolve-lead") != 6 || len(strings.Fields(got)) != 18 {
			t.Errorf("before, of the supervising unit: %s", got)
		}
		reported(t, d, taskLead, 4, "2026-03", 10)
		if got := acts(taskSupervisor); strings.Count(got, "review") != 1 || strings.Count(got, "resolve-lead") != 6 {
			t.Errorf("after: %s", got)
		}
		if got := acts(taskLead); got != "" {
			t.Errorf("nothing is owed, yet: %s", got)
		}
	})
}
