package migrations

import "time"

type task1630 struct {
	AskedDueOn  *time.Time `gorm:"column:asked_due_on;type:date"`
	Checker     string     `gorm:"column:checker;size:36;not null;default:''"`
	CheckerName string     `gorm:"column:checker_name;size:100;not null;default:''"`
}

// A later limit is asked for by one and approved by another; the chief may name who checks a task of the supervising unit.
var taskExtension = []Step{
	{1630, "tasks.asked_due_on", addColumn("tasks", "AskedDueOn", &task1630{})},
	{1631, "tasks.checker", addColumn("tasks", "Checker", &task1630{})},
	{1632, "tasks.checker_name", addColumn("tasks", "CheckerName", &task1630{})},
}
