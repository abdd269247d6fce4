package casework

import (
	"context"
	"fmt"
	"slices"

	"yijian/model"
	"yijian/store"
)

// tasksInPlan returns the tasks in scope of plans that are carried out, with what decisions about them look at.
func (d *Desk) tasksInPlan(ctx context.Context, scope store.Scope) ([]taskInPlan, map[model.TaskID]taskPast, error) {
	tasks, err := d.Store.TasksOfPlan(ctx, scope, "")
	if err != nil {
		return nil, nil, err
	}
	ends, err := d.Store.PlanEnds(ctx)
	if err != nil {
		return nil, nil, err
	}
	tasks = slices.DeleteFunc(tasks, func(t model.Task) bool { return !ends[t.PlanID].IsZero() })
	return inPlans(ctx, d.Store.Reader, scope, tasks, pastInNamedMarks)
}

// readPast reads pasts: pastOf, pastInMarks or pastInNamedMarks.
type readPast func(context.Context, store.Reader, store.Scope, []model.Task) (map[model.TaskID]taskPast, error)

// inPlans puts the tasks into their plans, with units and pasts that are read once for all.
func inPlans(ctx context.Context, r store.Reader, scope store.Scope, tasks []model.Task, read readPast) ([]taskInPlan, map[model.TaskID]taskPast, error) {
	pasts, err := read(ctx, r, scope, tasks)
	if err != nil {
		return nil, nil, err
	}
	units, err := r.UnitsByID(ctx)
	if err != nil {
		return nil, nil, err
	}
	plans := map[model.TaskPlanID]model.TaskPlan{}
	all := make([]taskInPlan, len(tasks))
	for i, task := range tasks {
		plan, known := plans[task.PlanID]
		if !known {
			if plan, err = r.TaskPlan(ctx, scope, task.PlanID); err != nil {
				return nil, nil, err
			}
			plans[task.PlanID] = plan
		}
		all[i] = taskInPlan{task, plan, units, pasts[task.ID]}
	}
	return all, pasts, nil
}

// seenTasks is what tasksInPlan found.
type seenTasks struct {
	tasks []taskInPlan
	pasts map[model.TaskID]taskPast
}

// tasksInPlan looks once for all sources of one scope.
func (l *look) tasksInPlan(ctx context.Context, scope store.Scope) ([]taskInPlan, map[model.TaskID]taskPast, error) {
	key := fmt.Sprintf("%+v", scope)
	if found, known := l.seen[key]; known {
		return found.tasks, found.pasts, nil
	}
	tasks, pasts, err := l.Desk.tasksInPlan(ctx, scope)
	if err == nil {
		l.seen[key] = seenTasks{tasks, pasts}
	}
	return tasks, pasts, err
}

func taskDuties() []workSource {
	return []workSource{
		{[]model.Role{model.RoleLead}, "task:report", "tasks", "reports", "签收任务、报送月报、修改退回的月报或申请销号", nil, leadWork},
		{[]model.Role{model.RoleSupervisor}, "task:review", "tasks", "review", "审核月报、明确牵头单位、设定时间、核对里程碑或核查销号", nil, supervisorWork},
		{[]model.Role{model.RoleChief}, "task:close", "tasks", "close", "核查销号", nil, closingWork},
		{[]model.Role{model.RoleChief}, "task:suspend", "tasks", "suspend", "批准延期、暂缓或取消", nil, suspensionWork},
		{[]model.Role{model.RoleChief}, "task:approve-light", "tasks", "approve-light", "批准人工调整灯号", nil, lightWork},
	}
}

// leadWork is the monthly reports that the actor's unit owes, those returned to it, and
// what it may ask to strike off.
func leadWork(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	tasks, pasts, err := l.tasksInPlan(ctx, scope)
	if err != nil {
		return nil, err
	}
	var items []model.WorkItem
	for _, task := range tasks {
		if finishRefusal(task, l.actor) == nil {
			items = append(items, taskWork(task, "申请销号", "finish", nil))
		}
		if reportRefusal(task, l.actor) != nil {
			continue
		}
		if !task.StartOn.IsZero() && signRefusal(task, l.actor) == nil {
			items = append(items, taskWork(task, "签收任务", "sign-for", nil))
		}
		due, err := l.terms.nextReport(task.Task, task.past, l.Today())
		if err != nil {
			return nil, err
		}
		if due != nil && !firstOfMonth(due.DueOn).After(l.Today()) {
			items = append(items, taskWork(task, reportTitle(task.past.rhythmOn(task.Task, due.DueOn, l.Today())), "reports", due))
		}
		for _, report := range pasts[task.ID].reports {
			if report.Status == model.TaskReportReturned {
				items = append(items, reportWork(task, report, "修改退回的月报", "change"))
			}
		}
	}
	return items, nil
}

// supervisorWork is the reports to review, the leads to choose, the times to set and the
// tasks to strike off that wait for the actor's unit.
func supervisorWork(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	tasks, pasts, err := l.tasksInPlan(ctx, scope)
	if err != nil {
		return nil, err
	}
	var items []model.WorkItem
	for _, task := range tasks {
		for _, report := range pasts[task.ID].reports {
			if reviewReportRefusal(task, report, l.actor) == nil {
				items = append(items, reportWork(task, report, "审核月报", "review"))
			}
		}
		if task.StartOn.IsZero() && scheduleRefusal(task, l.actor) == nil {
			items = append(items, taskWork(task, "设定起止时间", "schedule", nil))
		}
		for _, m := range task.past.milestones {
			if m.Waiting() && settleMilestoneRefusal(task, l.actor) == nil && m.ClaimedBy != l.actor.UserID {
				items = append(items, taskWork(task, "核对里程碑“"+m.Title+"”", "settle-milestone", nil))
			}
		}
		if resolveRefusal(task, l.actor) == nil {
			items = append(items, taskWork(task, "明确牵头单位", "resolve-lead", nil))
		}
		if closeRefusal(task, l.actor) == nil {
			items = append(items, taskWork(task, "核查销号", "close", nil))
		}
	}
	return items, nil
}

// closingWork is the supervising unit's own tasks, which the chief strikes off.
func closingWork(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	tasks, _, err := l.tasksInPlan(ctx, scope)
	if err != nil {
		return nil, err
	}
	var items []model.WorkItem
	for _, task := range tasks {
		if closeRefusal(task, l.actor) == nil {
			items = append(items, taskWork(task, "核查销号", "close", nil))
		}
	}
	return items, nil
}

// lightWork is the lights that somebody asked to show otherwise.
func lightWork(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	tasks, _, err := l.tasksInPlan(ctx, scope)
	if err != nil {
		return nil, err
	}
	var items []model.WorkItem
	for _, task := range tasks {
		if answerLightRefusal(task, l.actor) == nil {
			items = append(items, taskWork(task, "批准人工调整灯号", "approve-light", nil))
		}
	}
	return items, nil
}

// suspensionWork is the tasks that somebody asked to extend, put off or cancel.
func suspensionWork(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	tasks, _, err := l.tasksInPlan(ctx, scope)
	if err != nil {
		return nil, err
	}
	var items []model.WorkItem
	for _, task := range tasks {
		if suspendRefusal(task, l.actor) == nil {
			items = append(items, taskWork(task, "批准"+askedWords(task.Task), "suspend", nil))
		}
		if extendRefusal(task, l.actor) == nil {
			items = append(items, taskWork(task, "批准"+askedWords(task.Task), "extend", nil))
		}
	}
	return items, nil
}

func taskWork(task taskInPlan, what, act string, due *model.DueView) model.WorkItem {
	return model.WorkItem{Noun: "tasks", ID: string(task.ID), Title: what + "：" + task.Name, Act: act, Due: due, Note: placeOfTask(task).words()}
}

func reportWork(task taskInPlan, report model.TaskReport, what, act string) model.WorkItem {
	return model.WorkItem{
		Noun: "task-reports", ID: string(report.ID), Title: what + "：" + task.Name + "（" + report.Month + "）", Act: act, Note: placeOfTask(task).words(),
	}
}
