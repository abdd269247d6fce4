package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var taskTargets = register(noun{
	name: "task-targets", table: "task_targets", label: "title",
	reach: reach{unit: fmt.Sprintf(unitHasPart, "task_targets.task_id")},
})

// TargetsOfTasks returns every target of the tasks, those that have ended too, by task and in
// the order in which they were set.
func (r Reader) TargetsOfTasks(ctx context.Context, ids []model.TaskID) (map[model.TaskID][]model.TaskTarget, error) {
	return byTask(ctx, r, "task_targets", "id", ids, func(t model.TaskTarget) model.TaskID { return t.TaskID })
}

// AddTaskTarget sets a target; a second one for the same count and area of a task is a Conflict.
func (tx *Tx) AddTaskTarget(ctx context.Context, t *model.TaskTarget) error {
	return insert(ctx, tx, taskTargets, string(t.ID), t, model.Fail(model.Conflict, "task_target.taken", "这项计数目标刚由他人设定，请重新载入"))
}

// EndTaskTarget ends a target, if it still has its version.
func (tx *Tx) EndTaskTarget(ctx context.Context, t model.TaskTarget) (model.TaskTarget, error) {
	return update[model.TaskTarget](ctx, tx, taskTargets, string(t.ID), t.Version, map[string]any{
		"ended_on": t.EndedOn, "end_reason": t.EndReason, "ended_by": t.EndedBy, "end_mark": string(t.ID),
	}, nil)
}

// TouchTask raises the version of a task, if it still has the one given, and keeps who had a hand
// in it: of two acts on what belongs to it at once, one wins.
func (tx *Tx) TouchTask(ctx context.Context, t model.Task) (model.Task, error) {
	return update[model.Task](ctx, tx, tasks, string(t.ID), t.Version, map[string]any{"handlers": t.Handlers}, nil)
}
