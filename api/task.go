package api

import (
	"context"
	"fmt"
	"net/url"

	"yijian/casework"
	"yijian/model"
	"yijian/reports"
)

type taskList struct {
	Paging
	Plan    string `query:"plan" maxLength:"36" doc:"plan's id"`
	Status  string `query:"status" enum:"not_started,in_progress,done_pending,closed,deferred,cancelled"`
	Group   string `query:"group" maxLength:"60" doc:"结构"`
	Unit    string `query:"unit" maxLength:"40" doc:"a unit with a part in the task"`
	Light   string `query:"light" enum:"red,yellow,green,grey"`
	Quality string `query:"quality" enum:"task-unscheduled,task-unled" doc:"what a rule of data quality finds"`
}

func (a *API) listTasks(ctx context.Context, call model.Call, in *taskList) (*plain[model.Page[casework.TaskLine]], error) {
	query := a.flawed(in.query(map[string]string{"plan_id": in.Plan, "status": in.Status, "group": in.Group, "unit": in.Unit}), in.Quality)
	return body(a.Desk.TaskList(ctx, call.Actor, query, model.Light(in.Light)))
}

func (a *API) readTask(ctx context.Context, call model.Call, in *onID) (*record[casework.TaskCard], error) {
	card, err := a.Desk.TaskCard(ctx, call.Actor, model.TaskID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// TaskProgressFields is what a monthly report says; embedded, so exported for huma to see.
type TaskProgressFields struct {
	Progress     int    `json:"progress" minimum:"0" maximum:"100" doc:"实报进度，百分数"`
	Done         string `json:"done" minLength:"2" maxLength:"1000" doc:"本月情况"`
	Problems     string `json:"problems,omitempty" maxLength:"1000" doc:"存在问题"`
	Coordination string `json:"coordination,omitempty" maxLength:"1000" doc:"需协调事项"`
}

func (f TaskProgressFields) said() casework.TaskProgress {
	return casework.TaskProgress{Progress: f.Progress, Done: f.Done, Problems: f.Problems, Coordination: f.Coordination}
}

type taskReportEntry struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Month string `json:"month" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"月份 YYYY-MM"`
		TaskProgressFields
	}
}

func (a *API) reportTask(ctx context.Context, call model.Call, in *taskReportEntry) (*record[model.TaskReport], error) {
	report, err := a.Desk.ReportTask(ctx, call, model.TaskID(in.ID), in.Body.Month, in.Body.said())
	return versioned(report, report.Version, err)
}

type taskLeadChoice struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Lead   model.UnitID `json:"lead" maxLength:"40" doc:"附件或正文所列的牵头单位"`
		Reason string       `json:"reason" minLength:"2" maxLength:"500" doc:"理由"`
	}
}

func (a *API) resolveLead(ctx context.Context, call model.Call, in *taskLeadChoice) (*record[model.Task], error) {
	task, err := a.Desk.ResolveLead(ctx, call, model.TaskID(in.ID), in.Body.Lead, in.Body.Reason)
	return versioned(task, task.Version, err)
}

type taskDates struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		StartOn model.Date       `json:"start_on" format:"date" doc:"启动日期"`
		DueOn   model.Date       `json:"due_on" format:"date" doc:"完成时限"`
		Rhythm  model.TaskRhythm `json:"rhythm,omitempty" enum:"monthly,quarterly" doc:"月报或季报，不填为不变，第一次设定时为月报"`
		Reason  string           `json:"reason,omitempty" maxLength:"500" doc:"改动已设定的时间时必填"`
	}
}

func (a *API) scheduleTask(ctx context.Context, call model.Call, in *taskDates) (*record[model.Task], error) {
	task, err := a.Desk.ScheduleTask(ctx, call, model.TaskID(in.ID), casework.TaskSchedule(in.Body))
	return versioned(task, task.Version, err)
}

type taskSigning struct {
	ID string `path:"id" maxLength:"36"`
}

func (a *API) signForTask(ctx context.Context, call model.Call, in *taskSigning) (*record[model.Task], error) {
	task, err := a.Desk.SignForTask(ctx, call, model.TaskID(in.ID))
	return versioned(task, task.Version, err)
}

type taskFinish struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Note string `json:"note" minLength:"2" maxLength:"1000" doc:"完成情况"`
	}
}

func (a *API) finishTask(ctx context.Context, call model.Call, in *taskFinish) (*record[model.Task], error) {
	task, err := a.Desk.FinishTask(ctx, call, model.TaskID(in.ID), in.Body.Note)
	return versioned(task, task.Version, err)
}

type taskClosing struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Approved bool   `json:"approved" doc:"同意销号，否则退回继续推进"`
		Evidence string `json:"evidence" minLength:"2" maxLength:"1000" doc:"核查情况与佐证"`
	}
}

func (a *API) closeTask(ctx context.Context, call model.Call, in *taskClosing) (*record[model.Task], error) {
	task, err := a.Desk.CloseTask(ctx, call, model.TaskID(in.ID), in.Body.Approved, in.Body.Evidence)
	return versioned(task, task.Version, err)
}

type taskSuspension struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Status model.TaskStatus `json:"status" enum:"deferred,cancelled" doc:"暂缓或取消"`
		Reason string           `json:"reason" minLength:"2" maxLength:"500" doc:"理由"`
	}
}

func (a *API) suspendTask(ctx context.Context, call model.Call, in *taskSuspension) (*record[model.Task], error) {
	task, err := a.Desk.SuspendTask(ctx, call, model.TaskID(in.ID), in.Body.Status, in.Body.Reason)
	return versioned(task, task.Version, err)
}

func (a *API) askToSuspendTask(ctx context.Context, call model.Call, in *taskSuspension) (*record[model.Task], error) {
	task, err := a.Desk.AskToSuspendTask(ctx, call, model.TaskID(in.ID), in.Body.Status, in.Body.Reason)
	return versioned(task, task.Version, err)
}

type taskExtension struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		DueOn  model.Date `json:"due_on" format:"date" doc:"延期至"`
		Reason string     `json:"reason" minLength:"2" maxLength:"500" doc:"理由"`
	}
}

func (a *API) askToExtendTask(ctx context.Context, call model.Call, in *taskExtension) (*record[model.Task], error) {
	task, err := a.Desk.AskToExtendTask(ctx, call, model.TaskID(in.ID), in.Body.DueOn, in.Body.Reason)
	return versioned(task, task.Version, err)
}

type taskChecker struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Checker model.UserID `json:"checker" minLength:"1" maxLength:"36" doc:"核查人的账号"`
		Reason  string       `json:"reason" minLength:"2" maxLength:"500" doc:"理由"`
	}
}

func (a *API) nameChecker(ctx context.Context, call model.Call, in *taskChecker) (*record[model.Task], error) {
	task, err := a.Desk.NameChecker(ctx, call, model.TaskID(in.ID), in.Body.Checker, in.Body.Reason)
	return versioned(task, task.Version, err)
}

type checkerList struct {
	Items []casework.Checker `json:"items"`
}

func (a *API) listCheckers(ctx context.Context, call model.Call, in *onID) (*plain[checkerList], error) {
	found, err := a.Desk.Checkers(ctx, call.Actor, model.TaskID(in.ID))
	return body(checkerList{found}, err)
}

type taskReason struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Reason string `json:"reason" minLength:"2" maxLength:"500" doc:"理由"`
	}
}

// forReason answers an act on a task that asks for nothing but a reason.
func forReason(act func(*casework.Desk, context.Context, model.Call, model.TaskID, string) (model.Task, error)) func(*API, context.Context, model.Call, *taskReason) (*record[model.Task], error) {
	return func(a *API, ctx context.Context, call model.Call, in *taskReason) (*record[model.Task], error) {
		task, err := act(a.Desk, ctx, call, model.TaskID(in.ID), in.Body.Reason)
		return versioned(task, task.Version, err)
	}
}

type boardDay struct {
	AsOf model.Date       `query:"as_of" format:"date" doc:"on this day, from what was handed in by its end, as corrected since; today when left out"`
	Plan model.TaskPlanID `query:"plan" maxLength:"36" doc:"id of a plan, or all; when left out the newest plan that is carried out"`
}

func (a *API) readBoard(ctx context.Context, call model.Call, in *boardDay) (*plain[casework.Board], error) {
	day := in.AsOf
	if day.IsZero() || day.After(a.Desk.Today()) {
		day = a.Desk.Today()
	}
	return body(a.Desk.Board(ctx, call.Actor, in.Plan, day))
}

type planList struct {
	Paging
	Status string `query:"status" enum:"active,ended"`
	Year   int    `query:"year" minimum:"1000" maximum:"9999" doc:"issued in this year"`
}

type planEnd struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Reason string `json:"reason" minLength:"2" maxLength:"500" doc:"为什么结束"`
	}
}

func (a *API) endPlan(ctx context.Context, call model.Call, in *planEnd) (*record[model.TaskPlan], error) {
	plan, err := a.Desk.EndPlan(ctx, call, model.TaskPlanID(in.ID), in.Body.Reason)
	return versioned(plan, plan.Version, err)
}

func (a *API) listPlans(ctx context.Context, call model.Call, in *planList) (*plain[model.Page[model.TaskPlan]], error) {
	scope, err := a.Desk.Scope(call.Actor, "task:read")
	if err != nil {
		return nil, err
	}
	asked := map[string]string{"status": in.Status}
	if in.Year > 0 {
		asked["from"], asked["to"] = fmt.Sprintf("%d-01-01", in.Year), fmt.Sprintf("%d-12-31", in.Year)
	}
	return body(a.Store.TaskPlans(ctx, scope, in.query(asked)))
}

func (a *API) readPlan(ctx context.Context, call model.Call, in *onID) (*record[casework.PlanCard], error) {
	card, err := a.Desk.PlanCard(ctx, call.Actor, model.TaskPlanID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type workbookPeriod struct {
	Month string     `query:"month" required:"true" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"last month of the report, YYYY-MM"`
	From  string     `query:"from" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"its first month, YYYY-MM; the last when left out, twelve before at most"`
	AsOf  model.Date `query:"as_of" format:"date" doc:"told as of the end of this day, as corrected since; the end of the last month, or today, when left out"`
	Plan  string     `query:"plan" maxLength:"60" doc:"document number; the newest plan when left out"`
}

type workbook struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (a *API) taskWorkbook(ctx context.Context, call model.Call, in *workbookPeriod) (*workbook, error) {
	scope, err := a.Desk.Scope(call.Actor, "task:read")
	if err != nil {
		return nil, err
	}
	sheets, err := a.Desk.TaskSheets(ctx, scope, casework.TaskPeriod{Document: in.Plan, From: in.From, To: in.Month, AsOf: in.AsOf})
	if err != nil {
		return nil, err
	}
	content, err := reports.TaskWorkbook(sheets)
	if err != nil {
		return nil, err
	}
	months := in.Month
	if in.From != "" && in.From != in.Month {
		months = in.From + "-" + in.Month
	}
	name := url.PathEscape("任务分解表" + months + ".xlsx")
	return &workbook{
		ContentType: xlsx, Body: content,
		Disposition: `attachment; filename="tasks-` + months + `.xlsx"; filename*=UTF-8''` + name,
	}, nil
}
