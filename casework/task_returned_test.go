package casework

import (
	"context"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// A report that the supervising unit returned says nothing until it is handed in again.
func TestReturnedReportsDoNotCount(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		ctx := context.Background()
		clock.set(2026, time.January, 20)
		importedPlan(t, d)
		scheduled(t, d, 4, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
		reported(t, d, taskLead, 4, "2026-01", 8)
		clock.set(2026, time.February, 20)
		report, task := reported(t, d, taskLead, 4, "2026-02", 100)
		task, err := d.FinishTask(ctx, by(taskLead, task.Version), task.ID, "已全部完成")
		ok(t, task, err)
		clock.set(2026, time.March, 2)
		report, err = d.ReviewTaskReport(ctx, by(taskSupervisor, report.Version), report.ID, false, "没有依据")
		ok(t, report, err)
		task = taskNumbered(t, d, 4)
		if task.Progress != 8 {
			t.Errorf("progress %d, want January's 8", task.Progress)
		}
		_, err = d.CloseTask(ctx, by(taskSupervisor, task.Version), task.ID, true, "办法文本")
		wrongField(t, err, "/approved", "task.not_complete")
		task, err = d.CloseTask(ctx, by(taskSupervisor, task.Version), task.ID, false, "月报已退回")
		ok(t, task, err)
		if got := lightNow(t, d, task.ID); got.Progress != 8 || got.Light != model.LightRed { // February's was due on the 25th
			t.Errorf("light %s (%s) at %d", got.Light, got.LightReason, got.Progress)
		}
		_, err = d.FinishTask(ctx, by(taskLead, task.Version), task.ID, "已全部完成")
		wantRefusal(t, err, model.Conflict, "task.not_complete")
		board, err := d.Board(ctx, taskSupervisor, "", d.Today())
		if february := ok(t, board, err).Heat[3].Cells[4]; !february.Reported || february.Progress != 100 {
			t.Errorf("at the end of February nobody had returned it: %+v", february)
		}
		report, err = d.ChangeTaskReport(ctx, by(taskLead, report.Version), report.ID, TaskProgress{Progress: 15, Done: "办法已起草"})
		ok(t, report, err)
		if got := lightNow(t, d, task.ID); got.Progress != 15 || got.Light != model.LightGreen {
			t.Errorf("handed in again: light %s (%s) at %d", got.Light, got.LightReason, got.Progress)
		}
	})
}

func TestTheOnlyReportReturned(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		ctx := context.Background()
		clock.set(2026, time.January, 20)
		importedPlan(t, d)
		scheduled(t, d, 4, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
		report, _ := reported(t, d, taskLead, 4, "2026-01", 8)
		report, err := d.ReviewTaskReport(ctx, by(taskSupervisor, report.Version), report.ID, false, "没有依据")
		ok(t, report, err)
		task := taskNumbered(t, d, 4)
		if task.Progress != 0 || task.Status != model.TaskNotStarted {
			t.Errorf("progress %d, %s", task.Progress, task.Status)
		}
		said := lightNow(t, d, task.ID).LightReason
		clock.set(2026, time.January, 30)
		if said += "；" + lightNow(t, d, task.ID).LightReason; said != "报送的月报（季报）已退回，尚未重报；2026-01-25应报的月报已退回，逾期5天未重报" {
			t.Errorf("the reasons are %q", said)
		}
		work, err := d.Work(ctx, taskLead)
		if work = ok(t, work, err); len(work.Items) != 1 || work.Items[0].Act != "change" {
			t.Errorf("the lead unit has to correct one report, got %+v", work)
		}
	})
}

// A task may have begun before the first rule on monthly reports.
func TestMonthsBeforeTheRuleOweNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		if err := d.LoadReference(t.Context()); err != nil {
			t.Fatal(err)
		}
		text := replace(t, districtPlan(t), "2019年7月15日", "2017年7月15日")
		if _, err := d.ImportPlan(t.Context(), model.Call{Actor: Operator}, text); err != nil {
			t.Fatal(err)
		}
		clock.set(2017, time.July, 20)
		task := scheduled(t, d, 4, model.NewDate(2017, 8, 1), model.NewDate(2020, 12, 31))
		clock.set(2018, time.January, 29)
		if got := lightNow(t, d, task.ID); got.Light != model.LightRed { // January 2018 is the first month with a rule
			t.Errorf("light %s (%s)", got.Light, got.LightReason)
		}
		clock.set(2018, time.January, 2)
		if got := lightNow(t, d, task.ID); got.Light == model.LightRed {
			t.Errorf("light %s (%s)", got.Light, got.LightReason)
		}
		if _, err := d.Board(t.Context(), taskSupervisor, "", d.Today()); err != nil {
			t.Error(err)
		}
	})
}
