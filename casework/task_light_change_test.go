package casework

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// changedLight is task 4, red, shown green by hand from 10 April to 20 May.
func changedLight(t *testing.T, d *Desk, clock interface {
	set(int, time.Month, int)
}) model.Task {
	t.Helper()
	ctx := t.Context()
	clock.set(2026, time.March, 2)
	task := scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
	clock.set(2026, time.April, 10)
	task, err := d.AskLight(ctx, by(taskSupervisor, task.Version), task.ID, LightWish{model.LightGreen, model.NewDate(2026, 5, 20), "经办人张三的工期已补回"})
	ok(t, task, err)
	task, err = d.ApproveLight(ctx, by(taskChief, task.Version), task.ID, "情况属实")
	return ok(t, task, err)
}

// The public reads that a light was changed with approval and what the rules say, not who approved it nor what was written.
func TestThePublicReadsNoNameOfAChangedLight(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		changedLight(t, d, clock)
		board, err := d.Board(t.Context(), taskSupervisor, "", d.Today())
		line := ok(t, board, err).Tasks[3]
		if !strings.Contains(line.LightReason, "张三") || strings.Contains(line.LightReason, taskChief.Name) {
			t.Errorf("insiders read %s", line.LightReason)
		}
		if want := "经批准人工调整为绿灯（至2026-05-20）；按规则为红灯：2026-03-25应报的月报逾期16天未报"; line.PublicReason != want {
			t.Errorf("the public reads %s", line.PublicReason)
		}
		p, err := d.DraftPublication(t.Context(), by(person("clerk", model.RoleInspector), 0), model.PublishedProgress, string(board.PlanID), PublicationFacts{Series: "2026-04"})
		text := fmt.Sprint(ok(t, p, err).Text.Table.Rows)
		if strings.Contains(text, "张三") || strings.Contains(text, taskChief.Name) || !strings.Contains(text, "经批准人工调整为绿灯") {
			t.Errorf("published: %s", text)
		}
	})
}

// A light that was changed by hand says nothing of a task that is done or put off, and ends with it.
func TestAChangedLightEndsWithItsTask(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		task := changedLight(t, d, clock)
		clock.set(2026, time.April, 15)
		task, err := d.AskToSuspendTask(ctx, by(taskSupervisor, task.Version), task.ID, model.TaskDeferred, "政策未出台")
		ok(t, task, err)
		task, err = d.SuspendTask(ctx, by(taskChief, task.Version), task.ID, model.TaskDeferred, "同意暂缓")
		ok(t, task, err)
		card := cardOf(t, d, 4)
		if card.Record.Light != model.LightGrey || card.Record.LightChanged {
			t.Errorf("put off, and yet %s", card.Record.LightReason)
		}
		if c := card.LightChanges[0]; c.Status != model.LightChangeEnded || c.EndedOn != model.NewDate(2026, 4, 15) || !strings.Contains(c.EndReason, "暂缓") {
			t.Errorf("the change goes on: %+v", c)
		}
		board, err := d.Board(ctx, taskSupervisor, "", model.NewDate(2026, 4, 14))
		if got := ok(t, board, err).Tasks[3].Light; got != model.LightGreen {
			t.Errorf("the day before it is %s", got)
		}
	})
}

// What the lead says is done is said to wait for the check, whatever was changed by hand; a change asked for before is not approved then.
func TestATaskThatWaitsForItsCheckSaysSo(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		task := changedLight(t, d, clock)
		task, err := d.EndLight(ctx, by(taskSupervisor, task.Version), task.ID, "重新申请")
		ok(t, task, err)
		task, err = d.AskLight(ctx, by(taskSupervisor, task.Version), task.ID, LightWish{model.LightRed, model.NewDate(2026, 5, 20), "佐证不足"})
		ok(t, task, err)
		_, err = d.ReportTask(ctx, by(taskLead, task.Version), task.ID, "2026-04", TaskProgress{Progress: 100, Done: "全部完成"})
		ok(t, task, err)
		task = taskNumbered(t, d, 4)
		task, err = d.FinishTask(ctx, by(taskLead, task.Version), task.ID, "全部完成")
		ok(t, task, err)
		_, err = d.ApproveLight(ctx, by(taskChief, task.Version), task.ID, "同意")
		wantRefusal(t, err, model.Conflict, "task.not_running")
		task, err = d.CloseTask(ctx, by(taskSupervisor, task.Version), task.ID, false, "再核一次")
		ok(t, task, err)
		task, err = d.ApproveLight(ctx, by(taskChief, task.Version), task.ID, "同意")
		ok(t, task, err)
		if got := lightNow(t, d, task.ID); got.Light != model.LightRed || !got.LightChanged {
			t.Errorf("sent back and changed: %s", got.LightReason)
		}
		task, err = d.FinishTask(ctx, by(taskLead, task.Version), task.ID, "全部完成")
		ok(t, task, err)
		if got := lightNow(t, d, task.ID); got.Light != model.LightGreen || got.LightChanged || got.LightReason != "牵头单位报告已完成，申请销号，待核查" {
			t.Errorf("%s: %s", got.Light, got.LightReason)
		}
		task, err = d.CloseTask(ctx, by(taskSupervisor, task.Version), task.ID, true, "核查属实")
		ok(t, task, err)
		card := cardOf(t, d, 4)
		if c := card.LightChanges[1]; c.Status != model.LightChangeEnded || card.Record.LightReason != "任务已完成" {
			t.Errorf("%s, the application %+v", card.Record.LightReason, c)
		}
	})
}
