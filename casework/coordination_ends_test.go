package casework

import (
	"sync"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// A request ends with its task, is taken back with the reason, and passes to what became of its unit.
func TestARequestEndsWithItsTaskAndPassesToASuccessor(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		n := wanted()
		n.Units = append(n.Units, "qu-jiaoxunjingzhidui")
		asked := wantedOn(t, d, clock, n)
		_, err := d.WithdrawCoordination(ctx, by(taskLead, asked[2].Version), asked[2].ID, " ")
		wrongField(t, err, "/reason", "reason.missing")
		gone := must2(d.WithdrawCoordination(ctx, by(taskLead, asked[2].Version), asked[2].ID, "已自行解决"))
		if gone.Status != model.CoordinationWithdrawn || gone.EndReason != "已自行解决" {
			t.Errorf("taken back: %+v", gone)
		}
		clock.set(2026, time.February, 4)
		fresh := must2(d.CreateUnit(ctx, by(clerkOfUnits, 0), UnitFacts{Name: "武隆区新街道办事处", ShortName: "新街道", Kind: model.UnitStreet, AreaCode: "500156", ValidFrom: model.NewDate(2026, 2, 1)}))
		old := must2(d.Store.Unit(ctx, store.Everything(), "fengshan-jiedao"))
		must2(d.DissolveUnit(ctx, by(clerkOfUnits, old.Version), old.ID, Dissolution{LastDay: model.NewDate(2026, 2, 3), Successor: fresh.ID, Reason: "区划调整"}))
		heir := ofUnit("heir", fresh.ID, model.RoleSupport)
		second := must2(d.AnswerCoordination(ctx, by(heir, asked[1].Version), asked[1].ID, true, "已经协调"))
		if page := must2(d.Coordinations(ctx, heir, store.Query{Filter: map[string]string{"unit": string(fresh.ID)}})); len(page.Items) != 1 {
			t.Errorf("the successor sees %d", len(page.Items))
		}
		task := taskNumbered(t, d, 4)
		task = must2(d.AskToSuspendTask(ctx, by(taskLead, task.Version), task.ID, model.TaskCancelled, "上级取消"))
		must2(d.SuspendTask(ctx, by(taskChief, task.Version), task.ID, model.TaskCancelled, "同意取消"))
		for _, c := range []model.Coordination{asked[0], second} {
			if now := coordinationNow(t, d, c.ID); now.Status != model.CoordinationEnded || now.EndReason != "任务已取消：同意取消" {
				t.Errorf("with its task %s: %s, %q", now.Number, now.Status, now.EndReason)
			}
		}
		clock.set(2026, time.March, 2)
		for unit, want := range map[model.UnitID]string{"youzheng-sanfenju": "[]", fresh.ID: "[100]", "fengshan-jiedao": "[]", "qu-jiaoxunjingzhidui": "[]"} {
			if got := coordinationWorths(d, unit, "2026-01", "2026-03"); got != want {
				t.Errorf("%s: %s, want %s", unit, got, want)
			}
		}
	})
}

// A request to the unit that becomes the lead itself ends, whoever changed it.
func TestNobodyAnswersHimself(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		task := redTask(t, d, clock, 5)
		n := wanted()
		n.Units = []model.UnitID{task.BodyLead}
		must2(d.AskCoordination(ctx, by(taskLead, task.Version), task.ID, n))
		task = taskNumbered(t, d, 5)
		must2(d.ResolveLead(ctx, by(taskSupervisor, task.Version), task.ID, task.BodyLead, "按职能分工"))
		if c := must2(d.Store.CoordinationsOfTask(ctx, task.ID))[0]; c.Status != model.CoordinationEnded || c.EndReason != "被请求的单位已经是牵头单位" {
			t.Errorf("to the new lead: %s, %q", c.Status, c.EndReason)
		}
	})
}

// However many ask at once, no number is given twice and none is left out.
func TestNumbersOfRequestsHaveNoGaps(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		var all sync.WaitGroup
		var tasks []model.Task
		for n := 4; n <= 8; n++ {
			tasks = append(tasks, redTask(t, d, clock, n))
		}
		failures := make(chan error, len(tasks))
		for _, task := range tasks {
			all.Go(func() {
				n := wanted()
				n.Units = n.Units[1:]
				if _, err := d.AskCoordination(t.Context(), by(ofUnit("lead", task.AnnexLead, model.RoleLead), task.Version), task.ID, n); err != nil {
					failures <- err
				}
			})
		}
		all.Wait()
		close(failures)
		for err := range failures {
			t.Error(err)
		}
		given := map[string]bool{}
		for _, task := range tasks {
			for _, c := range must2(d.Store.CoordinationsOfTask(t.Context(), task.ID)) {
				given[c.Number] = true
			}
		}
		for n := 1; n <= len(tasks); n++ {
			if number := model.CoordinationNumber(2026, n, 1, 1); !given[number] {
				t.Errorf("%s was not given: %v", number, given)
			}
		}
	})
}

// Those who have to act next are told, find it among their work, and are reminded before the limit.
func TestWhoIsToldOfARequest(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		importedPlan(t, d)
		lead, officer := o.ofUnit("lead-jtj", "qu-jiaotongju", model.RoleLead), o.ofUnit("officer", "youzheng-sanfenju", model.RoleInspector)
		boss, auditor := o.ofUnit("boss", "qu-shangwuwei", model.RoleSupervisor), o.ofUnit("auditor", "youzheng-sanfenju", model.RoleAuditor)
		task := redTask(t, d, o.testClock, 4)
		c := must2(d.AskCoordination(ctx, by(lead, task.Version), task.ID, wantedOfOne()))
		works := func(actor model.Actor, noun model.Noun) (acts string) {
			for _, item := range must2(d.Work(ctx, actor)).Items {
				if item.Noun == noun {
					acts += item.Act + " "
				}
			}
			return acts
		}
		o.set(2026, time.February, 4) // a day before the limit
		must2(d.RemindTerms(ctx, jobCall()))
		must2(d.RemindTerms(ctx, jobCall()))
		if times := toldOf(t, d, officer.UserID, model.EventTermNear); times != 1 || works(officer, "coordinations") != "answer " || works(lead, "coordinations") != "" {
			t.Errorf("reminded %d times; the officer has to %q, the lead %q", times, works(officer, "coordinations"), works(lead, "coordinations"))
		}
		o.set(2026, time.February, 6)
		sweptCoordinations(t, d)
		if works(officer, "coordinations") != "answer " || works(boss, "coordinations") != "decide " {
			t.Errorf("overdue the officer has to %q, the supervisor to %q", works(officer, "coordinations"), works(boss, "coordinations"))
		}
		c = coordinationNow(t, d, c.ID)
		c = must2(d.DecideCoordination(ctx, by(boss, c.Version), c.ID, true, "请办理"))
		c = must2(d.AnswerCoordination(ctx, by(officer, c.Version), c.ID, true, "已经办理"))
		if works(lead, "coordinations") != "settle " || works(officer, "coordinations") != "" {
			t.Errorf("answered, the lead has to %q", works(lead, "coordinations"))
		}
		c = must2(d.SettleCoordination(ctx, by(lead, c.Version), c.ID, false, "还没有批复"))
		c = must2(d.AnswerCoordination(ctx, by(officer, c.Version), c.ID, true, "已经批复"))
		must2(d.SettleCoordination(ctx, by(lead, c.Version), c.ID, true, ""))
		for _, e := range []struct {
			who   model.Actor
			event model.NotificationEventID
			want  int
		}{
			{officer, model.EventCoordinationAsked, 1}, {officer, model.EventCoordinationOverdue, 1}, {officer, model.EventCoordinationUpheld, 1}, {officer, model.EventCoordinationReturned, 1},
			{officer, model.EventCoordinationEnded, 1}, {lead, model.EventCoordinationOverdue, 1}, {lead, model.EventCoordinationUpheld, 1}, {lead, model.EventCoordinationAnswered, 2},
			{lead, model.EventCoordinationAsked, 0}, {boss, model.EventCoordinationOverdue, 1}, {boss, model.EventCoordinationAsked, 0}, {auditor, model.EventCoordinationAsked, 0},
		} {
			if got := toldOf(t, d, e.who.UserID, e.event); got != e.want {
				t.Errorf("%s was told of %s %d times, want %d", e.who.Name, e.event, got, e.want)
			}
		}
	})
}
