package casework

import (
	"context"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// slipWaiting is the slips of one state that wait for a step of somebody who may take it.
func slipWaiting(step slipStep, in model.TaskSlipStatus, title string, roles ...model.Role) waiting[model.TaskSlip] {
	return waiting[model.TaskSlip]{
		roles: roles, permission: step.permission, noun: "task-slips", act: step.name, title: title, in: in, sort: "due_on", list: store.Reader.TaskSlips,
		see: func(ctx context.Context, l *look, page []model.TaskSlip) (err error) {
			l.tasks, err = tasksOfSlips(ctx, l.Store.Reader, page)
			return err
		},
		ask: func(_ context.Context, l *look, s model.TaskSlip) (asked, error) {
			his := slipHindrance(step, slipInTask{s, l.tasks[s.TaskID]}, l.actor, l.Today()) == nil
			a := asked{his: his, id: string(s.ID), name: s.Number + "（" + s.Colour.Name() + "），" + s.TaskName + "（" + placeOfTask(l.tasks[s.TaskID]).words() + "）"}
			switch {
			case step.name == instructSlip.name:
				a.his = his && s.InstructedOn.IsZero()
			case step.permission == answerSlip.permission: // the limit is the unit's
				a.due = l.terms.slip(s, l.Today())
			}
			return a, nil
		},
	}
}

func slipDuties() []workSource {
	judging := []model.Role{model.RoleSupervisor, model.RoleChief}
	red := func(*look) map[string]string { return map[string]string{"colour": string(model.SlipRed)} }
	unsigned := slipWaiting(instructSlip, model.SlipIssued, "批示逾期未回复的红色督办单", model.RoleChief)
	signed := slipWaiting(instructSlip, model.SlipSigned, "批示逾期未回复的红色督办单", model.RoleChief)
	unsigned.narrow, signed.narrow = red, red
	return []workSource{
		slipWaiting(signSlip, model.SlipIssued, "签收并回复督办单", model.RoleLead).source(),
		slipWaiting(answerSlip, model.SlipSigned, "回复督办单", model.RoleLead).source(),
		slipWaiting(judgeSlip, model.SlipAnswered, "审核督办单的回复", judging...).source(),
		unsigned.source(), signed.source(),
		{[]model.Role{model.RoleSupervisor}, access.Permission("task:issue-slip"), "tasks", "issue-slip", "对红灯任务发督办单", nil, slipProposals},
	}
}

// slipProposals are the tasks that turned red and have no slip, for the unit that supervises them.
// Of a task whose light cannot be told the daily pass tells.
func slipProposals(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	tasks, _, err := l.tasksInPlan(ctx, scope)
	if err != nil {
		return nil, err
	}
	waiting, err := l.slipless(ctx, tasks, l.terms, func(model.TaskID, error) {})
	if err != nil {
		return nil, err
	}
	var items []model.WorkItem
	for _, t := range waiting {
		if notSupervising(t, l.actor) == nil {
			items = append(items, taskWork(t, "对红灯任务发督办单", "issue-slip", nil))
		}
	}
	return items, nil
}
