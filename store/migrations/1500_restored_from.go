package migrations

import "time"

type enterprise1500 struct {
	RestoredFrom *time.Time `gorm:"column:restored_from;type:date"`
}

var restoredFrom = []Step{
	{1500, "enterprises.restored_from", addColumn("enterprises", "RestoredFrom", &enterprise1500{})},
}
