package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var endPointChanges = register(noun{
	name: "endpoint-changes", table: "endpoint_changes",
	sealed: []sealedColumn{personNameIn("manager_name"), idNumberIn("manager_id"), phoneIn("manager_phone")},
})

// ChangesOf returns the changes of an end point, the newest first; the caller has checked
// that the end point is in scope.
func (r Reader) ChangesOf(ctx context.Context, id model.EndPointID) ([]model.EndPointChange, error) {
	rows := []model.EndPointChange{}
	if err := r.db.WithContext(ctx).Table("endpoint_changes").Where("endpoint_id = ?", id).Order("id DESC").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("changes of an end point: %w", err)
	}
	return rows, openAll(ctx, r, endPointChanges, rows)
}

// AddEndPointChange records a change that was handed in.
func (tx *Tx) AddEndPointChange(ctx context.Context, c *model.EndPointChange) error {
	return insert(ctx, tx, endPointChanges, string(c.ID), c, nil)
}

// DecideEndPointChange writes what became of a change, if it still has its version.
func (tx *Tx) DecideEndPointChange(ctx context.Context, c model.EndPointChange) error {
	_, err := update[model.EndPointChange](ctx, tx, endPointChanges, string(c.ID), c.Version, map[string]any{
		"outcome": c.Outcome, "decided_on": c.DecidedOn, "decided_reason": c.DecidedReason,
	}, nil)
	return err
}
