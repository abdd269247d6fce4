package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// MovedTo returns the ids of the end points that took the place of one, the newest first,
// without those that were returned.
func (r Reader) MovedTo(ctx context.Context, id model.EndPointID) ([]model.EndPointID, error) {
	ids := []model.EndPointID{}
	err := r.db.WithContext(ctx).Table("endpoints").Where("moved_from = ? AND status <> ?", id, model.EndPointReturned).Order("id DESC").Pluck("id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("moves of an end point: %w", err)
	}
	return ids, nil
}
