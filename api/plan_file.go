package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
	"yijian/reports"
)

// maxPlanFile is the most bytes of the file of a plan.
var maxPlanFile = model.PlanLimits().Bytes

type planFile struct {
	Name string `query:"name" required:"true" minLength:"1" maxLength:"200" doc:"the file's name; its format is found by its content"`
}

func planFileOf(ctx context.Context) (model.PlanFile, error) {
	file := spooledOf(ctx)
	return reports.ReadPlanFile(file.File, file.size, casework.PlanSheets())
}

func (a *API) takeInPlan(ctx context.Context, call model.Call, in *planFile) (*created[model.PlanDraft], error) {
	file, err := planFileOf(ctx)
	if err != nil {
		return nil, err
	}
	draft, err := a.Desk.TakeInPlan(ctx, call, file, in.Name)
	return made("plan-drafts", string(draft.ID), draft, err)
}

func (a *API) planTemplate(ctx context.Context, call model.Call, _ *struct{}) (*workbook, error) {
	form, err := a.Desk.PlanForm(ctx, call.Actor)
	if err != nil {
		return nil, err
	}
	units := make([]reports.PlanUnit, len(form.Units))
	for i, u := range form.Units {
		units[i] = reports.PlanUnit{Title: u.Title, Members: u.Members}
	}
	content, err := reports.PlanTemplate(form.Sheets, form.Rows, units, form.Guide)
	return named(xlsx, "plan-template.xlsx", "工作方案模板.xlsx", content), err
}

type planUnitDay struct {
	Day model.Date `query:"day" format:"date" doc:"the plan's date; today when left out"`
}

// PlanUnitList is the units and groups that a plan of a day may name.
type PlanUnitList struct {
	Units []casework.PlanUnitChoice `json:"units"`
}

func (a *API) listPlanUnits(ctx context.Context, call model.Call, in *planUnitDay) (*plain[PlanUnitList], error) {
	day := in.Day
	if day.IsZero() {
		day = a.Desk.Today()
	}
	units, err := a.Desk.PlanUnits(ctx, call.Actor, day)
	return body(PlanUnitList{units}, err)
}
