package casework

import (
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// Who reported, corrected a report, claimed a milestone or asked to strike a task off does not
// strike it off, whatever others did with it since.
func TestWhoHadAHandInATaskDoesNotStrikeItOff(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.March, 2)
		// Task 7 is the supervising unit's own: these hold the lead's duty there and the chief's.
		both := func(id string) model.Actor {
			return ofUnit(id, "qu-shangwuwei", model.RoleLead, model.RoleSupervisor, model.RoleChief)
		}
		reporter, corrector, claimer, applicant, clean := both("reporter"), both("corrector"), both("claimer"), both("applicant"), both("clean")
		task := scheduled(t, d, 7, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		task, err := d.SetMilestone(ctx, by(taskSupervisor, task.Version), task.ID, milestone("选址", 10, model.NewDate(2026, 5, 1)))
		ok(t, task, err)
		report, err := d.ReportTask(ctx, by(reporter, task.Version), task.ID, "2026-03", TaskProgress{Progress: 100, Done: "全部完成"})
		ok(t, task, err)
		report, err = d.ChangeTaskReport(ctx, by(corrector, report.Version), report.ID, TaskProgress{Progress: 100, Done: "全部完成。"})
		ok(t, report, err)
		m := cardOf(t, d, 7).Milestones[0].ID
		for _, who := range []model.Actor{claimer, ownLead} { // the second claim follows the first
			task, err = d.ReachMilestone(ctx, by(who, taskNumbered(t, d, 7).Version), task.ID, m, "清单见附件")
			ok(t, task, err)
			task, err = d.SettleMilestone(ctx, by(taskSupervisor, task.Version), task.ID, m, MilestoneAnswer{false, "清单缺两个乡镇"})
			ok(t, task, err)
		}
		task, err = d.FinishTask(ctx, by(applicant, task.Version), task.ID, "全部完成")
		ok(t, task, err)
		task, err = d.CloseTask(ctx, by(clean, task.Version), task.ID, false, "再核一次")
		ok(t, task, err)
		task, err = d.FinishTask(ctx, by(ownLead, task.Version), task.ID, "全部完成")
		ok(t, task, err)
		for _, who := range []model.Actor{reporter, corrector, claimer, applicant} {
			_, err := d.CloseTask(ctx, by(who, task.Version), task.ID, true, "核查属实")
			wantRefusal(t, err, model.Forbidden, "task.own_report")
		}
		task, err = d.CloseTask(ctx, by(clean, task.Version), task.ID, true, "核查属实")
		if ok(t, task, err); task.Status != model.TaskClosed {
			t.Errorf("closed by nobody: %+v", task)
		}
	})
}

// How a task is arranged is kept when it changes, not each time that somebody acts on it.
func TestTheStateOfATaskIsKeptWhenItChanges(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		clock.set(2026, time.March, 2)
		task := scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		for _, day := range []int{3, 4, 5} {
			clock.set(2026, time.March, day)
			if day > 3 {
				report := cardOf(t, d, 4).Reports[0]
				must2(d.ChangeTaskReport(t.Context(), by(taskLead, report.Version), report.ID, TaskProgress{Progress: day, Done: "推进"}))
				continue
			}
			must2(d.ReportTask(t.Context(), by(taskLead, task.Version), task.ID, "2026-03", TaskProgress{Progress: day, Done: "推进"}))
		}
		var days []string
		for _, s := range must2(d.Store.StatesOfTasks(t.Context(), []model.TaskID{task.ID}))[task.ID] {
			days = append(days, s.FromOn.String()+" "+string(s.Status))
		}
		// imported, scheduled, and under way with its first report
		if got := inJSON(t, days); got != `["2019-07-15 not_started","2026-03-02 not_started","2026-03-03 in_progress"]` {
			t.Errorf("kept %s", got)
		}
	})
}
