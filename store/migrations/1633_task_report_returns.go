package migrations

import (
	"fmt"

	"gorm.io/gorm"
)

type taskReport1633 struct {
	Returns int64 `gorm:"column:returns;not null;default:0"`
}

// How often a report was returned, which the score of its unit rests on.
var taskReportReturns = []Step{
	{1633, "task_reports.returns", addColumn("task_reports", "Returns", &taskReport1633{})},
	{1634, "returns of task reports", fillTaskReportReturns},
}

// fillTaskReportReturns knows only of the reports that are returned now; how often others were is in the audit log alone.
func fillTaskReportReturns(db *gorm.DB) error {
	if err := db.Exec("UPDATE task_reports SET returns = 1 WHERE status = 'returned' AND returns = 0").Error; err != nil {
		return fmt.Errorf("returns of task reports: %w", err)
	}
	return nil
}
