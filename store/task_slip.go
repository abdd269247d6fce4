package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"yijian/model"
)

// A slip is seen with its task. A list by unit finds the slips to what became of the unit, too.
var taskSlips = register(noun{
	name: "task-slips", table: "task_slips", label: "number", search: "search_text",
	reach:   reach{unit: fmt.Sprintf(unitHasPart, "task_slips.task_id")},
	filters: map[string]string{"task_id": "task_id", "colour": "colour", "status": "status"},
	having:  map[string]string{"unit": unitOrFormer("task_slips")},
	sorts:   map[string]string{"issued_on": "issued_on", "due_on": "due_on", "created_at": "created_at"},
})

// TaskSlips lists supervision slips.
func (r Reader) TaskSlips(ctx context.Context, scope Scope, q Query) (model.Page[model.TaskSlip], error) {
	return list[model.TaskSlip](ctx, r, taskSlips, scope, q)
}

// TaskSlip returns one slip within the scope.
func (r Reader) TaskSlip(ctx context.Context, scope Scope, id model.TaskSlipID) (model.TaskSlip, error) {
	return find[model.TaskSlip](ctx, r, taskSlips, scope, string(id))
}

// SlipsOfTasks returns every slip on the tasks, by task, in the order in which they were issued.
func (r Reader) SlipsOfTasks(ctx context.Context, ids []model.TaskID) (map[model.TaskID][]model.TaskSlip, error) {
	byTask := map[model.TaskID][]model.TaskSlip{}
	if len(ids) == 0 {
		return byTask, nil
	}
	var rows []model.TaskSlip
	if err := r.db.WithContext(ctx).Table("task_slips").Where("task_id IN ?", ids).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("slips of tasks: %w", err)
	}
	for _, row := range rows {
		byTask[row.TaskID] = append(byTask[row.TaskID], row)
	}
	return byTask, nil
}

// OpenSlips returns the slips that are not over, after the id, at most MaxPage.
func (r Reader) OpenSlips(ctx context.Context, after model.TaskSlipID) ([]model.TaskSlip, error) {
	rows := []model.TaskSlip{}
	err := r.db.WithContext(ctx).Table("task_slips").
		Where("open_mark = '' AND id > ?", after).Order("id").Limit(MaxPage).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("open slips: %w", err)
	}
	return rows, nil
}

// AddTaskSlip issues a slip under the next number of its unit and year. Of two at once on one
// number, or on one task, the later begins again, so that no number is left out.
func (tx *Tx) AddTaskSlip(ctx context.Context, s *model.TaskSlip) error {
	var last struct{ Sequence int }
	err := tx.db.WithContext(ctx).Table("task_slips").Select("sequence").
		Where("issuer_unit = ? AND year = ?", s.IssuerUnit, s.Year).Order("sequence DESC").Take(&last).Error
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return fmt.Errorf("last slip: %w", err)
	}
	s.Sequence = last.Sequence + 1
	s.Number, s.OpenMark = model.SlipNumber(s.Year, s.Sequence), openMark(*s)
	s.SearchText = model.FoldForSearch(s.Number, s.TaskName, s.UnitName)
	err = insert(ctx, tx, taskSlips, string(s.ID), s, nil)
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return errOvertaken
	}
	return err
}

// openMark is the same for every slip of a task that is open, so that there is one.
func openMark(s model.TaskSlip) string {
	if s.IsOpen() {
		return ""
	}
	return string(s.ID)
}

// ChangeTaskSlip writes how a slip stands and its limit, if it still has its version; what else it says stays.
func (tx *Tx) ChangeTaskSlip(ctx context.Context, s model.TaskSlip) (model.TaskSlip, error) {
	return update[model.TaskSlip](ctx, tx, taskSlips, string(s.ID), s.Version, map[string]any{
		"open_mark": openMark(s), "due_on": s.DueOn, "due_basis": s.DueBasis, "status": s.Status, "signed_on": s.SignedOn, "signed_by": s.SignedBy,
		"answered_on": s.AnsweredOn, "answered_by": s.AnsweredBy, "answerer_id": s.AnswererID, "cause": s.Cause, "measures": s.Measures,
		"refusals": s.Refusals, "judged_on": s.JudgedOn, "judged_by": s.JudgedBy, "judge_note": s.JudgeNote,
		"instruction": s.Instruction, "instructed_on": s.InstructedOn, "instructed_by": s.InstructedBy,
		"ended_on": s.EndedOn, "ended_by": s.EndedBy, "end_reason": s.EndReason,
	}, nil)
}
