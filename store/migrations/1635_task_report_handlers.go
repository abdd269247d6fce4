package migrations

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
)

type taskReport1635 struct {
	Handlers string `gorm:"column:handlers;size:4000;not null;default:''"`
}

// Whoever had a hand in a report does not review it.
var taskReportHandlers = []Step{
	{1635, "task_reports.handlers", addColumn("task_reports", "Handlers", &taskReport1635{})},
	{1636, "handlers of task reports", fillTaskReportHandlers},
}

// fillTaskReportHandlers takes who is named on the reports and on their files, and who handed one
// in or corrected it as the audit log says.
func fillTaskReportHandlers(db *gorm.DB) error {
	var parts []struct{ ReportID, UserID string }
	err := db.Raw("SELECT id AS report_id, reported_by AS user_id FROM task_reports WHERE reported_by <> ''" +
		" UNION SELECT record_id, added_by FROM attachments WHERE noun = 'task-reports' AND added_by <> ''" +
		" UNION SELECT record_id, user_id FROM audit_entries WHERE noun = 'task-reports' AND act IN ('task:report', 'task:amend-report') AND user_id <> ''" +
		" ORDER BY 1, 2").Scan(&parts).Error
	if err != nil {
		return fmt.Errorf("handlers of task reports: %w", err)
	}
	handlers := map[string][]string{}
	for _, part := range parts {
		if !slices.Contains(handlers[part.ReportID], part.UserID) {
			handlers[part.ReportID] = append(handlers[part.ReportID], part.UserID)
		}
	}
	for report, ids := range handlers {
		if err := db.Exec("UPDATE task_reports SET handlers = ? WHERE id = ? AND handlers = ''", strings.Join(ids, " "), report).Error; err != nil {
			return fmt.Errorf("handlers of task report %s: %w", report, err)
		}
	}
	return nil
}
