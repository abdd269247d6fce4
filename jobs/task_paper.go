package jobs

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
	"yijian/reports"
)

// issuePapers issues the monthly reports of plans that are due; a plan's month has one.
func issuePapers(ctx context.Context, desk *casework.Desk, ordered model.Call, asOf model.Date) (string, error) {
	day := asOf.AddDays(1) // as of a day that has ended; asked for today, it is today
	if today := desk.Today(); day.After(today) {
		day = today
	}
	issued, err := desk.IssueDuePapers(ctx, asClock(ordered), day, reports.TaskWorkbook)
	return fmt.Sprintf("印发任务月报 %d 份", issued), err
}
