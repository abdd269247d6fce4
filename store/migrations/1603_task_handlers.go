package migrations

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
)

type task1603 struct {
	Handlers string `gorm:"column:handlers;size:4000;not null;default:''"`
}

// Whoever reported on a task, corrected a report or asked to strike it off does not strike it off.
var taskHandlers = []Step{
	{1603, "tasks.handlers", addColumn("tasks", "Handlers", &task1603{})},
	{1604, "handlers of tasks", fillTaskHandlers},
}

// fillTaskHandlers takes who is named on the reports and the tasks themselves.
func fillTaskHandlers(db *gorm.DB) error {
	var parts []struct{ TaskID, UserID string }
	err := db.Raw("SELECT task_id, reported_by AS user_id FROM task_reports WHERE reported_by <> ''" +
		" UNION SELECT id, finished_by FROM tasks WHERE finished_by <> '' ORDER BY 1, 2").Scan(&parts).Error
	if err != nil {
		return fmt.Errorf("handlers of tasks: %w", err)
	}
	handlers := map[string][]string{}
	for _, part := range parts {
		if !slices.Contains(handlers[part.TaskID], part.UserID) {
			handlers[part.TaskID] = append(handlers[part.TaskID], part.UserID)
		}
	}
	for task, ids := range handlers {
		if err := db.Exec("UPDATE tasks SET handlers = ? WHERE id = ? AND handlers = ''", strings.Join(ids, " "), task).Error; err != nil {
			return fmt.Errorf("handlers of task %s: %w", task, err)
		}
	}
	return nil
}
