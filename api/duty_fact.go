package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type dutyFactList struct {
	Paging
	EnterpriseID string `query:"enterprise_id" maxLength:"36"`
	AreaCode     string `query:"area_code" maxLength:"12"`
	Class        string `query:"class" enum:"late_filing,late_change,late_return,missing_return,late_answer"`
	Status       string `query:"status" enum:"pending,final,contested,withdrawn"`
	From         string `query:"from" format:"date" doc:"found missed on this day or later"`
	To           string `query:"to" format:"date" doc:"found missed on this day or earlier"`
}

func (a *API) listDutyFacts(ctx context.Context, call model.Call, in *dutyFactList) (*plain[model.Page[casework.DutyLine]], error) {
	return body(a.Desk.DutyFacts(ctx, call.Actor, in.query(map[string]string{
		"enterprise_id": in.EnterpriseID, "area_code": in.AreaCode, "class": in.Class, "status": in.Status, "from": in.From, "to": in.To,
	})))
}

func (a *API) readDutyFact(ctx context.Context, call model.Call, in *onID) (*record[model.Card[casework.DutyLine]], error) {
	card, err := a.Desk.DutyFactCard(ctx, call.Actor, model.DutyFactID(in.ID))
	return versioned(card, card.Record.Version, err)
}

func (a *API) contestDuty(ctx context.Context, call model.Call, in *withReason) (*record[model.DutyFact], error) {
	f, err := a.Desk.ContestDuty(ctx, call, model.DutyFactID(in.ID), in.Body.Reason)
	return versioned(f, f.Version, err)
}

func (a *API) upholdDuty(ctx context.Context, call model.Call, in *withReason) (*record[model.DutyFact], error) {
	f, err := a.Desk.UpholdDuty(ctx, call, model.DutyFactID(in.ID), in.Body.Reason)
	return versioned(f, f.Version, err)
}

func (a *API) withdrawDuty(ctx context.Context, call model.Call, in *withReason) (*record[model.DutyFact], error) {
	f, err := a.Desk.WithdrawDuty(ctx, call, model.DutyFactID(in.ID), in.Body.Reason)
	return versioned(f, f.Version, err)
}
