package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type scorePeriod struct {
	Month string       `query:"month" required:"true" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"last month of the period, YYYY-MM"`
	From  string       `query:"from" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"its first month, YYYY-MM; the last when left out, twelve at most"`
	AsOf  model.Date   `query:"as_of" format:"date" doc:"told as of the end of this day, as corrected since; the end of the last month, or today, when left out"`
	Plan  string       `query:"plan" maxLength:"60" doc:"document number; the newest plan when left out"`
	Unit  model.UnitID `query:"unit" maxLength:"40" doc:"only this unit, line by line; without it no unit's items are told"`
}

func (a *API) readScores(ctx context.Context, call model.Call, in *scorePeriod) (*plain[casework.TaskScores], error) {
	scope, err := a.Desk.Scope(call.Actor, "task:read")
	if err != nil {
		return nil, err
	}
	period := casework.TaskPeriod{Document: in.Plan, From: in.From, To: in.Month, AsOf: in.AsOf}
	return body(a.Desk.TaskScores(ctx, scope, period, in.Unit))
}
