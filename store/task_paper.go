package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var taskPapers = register(noun{
	name: "task-papers", table: "task_papers", label: "title",
	reach: reach{unit: "EXISTS (SELECT 1 FROM tasks JOIN task_units ON task_units.task_id = tasks.id" +
		" JOIN units ON units.id = task_units.unit_id WHERE tasks.plan_id = task_papers.plan_id AND units.current_id IN ?)"},
	filters: map[string]string{"plan_id": "plan_id", "month": "month"},
	having:  map[string]string{"hash": "(task_papers.file_hash = @value OR task_papers.data_hash = @value)"},
	sorts:   map[string]string{"month": "month", "issued_on": "issued_on", "created_at": "created_at"},
})

// TaskPapers lists the issued reports; the filter hash finds one by the hash of its file or of its data.
func (r Reader) TaskPapers(ctx context.Context, scope Scope, q Query) (model.Page[model.TaskPaper], error) {
	return list[model.TaskPaper](ctx, r, taskPapers, scope, q)
}

// TaskPaper returns one issued report within the scope.
func (r Reader) TaskPaper(ctx context.Context, scope Scope, id model.TaskPaperID) (model.TaskPaper, error) {
	return find[model.TaskPaper](ctx, r, taskPapers, scope, string(id))
}

// NewestTaskPaper returns the last edition on the plan's month, or NotFound.
func (r Reader) NewestTaskPaper(ctx context.Context, plan model.TaskPlanID, month string) (model.TaskPaper, error) {
	var row model.TaskPaper
	err := r.db.WithContext(ctx).Table("task_papers").Where("plan_id = ? AND month = ?", plan, month).Order("edition DESC").Take(&row).Error
	return row, absent(err)
}

// PapersOfPlan returns all issued reports of the plan by month and edition.
func (r Reader) PapersOfPlan(ctx context.Context, plan model.TaskPlanID) ([]model.TaskPaper, error) {
	var papers []model.TaskPaper
	err := r.db.WithContext(ctx).Table("task_papers").Where("plan_id = ?", plan).Order("month, edition").Find(&papers).Error
	if err != nil {
		return nil, fmt.Errorf("issued reports of a plan: %w", err)
	}
	return papers, nil
}

// AddTaskPaper keeps an issued report; an edition that another has taken is a Conflict.
func (tx *Tx) AddTaskPaper(ctx context.Context, p *model.TaskPaper) error {
	return insert(ctx, tx, taskPapers, string(p.ID), p, model.Fail(model.Conflict, "task_paper.taken", "这一期月报刚由他人印发，请重新载入"))
}

// UnitsOfTasks returns the units' parts in the tasks, by task, in the order in which the plan names them.
func (r Reader) UnitsOfTasks(ctx context.Context, ids []model.TaskID) (map[model.TaskID][]model.TaskUnit, error) {
	byTask := map[model.TaskID][]model.TaskUnit{}
	if len(ids) == 0 {
		return byTask, nil
	}
	var rows []model.TaskUnit
	if err := r.db.WithContext(ctx).Table("task_units").Where("task_id IN ?", ids).Order("position, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("units of tasks: %w", err)
	}
	for _, row := range rows {
		byTask[row.TaskID] = append(byTask[row.TaskID], row)
	}
	return byTask, nil
}

// papersKeep returns those of the names under which an issued report is kept: for ever.
func (r Reader) papersKeep(ctx context.Context, names []string) ([]string, error) {
	var kept []string
	err := r.db.WithContext(ctx).Table("task_papers").Where("stored IN ?", names).Pluck("stored", &kept).Error
	if err != nil {
		return nil, fmt.Errorf("names of issued reports: %w", err)
	}
	return kept, nil
}
