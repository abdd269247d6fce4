package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// unitHasPart holds for a task in which one of the units has a part; a unit that
// was merged acts through its successor.
const unitHasPart = "EXISTS (SELECT 1 FROM task_units JOIN units ON units.id = task_units.unit_id" +
	" WHERE task_units.task_id = %s AND units.current_id IN ?)"

var taskPlans = register(noun{
	name: "plans", table: "plans", label: "title",
	reach: reach{unit: "EXISTS (SELECT 1 FROM tasks JOIN task_units ON task_units.task_id = tasks.id" +
		" JOIN units ON units.id = task_units.unit_id WHERE tasks.plan_id = plans.id AND units.current_id IN ?)"},
	filters: map[string]string{"status": "status"},
	having:  map[string]string{"from": "plans.dated >= ?", "to": "plans.dated <= ?"},
	sorts:   map[string]string{"dated": "dated", "created_at": "created_at"},
})

var tasks = register(noun{
	name: "tasks", table: "tasks", label: "name", search: "search_text",
	reach:   reach{unit: fmt.Sprintf(unitHasPart, "tasks.id")},
	filters: map[string]string{"plan_id": "plan_id", "status": "status", "group": "group_title"},
	having: map[string]string{
		"unit": "EXISTS (SELECT 1 FROM task_units JOIN units ON units.id = task_units.unit_id WHERE task_units.task_id = tasks.id AND (units.id = @value OR units.current_id = @value))",
	},
	// A plan's tasks are made in the order of their numbers, and so are their ids, which follow the plan.
	sorts: map[string]string{"plan_no": "plan_id", "number": "number", "due_on": "due_on", "progress": "progress", "created_at": "created_at"},
})

var taskUnits = register(noun{
	name: "task-units", table: "task_units",
	reach: reach{unit: fmt.Sprintf(unitHasPart, "task_units.task_id")},
})

var taskReports = register(noun{
	name: "task-reports", table: "task_reports",
	reach:   reach{unit: fmt.Sprintf(unitHasPart, "task_reports.task_id")},
	filters: map[string]string{"task_id": "task_id", "month": "month", "status": "status"},
	sorts:   map[string]string{"month": "month", "created_at": "created_at"},
})

// TaskPlans lists the plans.
func (r Reader) TaskPlans(ctx context.Context, scope Scope, q Query) (model.Page[model.TaskPlan], error) {
	return list[model.TaskPlan](ctx, r, taskPlans, scope, q)
}

// TaskPlan returns one plan within the scope.
func (r Reader) TaskPlan(ctx context.Context, scope Scope, id model.TaskPlanID) (model.TaskPlan, error) {
	return find[model.TaskPlan](ctx, r, taskPlans, scope, string(id))
}

// TaskPlanByDocument returns the plan with the document number, however that is written, or NotFound.
func (r Reader) TaskPlanByDocument(ctx context.Context, number string) (model.TaskPlan, error) {
	var row model.TaskPlan
	err := r.db.WithContext(ctx).Table("plans").Where("document_no IN ?", []string{number, model.DocumentKey(number)}).Take(&row).Error
	return row, absent(err)
}

// PlanNumbers returns the document number of every plan.
func (r Reader) PlanNumbers(ctx context.Context) (map[model.TaskPlanID]string, error) {
	var rows []model.TaskPlan
	if err := r.db.WithContext(ctx).Table("plans").Select("id, document_no").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("numbers of plans: %w", err)
	}
	numbers := make(map[model.TaskPlanID]string, len(rows))
	for _, row := range rows {
		numbers[row.ID] = row.DocumentNo
	}
	return numbers, nil
}

// Tasks lists the tasks.
func (r Reader) Tasks(ctx context.Context, scope Scope, q Query) (model.Page[model.Task], error) {
	return list[model.Task](ctx, r, tasks, scope, q)
}

// Task returns one task within the scope.
func (r Reader) Task(ctx context.Context, scope Scope, id model.TaskID) (model.Task, error) {
	return find[model.Task](ctx, r, tasks, scope, string(id))
}

// PlansWithTimes are the plans of which a task in scope has its time set.
func (r Reader) PlansWithTimes(ctx context.Context, scope Scope) (ids []model.TaskPlanID, err error) {
	err = tasks.reach.visible(r.db.WithContext(ctx).Table("tasks"), scope).Where("start_on IS NOT NULL").Distinct().Pluck("plan_id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("plans with times: %w", err)
	}
	return ids, nil
}

// TasksOfPlan returns a plan's tasks in scope in the document's order; of every plan when none is named.
func (r Reader) TasksOfPlan(ctx context.Context, scope Scope, plan model.TaskPlanID) ([]model.Task, error) {
	rows := []model.Task{}
	db := tasks.reach.visible(r.db.WithContext(ctx).Table("tasks"), scope)
	if plan != "" {
		db = db.Where("plan_id = ?", plan)
	}
	if err := db.Order("plan_id, number").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("tasks of plan: %w", err)
	}
	return rows, nil
}

// RunningTasksOf returns the tasks in scope that are not over, of plans that are carried out, of
// which a half names the unit, or what became it, as the lead.
func (r Reader) RunningTasksOf(ctx context.Context, scope Scope, unit model.UnitID) ([]model.Task, error) {
	rows := []model.Task{}
	const isUnit = "IN (SELECT units.id FROM units WHERE units.current_id = ?)"
	err := tasks.reach.visible(r.db.WithContext(ctx).Table("tasks"), scope).
		Where("status IN ?", []model.TaskStatus{model.TaskNotStarted, model.TaskInProgress}).
		Where("(annex_lead "+isUnit+" OR resolved_lead "+isUnit+")", unit, unit).
		Where("plan_id IN (SELECT plans.id FROM plans WHERE plans.status = ?)", model.TaskPlanActive).
		Order("plan_id, number").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("running tasks of a unit: %w", err)
	}
	return rows, nil
}

// TasksByID returns the tasks in scope that are among the ids, in no order.
func (r Reader) TasksByID(ctx context.Context, scope Scope, ids []model.TaskID) ([]model.Task, error) {
	rows := []model.Task{}
	if len(ids) == 0 {
		return rows, nil
	}
	if err := tasks.reach.visible(r.db.WithContext(ctx).Table("tasks"), scope).Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("tasks by id: %w", err)
	}
	return rows, nil
}

// TaskUnits returns the units' parts in a task in the order in which the plan names them.
func (r Reader) TaskUnits(ctx context.Context, scope Scope, id model.TaskID) ([]model.TaskUnit, error) {
	rows := []model.TaskUnit{}
	err := taskUnits.reach.visible(r.db.WithContext(ctx).Table("task_units"), scope).
		Where("task_id = ?", id).Order("position, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("units of task: %w", err)
	}
	return rows, nil
}

// TaskReport returns one report within the scope.
func (r Reader) TaskReport(ctx context.Context, scope Scope, id model.TaskReportID) (model.TaskReport, error) {
	return find[model.TaskReport](ctx, r, taskReports, scope, string(id))
}

// TaskReports lists the reports.
func (r Reader) TaskReports(ctx context.Context, scope Scope, q Query) (model.Page[model.TaskReport], error) {
	return list[model.TaskReport](ctx, r, taskReports, scope, q)
}

// ReportsOfTasks returns every report in scope on the tasks, by task, in order of month.
func (r Reader) ReportsOfTasks(ctx context.Context, scope Scope, ids []model.TaskID) (map[model.TaskID][]model.TaskReport, error) {
	byTask := map[model.TaskID][]model.TaskReport{}
	if len(ids) == 0 {
		return byTask, nil
	}
	var rows []model.TaskReport
	err := taskReports.reach.visible(r.db.WithContext(ctx).Table("task_reports"), scope).
		Where("task_id IN ?", ids).Order("month").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reports of tasks: %w", err)
	}
	for _, row := range rows {
		byTask[row.TaskID] = append(byTask[row.TaskID], row)
	}
	return byTask, nil
}

// AddTaskPlan creates a plan; a taken document number is a Conflict.
func (tx *Tx) AddTaskPlan(ctx context.Context, p *model.TaskPlan) error {
	return insert(ctx, tx, taskPlans, string(p.ID), p,
		model.Fail(model.Conflict, "plan.exists", "“"+p.DocumentNo+"”已经导入"))
}

// AddTask creates a task with the units that have a part in it.
func (tx *Tx) AddTask(ctx context.Context, t *model.Task, units []model.TaskUnit) error {
	t.SearchText = taskText(*t)
	if err := insert(ctx, tx, tasks, string(t.ID), t, nil); err != nil {
		return err
	}
	for i := range units {
		if err := insert(ctx, tx, taskUnits, units[i].ID, &units[i], nil); err != nil {
			return err
		}
	}
	return nil
}

func taskText(t model.Task) string {
	return model.FoldForSearch(t.Name, t.GroupTitle, t.Content, t.AnnexLeadText, t.AnnexSupportText,
		t.BodyTitle, t.BodyLeadText, t.BodyUnitsText)
}

// ChangeTask replaces everything about a task that an act may change.
func (tx *Tx) ChangeTask(ctx context.Context, t model.Task) (model.Task, error) {
	return update[model.Task](ctx, tx, tasks, string(t.ID), t.Version, map[string]any{
		"resolved_lead": t.ResolvedLead, "resolution_reason": t.ResolutionReason, "resolved_by": t.ResolvedBy,
		"resolved_on": t.ResolvedOn, "start_on": t.StartOn, "due_on": t.DueOn,
		"status": t.Status, "status_reason": t.StatusReason, "suspended_on": t.SuspendedOn,
		"asked_status": t.AskedStatus, "asked_due_on": t.AskedDueOn, "checker": t.Checker, "checker_name": t.CheckerName,
		"asked_reason": t.AskedReason, "asked_by": t.AskedBy, "asked_on": t.AskedOn,
		"signed_unit": t.SignedUnit, "signed_by": t.SignedBy, "signed_on": t.SignedOn, "rhythm": t.Rhythm, "reports_from": t.ReportsFrom, "progress": t.Progress,
		"handlers": t.Handlers, "finished_by": t.FinishedBy, "finished_on": t.FinishedOn, "finish_note": t.FinishNote,
		"closed_by": t.ClosedBy, "closed_on": t.ClosedOn, "evidence": t.Evidence,
	}, nil)
}

// AddTaskReport creates a report; a month that already has one is a Conflict on /month.
func (tx *Tx) AddTaskReport(ctx context.Context, r *model.TaskReport) error {
	return insert(ctx, tx, taskReports, string(r.ID), r, &model.Error{
		Kind: model.Conflict, Reason: "task_report.month_taken", Detail: "这项任务这个月的月报已经报送，请改为修改月报",
		Fields: []model.FieldError{{Pointer: "/month", Reason: "task_report.month_taken", Detail: r.Month + " 的月报已经报送，请打开它修改"}},
	})
}

// ChangeTaskReport replaces everything about a report that an act may change.
func (tx *Tx) ChangeTaskReport(ctx context.Context, r model.TaskReport) (model.TaskReport, error) {
	return update[model.TaskReport](ctx, tx, taskReports, string(r.ID), r.Version, map[string]any{
		"progress": r.Progress, "done": r.Done, "problems": r.Problems, "coordination": r.Coordination,
		"status": r.Status, "reported_by": r.ReportedBy, "reported_on": r.ReportedOn,
		"reviewed_by": r.ReviewedBy, "reviewed_on": r.ReviewedOn, "review_note": r.ReviewNote, "returns": r.Returns,
		"handlers": r.Handlers,
	}, nil)
}
