package migrations

import (
	"fmt"
	"time"

	"gorm.io/gorm"
)

type branch1366 struct {
	RestoredOn     *time.Time `gorm:"column:restored_on;type:date"`
	RestoredBy     string     `gorm:"column:restored_by;size:100;not null;default:''"`
	RestoredBasis  string     `gorm:"column:restored_basis;size:400;not null;default:''"`
	RestoredReason string     `gorm:"column:restored_reason;size:500;not null;default:''"`
}

type endPoint1384 struct {
	LapseCause string `gorm:"column:lapse_cause;size:30;not null;default:''"`
}

// fillLapseCauses tells from the sentence it left which filings lapsed with an ended branch.
func fillLapseCauses(db *gorm.DB) error {
	err := db.Exec("UPDATE endpoints SET lapse_cause = 'branch_invalid' WHERE status = 'lapsed' AND branch_id <> '' AND end_reason LIKE '分支机构的名录已于%失效，备案随之失效%'").Error
	if err != nil {
		return fmt.Errorf("causes of lapses: %w", err)
	}
	return nil
}

var restored = []Step{
	{1366, "branches.restored_on", addColumn("branches", "RestoredOn", &branch1366{})},
	{1367, "branches.restored_by", addColumn("branches", "RestoredBy", &branch1366{})},
	{1368, "branches.restored_basis", addColumn("branches", "RestoredBasis", &branch1366{})},
	{1369, "branches.restored_reason", addColumn("branches", "RestoredReason", &branch1366{})},
	{1384, "endpoints.lapse_cause", addColumn("endpoints", "LapseCause", &endPoint1384{})},
	{1385, "causes of lapses", fillLapseCauses},
}
