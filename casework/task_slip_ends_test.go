package casework

import (
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func slipNow(t *testing.T, d *Desk, id model.TaskSlipID) model.TaskSlip {
	t.Helper()
	return must2(d.Store.TaskSlip(t.Context(), store.Everything(), id))
}

// A unit that takes a task over does not answer for what another was asked: that slip ends,
// and a blue one to the new lead is proposed, also where one to the old lead was settled before.
func TestANewLeadIsGivenABlueSlipOfItsOwn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		settled := redTask(t, d, clock, 5)
		open := issued(t, d, settled)
		old := ofUnit("old", settled.AnnexLead, model.RoleLead)
		open = must2(d.AnswerSlip(ctx, by(old, open.Version), open.ID, "人员调整", "二月底前补报"))
		must2(d.JudgeSlip(ctx, by(taskSupervisor, open.Version), open.ID, true, ""))
		if done := sweptSlips(t, d); done.Proposed != 0 {
			t.Fatalf("what is settled with the old lead is proposed: %+v", done)
		}
		open = issued(t, d, settled)
		task := taskNumbered(t, d, 5)
		task = must2(d.ResolveLead(ctx, by(taskSupervisor, task.Version), task.ID, task.BodyLead, "按职能分工"))
		if open = slipNow(t, d, open.ID); open.Status != model.SlipEnded || open.EndReason != "牵头单位已变更为区公安局" || open.EndedBy != taskSupervisor.Name {
			t.Errorf("the slip to the old lead: %s, %q by %s", open.Status, open.EndReason, open.EndedBy)
		}
		clock.set(2026, time.February, 6) // the limit of the old one has passed
		if done := sweptSlips(t, d); done.Reissued != 0 || done.Proposed != 1 {
			t.Errorf("after the change of lead %+v", done)
		}
		if fresh := issued(t, d, task); fresh.Colour != model.SlipBlue || fresh.UnitID != task.BodyLead {
			t.Errorf("the new lead got %s to %s", fresh.Colour, fresh.UnitID)
		}
	})
}

// However the lead changed, the clock issues nothing anew to a unit that was never asked.
func TestTheClockEndsTheSlipOfAFormerLead(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		s := issued(t, d, redTask(t, d, clock, 5))
		task := taskNumbered(t, d, 5)
		task.ResolvedLead = task.BodyLead
		err := d.Store.Tx(t.Context(), model.Stamp{Act: "test", At: d.Now()}, func(tx *store.Tx) error {
			_, err := tx.ChangeTask(t.Context(), task)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		clock.set(2026, time.February, 6)
		if done := sweptSlips(t, d); done.Reissued != 0 || done.Ended != 1 || done.Proposed != 1 {
			t.Errorf("swept %+v", done)
		}
		if s = slipNow(t, d, s.ID); s.Status != model.SlipEnded || s.EndReason != "牵头单位已变更为区公安局" {
			t.Errorf("the slip to the old lead: %s, %q", s.Status, s.EndReason)
		}
	})
}

// What caught up is not urged on: a slip whose limit passed ends in place of the next colour,
// and one whose limit has not passed still asks for its answer.
func TestASlipEndsWhenTheTaskCaughtUp(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		s := issued(t, d, redTask(t, d, clock, 4))
		reported(t, d, taskLead, 4, "2026-01", 9) // green
		clock.set(2026, time.February, 5)
		if done := sweptSlips(t, d); done.Ended != 0 || done.Reissued != 0 {
			t.Errorf("before the limit passed %+v", done)
		}
		clock.set(2026, time.February, 6)
		if done := sweptSlips(t, d); done.Ended != 1 || done.Reissued != 0 {
			t.Errorf("caught up: %+v", done)
		}
		if s = slipNow(t, d, s.ID); s.Status != model.SlipEnded || s.EndReason != "灯号已转为绿灯，不再升级" || len(slipsOf(t, d, s.TaskID)) != 1 {
			t.Errorf("caught up: %s, %q", s.Status, s.EndReason)
		}
		clock.set(2026, time.March, 2) // February's report is missing
		if done := sweptSlips(t, d); done.Proposed != 1 {
			t.Errorf("red anew: %+v", done)
		}
	})
}

// A task that waits for the check of its completion is not urged on, whatever its light shows;
// its slip waits for what comes of it.
func TestASlipWaitsForTheCheckOfTheCompletion(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		s := issued(t, d, redTask(t, d, clock, 4))
		_, task := reported(t, d, taskLead, 4, "2026-01", 100)
		task = must2(d.FinishTask(ctx, by(taskLead, task.Version), task.ID, "已全部完成"))
		clock.set(2026, time.February, 6)
		if done := sweptSlips(t, d); done.Ended != 0 || done.Reissued != 0 {
			t.Errorf("while the completion is checked %+v", done)
		}
		must2(d.CloseTask(ctx, by(taskSupervisor, task.Version), task.ID, true, "现场核查属实"))
		if s = slipNow(t, d, s.ID); s.Status != model.SlipEnded || !strings.Contains(s.EndReason, "已销号") {
			t.Errorf("struck off: %s, %q", s.Status, s.EndReason)
		}
	})
}
