package api

import (
	"context"
	"net/url"

	"yijian/casework"
	"yijian/model"
	"yijian/reports"
)

// maxForm is the most bytes of a form that comes back; one that was made takes some hundred thousand.
const maxForm = 4 << 20

type taskFormList struct {
	Paging
	Month string `query:"month" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"YYYY-MM"`
	Unit  string `query:"unit" maxLength:"40" doc:"the unit that it is for, or what it was before"`
}

func (a *API) listTaskForms(ctx context.Context, call model.Call, in *taskFormList) (*plain[model.Page[model.TaskForm]], error) {
	scope, err := a.Desk.Scope(call.Actor, "task-form:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.TaskForms(ctx, scope, in.query(map[string]string{"month": in.Month, "unit": in.Unit})))
}

func (a *API) readTaskForm(ctx context.Context, call model.Call, in *onID) (*record[casework.FormCard], error) {
	card, err := a.Desk.FormCard(ctx, call.Actor, model.TaskFormID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type taskFormOrder struct {
	Body struct {
		Month string       `json:"month" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"月份 YYYY-MM"`
		Unit  model.UnitID `json:"unit_id,omitempty" maxLength:"40" doc:"填报单位，不填为本单位"`
	}
}

func (a *API) issueTaskForm(ctx context.Context, call model.Call, in *taskFormOrder) (*created[model.TaskForm], error) {
	form, err := a.Desk.IssueForm(ctx, call, casework.FormOrder(in.Body))
	return made("task-forms", string(form.ID), form, err)
}

func (a *API) taskFormContent(ctx context.Context, call model.Call, in *onID) (*workbook, error) {
	form, rows, err := a.Desk.FormAsMade(ctx, call.Actor, model.TaskFormID(in.ID))
	if err != nil {
		return nil, err
	}
	content, err := reports.TaskFormBook(form, rows)
	return named(xlsx, "form-"+form.Month+".xlsx", form.Title+".xlsx", content), err
}

type taskFormReturnList struct {
	Paging
	Form   string `query:"form_id" maxLength:"36"`
	Month  string `query:"month" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"YYYY-MM"`
	Status string `query:"status" enum:"open,confirmed,discarded"`
	Unit   string `query:"unit" maxLength:"40" doc:"the unit that filled it in, or what it was before"`
}

func (a *API) listTaskFormReturns(ctx context.Context, call model.Call, in *taskFormReturnList) (*plain[model.Page[model.TaskFormReturn]], error) {
	scope, err := a.Desk.Scope(call.Actor, "task-form:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.TaskFormReturns(ctx, scope, in.query(map[string]string{
		"form_id": in.Form, "month": in.Month, "status": in.Status, "unit": in.Unit,
	})))
}

type returnedForm struct {
	Name string `query:"name" required:"true" minLength:"1" maxLength:"200" doc:"the file's name; which form it is, it tells itself"`
}

func (a *API) takeTaskForm(ctx context.Context, call model.Call, in *returnedForm) (*created[model.TaskFormReturn], error) {
	file := spooledOf(ctx)
	came, err := a.Desk.TakeForm(ctx, call, casework.FormFile{
		Upload: casework.Upload{Name: in.Name, Content: file.File, Size: file.size}, Read: reports.ReadTaskForm,
	})
	return made("task-form-returns", string(came.ID), came, err)
}

func (a *API) readTaskFormReturn(ctx context.Context, call model.Call, in *onID) (*record[casework.FormReturnCard], error) {
	card, err := a.Desk.FormReturnCard(ctx, call.Actor, model.TaskFormReturnID(in.ID))
	return versioned(card, card.Record.Version, err)
}

func (a *API) taskFormReturnContent(ctx context.Context, call model.Call, in *onID) (*content, error) {
	came, from, err := a.Desk.OpenFormReturn(ctx, call, model.TaskFormReturnID(in.ID))
	if err != nil {
		return nil, err
	}
	return a.served(xlsx, `attachment; filename="form-`+came.Month+`.xlsx"; filename*=UTF-8''`+url.PathEscape(came.FileName), from), nil
}

func (a *API) confirmTaskForm(ctx context.Context, call model.Call, in *onID) (*record[model.TaskFormReturn], error) {
	came, err := a.Desk.ConfirmForm(ctx, call, model.TaskFormReturnID(in.ID))
	return versioned(came, came.Version, err)
}

func (a *API) discardTaskForm(ctx context.Context, call model.Call, in *onID) (*record[model.TaskFormReturn], error) {
	came, err := a.Desk.DiscardForm(ctx, call, model.TaskFormReturnID(in.ID))
	return versioned(came, came.Version, err)
}
