package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"
)

// unitName is the parent of all units and aliases of one name: periods differ, so no
// unique key over them says that on a day a name means one unit.
type unitName struct {
	Name    string `gorm:"column:name;primaryKey"`
	Version int64  `gorm:"column:version"`
}

// claimUnitNames raises the versions of names that the transaction gives, as it saw
// them when it looked whose they are. When another transaction gave one meanwhile, the
// whole transaction runs again, and sees it.
func (tx *Tx) claimUnitNames(ctx context.Context, names ...string) error {
	slices.Sort(names) // in one order, so that no two wait for each other
	for _, name := range slices.Compact(names) {
		if name == "" {
			continue
		}
		table := func() *gorm.DB { return tx.db.WithContext(ctx).Table("unit_names") }
		var seen unitName
		err := table().Where("name = ?", name).Take(&seen).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			err = table().Create(&unitName{Name: name, Version: 1}).Error
			if errors.Is(err, gorm.ErrDuplicatedKey) {
				return errOvertaken
			}
			if err != nil {
				return fmt.Errorf("claim a unit's name: %w", err)
			}
			continue
		}
		if err != nil {
			return fmt.Errorf("claim a unit's name: %w", err)
		}
		raised := table().Where("name = ? AND version = ?", name, seen.Version).Updates(map[string]any{"version": seen.Version + 1})
		if raised.Error != nil {
			return fmt.Errorf("claim a unit's name: %w", raised.Error)
		}
		if raised.RowsAffected != 1 {
			return errOvertaken
		}
	}
	return nil
}
