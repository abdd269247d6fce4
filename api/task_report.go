package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type taskReportList struct {
	Paging
	Task   string `query:"task_id" maxLength:"36"`
	Month  string `query:"month" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"YYYY-MM"`
	Status string `query:"status" enum:"submitted,returned,accepted"`
}

func (a *API) listTaskReports(ctx context.Context, call model.Call, in *taskReportList) (*plain[model.Page[casework.TaskReportLine]], error) {
	return body(a.Desk.TaskReports(ctx, call.Actor, in.query(map[string]string{
		"task_id": in.Task, "month": in.Month, "status": in.Status,
	})))
}

func (a *API) readTaskReport(ctx context.Context, call model.Call, in *onID) (*record[casework.TaskReportCard], error) {
	card, err := a.Desk.TaskReportCard(ctx, call.Actor, model.TaskReportID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type taskReportChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body TaskProgressFields
}

func (a *API) changeTaskReport(ctx context.Context, call model.Call, in *taskReportChange) (*record[model.TaskReport], error) {
	report, err := a.Desk.ChangeTaskReport(ctx, call, model.TaskReportID(in.ID), in.Body.said())
	return versioned(report, report.Version, err)
}

type taskReportReview struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Accepted bool   `json:"accepted" doc:"通过，否则退回"`
		Note     string `json:"note,omitempty" maxLength:"500" doc:"审核意见，退回时必填"`
	}
}

func (a *API) reviewTaskReport(ctx context.Context, call model.Call, in *taskReportReview) (*record[model.TaskReport], error) {
	report, err := a.Desk.ReviewTaskReport(ctx, call, model.TaskReportID(in.ID), in.Body.Accepted, in.Body.Note)
	return versioned(report, report.Version, err)
}
