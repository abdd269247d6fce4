package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type taskSlipList struct {
	Paging
	Task   string `query:"task_id" maxLength:"36"`
	Colour string `query:"colour" enum:"blue,orange,red"`
	Status string `query:"status" enum:"issued,signed,answered,closed,reissued,withdrawn,ended"`
	Unit   string `query:"unit" maxLength:"40" doc:"the unit that the slip goes to, or what it was before"`
}

func (a *API) listTaskSlips(ctx context.Context, call model.Call, in *taskSlipList) (*plain[model.Page[casework.SlipLine]], error) {
	return body(a.Desk.TaskSlips(ctx, call.Actor, in.query(map[string]string{
		"task_id": in.Task, "colour": in.Colour, "status": in.Status, "unit": in.Unit,
	})))
}

func (a *API) readTaskSlip(ctx context.Context, call model.Call, in *onID) (*record[casework.SlipCard], error) {
	card, err := a.Desk.TaskSlipCard(ctx, call.Actor, model.TaskSlipID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type taskSlipIssue struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Demand string `json:"demand,omitempty" maxLength:"400" doc:"要求，不填按平台的标准要求"`
		Person string `json:"person,omitempty" maxLength:"100" doc:"责任人，不填为经办负责人"`
	}
}

func (a *API) issueSlip(ctx context.Context, call model.Call, in *taskSlipIssue) (*record[model.TaskSlip], error) {
	slip, err := a.Desk.IssueSlip(ctx, call, model.TaskID(in.ID), casework.SlipWords(in.Body))
	return versioned(slip, slip.Version, err)
}

func (a *API) signSlip(ctx context.Context, call model.Call, in *onID) (*record[model.TaskSlip], error) {
	slip, err := a.Desk.SignSlip(ctx, call, model.TaskSlipID(in.ID))
	return versioned(slip, slip.Version, err)
}

type taskSlipAnswer struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Cause    string `json:"cause" minLength:"2" maxLength:"1000" doc:"原因"`
		Measures string `json:"measures" minLength:"2" maxLength:"1000" doc:"整改措施和完成时间"`
	}
}

func (a *API) answerSlip(ctx context.Context, call model.Call, in *taskSlipAnswer) (*record[model.TaskSlip], error) {
	slip, err := a.Desk.AnswerSlip(ctx, call, model.TaskSlipID(in.ID), in.Body.Cause, in.Body.Measures)
	return versioned(slip, slip.Version, err)
}

type taskSlipVerdict struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Accepted bool   `json:"accepted" doc:"采纳，否则退回"`
		Note     string `json:"note,omitempty" maxLength:"500" doc:"审核意见，退回时必填"`
	}
}

func (a *API) judgeSlip(ctx context.Context, call model.Call, in *taskSlipVerdict) (*record[model.TaskSlip], error) {
	slip, err := a.Desk.JudgeSlip(ctx, call, model.TaskSlipID(in.ID), in.Body.Accepted, in.Body.Note)
	return versioned(slip, slip.Version, err)
}

type taskSlipInstruction struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Instruction string `json:"instruction" minLength:"2" maxLength:"500" doc:"批示"`
	}
}

func (a *API) instructSlip(ctx context.Context, call model.Call, in *taskSlipInstruction) (*record[model.TaskSlip], error) {
	slip, err := a.Desk.InstructSlip(ctx, call, model.TaskSlipID(in.ID), in.Body.Instruction)
	return versioned(slip, slip.Version, err)
}

func (a *API) withdrawSlip(ctx context.Context, call model.Call, in *withReason) (*record[model.TaskSlip], error) {
	slip, err := a.Desk.WithdrawSlip(ctx, call, model.TaskSlipID(in.ID), in.Body.Reason)
	return versioned(slip, slip.Version, err)
}
