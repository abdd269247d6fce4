package store

import (
	"context"
	"fmt"
)

// oldest returns the rows within the scope that are in the state, those first
// whose term began first; at most one page, for lists of due work.
func oldest[T any](ctx context.Context, r Reader, n noun, scope Scope, status, began string) ([]T, error) {
	rows := []T{}
	err := n.reach.visible(r.db.WithContext(ctx).Table(n.table), scope).
		Where(n.table+".status = ?", status).Order(began + ", id").Limit(MaxPage).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("due %s: %w", n.table, err)
	}
	return rows, nil
}
