package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yijian/model"
)

// marks are one task's reports in one row: it is read many times faster than a row for each.
const marks = "task_id, COUNT(*) AS reports, GROUP_CONCAT(CONCAT(id, '|', month, '|', progress, '|', status, '|', reported_by, '|', SUBSTR(reported_on, 1, 10), '|', COALESCE(SUBSTR(reviewed_on, 1, 10), ''))) AS marks"

// ReportMarksOfTasks returns what lights and work rest on of every report in scope on the
// tasks, by task, in order of month: month, progress, state, who reported, and the days of
// report and review. Everything else is left out.
func (r Reader) ReportMarksOfTasks(ctx context.Context, scope Scope, ids []model.TaskID) (map[model.TaskID][]model.TaskReport, error) {
	byTask := map[model.TaskID][]model.TaskReport{}
	if len(ids) == 0 {
		return byTask, nil
	}
	var rows []struct {
		TaskID  model.TaskID
		Reports int
		Marks   string
	}
	err := taskReports.reach.visible(r.db.WithContext(ctx).Table("task_reports"), scope).
		Select(marks).Where("task_id IN ?", ids).Group("task_id").Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("marks of task reports: %w", err)
	}
	for _, row := range rows {
		reports, err := parseMarks(row.TaskID, row.Marks)
		if err == nil && len(reports) != row.Reports {
			err = fmt.Errorf("%d of %d came", len(reports), row.Reports)
		}
		if err != nil {
			return nil, fmt.Errorf("marks of the reports on task %s: %w", row.TaskID, err)
		}
		byTask[row.TaskID] = reports
	}
	return byTask, nil
}

func parseMarks(task model.TaskID, marks string) ([]model.TaskReport, error) {
	reports := make([]model.TaskReport, 0, strings.Count(marks, ",")+1)
	for mark := range strings.SplitSeq(marks, ",") {
		parts := strings.Split(mark, "|")
		if len(parts) != 7 {
			return nil, errors.New("a mark has other parts")
		}
		progress, err := strconv.Atoi(parts[2])
		report := model.TaskReport{
			ID: model.TaskReportID(parts[0]), TaskID: task, Month: parts[1], Progress: progress, Status: model.TaskReportStatus(parts[3]), ReportedBy: model.UserID(parts[4]),
		}
		var came, reviewed error
		report.ReportedOn, came = model.ParseDate(parts[5])
		if parts[6] != "" {
			report.ReviewedOn, reviewed = model.ParseDate(parts[6])
		}
		if err := errors.Join(err, came, reviewed); err != nil {
			return nil, err
		}
		reports = append(reports, report)
	}
	slices.SortFunc(reports, func(a, b model.TaskReport) int { return cmp.Compare(a.Month, b.Month) })
	return reports, nil
}
