package casework

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// An ended plan stays as it was on its last day: no light turns, nothing is owed, nobody acts.
func TestAnEndedPlanIsLeftAlone(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		ctx := t.Context()
		clock.set(2026, time.January, 1)
		plan := importedPlan(t, d).Plan
		red := redTask(t, d, clock, 4)
		slip := issued(t, d, red)
		clock.set(2026, time.February, 10)
		later := scheduled(t, d, 5, model.NewDate(2026, 2, 1), model.NewDate(2026, 12, 31))
		red = taskNumbered(t, d, 4)
		asked := must2(d.AskCoordination(ctx, by(taskLead, red.Version), red.ID, wanted()))
		_, err := d.EndPlan(ctx, by(taskSupervisor, plan.Version), plan.ID, "演示：转入下一年方案")
		wantRefused(t, err, model.Conflict, "plan.tasks_open")
		_, err = d.EndPlan(ctx, by(otherUnit, plan.Version), plan.ID, "演示：转入下一年方案")
		wantRefused(t, err, model.Forbidden, "task.not_supervising")
		_, err = d.EndPlan(ctx, by(taskLead, plan.Version), plan.ID, "演示：转入下一年方案")
		wantKind(t, err, model.Forbidden)
		_, err = d.EndPlan(ctx, by(taskChief, plan.Version), plan.ID, "")
		wantRefused(t, err, model.Invalid, "/reason text.length")
		_, err = d.EndPlan(ctx, by(taskChief, plan.Version+1), plan.ID, "演示：转入下一年方案")
		wantRefused(t, err, model.Stale, "record.stale")
		ended := must2(d.EndPlan(ctx, by(taskChief, plan.Version), plan.ID, "演示：转入下一年方案"))
		if ended.Status != model.TaskPlanEnded || ended.EndedOn != d.Today() {
			t.Fatalf("ended %+v", ended)
		}
		if s := must2(d.Store.TaskSlip(ctx, store.Everything(), slip.ID)); s.Status != model.SlipEnded || s.EndReason != "方案已经结束" {
			t.Errorf("the open slip: %+v", s)
		}
		if c := must2(d.Store.Coordination(ctx, store.Everything(), asked.ID)); c.Status != model.CoordinationEnded || c.EndReason != "方案已经结束" {
			t.Errorf("the open request: %+v", c)
		}
		clock.set(2026, time.June, 30)
		card := must2(d.TaskCard(ctx, taskLead, later.ID))
		if card.Record.Light == model.LightRed || card.Acts[0].Due != nil {
			t.Errorf("months after the end the light is %s, due %+v", card.Record.Light, card.Acts[0].Due)
		}
		for _, act := range card.Acts {
			if act.Allowed || act.Reason != "方案已于2026-02-10结束" {
				t.Errorf("%s of an ended plan: %+v", act.Name, act)
			}
		}
		_, err = d.ReportTask(ctx, by(taskLead, later.Version), later.ID, "2026-02", TaskProgress{Progress: 10, Done: "演示"})
		wantRefused(t, err, model.Conflict, "plan.ended")
		_, err = d.ScheduleTask(ctx, by(taskSupervisor, later.Version), later.ID, TaskSchedule{StartOn: model.NewDate(2026, 2, 1), DueOn: model.NewDate(2026, 11, 30), Reason: "演示"})
		wantRefused(t, err, model.Conflict, "plan.ended")
		for _, actor := range []model.Actor{taskLead, taskSupervisor, taskChief} {
			for _, item := range must2(d.Work(ctx, actor)).Items {
				if item.Noun == "tasks" || item.Noun == "task-slips" || item.Noun == "plans" {
					t.Errorf("%s still has %s", actor.UserID, item.Title)
				}
			}
		}
		if done := sweptSlips(t, d); done.Issued+done.Proposed+done.Reissued > 0 {
			t.Errorf("the pass over slips did %+v", done)
		}
		if done := sweptCoordinations(t, d); done.Escalated+done.Ended > 0 {
			t.Errorf("the pass over requests did %+v", done)
		}
		// Task 4 was due in January and never reported on; February's report was due after the end.
		for to, want := range map[string]string{"2026-01": "[0][0][][] 0", "2026-02": "[][0 0][][] 0", "2026-03": "[][][][] 0", "2026-06": "[][][][] 0"} {
			scores := must2(d.TaskScores(ctx, store.Everything(), TaskPeriod{Document: plan.DocumentNo, To: to}, taskLead.UnitID))
			if got := scoreOf(scores, taskLead.UnitID); got != want {
				t.Errorf("the score of %s is %s, want %s", to, got, want)
			}
		}
		if board := must2(d.Board(ctx, taskChief, AllPlans, d.Today())); len(board.Tasks) > 0 {
			t.Errorf("%d tasks of an ended plan are on the board of all", len(board.Tasks))
		}
		if board := must2(d.Board(ctx, taskChief, AllPlans, model.NewDate(2026, 2, 9))); len(board.Tasks) != 13 {
			t.Errorf("the day before it ended the board has %d tasks", len(board.Tasks))
		}
		if board := must2(d.Board(ctx, taskChief, plan.ID, d.Today())); len(board.Tasks) != 13 || board.Tasks[4].Light == model.LightRed {
			t.Errorf("its own board shows %d tasks, the fifth %s", len(board.Tasks), board.Tasks[4].Light)
		}
		_, err = d.EndPlan(ctx, by(taskChief, ended.Version), plan.ID, "演示：再结束一次")
		wantRefused(t, err, model.Conflict, "plan.ended")
	})
}

// Of the end of a plan and an act on one of its tasks at the same moment only one is done.
func TestAPlanDoesNotEndBesideAnActOnATask(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		ctx := t.Context()
		importedPlan(t, d)
		for round := range 8 {
			clock.set(2026, time.March, 2+round)
			head := newHead()
			head.DocumentNo = fmt.Sprintf("演示府办发〔2026〕%d号", 20+round)
			draft := must2(d.DraftPlan(ctx, by(planWriter, 0), head))
			draft = must2(d.SetPlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, newTask("建设共配中心")))
			draft = must2(d.SubmitPlanDraft(ctx, by(planWriter, draft.Version), draft.ID))
			plan := must2(d.Store.TaskPlan(ctx, store.Everything(), must2(d.IssuePlanDraft(ctx, by(planIssuer, draft.Version), draft.ID)).PlanID))
			task := must2(d.Store.TasksOfPlan(ctx, store.Everything(), plan.ID))[0]
			report := must2(d.ReportTask(ctx, by(taskLead, task.Version), task.ID, "2026-03", TaskProgress{Progress: 100, Done: "演示"}))
			must2(d.ReviewTaskReport(ctx, by(taskSupervisor, report.Version), report.ID, true, ""))
			task = must2(d.Store.Task(ctx, store.Everything(), task.ID))
			task = must2(d.FinishTask(ctx, by(taskLead, task.Version), task.ID, "已完成"))
			task = must2(d.CloseTask(ctx, by(taskSupervisor, task.Version), task.ID, true, "属实"))
			var both sync.WaitGroup
			both.Go(func() { _, _ = d.EndPlan(ctx, by(taskSupervisor, plan.Version), plan.ID, "演示：转入下一年") })
			both.Go(func() { _, _ = d.ReopenTask(ctx, by(taskSupervisor, task.Version), task.ID, "演示：没有完成") })
			both.Wait()
			plan, task = must2(d.Store.TaskPlan(ctx, store.Everything(), plan.ID)), must2(d.Store.Task(ctx, store.Everything(), task.ID))
			if ended, open := plan.Status == model.TaskPlanEnded, task.Status != model.TaskClosed; ended == open {
				t.Errorf("the plan ended: %v, and its task is open: %v", ended, open)
			}
		}
	})
}
