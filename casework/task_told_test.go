package casework

import (
	"strings"
	"testing"
	"time"

	"yijian/model"
)

// Both units are told of every decision about a task, with its reason; who decided is not.
func TestDecisionsAboutTasksAreTold(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		importedPlan(t, d)
		lead, other := o.ofUnit("lead-jtj", "qu-jiaotongju", model.RoleLead), o.ofUnit("lead-jxw", "qu-jingxinwei", model.RoleLead)
		boss, chief := o.ofUnit("boss", "qu-shangwuwei", model.RoleSupervisor), o.ofUnit("head", "", model.RoleChief)
		task := scheduled(t, d, 4, model.NewDate(2026, 3, 2), model.NewDate(2026, 12, 31))
		task = must2(d.SetMilestone(ctx, by(boss, task.Version), task.ID, NewMilestone{Title: "办法印发", Deliverable: "文件", Weight: 1, DueOn: model.NewDate(2026, 6, 30), Reason: "演示"}))
		step := must2(d.TaskCard(ctx, lead, task.ID)).Milestones[0].ID
		task = must2(d.ReachMilestone(ctx, by(lead, task.Version), task.ID, step, "文件"))
		task = must2(d.SettleMilestone(ctx, by(boss, task.Version), task.ID, step, MilestoneAnswer{true, "属实"}))
		later := model.NewDate(2027, 1, 31)
		task = must2(d.AskToExtendTask(ctx, by(lead, task.Version), task.ID, later, "场地未落实"))
		task = must2(d.RefuseToExtendTask(ctx, by(chief, task.Version), task.ID, "先报整改计划。"))
		task = must2(d.AskToExtendTask(ctx, by(lead, task.Version), task.ID, later, "整改计划已报"))
		task = must2(d.ExtendTask(ctx, by(chief, task.Version), task.ID, "同意"))
		o.set(2026, time.March, 3)
		task = must2(d.AskLight(ctx, by(boss, task.Version), task.ID, LightWish{model.LightYellow, model.NewDate(2026, 4, 20), "情况复杂"}))
		task = must2(d.ApproveLight(ctx, by(chief, task.Version), task.ID, "情况属实"))
		task = must2(d.AskToSuspendTask(ctx, by(lead, task.Version), task.ID, model.TaskDeferred, "政策未出台"))
		task = must2(d.SuspendTask(ctx, by(chief, task.Version), task.ID, model.TaskDeferred, "等待政策"))
		task = must2(d.ResumeTask(ctx, by(chief, task.Version), task.ID, "政策已出台"))
		_, task = reported(t, d, lead, 4, "2026-03", 100)
		task = must2(d.FinishTask(ctx, by(lead, task.Version), task.ID, "已完成"))
		must2(d.CloseTask(ctx, by(boss, task.Version), task.ID, true, "核查属实"))
		var subjects []string
		for _, n := range told(t, d, lead.UserID) {
			if n.Event == model.EventTaskDecided {
				subjects = append([]string{strings.TrimPrefix(n.Subject, task.Name+"：") + strings.TrimPrefix(n.Text, "“"+task.Name+"”（武隆府办发〔2019〕61号）：")}, subjects...)
			}
		}
		want := []string{
			"里程碑“办法印发”经核对已经达到里程碑“办法印发”经核对已经达到。理由：属实。",
			"不批准延期至2027-01-31，时限仍为2026-12-31不批准延期至2027-01-31，时限仍为2026-12-31。理由：先报整改计划。",
			"批准延期，时限由2026-12-31延至2027-01-31批准延期，时限由2026-12-31延至2027-01-31。理由：同意。",
			"批准把灯号调整为黄灯（至2026-04-20）批准把灯号调整为黄灯（至2026-04-20）。理由：情况属实。",
			"批准暂缓批准暂缓。理由：等待政策。", "恢复推进恢复推进。理由：政策已出台。", "同意销号同意销号。理由：核查属实。",
		}
		if got := strings.Join(subjects, "\n"); got != strings.Join(want, "\n") {
			t.Errorf("the lead was told\n%s", got)
		}
		for who, want := range map[model.UserID]int{boss.UserID: 5, chief.UserID: 0, other.UserID: 0} { // the milestone and the end are the boss's own
			if got := toldOf(t, d, who, model.EventTaskDecided); got != want {
				t.Errorf("%s was told %d times, want %d", who, got, want)
			}
		}
	})
}
