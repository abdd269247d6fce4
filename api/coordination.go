package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type coordinationList struct {
	Paging
	Task   string `query:"task_id" maxLength:"36"`
	Status string `query:"status" enum:"asked,returned,escalated,answered,settled,dismissed,withdrawn,ended"`
	Unit   string `query:"unit" maxLength:"40" doc:"the unit that is asked, or what it was before"`
}

func (a *API) listCoordinations(ctx context.Context, call model.Call, in *coordinationList) (*plain[model.Page[casework.CoordinationLine]], error) {
	return body(a.Desk.Coordinations(ctx, call.Actor, in.query(map[string]string{"task_id": in.Task, "status": in.Status, "unit": in.Unit})))
}

func (a *API) readCoordination(ctx context.Context, call model.Call, in *onID) (*record[casework.CoordinationCard], error) {
	card, err := a.Desk.CoordinationCard(ctx, call.Actor, model.CoordinationID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type coordinationAsked struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Units    []model.UnitID     `json:"units" minItems:"1" maxItems:"10" doc:"请求的单位，可以几个"`
		Matter   string             `json:"matter" minLength:"2" maxLength:"100" doc:"请求事项"`
		Detail   string             `json:"detail" minLength:"2" maxLength:"1000" doc:"具体请求"`
		WishedOn model.Date         `json:"wished_on" format:"date" doc:"希望办成的日期"`
		Report   model.TaskReportID `json:"report,omitempty" maxLength:"36" doc:"出自哪份月报，可不填"`
	}
}

func (a *API) askCoordination(ctx context.Context, call model.Call, in *coordinationAsked) (*record[model.Coordination], error) {
	c, err := a.Desk.AskCoordination(ctx, call, model.TaskID(in.ID), casework.NewCoordination(in.Body))
	return versioned(c, c.Version, err)
}

type coordinationAnswer struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Agreed bool   `json:"agreed" doc:"可以办理，否则写明为什么不能办理"`
		Answer string `json:"answer" minLength:"2" maxLength:"1000" doc:"怎么办理，或者不能办理的原因"`
	}
}

func (a *API) answerCoordination(ctx context.Context, call model.Call, in *coordinationAnswer) (*record[model.Coordination], error) {
	c, err := a.Desk.AnswerCoordination(ctx, call, model.CoordinationID(in.ID), in.Body.Agreed, in.Body.Answer)
	return versioned(c, c.Version, err)
}

type coordinationVerdict struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Solved bool   `json:"solved" doc:"已经解决，否则退回再办"`
		Note   string `json:"note,omitempty" maxLength:"500" doc:"确认意见，退回时必填"`
	}
}

func (a *API) settleCoordination(ctx context.Context, call model.Call, in *coordinationVerdict) (*record[model.Coordination], error) {
	c, err := a.Desk.SettleCoordination(ctx, call, model.CoordinationID(in.ID), in.Body.Solved, in.Body.Note)
	return versioned(c, c.Version, err)
}

type coordinationDecision struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Upheld   bool   `json:"upheld" doc:"由被请求的单位办理，否则不予协调"`
		Decision string `json:"decision" minLength:"2" maxLength:"500" doc:"裁定意见"`
	}
}

func (a *API) decideCoordination(ctx context.Context, call model.Call, in *coordinationDecision) (*record[model.Coordination], error) {
	c, err := a.Desk.DecideCoordination(ctx, call, model.CoordinationID(in.ID), in.Body.Upheld, in.Body.Decision)
	return versioned(c, c.Version, err)
}

func (a *API) withdrawCoordination(ctx context.Context, call model.Call, in *withReason) (*record[model.Coordination], error) {
	c, err := a.Desk.WithdrawCoordination(ctx, call, model.CoordinationID(in.ID), in.Body.Reason)
	return versioned(c, c.Version, err)
}
