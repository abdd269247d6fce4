package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var taskMilestones = register(noun{
	name: "task-milestones", table: "task_milestones", label: "title",
	reach: reach{unit: fmt.Sprintf(unitHasPart, "task_milestones.task_id")},
})

// MilestonesOfTasks returns every milestone of the tasks, those that have ended too, by task
// and in order of their days.
func (r Reader) MilestonesOfTasks(ctx context.Context, ids []model.TaskID) (map[model.TaskID][]model.TaskMilestone, error) {
	return byTask(ctx, r, "task_milestones", "due_on, id", ids, func(m model.TaskMilestone) model.TaskID { return m.TaskID })
}

// TaskMilestone returns one milestone within the scope.
func (r Reader) TaskMilestone(ctx context.Context, scope Scope, id model.TaskMilestoneID) (model.TaskMilestone, error) {
	return find[model.TaskMilestone](ctx, r, taskMilestones, scope, string(id))
}

// AddTaskMilestone sets a milestone.
func (tx *Tx) AddTaskMilestone(ctx context.Context, m *model.TaskMilestone) error {
	return insert(ctx, tx, taskMilestones, string(m.ID), m, nil)
}

// ChangeTaskMilestone replaces everything about a milestone that an act may change, if it still has its version.
func (tx *Tx) ChangeTaskMilestone(ctx context.Context, m model.TaskMilestone) (model.TaskMilestone, error) {
	return update[model.TaskMilestone](ctx, tx, taskMilestones, string(m.ID), m.Version, map[string]any{
		"ended_on": m.EndedOn, "end_reason": m.EndReason, "ended_by": m.EndedBy,
		"claimed_by": m.ClaimedBy, "claimed_on": m.ClaimedOn, "evidence": m.Evidence,
		"reached_on": m.ReachedOn, "confirmed_by": m.ConfirmedBy, "confirmed_on": m.ConfirmedOn, "answer": m.Answer,
	}, nil)
}
