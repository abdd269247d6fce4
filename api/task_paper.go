package api

import (
	"context"
	"net/url"

	"yijian/casework"
	"yijian/model"
	"yijian/reports"
)

type taskPaperList struct {
	Paging
	Plan  string `query:"plan_id" maxLength:"36" doc:"plan's id"`
	Month string `query:"month" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"YYYY-MM"`
	Hash  string `query:"hash" pattern:"^[0-9a-f]{64}$" doc:"SHA-256 of the file, or of the data it was made from: whether a file is as issued"`
}

func (a *API) listTaskPapers(ctx context.Context, call model.Call, in *taskPaperList) (*plain[model.Page[model.TaskPaper]], error) {
	scope, err := a.Desk.Scope(call.Actor, "task-paper:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.TaskPapers(ctx, scope, in.query(map[string]string{"plan_id": in.Plan, "month": in.Month, "hash": in.Hash})))
}

func (a *API) readTaskPaper(ctx context.Context, call model.Call, in *onID) (*record[model.Card[model.TaskPaper]], error) {
	card, err := a.Desk.PaperCard(ctx, call.Actor, model.TaskPaperID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type taskPaperOrder struct {
	Body struct {
		Plan   model.TaskPlanID `json:"plan_id" minLength:"1" maxLength:"36" doc:"工作方案"`
		Month  string           `json:"month" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"月份 YYYY-MM"`
		AsOf   model.Date       `json:"as_of,omitempty" format:"date" doc:"数据截至哪天，不填同上一版，第一版为月末或今天"`
		Reason string           `json:"reason,omitempty" maxLength:"500" doc:"更正理由，再次印发时必填"`
	}
}

func (a *API) issueTaskPaper(ctx context.Context, call model.Call, in *taskPaperOrder) (*created[model.TaskPaper], error) {
	o := casework.PaperOrder{Plan: in.Body.Plan, Month: in.Body.Month, AsOf: in.Body.AsOf, Reason: in.Body.Reason}
	paper, err := a.Desk.IssuePaper(ctx, call, o, reports.TaskWorkbook)
	return made("task-papers", string(paper.ID), paper, err)
}

func (a *API) taskPaperContent(ctx context.Context, call model.Call, in *onID) (*content, error) {
	paper, from, err := a.Desk.OpenPaper(ctx, call, model.TaskPaperID(in.ID), casework.PaperFile)
	if err != nil {
		return nil, err
	}
	return a.served(xlsx, `attachment; filename="tasks-`+paper.Month+`.xlsx"; filename*=UTF-8''`+url.PathEscape(paper.Title+".xlsx"), from), nil
}

func (a *API) taskPaperData(ctx context.Context, call model.Call, in *onID) (*content, error) {
	paper, from, err := a.Desk.OpenPaper(ctx, call, model.TaskPaperID(in.ID), casework.PaperData)
	if err != nil {
		return nil, err
	}
	return a.served(anyFile, `attachment; filename="tasks-`+paper.Month+`.json"; filename*=UTF-8''`+url.PathEscape(paper.Title+".json"), from), nil
}
