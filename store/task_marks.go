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

// Marks are what is asked of one task's reports, in one row: it is read many times faster than
// a row for each. A report that was not reviewed has one part less, as CONCAT_WS leaves out what
// is NULL. Who reported and what else stands behind the texts of a report costs as much again.
const (
	lightMarks = "month, progress, status, reported_on, reviewed_on"
	namedMarks = "id, reported_by, handlers, returns, " + lightMarks
)

// ReportMarksOfTasks returns what lights rest on of every report in scope on the tasks, by task,
// in order of month: month, progress, state, and the days of report and review.
func (r Reader) ReportMarksOfTasks(ctx context.Context, scope Scope, ids []model.TaskID) (map[model.TaskID][]model.TaskReport, error) {
	return r.marksOf(ctx, scope, ids, lightMarks)
}

// NamedReportMarksOfTasks returns with them which report it is, who handed it in, who had a hand in
// it and how often it was returned, on which work and scores rest.
func (r Reader) NamedReportMarksOfTasks(ctx context.Context, scope Scope, ids []model.TaskID) (map[model.TaskID][]model.TaskReport, error) {
	return r.marksOf(ctx, scope, ids, namedMarks)
}

func (r Reader) marksOf(ctx context.Context, scope Scope, ids []model.TaskID, marks string) (map[model.TaskID][]model.TaskReport, error) {
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
		Select("task_id, COUNT(*) AS reports, GROUP_CONCAT(CONCAT_WS('|', "+marks+")) AS marks").Where("task_id IN ?", ids).Group("task_id").Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("marks of task reports: %w", err)
	}
	for _, row := range rows {
		reports, err := parseMarks(row.TaskID, row.Marks, marks == namedMarks)
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

func parseMarks(task model.TaskID, marks string, named bool) ([]model.TaskReport, error) {
	reports := make([]model.TaskReport, strings.Count(marks, ",")+1)
	for i := range reports {
		var mark string
		mark, marks, _ = strings.Cut(marks, ",")
		report := &reports[i]
		report.TaskID = task
		parts := strings.Split(mark, "|")
		if named && len(parts) > 4 {
			returns, err := strconv.Atoi(parts[3])
			if err := errors.Join(err, report.Handlers.Scan(parts[2])); err != nil {
				return nil, err
			}
			report.ID, report.ReportedBy, report.Returns = model.TaskReportID(parts[0]), model.UserID(parts[1]), returns
			parts = parts[4:]
		}
		if err := enterMark(report, parts); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(reports, func(a, b model.TaskReport) int { return cmp.Compare(a.Month, b.Month) })
	return reports, nil
}

func enterMark(report *model.TaskReport, parts []string) (err error) {
	if len(parts) != 4 && len(parts) != 5 {
		return errors.New("a mark has other parts")
	}
	report.Month, report.Status = parts[0], model.TaskReportStatus(parts[2])
	if report.Progress, err = strconv.Atoi(parts[1]); err != nil {
		return err
	}
	if report.ReportedOn, err = markedDay(parts[3]); err == nil && len(parts) == 5 {
		report.ReviewedOn, err = markedDay(parts[4])
	}
	return err
}

// markedDay reads a day as a database writes it: SQLite with a time of midnight after it.
func markedDay(text string) (model.Date, error) {
	return model.ParseDate(text[:min(len(text), len("2006-01-02"))])
}
