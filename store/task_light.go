package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var lightChanges = register(noun{
	name: "light-changes", table: "light_changes", label: "reason",
	reach: reach{unit: fmt.Sprintf(unitHasPart, "light_changes.task_id")},
})

// LightChangesOfTasks returns every change of a light by hand, by task and in the order in which they were asked for.
func (r Reader) LightChangesOfTasks(ctx context.Context, ids []model.TaskID) (map[model.TaskID][]model.LightChange, error) {
	return byTask(ctx, r, "light_changes", "id", ids, func(c model.LightChange) model.TaskID { return c.TaskID })
}

// AddLightChange keeps that a light is asked to be changed.
func (tx *Tx) AddLightChange(ctx context.Context, c *model.LightChange) error {
	return insert(ctx, tx, lightChanges, string(c.ID), c, nil)
}

// ChangeLightChange replaces everything about a change of a light that an act may change, if it still has its version.
func (tx *Tx) ChangeLightChange(ctx context.Context, c model.LightChange) (model.LightChange, error) {
	return update[model.LightChange](ctx, tx, lightChanges, string(c.ID), c.Version, map[string]any{
		"status": c.Status, "decided_by": c.DecidedBy, "from_on": c.FromOn, "answer": c.Answer,
		"ended_on": c.EndedOn, "ended_by": c.EndedBy, "end_reason": c.EndReason,
	}, nil)
}
