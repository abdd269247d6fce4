package migrations

import (
	"fmt"
	"time"

	"gorm.io/gorm"
)

type licence1490 struct {
	RestoredEntry  string     `gorm:"column:restored_entry;size:20;not null;default:''"`
	RestoredFrom   *time.Time `gorm:"column:restored_from;type:date"`
	RestoredOn     *time.Time `gorm:"column:restored_on;type:date"`
	RestoredBy     string     `gorm:"column:restored_by;size:100;not null;default:''"`
	RestoredBasis  string     `gorm:"column:restored_basis;size:400;not null;default:''"`
	RestoredReason string     `gorm:"column:restored_reason;size:500;not null;default:''"`
}

type enterprise1496 struct {
	RestoredOn     *time.Time `gorm:"column:restored_on;type:date"`
	RestoredBasis  string     `gorm:"column:restored_basis;size:400;not null;default:''"`
	RestoredReason string     `gorm:"column:restored_reason;size:500;not null;default:''"`
}

// fillOtherLapseCauses tells from the sentence it left by what else a filing lapsed.
func fillOtherLapseCauses(db *gorm.DB) error {
	for cause, said := range map[string]string{
		"licence_ended": "开办企业的许可证已于%终止", "licence_expired": "开办企业的许可证已于%到期", "opener_closed": "开办企业已注销",
	} {
		err := db.Exec("UPDATE endpoints SET lapse_cause = ? WHERE status = 'lapsed' AND lapse_cause = '' AND end_reason LIKE ?", cause, said+"，备案随之失效%").Error
		if err != nil {
			return fmt.Errorf("causes of lapses: %w", err)
		}
	}
	return nil
}

var restorations = []Step{
	{1490, "licences.restored_entry", addColumn("licences", "RestoredEntry", &licence1490{})},
	{1491, "licences.restored_from", addColumn("licences", "RestoredFrom", &licence1490{})},
	{1492, "licences.restored_on", addColumn("licences", "RestoredOn", &licence1490{})},
	{1493, "licences.restored_by", addColumn("licences", "RestoredBy", &licence1490{})},
	{1494, "licences.restored_basis", addColumn("licences", "RestoredBasis", &licence1490{})},
	{1495, "licences.restored_reason", addColumn("licences", "RestoredReason", &licence1490{})},
	{1496, "enterprises.restored_on", addColumn("enterprises", "RestoredOn", &enterprise1496{})},
	{1497, "enterprises.restored_basis", addColumn("enterprises", "RestoredBasis", &enterprise1496{})},
	{1498, "enterprises.restored_reason", addColumn("enterprises", "RestoredReason", &enterprise1496{})},
	{1499, "other causes of lapses", fillOtherLapseCauses},
}
