package casework

import (
	"fmt"

	"yijian/model"
)

// The refusals below are asked by the acts, which fail with them, and by the
// card, which shows them beside the act before anybody tries.

func notSupervising(t taskInPlan, actor model.Actor) *model.Error {
	if t.acts(actor, t.plan.SupervisingUnit) {
		return nil
	}
	return model.Fail(model.Forbidden, "task.not_supervising", "只有督导单位（"+shortName(t.units[t.units[t.plan.SupervisingUnit].CurrentID])+"）可以办理")
}

func notLeading(t taskInPlan, actor model.Actor) *model.Error {
	if t.acts(actor, t.Lead()) {
		return nil
	}
	return model.Fail(model.Forbidden, "task.not_leading", "只有牵头单位（"+shortName(t.units[t.leader()])+"）可以办理")
}

// notChecking refuses everybody but who checks whether the task is done: the supervising unit; where it leads the task
// itself, the chief and whom the chief named.
func notChecking(t taskInPlan, actor model.Actor, what string) *model.Error {
	switch {
	case !t.ledBySupervisor():
		return notSupervising(t, actor)
	case !actor.Has(model.RoleChief) && (t.Checker == "" || t.Checker != actor.UserID || notSupervising(t, actor) != nil):
		return model.Fail(model.Forbidden, "task.own_lead", "督导单位自己牵头的任务由局领导或局领导指定的核查人"+what)
	}
	return nil
}

func resolveRefusal(t taskInPlan, actor model.Actor) *model.Error {
	switch {
	case notSupervising(t, actor) != nil:
		return notSupervising(t, actor)
	case !t.Conflict:
		return model.Fail(model.Conflict, "task.no_conflict", "附件与正文的牵头单位一致，无需明确")
	case t.ResolvedLead != "":
		return model.Fail(model.Conflict, "task.lead_resolved", "牵头单位已经明确")
	}
	return nil
}

func scheduleRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if refusal := notSupervising(t, actor); refusal != nil {
		return refusal
	}
	if !t.Running() {
		return model.Fail(model.Conflict, "task.not_running", "只有未启动或推进中的任务可以设定时限")
	}
	return nil
}

func reportRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if refusal := notLeading(t, actor); refusal != nil {
		return refusal
	}
	if over := planOver(t.plan); over != nil {
		return over
	}
	if !t.Running() {
		return model.Fail(model.Conflict, "task.not_running", "只有未启动或推进中的任务可以报送月报")
	}
	return nil
}

func signRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if refusal := reportRefusal(t, actor); refusal != nil {
		return refusal
	}
	if t.SignedUnit == t.leader() {
		return model.Fail(model.Conflict, "task.signed", "已于"+t.SignedOn.String()+"签收")
	}
	return nil
}

func changeReportRefusal(t taskInPlan, report model.TaskReport, actor model.Actor) *model.Error {
	if refusal := reportRefusal(t, actor); refusal != nil {
		return refusal
	}
	if report.Status == model.TaskReportAccepted {
		return model.Fail(model.Conflict, "task_report.accepted", "月报已经审核，不能再改")
	}
	return nil
}

func reviewReportRefusal(t taskInPlan, report model.TaskReport, actor model.Actor) *model.Error {
	switch {
	case notSupervising(t, actor) != nil:
		return notSupervising(t, actor)
	case planOver(t.plan) != nil:
		return planOver(t.plan)
	case report.ReportedBy == actor.UserID || report.Handlers.Has(actor.UserID):
		return model.Fail(model.Forbidden, "task_report.own", "报送、填写、修改这份月报或者增减过附件的人不得审核")
	case report.Status != model.TaskReportSubmitted:
		return model.Fail(model.Conflict, "task_report.not_submitted", "月报不在待审核状态")
	}
	return nil
}

func finishRefusal(t taskInPlan, actor model.Actor) *model.Error {
	switch {
	case notLeading(t, actor) != nil:
		return notLeading(t, actor)
	case planOver(t.plan) != nil:
		return planOver(t.plan)
	case t.Status != model.TaskInProgress:
		return model.Fail(model.Conflict, "task.not_running", "只有推进中的任务可以申请销号")
	case t.Asked():
		return model.Fail(model.Conflict, "task.asked", "已申请"+askedWords(t.Task)+"，局领导决定以后才能申请销号")
	case t.Progress < 100:
		return model.Fail(model.Conflict, "task.not_complete", "进度报到 100% 后才能申请销号")
	}
	return nil
}

func closeRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if refusal := notChecking(t, actor, "销号"); refusal != nil {
		return refusal
	}
	if t.Handlers.Has(actor.UserID) {
		return model.Fail(model.Forbidden, "task.own_report", "报送过进度或申请销号的人不得核销")
	}
	if t.Status != model.TaskDonePending {
		return model.Fail(model.Conflict, "task.not_finished", "牵头单位尚未申请销号")
	}
	return nil
}

func askRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if notLeading(t, actor) != nil && notSupervising(t, actor) != nil {
		return model.Fail(model.Forbidden, "task.not_involved", "由牵头单位或督导单位申请")
	}
	if !t.Running() {
		return model.Fail(model.Conflict, "task.not_running", "只有未启动或推进中的任务可以延期、暂缓或取消")
	}
	if t.Asked() {
		return model.Fail(model.Conflict, "task.asked", "已于"+t.AskedOn.String()+"申请"+askedWords(t.Task)+"，等待局领导批准")
	}
	return nil
}

func suspendRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if t.AskedStatus == "" {
		return model.Fail(model.Conflict, "task.not_asked", "没有待批准的申请：先由牵头单位或督导单位申请暂缓或取消")
	}
	return ownApplication(t, actor)
}

func reopenRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if refusal := notChecking(t, actor, "重启"); refusal != nil {
		return refusal
	}
	if t.Status != model.TaskClosed {
		return model.Fail(model.Conflict, "task.not_closed", "只有已销号的任务可以重启")
	}
	return nil
}

func resumeRefusal(t taskInPlan, _ model.Actor) *model.Error {
	if t.Status != model.TaskDeferred {
		return model.Fail(model.Conflict, "task.not_deferred", "只有暂缓的任务可以恢复")
	}
	return nil
}

func sentence(refusal *model.Error) string {
	if refusal == nil {
		return ""
	}
	return refusal.Detail
}

// taskActs tells which acts are open to the actor, with the day the next monthly report is due.
func (d *Desk) taskActs(actor model.Actor, t taskInPlan, terms terms) ([]model.Act, error) {
	acts := []model.Act{
		d.act(actor, "reports", reportTitle(t.Rhythm), "task:report", sentence(reportRefusal(t, actor))),
		d.act(actor, "sign-for", "签收任务", "task:report", sentence(signRefusal(t, actor))),
		d.act(actor, "finish", "申请销号", "task:finish", sentence(finishRefusal(t, actor))),
		d.act(actor, "resolve-lead", "明确牵头单位", "task:resolve", sentence(resolveRefusal(t, actor))),
		d.act(actor, "schedule", "设定起止时间", "task:schedule", sentence(scheduleRefusal(t, actor))),
		d.act(actor, "set-target", "设定计数目标", "task:set-target", sentence(targetRefusal(t, actor))),
		d.act(actor, "end-target", "取消计数目标", "task:set-target", sentence(targetRefusal(t, actor))),
		d.act(actor, "set-milestone", "设定里程碑", "task:schedule", sentence(milestoneRefusal(t, actor))),
		d.act(actor, "end-milestone", "取消里程碑", "task:schedule", sentence(endMilestoneRefusal(t, actor))),
		d.act(actor, "reach-milestone", "报送里程碑完成", "task:report", sentence(reachRefusal(t, actor))),
		d.act(actor, "settle-milestone", "核对里程碑", "task:review", sentence(settleMilestoneRefusal(t, actor))),
		d.act(actor, "close", "核查销号", "task:close", sentence(closeRefusal(t, actor))),
		d.act(actor, "reopen", "重启任务", "task:close", sentence(reopenRefusal(t, actor))),
		d.act(actor, "ask-light", "申请人工调整灯号", "task:ask-light", sentence(askLightRefusal(t, actor, d.Today()))),
		d.act(actor, "approve-light", "批准调整灯号", "task:approve-light", sentence(answerLightRefusal(t, actor))),
		d.act(actor, "refuse-light", "不批准调整灯号", "task:approve-light", sentence(answerLightRefusal(t, actor))),
		d.act(actor, "end-light", "恢复按规则亮灯", "task:ask-light", sentence(endLightRefusal(t, actor, d.Today()))),
		d.act(actor, "ask-suspension", "申请暂缓或取消", "task:ask-suspension", sentence(askRefusal(t, actor))),
		d.act(actor, "withdraw-application", "撤回申请", "task:ask-suspension", sentence(withdrawApplicationRefusal(t, actor))),
		d.act(actor, "suspend", "批准暂缓或取消", "task:suspend", sentence(suspendRefusal(t, actor))),
		d.act(actor, "refuse-suspension", "不批准暂缓或取消", "task:suspend", sentence(suspendRefusal(t, actor))),
		d.act(actor, "ask-extension", "申请延期", "task:ask-suspension", sentence(askExtensionRefusal(t, actor))),
		d.act(actor, "extend", "批准延期", "task:suspend", sentence(extendNowRefusal(t, actor))),
		d.act(actor, "refuse-extension", "不批准延期", "task:suspend", sentence(extendRefusal(t, actor))),
		d.act(actor, "name-checker", "指定核查人", "task:name-checker", sentence(nameCheckerRefusal(t, actor))),
		d.act(actor, "resume", "恢复推进", "task:suspend", sentence(resumeRefusal(t, actor))),
	}
	due, err := terms.nextReport(t.Task, t.past, d.Today())
	acts[0].Due = due
	return acts, err
}

func reportTitle(rhythm model.TaskRhythm) string {
	if rhythm == model.RhythmQuarterly {
		return "报送季报"
	}
	return "报送月报"
}

// nextReport is the oldest month still without any report, or the coming one;
// nil when none is owed. A returned report is to be corrected, not sent anew.
func (t terms) nextReport(task model.Task, past taskPast, today model.Date) (*model.DueView, error) {
	if task.ReportsFrom.IsZero() || task.Suspended() || over(past.ended, today) {
		return nil, nil //nolint:nilnil // no report is owed
	}
	due, err := t.missingReport(task, past, today, handedIn)
	if err != nil || due.IsZero() {
		return nil, err
	}
	_, rule, err := t.reportDue(firstOfMonth(due))
	title := due.Time().Format("2006年1月") + rule.Title
	if past.rhythmOn(task, due, today) == model.RhythmQuarterly {
		title = fmt.Sprintf("%d年第%d季度季报", due.Year(), (int(due.Month())+2)/3)
	}
	return &model.DueView{Title: title, DueOn: due, DaysLeft: today.DaysUntil(due), Basis: rule.Basis.String()}, err
}
