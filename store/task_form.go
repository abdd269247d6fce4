package store

import (
	"context"
	"fmt"
	"time"

	"yijian/model"
)

// ofUnits holds for what was made for one of the units, or for what it was before.
const ofUnits = "%s.unit_id IN (SELECT units.id FROM units WHERE units.current_id IN ?)"

var taskForms = register(noun{
	name: "task-forms", table: "task_forms", label: "title",
	reach:   reach{unit: fmt.Sprintf(ofUnits, "task_forms")},
	filters: map[string]string{"month": "month"},
	having:  map[string]string{"unit": unitOrFormer("task_forms")},
	sorts:   map[string]string{"month": "month", "issued_on": "issued_on", "created_at": "created_at"},
})

var taskFormReturns = register(noun{
	name: "task-form-returns", table: "task_form_returns", label: "title",
	reach:   reach{unit: fmt.Sprintf(ofUnits, "task_form_returns")},
	filters: map[string]string{"form_id": "form_id", "month": "month", "status": "status"},
	having:  map[string]string{"unit": unitOrFormer("task_form_returns")},
	sorts:   map[string]string{"month": "month", "uploaded_on": "uploaded_on", "created_at": "created_at"},
})

// TaskForms lists the forms that were made.
func (r Reader) TaskForms(ctx context.Context, scope Scope, q Query) (model.Page[model.TaskForm], error) {
	return list[model.TaskForm](ctx, r, taskForms, scope, q)
}

// TaskForm returns one form within the scope.
func (r Reader) TaskForm(ctx context.Context, scope Scope, id model.TaskFormID) (model.TaskForm, error) {
	return find[model.TaskForm](ctx, r, taskForms, scope, string(id))
}

// FormRows returns the rows of a form in its order.
func (r Reader) FormRows(ctx context.Context, id model.TaskFormID) ([]model.TaskFormRow, error) {
	rows := []model.TaskFormRow{}
	if err := r.db.WithContext(ctx).Table("task_form_rows").Where("form_id = ?", id).Order("position, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("rows of a form: %w", err)
	}
	return rows, nil
}

// formRowsAtOnce keeps a statement far below what a packet takes.
const formRowsAtOnce = 50

// AddTaskForm keeps a form with its rows.
func (tx *Tx) AddTaskForm(ctx context.Context, f *model.TaskForm, rows []model.TaskFormRow) error {
	if err := insert(ctx, tx, taskForms, string(f.ID), f, nil); err != nil {
		return err
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.db.WithContext(ctx).Table("task_form_rows").CreateInBatches(rows, formRowsAtOnce).Error; err != nil {
		return fmt.Errorf("rows of a form: %w", err)
	}
	return nil
}

// CountFormReturn notes on a form that a filled one came in on the day, if it still has its version.
func (tx *Tx) CountFormReturn(ctx context.Context, f model.TaskForm, day model.Date) (model.TaskForm, error) {
	return update[model.TaskForm](ctx, tx, taskForms, string(f.ID), f.Version, map[string]any{"returns": f.Returns + 1, "returned_on": day}, nil)
}

// TaskFormReturns lists what came back.
func (r Reader) TaskFormReturns(ctx context.Context, scope Scope, q Query) (model.Page[model.TaskFormReturn], error) {
	return list[model.TaskFormReturn](ctx, r, taskFormReturns, scope, q)
}

// TaskFormReturn returns one return within the scope.
func (r Reader) TaskFormReturn(ctx context.Context, scope Scope, id model.TaskFormReturnID) (model.TaskFormReturn, error) {
	return find[model.TaskFormReturn](ctx, r, taskFormReturns, scope, string(id))
}

// ReturnsOfForm returns what came back of a form, the first first.
func (r Reader) ReturnsOfForm(ctx context.Context, id model.TaskFormID) ([]model.TaskFormReturn, error) {
	rows := []model.TaskFormReturn{}
	if err := r.db.WithContext(ctx).Table("task_form_returns").Where("form_id = ?", id).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("returns of a form: %w", err)
	}
	return rows, nil
}

// FormReturnRows returns the rows of a return in their order.
func (r Reader) FormReturnRows(ctx context.Context, id model.TaskFormReturnID) ([]model.TaskFormReturnRow, error) {
	rows := []model.TaskFormReturnRow{}
	if err := r.db.WithContext(ctx).Table("task_form_return_rows").Where("return_id = ?", id).Order("position").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("rows of a return: %w", err)
	}
	return rows, nil
}

// AddFormReturn keeps a return; its rows come by PutFormReturnRows.
func (tx *Tx) AddFormReturn(ctx context.Context, f *model.TaskFormReturn) error {
	return insert(ctx, tx, taskFormReturns, string(f.ID), f, nil)
}

// PutFormReturnRows keeps these as the rows of a return, in place of those it had.
func (tx *Tx) PutFormReturnRows(ctx context.Context, id model.TaskFormReturnID, rows []model.TaskFormReturnRow) error {
	db := tx.db.WithContext(ctx).Table("task_form_return_rows")
	if err := db.Where("return_id = ?", id).Delete(&model.TaskFormReturnRow{}).Error; err != nil {
		return fmt.Errorf("former rows of a return: %w", err)
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.db.WithContext(ctx).Table("task_form_return_rows").CreateInBatches(rows, formRowsAtOnce).Error; err != nil {
		return fmt.Errorf("rows of a return: %w", err)
	}
	return nil
}

// SettleFormReturn writes what became of a return, if it still has its version; what came back stays.
func (tx *Tx) SettleFormReturn(ctx context.Context, f model.TaskFormReturn) (model.TaskFormReturn, error) {
	return update[model.TaskFormReturn](ctx, tx, taskFormReturns, string(f.ID), f.Version, map[string]any{
		"status": f.Status, "changed_rows": f.Changed, "same_rows": f.Same, "stale_rows": f.Stale, "foreign_rows": f.Foreign,
		"faulty_rows": f.Faulty, "missing_rows": f.Missing, "outcome": f.Outcome, "settled_by_name": f.SettledByName, "settled_on": f.SettledOn,
	}, nil)
}

// knowsFormReturns adds those of the names under which a form that came back is kept: as long as it
// was not given up before the instant.
func (r Reader) knowsFormReturns(ctx context.Context, names []string, givenUpAfter time.Time, needed map[string]bool) error {
	var found []model.TaskFormReturn
	err := r.db.WithContext(ctx).Table("task_form_returns").Select("stored", "status", "updated_at").Where("stored IN ?", names).Find(&found).Error
	if err != nil {
		return fmt.Errorf("names of forms that came back: %w", err)
	}
	for _, f := range found {
		needed[f.Stored] = f.Status != model.FormReturnDiscarded || f.UpdatedAt.After(givenUpAfter)
	}
	return nil
}
