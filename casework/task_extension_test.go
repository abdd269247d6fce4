package casework

import (
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// A limit moves later only on an application that another person approved; the days before keep the light they had.
func TestALimitIsExtendedByApproval(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.March, 2)
		unscheduled := taskNumbered(t, d, 5)
		_, err := d.AskToExtendTask(ctx, by(taskSupervisor, unscheduled.Version), unscheduled.ID, model.NewDate(2027, 1, 1), "推后")
		wantRefusal(t, err, model.Conflict, "task.not_scheduled")
		due, later := model.NewDate(2026, 6, 30), model.NewDate(2026, 9, 30)
		task := scheduled(t, d, 4, model.NewDate(2026, 3, 1), due)
		_, err = d.ScheduleTask(ctx, by(taskSupervisor, task.Version), task.ID, TaskSchedule{StartOn: task.StartOn, DueOn: later, Reason: "推后"})
		wrongField(t, err, "/due_on", "task.extension")
		clock.set(2026, time.July, 10)
		for _, day := range []model.Date{due, model.NewDate(2026, 7, 9), model.NewDate(2046, 3, 2)} {
			_, err = d.AskToExtendTask(ctx, by(taskLead, task.Version), task.ID, day, "场地未落实")
			wrongField(t, err, "/due_on", "task.extension_day")
		}
		_, err = d.AskToExtendTask(ctx, by(taskLead, task.Version), task.ID, later, "")
		wrongField(t, err, "/reason", "text.length")
		_, err = d.AskToExtendTask(ctx, by(ofUnit("other", "qu-jingxinwei", model.RoleLead), task.Version), task.ID, later, "场地未落实")
		wantRefusal(t, err, model.NotFound, "record.not_found")
		_, err = d.ExtendTask(ctx, by(taskChief, task.Version), task.ID, "同意")
		wantRefusal(t, err, model.Conflict, "task.not_asked")
		task = must2(d.AskToExtendTask(ctx, by(taskLead, task.Version), task.ID, later, "场地未落实"))
		if got := lightNow(t, d, task.ID); got.DueOn != due || got.Light != model.LightRed {
			t.Errorf("asked for, and later at once: %s, %s", got.DueOn, got.Light)
		}
		_, err = d.AskToSuspendTask(ctx, by(taskSupervisor, task.Version), task.ID, model.TaskCancelled, "不再需要")
		wantRefusal(t, err, model.Conflict, "task.asked")
		_, err = d.SuspendTask(ctx, by(taskChief, task.Version), task.ID, model.TaskDeferred, "暂缓")
		wantRefusal(t, err, model.Conflict, "task.not_asked")
		both := taskLead
		both.Roles = append(slices.Clone(both.Roles), model.RoleChief)
		_, err = d.ExtendTask(ctx, by(both, task.Version), task.ID, "同意")
		wantRefusal(t, err, model.Forbidden, "task.own_application")
		if work := must2(d.Work(ctx, taskChief)).Items; len(work) != 1 || work[0].Act != "extend" || !strings.HasPrefix(work[0].Title, "批准延期") {
			t.Errorf("the chief's work: %+v", work)
		}
		_, err = d.WithdrawTaskApplication(ctx, by(ofUnit("lead4", taskLead.UnitID, model.RoleLead), task.Version), task.ID, "改期")
		wantRefusal(t, err, model.Forbidden, "task.other_application")
		task = must2(d.WithdrawTaskApplication(ctx, by(taskLead, task.Version), task.ID, "日期写错了"))
		if task.DueOn != due || task.Asked() || task.StatusReason != "延期的申请已撤回：日期写错了" {
			t.Errorf("withdrawn: %s, %+v", task.StatusReason, task)
		}
		_, err = d.WithdrawTaskApplication(ctx, by(taskLead, task.Version), task.ID, "再撤一次")
		wantRefusal(t, err, model.Conflict, "task.not_asked")
		task = must2(d.AskToExtendTask(ctx, by(taskLead, task.Version), task.ID, later, "场地未落实"))
		task = must2(d.RefuseToExtendTask(ctx, by(taskChief, task.Version), task.ID, "先报整改计划"))
		if task.DueOn != due || task.Asked() || task.StatusReason != "不同意延期至2026-09-30：先报整改计划" {
			t.Errorf("refused: %s, %+v", task.StatusReason, task)
		}
		task = must2(d.AskToExtendTask(ctx, by(taskSupervisor, task.Version), task.ID, later, "整改计划已报"))
		clock.set(2026, time.July, 15)
		task = must2(d.ExtendTask(ctx, by(taskChief, task.Version), task.ID, "同意"))
		if task.DueOn != later || task.Asked() || task.StatusReason != "时限由2026-06-30延至2026-09-30：同意" {
			t.Errorf("extended: %s, %s", task.DueOn, task.StatusReason)
		}
		board := must2(d.Board(ctx, taskChief, "", model.NewDate(2026, 7, 14)))
		for _, row := range board.Tasks {
			if row.ID == task.ID && row.DueOn != due {
				t.Errorf("the day before it was due %s", row.DueOn)
			}
		}
		task = must2(d.AskToExtendTask(ctx, by(taskSupervisor, task.Version), task.ID, model.NewDate(2026, 10, 31), "再延一月"))
		clock.set(2026, time.November, 2)
		_, err = d.ExtendTask(ctx, by(taskChief, task.Version), task.ID, "同意")
		wantRefusal(t, err, model.Conflict, "task.extension_past")
	})
}

// Whom the chief named checks the supervising unit's own task, unless that person has a hand in it.
func TestANamedColleagueClosesTheSupervisorsOwnTask(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.March, 2)
		named := func(name string, unit model.UnitID, role model.Role) (model.User, model.Actor) {
			user := must2(d.AddUser(ctx, model.Call{Actor: Operator}, plainHasher{}, Account{Name: name, DisplayName: name, Password: "demo-only-2026", UnitID: unit, AreaCode: "500156", Roles: model.RoleSet{role}}))
			return user, ofUnit(string(user.ID), unit, role)
		}
		colleague, acting := named("second", "qu-shangwuwei", model.RoleSupervisor)
		stranger, _ := named("stranger", "qu-jiaotongju", model.RoleSupervisor)
		reporter, reporting := named("reporter", "qu-shangwuwei", model.RoleSupervisor)
		task := scheduled(t, d, 3, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		other := scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		_, err := d.NameChecker(ctx, by(taskChief, other.Version), other.ID, colleague.ID, "由第二人核查")
		wantRefusal(t, err, model.Conflict, "task.led_by_other")
		_, err = d.NameChecker(ctx, by(taskSupervisor, task.Version), task.ID, colleague.ID, "由第二人核查")
		wantKind(t, err, model.Forbidden)
		reporting.Roles = model.RoleSet{model.RoleLead, model.RoleSupervisor}
		_, task = reported(t, d, reporting, 3, "2026-03", 100)
		for _, who := range []model.UserID{stranger.ID, reporter.ID, "nobody"} {
			_, err = d.NameChecker(ctx, by(taskChief, task.Version), task.ID, who, "由第二人核查")
			wrongField(t, err, "/checker", "task.checker")
		}
		found := must2(d.Checkers(ctx, taskChief, task.ID))
		if len(found) != 1 || found[0].ID != colleague.ID {
			t.Errorf("who can be named: %+v", found)
		}
		task = must2(d.FinishTask(ctx, by(ownLead, task.Version), task.ID, "已全部完成"))
		_, err = d.CloseTask(ctx, by(acting, task.Version), task.ID, true, "网络图")
		wantRefusal(t, err, model.Forbidden, "task.own_lead")
		task = must2(d.NameChecker(ctx, by(taskChief, task.Version), task.ID, colleague.ID, "由第二人核查"))
		if task.CheckerName != "second" {
			t.Errorf("named: %s", task.CheckerName)
		}
		if work := must2(d.Work(ctx, acting)).Items; !slices.ContainsFunc(work, func(w model.WorkItem) bool { return w.Act == "close" && w.ID == string(task.ID) }) {
			t.Errorf("the named person is not told: %+v", work)
		}
		_, err = d.CloseTask(ctx, by(taskSupervisor, task.Version), task.ID, true, "网络图")
		wantRefusal(t, err, model.Forbidden, "task.own_lead")
		task = must2(d.CloseTask(ctx, by(acting, task.Version), task.ID, true, "网络图"))
		if task.Status != model.TaskClosed || task.ClosedBy != colleague.ID {
			t.Errorf("closed: %+v", task)
		}
		_, err = d.NameChecker(ctx, by(taskChief, task.Version), task.ID, colleague.ID, "由第二人核查")
		wantRefusal(t, err, model.Conflict, "task.over")
	})
}

// With the limit the milestones move that were due on it; those before and what the days before planned stay.
func TestAnExtensionMovesTheLastMilestones(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		due, later := model.NewDate(2026, 6, 30), model.NewDate(2026, 9, 30)
		task := scheduled(t, d, 4, model.NewDate(2026, 3, 1), due)
		for _, m := range []NewMilestone{{Title: "选址", Weight: 40, DueOn: model.NewDate(2026, 5, 31)}, {Title: "建成", Weight: 60, DueOn: due}} {
			m.Deliverable, m.Reason = "验收意见", "演示"
			task = must2(d.SetMilestone(ctx, by(taskSupervisor, task.Version), task.ID, m))
		}
		clock.set(2026, time.June, 20)
		for i, month := range []string{"2026-03", "2026-04", "2026-05", "2026-06"} {
			_, task = reported(t, d, taskLead, 4, month, 15+15*i)
		}
		last := must2(d.TaskCard(ctx, taskLead, task.ID)).Milestones[1]
		task = must2(d.ReachMilestone(ctx, by(taskLead, task.Version), task.ID, last.ID, "验收意见"))
		task = must2(d.AskToExtendTask(ctx, by(taskLead, task.Version), task.ID, later, "场地未落实"))
		_, err := d.ExtendTask(ctx, by(taskChief, task.Version), task.ID, "同意")
		wantRefusal(t, err, model.Conflict, "task_milestone.waiting")
		task = must2(d.SettleMilestone(ctx, by(taskSupervisor, task.Version), task.ID, last.ID, MilestoneAnswer{Words: "还没有建成"}))
		task = must2(d.ExtendTask(ctx, by(taskChief, task.Version), task.ID, "同意"))
		var said []string
		card := must2(d.TaskCard(ctx, taskLead, task.ID))
		for _, m := range slices.Concat(card.Milestones, card.Former) {
			said = append(said, m.Title+m.DueOn.String()+m.EndReason)
		}
		if got := strings.Join(said, " "); got != "选址2026-05-31 建成2026-09-30 建成2026-06-30任务延期至2026-09-30" {
			t.Errorf("the milestones are %s", got)
		}
		clock.set(2026, time.July, 2)
		if got := lightNow(t, d, task.ID); got.Light != model.LightGreen || got.Planned != 55 { // 40 and 32 of 122 days of the 60
			t.Errorf("after the old limit: %s (%s)", got.Light, got.LightReason)
		}
	})
}
