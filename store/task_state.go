package store

import (
	"context"
	"fmt"

	"gorm.io/gorm/clause"

	"yijian/model"
)

// KeepTaskState keeps how a task is arranged from a day on, in place of what was kept for the same day.
func (tx *Tx) KeepTaskState(ctx context.Context, s model.TaskState) error {
	s.ID = NewID()
	err := tx.db.WithContext(ctx).Table("task_states").Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "task_id"}, {Name: "from_on"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"status", "resolved_lead", "start_on", "due_on", "rhythm", "reports_from", "suspended_on", "finished_on",
		}),
	}).Create(&s).Error
	if err != nil {
		return fmt.Errorf("keep the state of a task: %w", err)
	}
	return nil
}

// StatesOfTasks returns every state of the tasks, by task and in order of day.
func (r Reader) StatesOfTasks(ctx context.Context, ids []model.TaskID) (map[model.TaskID][]model.TaskState, error) {
	return byTask(ctx, r, "task_states", "from_on", ids, func(s model.TaskState) model.TaskID { return s.TaskID })
}

// byTask reads what the table holds of the tasks, by task and in the order of the column.
func byTask[T any](ctx context.Context, r Reader, table, order string, ids []model.TaskID, of func(T) model.TaskID) (map[model.TaskID][]T, error) {
	found := map[model.TaskID][]T{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []T
	if err := r.db.WithContext(ctx).Table(table).Where("task_id IN ?", ids).Order(order).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("%s of tasks: %w", table, err)
	}
	for _, row := range rows {
		found[of(row)] = append(found[of(row)], row)
	}
	return found, nil
}
