package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"yijian/model"
)

// unitAsked holds for a request whose unit one of the units is, or in whose task it has a part.
const unitAsked = "EXISTS (SELECT 1 FROM units WHERE units.current_id IN ? AND (units.id = coordinations.unit_id" +
	" OR units.id IN (SELECT task_units.unit_id FROM task_units WHERE task_units.task_id = coordinations.task_id)))"

// A request is seen with its task, and by the unit that is asked.
var coordinations = register(noun{
	name: "coordinations", table: "coordinations", label: "number", search: "search_text",
	reach:   reach{unit: unitAsked},
	filters: map[string]string{"task_id": "task_id", "status": "status"},
	having:  map[string]string{"unit": unitOrFormer("coordinations")},
	sorts:   map[string]string{"asked_on": "asked_on", "due_on": "due_on", "created_at": "created_at"},
})

// Coordinations lists requests for coordination.
func (r Reader) Coordinations(ctx context.Context, scope Scope, q Query) (model.Page[model.Coordination], error) {
	return list[model.Coordination](ctx, r, coordinations, scope, q)
}

// Coordination returns one request within the scope.
func (r Reader) Coordination(ctx context.Context, scope Scope, id model.CoordinationID) (model.Coordination, error) {
	return find[model.Coordination](ctx, r, coordinations, scope, string(id))
}

// CoordinationsOfTask returns every request on the task in the order in which they were made.
func (r Reader) CoordinationsOfTask(ctx context.Context, id model.TaskID) ([]model.Coordination, error) {
	return coordinationRows(r.db.WithContext(ctx).Where("task_id = ?", id).Order("year, sequence, part"))
}

var openCoordination = []model.CoordinationStatus{model.CoordinationAsked, model.CoordinationReturned, model.CoordinationEscalated, model.CoordinationAnswered}

// OpenCoordinations returns the requests that are not over, after the id, at most MaxPage.
func (r Reader) OpenCoordinations(ctx context.Context, after model.CoordinationID) ([]model.Coordination, error) {
	return coordinationRows(r.db.WithContext(ctx).Where("status IN ? AND id > ?", openCoordination, after).Order("id").Limit(MaxPage))
}

// OpenCoordinationsOf returns the requests about the tasks that are not over, in the order in which they were made.
func (r Reader) OpenCoordinationsOf(ctx context.Context, tasks []model.TaskID) ([]model.Coordination, error) {
	if len(tasks) == 0 {
		return []model.Coordination{}, nil
	}
	return coordinationRows(r.db.WithContext(ctx).Where("status IN ? AND task_id IN ?", openCoordination, tasks).Order("year, sequence, part"))
}

// CoordinationsDue returns the requests about the plan's tasks whose first limit is a day from the
// first to the last, in order of that day.
func (r Reader) CoordinationsDue(ctx context.Context, plan model.TaskPlanID, from, to model.Date) ([]model.Coordination, error) {
	return coordinationRows(r.db.WithContext(ctx).Where("task_id IN (SELECT id FROM tasks WHERE plan_id = ?)", plan).
		Where("first_due_on >= ? AND first_due_on <= ?", from, to).Order("first_due_on, id"))
}

func coordinationRows(db *gorm.DB) ([]model.Coordination, error) {
	rows := []model.Coordination{}
	if err := db.Table("coordinations").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("coordinations: %w", err)
	}
	return rows, nil
}

// AddCoordinations makes a request of one unit or several under the next number of the year. Of
// two at once on one number the later begins again, so that no number is left out.
func (tx *Tx) AddCoordinations(ctx context.Context, asked []model.Coordination) error {
	var last struct{ Sequence int }
	err := tx.db.WithContext(ctx).Table("coordinations").Select("sequence").
		Where("year = ?", asked[0].Year).Order("sequence DESC").Take(&last).Error
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return fmt.Errorf("last coordination: %w", err)
	}
	for i := range asked {
		c := &asked[i]
		c.Sequence, c.Part = last.Sequence+1, i+1
		c.Number = model.CoordinationNumber(c.Year, c.Sequence, c.Part, len(asked))
		c.SearchText = model.FoldForSearch(c.Number, c.TaskName, c.UnitName, c.Matter)
		err := insert(ctx, tx, coordinations, string(c.ID), c, nil)
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return errOvertaken
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ChangeCoordination writes how a request stands and its limit, if it still has its version; what is asked stays.
func (tx *Tx) ChangeCoordination(ctx context.Context, c model.Coordination) (model.Coordination, error) {
	return update[model.Coordination](ctx, tx, coordinations, string(c.ID), c.Version, map[string]any{
		"from_on": c.FromOn, "due_on": c.DueOn, "due_basis": c.DueBasis, "first_answered_on": c.FirstAnsweredOn, "status": c.Status,
		"answered_on": c.AnsweredOn, "answered_by": c.AnsweredBy, "answerer_id": c.AnswererID, "agreed": c.Agreed, "answer": c.Answer,
		"refusals": c.Refusals, "judged_on": c.JudgedOn, "judged_by": c.JudgedBy, "judge_note": c.JudgeNote,
		"escalated_on": c.EscalatedOn, "decided_on": c.DecidedOn, "decided_by": c.DecidedBy, "decision": c.Decision,
		"ended_on": c.EndedOn, "ended_by": c.EndedBy, "end_reason": c.EndReason,
	}, nil)
}
