package migrations

import "time"

type task1570 struct {
	AskedStatus string     `gorm:"column:asked_status;size:20;not null;default:''"`
	AskedReason string     `gorm:"column:asked_reason;size:500;not null;default:''"`
	AskedBy     string     `gorm:"column:asked_by;size:36;not null;default:''"`
	AskedOn     *time.Time `gorm:"column:asked_on;type:date"`
}

// Who wants a task deferred or cancelled asks for it; another approves it.
var taskAsked = []Step{
	{1570, "tasks.asked_status", addColumn("tasks", "AskedStatus", &task1570{})},
	{1571, "tasks.asked_reason", addColumn("tasks", "AskedReason", &task1570{})},
	{1572, "tasks.asked_by", addColumn("tasks", "AskedBy", &task1570{})},
	{1573, "tasks.asked_on", addColumn("tasks", "AskedOn", &task1570{})},
}
