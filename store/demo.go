package store

import (
	"context"
	"fmt"
)

// Holdings counts the accounts and enterprises by whether they are made up.
type Holdings struct {
	Real int64
	Demo int64
}

// Holdings tells whether the database holds real records, demonstration records, both or none.
func (r Reader) Holdings(ctx context.Context) (Holdings, error) {
	var sum Holdings
	for _, table := range []string{"users", "enterprises"} {
		var all, demo int64
		if err := r.db.WithContext(ctx).Table(table).Count(&all).Error; err != nil {
			return sum, fmt.Errorf("count %s: %w", table, err)
		}
		if err := r.db.WithContext(ctx).Table(table).Where("demo = ?", true).Count(&demo).Error; err != nil {
			return sum, fmt.Errorf("count demonstration %s: %w", table, err)
		}
		sum.Demo += demo
		sum.Real += all - demo
	}
	return sum, nil
}
