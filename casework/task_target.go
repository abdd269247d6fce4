package casework

import (
	"context"
	"strconv"
	"strings"

	"yijian/model"
	"yijian/store"
)

// NewTarget is a target as the supervising unit sets it; a Tolerance that is not given is the setting's.
type NewTarget struct {
	Count     model.CountID
	AreaCode  string
	Base      int64
	Goal      int64
	Weight    int64
	Tolerance *int
	Reason    string
}

// mostCounted bounds what a target may ask for, so that sums of weights stay readable.
const mostCounted, mostWeight = 1_000_000_000, 100

func (n *NewTarget) check(task model.Task, today model.Date) (store.Count, error) {
	n.Reason = strings.TrimSpace(n.Reason)
	fields := model.FieldErrors(model.FieldsOf(checkText("/reason", n.Reason, 500)))
	count, known := store.CountNamed(n.Count)
	if !known {
		fields.Add("/count", "task_target.count_unknown", "没有这项计数")
	}
	if n.AreaCode == task.AreaCode { // which is what is counted where no area is named
		n.AreaCode = ""
	}
	if n.AreaCode != "" {
		checkArea(&fields, n.AreaCode, today)
		if !strings.HasPrefix(n.AreaCode, task.AreaCode) {
			fields.Add("/area_code", "task_target.area_outside", "只能在任务所在区划以内")
		}
	}
	most := int64(mostCounted)
	if count.IsShare() {
		most = 100
	}
	for pointer, number := range map[string]int64{"/base": n.Base, "/goal": n.Goal} {
		if number < 0 || number > most {
			fields.Add(pointer, "task_target.range", "应为 0 至 "+strconv.FormatInt(most, 10))
		}
	}
	if n.Base == n.Goal {
		fields.Add("/goal", "task_target.no_way", "目标数不能与基数相同")
	}
	if n.Weight < 1 || n.Weight > mostWeight {
		fields.Add("/weight", "task_target.range", "权重应为 1 至 100")
	}
	if n.Tolerance != nil && (*n.Tolerance < 0 || *n.Tolerance > 100) {
		fields.Add("/tolerance", "task_target.range", "允许相差的百分点应为 0 至 100")
	}
	return count, fields.Err()
}

// target is a target of the task from today on.
func (w work) target(task model.Task, count store.Count, n NewTarget) model.TaskTarget {
	tolerance := w.desk.Rules.Tolerance
	if n.Tolerance != nil {
		tolerance = *n.Tolerance
	}
	return model.TaskTarget{
		ID: model.TaskTargetID(store.NewID()), TaskID: task.ID, Count: count.ID, AreaCode: n.AreaCode, Title: count.Title, Unit: count.Unit,
		Base: n.Base, Goal: n.Goal, Weight: n.Weight, Tolerance: tolerance, Reason: n.Reason, SetBy: w.Stamp().Call.Actor.Name, SetOn: w.today(),
		Demo: task.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
}

// SetTarget binds the task to a count from today on; the target that it had for the same
// count and area ends today.
func (d *Desk) SetTarget(ctx context.Context, call model.Call, id model.TaskID, n NewTarget) (model.Task, error) {
	return d.onTargets(ctx, call, id, order{"task:set-target", n.Reason, "task:set-target"}, func(w work, task model.Task, targets []model.TaskTarget) error {
		count, err := n.check(task, w.today())
		if err != nil {
			return err
		}
		for _, former := range targets {
			if former.EndedOn.IsZero() && former.Count == n.Count && former.AreaCode == n.AreaCode {
				if err := w.endTarget(ctx, former, "改设："+n.Reason); err != nil {
					return err
				}
			}
		}
		target := w.target(task, count, n)
		return w.AddTaskTarget(ctx, &target)
	})
}

// EndTarget takes a target from the task; it still holds for the days before.
func (d *Desk) EndTarget(ctx context.Context, call model.Call, id model.TaskID, target model.TaskTargetID, reason string) (model.Task, error) {
	if err := checkText("/reason", reason, 500); err != nil {
		return model.Task{}, err
	}
	return d.onTargets(ctx, call, id, order{"task:set-target", reason, "task:end-target"}, func(w work, _ model.Task, targets []model.TaskTarget) error {
		for _, t := range targets {
			if t.ID == target && t.EndedOn.IsZero() {
				return w.endTarget(ctx, t, strings.TrimSpace(reason))
			}
		}
		var fields model.FieldErrors
		fields.Add("/target", "task_target.unknown", "这项任务没有这个计数目标，或者它已经取消")
		return fields.Err()
	})
}

func (w work) endTarget(ctx context.Context, t model.TaskTarget, reason string) error {
	t.EndedOn, t.EndReason, t.EndedBy = w.today(), cut(reason, 500), w.Stamp().Call.Actor.Name
	_, err := w.EndTaskTarget(ctx, t)
	return err
}

// onTargets is onTask for the acts on a task's targets.
func (d *Desk) onTargets(ctx context.Context, call model.Call, id model.TaskID, o order, change func(work, model.Task, []model.TaskTarget) error) (model.Task, error) {
	return d.onTask(ctx, call, id, o, partOfTask{targetRefusal, func(w work, task *taskInPlan) error {
		targets, err := w.TargetsOfTasks(ctx, []model.TaskID{id})
		if err != nil {
			return err
		}
		return change(w, task.Task, targets[id])
	}})
}

func targetRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if refusal := notSupervising(t, actor); refusal != nil {
		return refusal
	}
	if t.Status == model.TaskClosed || t.Status == model.TaskCancelled {
		return model.Fail(model.Conflict, "task.over", "已销号或者已取消的任务不再改动计数目标")
	}
	return nil
}

// saidTargets sets the targets that the plan's own words name for the task.
func (w work) saidTargets(ctx context.Context, plan model.TaskPlan, task model.Task) error {
	for _, count := range store.Counts() {
		if count.Said == nil {
			continue
		}
		said := count.Said.FindStringSubmatch(task.Content + "\n" + task.BodyContent)
		if said == nil {
			continue
		}
		goal, err := strconv.ParseInt(said[1], 10, 64)
		if err != nil || goal < 1 || goal > mostCounted {
			continue // a number that no target can have is not one that the plan means
		}
		target := w.target(task, count, NewTarget{Goal: goal, Weight: 1, Reason: "方案原文“" + said[0] + "”（" + plan.DocumentNo + "）"})
		if err := w.AddTaskTarget(ctx, &target); err != nil {
			return err
		}
	}
	return nil
}
