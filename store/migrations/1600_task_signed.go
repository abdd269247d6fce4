package migrations

import "time"

type task1600 struct {
	SignedUnit string     `gorm:"column:signed_unit;size:40;not null;default:''"`
	SignedBy   string     `gorm:"column:signed_by;size:36;not null;default:''"`
	SignedOn   *time.Time `gorm:"column:signed_on;type:date"`
}

// The unit that leads a task signs for it; one that leads it later signs anew.
var taskSigned = []Step{
	{1600, "tasks.signed_unit", addColumn("tasks", "SignedUnit", &task1600{})},
	{1601, "tasks.signed_by", addColumn("tasks", "SignedBy", &task1600{})},
	{1602, "tasks.signed_on", addColumn("tasks", "SignedOn", &task1600{})},
}
