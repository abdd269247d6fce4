package casework

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

var (
	bureauOfficer = ofUnit("officer", "youzheng-sanfenju", model.RoleInspector) // of a supporting unit of task 4
	streetOffice  = ofUnit("street", "fengshan-jiedao", model.RoleSupport)      // of a unit without a part in it
)

// wanted asks the bureau and a street without a part in the task.
func wanted() NewCoordination {
	return NewCoordination{
		Units: []model.UnitID{"youzheng-sanfenju", "fengshan-jiedao"}, Matter: "落实转运站用地", Detail: "请协助落实江口转运站的用地指标。",
		WishedOn: model.NewDate(2026, 2, 20),
	}
}

// wantedOfOne asks the bureau alone.
func wantedOfOne() NewCoordination {
	n := wanted()
	n.Units = n.Units[:1]
	return n
}

// wantedOn is task 4, running on 29 January 2026, with what its lead asks for.
func wantedOn(t *testing.T, d *Desk, clock *testClock, n NewCoordination) []model.Coordination {
	t.Helper()
	task := redTask(t, d, clock, 4)
	c, err := d.AskCoordination(t.Context(), by(taskLead, task.Version), task.ID, n)
	ok(t, c, err)
	return must2(d.Store.CoordinationsOfTask(t.Context(), task.ID))
}

func coordinationNow(t *testing.T, d *Desk, id model.CoordinationID) model.Coordination {
	t.Helper()
	return must2(d.Store.Coordination(t.Context(), store.Everything(), id))
}

func sweptCoordinations(t *testing.T, d *Desk) SweptCoordinations {
	t.Helper()
	done, err := d.SweepCoordinations(t.Context(), jobCall())
	return ok(t, done, err)
}

// Each unit that is asked answers for itself; what is not solved goes back, with a limit that
// counts anew, until the lead says that it is.
func TestEveryUnitAnswersARequestForItself(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		asked := wantedOn(t, d, clock, wanted())
		if len(asked) != 2 || asked[0].Number != "协调〔2026〕1-1号" || asked[1].Number != "协调〔2026〕1-2号" || asked[1].UnitName != "重庆市武隆区凤山街道办事处" ||
			asked[0].DueOn != model.NewDate(2026, 2, 5) || !strings.Contains(asked[0].DueBasis, "平台默认设置（非法定，待本局确认）") || asked[0].AskerUnit != "qu-jiaotongju" {
			t.Fatalf("asked %+v", asked)
		}
		first := asked[0]
		_, err := d.AnswerCoordination(ctx, by(streetOffice, first.Version), first.ID, true, "已经协调")
		wantRefusal(t, err, model.NotFound, "record.not_found")
		_, err = d.AnswerCoordination(ctx, by(taskSupervisor, first.Version), first.ID, true, "已经协调")
		wantRefusal(t, err, model.Forbidden, "coordination.not_addressed")
		_, err = d.AnswerCoordination(ctx, by(bureauOfficer, first.Version), first.ID, true, " ")
		wrongField(t, err, "/answer", "text.length")
		_, err = d.AnswerCoordination(ctx, by(bureauOfficer, first.Version+1), first.ID, true, "已经协调")
		wantKind(t, err, model.Stale)
		_, err = d.SettleCoordination(ctx, by(taskLead, first.Version), first.ID, true, "")
		wantRefusal(t, err, model.Conflict, "coordination.wrong_state")
		first = must2(d.AnswerCoordination(ctx, by(bureauOfficer, first.Version), first.ID, false, "用地由规划部门负责。"))
		if first.Status != model.CoordinationAnswered || first.Agreed || first.FirstAnsweredOn != d.Today() || coordinationNow(t, d, asked[1].ID).Status != model.CoordinationAsked {
			t.Errorf("after one answer %+v", first)
		}
		_, err = d.SettleCoordination(ctx, by(taskLead, first.Version), first.ID, false, "")
		wrongField(t, err, "/note", "text.length")
		_, err = d.SettleCoordination(ctx, by(taskSupervisor, first.Version), first.ID, true, "")
		wantKind(t, err, model.Forbidden)
		clock.set(2026, time.February, 4)
		first = must2(d.SettleCoordination(ctx, by(taskLead, first.Version), first.ID, false, "请一并商规划部门"))
		if first.Status != model.CoordinationReturned || first.Refusals != 1 || first.DueOn != model.NewDate(2026, 2, 11) || first.FirstDueOn != model.NewDate(2026, 2, 5) ||
			!strings.HasSuffix(first.DueBasis, "；2026-02-04退回，自次日起重新计算") {
			t.Errorf("sent back: %+v", first)
		}
		first = must2(d.AnswerCoordination(ctx, by(bureauOfficer, first.Version), first.ID, true, "已商定，三月批复。"))
		first = must2(d.SettleCoordination(ctx, by(taskLead, first.Version), first.ID, true, ""))
		if first.Status != model.CoordinationSettled || first.EndedOn != d.Today() || first.FirstAnsweredOn != model.NewDate(2026, 1, 29) {
			t.Errorf("solved: %+v", first)
		}
		_, err = d.WithdrawCoordination(ctx, by(taskLead, first.Version), first.ID, "不需要了")
		wantRefusal(t, err, model.Conflict, "coordination.wrong_state")
	})
}

// A unit without a part in the task reads what it is asked, and not the task.
func TestAUnitThatIsAskedReadsTheRequestAlone(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		asked := wantedOn(t, d, clock, wanted())
		if page := must2(d.Coordinations(ctx, streetOffice, store.Query{})); len(page.Items) != 1 || page.Items[0].ID != asked[1].ID || page.Items[0].Standing != "还剩 7 天" {
			t.Errorf("the street sees %+v", page.Items)
		}
		card := must2(d.CoordinationCard(ctx, streetOffice, asked[1].ID))
		if card.ReadsTask || len(card.Others) != 0 || !actOf(t, card.Acts, "answer").Allowed || actOf(t, card.Acts, "answer").Due.DaysLeft != 7 || actOf(t, card.Acts, "settle").Allowed {
			t.Errorf("the street's card is %+v", card)
		}
		_, err := d.CoordinationCard(ctx, streetOffice, asked[0].ID)
		wantKind(t, err, model.NotFound)
		_, err = d.TaskCard(ctx, streetOffice, asked[0].TaskID)
		wantKind(t, err, model.NotFound)
		own := must2(d.CoordinationCard(ctx, taskLead, asked[0].ID))
		if !own.ReadsTask || len(own.Others) != 1 || own.Others[0].ID != asked[1].ID || !actOf(t, own.Acts, "withdraw").Allowed {
			t.Errorf("the lead's card is %+v", own)
		}
		if seen := must2(d.TaskCard(ctx, taskLead, asked[0].TaskID)).Coordinations; len(seen) != 2 || seen[0].ID != asked[1].ID {
			t.Errorf("the task shows %+v", seen)
		}
	})
}

// Bad requests name the field, and nothing of them is written.
func TestWhatMayNotBeAsked(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		task := redTask(t, d, clock, 4)
		for _, c := range []struct {
			change          func(*NewCoordination)
			pointer, reason string
		}{
			{func(n *NewCoordination) { n.Units = nil }, "/units", "coordination.units"},
			{func(n *NewCoordination) { n.Units[1] = "nobody" }, "/units/1", "unit.unknown"},
			{func(n *NewCoordination) { n.Units[1] = "qu-jiaotongju" }, "/units/1", "coordination.own_unit"},
			{func(n *NewCoordination) { n.Units[1] = n.Units[0] }, "/units/1", "coordination.twice"},
			{func(n *NewCoordination) { n.Matter = " " }, "/matter", "text.length"},
			{func(n *NewCoordination) { n.Detail = strings.Repeat("长", 1001) }, "/detail", "text.length"},
			{func(n *NewCoordination) { n.WishedOn = d.Today() }, "/wished_on", "date.too_early"},
			{func(n *NewCoordination) { n.Report = "other" }, "/report", "coordination.report"},
		} {
			n := wanted()
			c.change(&n)
			_, err := d.AskCoordination(ctx, by(taskLead, task.Version), task.ID, n)
			wrongField(t, err, c.pointer, c.reason)
		}
		_, err := d.AskCoordination(ctx, by(ownLead, task.Version), task.ID, wanted())
		wantRefusal(t, err, model.Forbidden, "task.not_leading")
		_, err = d.AskCoordination(ctx, by(taskSupervisor, task.Version), task.ID, wanted())
		wantKind(t, err, model.Forbidden)
		if all := must2(d.Store.CoordinationsOfTask(ctx, task.ID)); len(all) != 0 {
			t.Errorf("written all the same: %+v", all)
		}
		report, task := reported(t, d, taskLead, 4, "2026-01", 9)
		n := wanted()
		n.Report = report.ID
		if c := must2(d.AskCoordination(ctx, by(taskLead, task.Version), task.ID, n)); c.ReportID != report.ID {
			t.Errorf("from its report: %+v", c)
		}
		_, err = d.AskCoordination(ctx, by(taskLead, task.Version), task.ID, wanted())
		wantKind(t, err, model.Stale)
		task = taskNumbered(t, d, 4)
		task = must2(d.AskToSuspendTask(ctx, by(taskLead, task.Version), task.ID, model.TaskDeferred, "上级政策未出"))
		task = must2(d.SuspendTask(ctx, by(taskChief, task.Version), task.ID, model.TaskDeferred, "同意暂缓"))
		_, err = d.AskCoordination(ctx, by(taskLead, task.Version), task.ID, wanted())
		wantRefusal(t, err, model.Conflict, "task.not_running")
	})
}

// What nobody answers in time is decided by the supervising unit, or by the chief where that is
// asked itself; the clock does it once, on a working day, and an answer is still taken meanwhile.
func TestAnUnansweredRequestIsDecided(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		n := wanted()
		n.Units = append(n.Units, "qu-shangwuwei")
		asked := wantedOn(t, d, clock, n)
		clock.set(2026, time.February, 5)
		if done := sweptCoordinations(t, d); done.Escalated != 0 {
			t.Errorf("on its last day %+v", done)
		}
		clock.set(2026, time.February, 7) // a Saturday
		if done := sweptCoordinations(t, d); done.Escalated != 0 || !done.Rests {
			t.Errorf("on a day off %+v", done)
		}
		clock.set(2026, time.February, 9)
		if done := sweptCoordinations(t, d); done.Escalated != 3 || done.Rests {
			t.Errorf("after its limit %+v", done)
		}
		if done := sweptCoordinations(t, d); done.Escalated != 0 {
			t.Errorf("again %+v", done)
		}
		first, second, third := coordinationNow(t, d, asked[0].ID), coordinationNow(t, d, asked[1].ID), coordinationNow(t, d, asked[2].ID)
		_, err := d.DecideCoordination(ctx, by(taskChief, first.Version), first.ID, true, "请办理")
		wantRefusal(t, err, model.Forbidden, "task.not_supervising")
		_, err = d.DecideCoordination(ctx, by(taskSupervisor, third.Version), third.ID, true, "请办理")
		wantRefusal(t, err, model.Forbidden, "coordination.own_unit")
		_, err = d.DecideCoordination(ctx, by(taskSupervisor, first.Version), first.ID, false, "")
		wrongField(t, err, "/decision", "text.length")
		first = must2(d.DecideCoordination(ctx, by(taskSupervisor, first.Version), first.ID, true, "按方案分工由三分局办理"))
		if first.Status != model.CoordinationAsked || first.DueOn != model.NewDate(2026, 2, 14) || first.Decision == "" {
			t.Errorf("upheld: %+v", first)
		}
		second = must2(d.AnswerCoordination(ctx, by(streetOffice, second.Version), second.ID, true, "已经协调"))
		if second.Status != model.CoordinationAnswered || second.FirstAnsweredOn.Before(second.FirstDueOn) {
			t.Errorf("answered late: %+v", second)
		}
		third = must2(d.DecideCoordination(ctx, by(taskChief, third.Version), third.ID, false, "不属督导单位职责"))
		if third.Status != model.CoordinationDismissed || third.EndReason != "不属督导单位职责" {
			t.Errorf("dismissed: %+v", third)
		}
		clock.set(2026, time.February, 25)
		if done := sweptCoordinations(t, d); done.Escalated != 1 || coordinationNow(t, d, first.ID).Status != model.CoordinationEscalated {
			t.Errorf("after the second limit %+v", done)
		}
		for unit, want := range map[model.UnitID]string{"youzheng-sanfenju": "[0]", "fengshan-jiedao": "[50]", "qu-shangwuwei": "[0]", "qu-jiaotongju": "[]"} {
			if got := coordinationWorths(d, unit, "2026-02", "2026-02"); got != want {
				t.Errorf("%s: %s, want %s", unit, got, want)
			}
		}
		if got := coordinationWorths(d, "fengshan-jiedao", "2026-01", "2026-01"); got != "[]" {
			t.Errorf("of another period: %s", got)
		}
	})
}

// coordinationWorths are what the requests of a period bring to the score of a unit.
func coordinationWorths(d *Desk, unit model.UnitID, from, to string) string {
	worths := []int{}
	for _, u := range must2(d.TaskScores(context.Background(), store.Everything(), TaskPeriod{From: from, To: to}, unit)).Units {
		for _, item := range u.Items {
			if item.Part == model.ScoreCoordination {
				worths = append(worths, item.Worth)
			}
		}
	}
	return fmt.Sprint(worths)
}
