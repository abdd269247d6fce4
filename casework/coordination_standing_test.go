package casework

import (
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// A request that is over without an answer since it was sent back no longer counts, though the
// answer that was sent back is of that very day.
func TestHowARequestThatIsOverStands(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		asked := wantedOn(t, d, clock, wanted())[:1]
		c := asked[0]
		standing := func(want string) {
			t.Helper()
			card := must2(d.CoordinationCard(ctx, taskLead, c.ID))
			if card.Record.Standing != want {
				t.Errorf("it is %s on %s and stands %q, want %q", c.Status, d.Today(), card.Record.Standing, want)
			}
		}
		c = must2(d.AnswerCoordination(ctx, by(bureauOfficer, c.Version), c.ID, true, "已经协调"))
		standing("提前 7 天回复")
		back := must2(d.SettleCoordination(ctx, by(taskLead, c.Version), c.ID, false, "还没有批复"))
		c = must2(d.WithdrawCoordination(ctx, by(taskLead, back.Version), c.ID, "已自行解决"))
		standing("不再计时")
		again := func() model.Coordination {
			t.Helper()
			task := taskNumbered(t, d, 4)
			must2(d.AskCoordination(ctx, by(taskLead, task.Version), task.ID, wantedOfOne()))
			all := must2(d.Store.CoordinationsOfTask(ctx, task.ID))
			return all[len(all)-1]
		}
		c = again() // withdrawn with its answer, on which the lead said nothing
		c = must2(d.AnswerCoordination(ctx, by(bureauOfficer, c.Version), c.ID, true, "已经协调"))
		c = must2(d.WithdrawCoordination(ctx, by(taskLead, c.Version), c.ID, "已自行解决"))
		standing("提前 7 天回复")
		c = again() // sent back, answered again on a later day, withdrawn
		c = must2(d.AnswerCoordination(ctx, by(bureauOfficer, c.Version), c.ID, true, "已经协调"))
		c = must2(d.SettleCoordination(ctx, by(taskLead, c.Version), c.ID, false, "还没有批复"))
		clock.set(2026, time.February, 5)
		c = must2(d.AnswerCoordination(ctx, by(bureauOfficer, c.Version), c.ID, true, "已经批复"))
		c = must2(d.WithdrawCoordination(ctx, by(taskLead, c.Version), c.ID, "已自行解决"))
		standing("届满当天回复")
		c = must2(d.Store.Coordination(ctx, store.Everything(), c.ID))
		if c.Refusals != 1 {
			t.Errorf("sent back %d times", c.Refusals)
		}
	})
}
