package main

import (
	"bytes"
	"fmt"

	"yijian/casework"
	"yijian/model"
	"yijian/reports"
	"yijian/store"
)

// formLead is who fills in forms in the demonstration.
const formLead = "lead3"

// planForms has a lead fill in forms for the last month that is reported on: one that is handed in,
// one that is given up for the next, and one with a row of every kind that still waits.
func (s *stage) planForms() {
	var second model.TaskForm
	s.on(s.backdays(5), func() error {
		form, err := s.formMade()
		if err != nil {
			return err
		}
		came, err := s.formSent(form, func(rows []model.TaskFormFacts) { rows[0].Coordination = "演示：请协调供电接入。" })
		if err == nil {
			_, err = s.desk.ConfirmForm(s.ctx, s.by(formLead, came.Version), came.ID)
		}
		return err
	})
	s.on(s.backdays(1), func() (err error) {
		if second, err = s.formMade(); err != nil {
			return err
		}
		_, err = s.formSent(second, func(rows []model.TaskFormFacts) { rows[0].Problems = "演示：先填一半。" })
		return err
	})
	s.on(s.backdays(0), func() error {
		if _, err := s.formSent(second, fillOfEveryKind); err != nil {
			return err
		}
		return s.staleRow(second)
	})
}

// fillOfEveryKind fills a form in with rows that hold, one that will be stale, one that changes what
// may not change and one that says what cannot be.
func fillOfEveryKind(rows []model.TaskFormFacts) {
	rows[0].Problems, rows[0].Done = "演示：雨季影响施工进度。", rows[0].Done+"\n演示：完成场地平整。"
	rows[1].Problems = "演示：车辆尚未到位。"
	rows[2].DueOn, rows[2].Done, rows[2].Progress = model.NewDate(2030, 12, 31), "演示：已经启动。", "10"
	rows[3].Done, rows[3].Progress = "演示：基本完成。", "120"
}

// staleRow corrects the report of the form's second row by hand.
func (s *stage) staleRow(form model.TaskForm) error {
	_, rows, err := s.desk.FormAsMade(s.ctx, s.people[formLead], form.ID)
	if err != nil {
		return err
	}
	report, err := s.desk.Store.TaskReport(s.ctx, store.Everything(), rows[1].Report)
	if err != nil {
		return err
	}
	_, err = s.desk.ChangeTaskReport(s.ctx, s.by(formLead, report.Version), report.ID, casework.TaskProgress{
		Progress: report.Progress, Done: report.Done + "\n演示：补充线路名称。", Problems: report.Problems, Coordination: report.Coordination,
	})
	return err
}

// formMade is a form of the lead's unit for the last month that is reported on.
func (s *stage) formMade() (model.TaskForm, error) {
	month := s.firstReport().AddMonths(2).Time().Format("2006-01")
	return s.desk.IssueForm(s.ctx, s.by(formLead, 0), casework.FormOrder{Month: month})
}

// formSent fills the form in and sends it back.
func (s *stage) formSent(form model.TaskForm, fill func([]model.TaskFormFacts)) (came model.TaskFormReturn, err error) {
	_, rows, err := s.desk.FormAsMade(s.ctx, s.people[formLead], form.ID)
	if err != nil {
		return came, err
	}
	if len(rows) < 5 || rows[1].Report == "" {
		return came, fmt.Errorf("%s has %d rows, of which the second has no report", form.Title, len(rows))
	}
	fill(rows)
	file, err := reports.TaskFormBook(form, rows)
	if err != nil {
		return came, err
	}
	return s.desk.TakeForm(s.ctx, s.by(formLead, 0), casework.FormFile{
		Upload: casework.Upload{Name: form.Title + ".xlsx", Content: bytes.NewReader(file), Size: int64(len(file))}, Read: reports.ReadTaskForm,
	})
}
