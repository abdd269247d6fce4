package casework

import (
	"strings"
	"sync"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// However many are issued at once, no number is given twice and none is left out.
func TestNumbersOfSlipsHaveNoGaps(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		var tasks []model.Task
		for n := 1; n <= 13; n++ {
			tasks = append(tasks, redTask(t, d, clock, n))
		}
		var all sync.WaitGroup
		failures := make(chan error, 2*len(tasks))
		for _, task := range append(tasks, tasks...) { // each twice: one of both is refused
			all.Go(func() {
				_, err := d.IssueSlip(t.Context(), by(taskSupervisor, task.Version), task.ID, SlipWords{})
				if err != nil {
					failures <- err
				}
			})
		}
		all.Wait()
		close(failures)
		refused := 0
		for err := range failures {
			refused++
			wantKind(t, err, model.Stale)
		}
		given := map[int]int{}
		for _, task := range tasks {
			for _, s := range slipsOf(t, d, task.ID) {
				given[s.Sequence]++
			}
		}
		for n := 1; n <= len(tasks); n++ {
			if given[n] != 1 {
				t.Errorf("number %d was given %d times: %v", n, given[n], given)
			}
		}
		if len(given) != len(tasks) || refused != len(tasks) {
			t.Errorf("%d numbers for %d tasks, %d refused", len(given), len(tasks), refused)
		}
	})
}

// ofUnit is somebody with an account of a unit.
func (o *office) ofUnit(name string, unit model.UnitID, role model.Role) model.Actor {
	u := must2(o.AddUser(o.t.Context(), model.Call{Actor: Operator}, plainHasher{}, Account{
		Name: name, DisplayName: name, AreaCode: "500156", UnitID: unit, Roles: []model.Role{role}, Password: password1}))
	return model.Actor{UserID: u.ID, Name: name, Roles: u.Roles, UnitID: unit, AreaCode: "500156"}
}

// Those who have to act next are told, each of what concerns him, and reminded before the limit.
func TestWhoIsToldOfASlip(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		importedPlan(t, d)
		lead, other := o.ofUnit("lead-jtj", "qu-jiaotongju", model.RoleLead), o.ofUnit("lead-swj", "qu-shangwuwei", model.RoleLead)
		boss, chief := o.ofUnit("boss", "qu-shangwuwei", model.RoleSupervisor), o.ofUnit("head", "", model.RoleChief)
		task := redTask(t, d, o.testClock, 4)
		s := must2(d.IssueSlip(ctx, by(boss, task.Version), task.ID, SlipWords{}))
		o.set(2026, time.February, 4) // a day before the limit
		must2(d.RemindTerms(ctx, jobCall()))
		must2(d.RemindTerms(ctx, jobCall()))
		if n := toldOf(t, d, lead.UserID, model.EventTermNear); n != 1 {
			t.Errorf("the unit was reminded %d times", n)
		}
		for _, day := range []int{6, 12, 24} {
			o.set(2026, time.February, day)
			sweptSlips(t, d)
		}
		red := slipsOf(t, d, task.ID)[3]
		red = must2(d.InstructSlip(ctx, by(chief, red.Version), red.ID, "请到会说明"))
		red = must2(d.AnswerSlip(ctx, by(lead, red.Version), red.ID, "人员调整", "三月前补报"))
		red = must2(d.JudgeSlip(ctx, by(boss, red.Version), red.ID, false, "没有写明谁来做"))
		red = must2(d.AnswerSlip(ctx, by(lead, red.Version), red.ID, "人员调整", "张某三月前补报"))
		must2(d.JudgeSlip(ctx, by(boss, red.Version), red.ID, true, ""))
		for _, c := range []struct {
			who   model.Actor
			event model.NotificationEventID
			want  int
		}{
			{lead, model.EventSlipIssued, 1}, {lead, model.EventSlipReissued, 3}, {lead, model.EventSlipInstructed, 1}, {lead, model.EventSlipRefused, 1}, {lead, model.EventSlipEnded, 1}, {lead, model.EventSlipAnswered, 0},
			{boss, model.EventSlipIssued, 0}, {boss, model.EventSlipReissued, 3}, {boss, model.EventSlipInstructed, 1}, {boss, model.EventSlipAnswered, 2},
			{chief, model.EventSlipReissued, 1}, {other, model.EventSlipIssued, 0}, {other, model.EventSlipReissued, 0},
		} {
			if got := toldOf(t, d, c.who.UserID, c.event); got != c.want {
				t.Errorf("%s was told of %s %d times, want %d", c.who.Name, c.event, got, c.want)
			}
		}
		if first := told(t, d, lead.UserID); len(first) == 0 || strings.Contains(first[len(first)-1].Text, "{") || !strings.Contains(first[len(first)-1].Text, s.Number) {
			t.Errorf("the first notice reads %q", first[len(first)-1].Text)
		}
	})
}

// A light that was changed with approval decides on a slip as it shows, and its words name nobody.
func TestASlipFollowsAnApprovedLight(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		task := redTask(t, d, clock, 4)
		for _, light := range []model.Light{model.LightGreen, model.LightYellow} {
			task = must2(d.AskLight(ctx, by(taskSupervisor, task.Version), task.ID, LightWish{light, model.NewDate(2026, 2, 20), "工期已补回"}))
			task = must2(d.ApproveLight(ctx, by(taskChief, task.Version), task.ID, "情况属实"))
			if done := sweptSlips(t, d); done.Proposed != 0 {
				t.Errorf("%s is proposed: %+v", light, done)
			}
			if light == model.LightGreen {
				_, err := d.IssueSlip(ctx, by(taskSupervisor, task.Version), task.ID, SlipWords{})
				wantRefusal(t, err, model.Conflict, "task_slip.light")
				task = must2(d.EndLight(ctx, by(taskSupervisor, task.Version), task.ID, "改为黄灯"))
			}
		}
		s := issued(t, d, task)
		if s.Light != model.LightYellow || s.Matter != "黄灯：经批准人工调整至2026-02-20（工期已补回），按规则为红灯" || strings.Contains(s.Matter, taskChief.Name) {
			t.Errorf("the slip says %q", s.Matter)
		}
	})
}
