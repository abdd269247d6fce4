package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type returnList struct {
	Paging
	EnterpriseID string `query:"enterprise_id" maxLength:"36"`
	AreaCode     string `query:"area_code" maxLength:"12"`
	Month        string `query:"month" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"YYYY-MM"`
	Status       string `query:"status" enum:"awaited,draft,submitted,returned,accepted,waived"`
	Timing       string `query:"timing" enum:"in_time,late,overdue,due" doc:"handed in within or after their term; or not handed in, with their term over or not"`
	Unheard      string `query:"unheard" enum:"yes" doc:"owed and never handed in"`
}

func (a *API) listReturns(ctx context.Context, call model.Call, in *returnList) (*plain[model.Page[casework.MonthlyReturnLine]], error) {
	return body(a.Desk.MonthlyReturns(ctx, call.Actor, in.query(map[string]string{
		"enterprise_id": in.EnterpriseID, "area_code": in.AreaCode, "month": in.Month, "status": in.Status, "unheard": in.Unheard,
	}), casework.ReturnTiming(in.Timing)))
}

func (a *API) readReturn(ctx context.Context, call model.Call, in *onID) (*record[model.Card[casework.MonthlyReturnFile]], error) {
	card, err := a.Desk.MonthlyReturnCard(ctx, call.Actor, model.MonthlyReturnID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type returnStart struct {
	Body struct {
		EnterpriseID model.EnterpriseID `json:"enterprise_id" minLength:"1" maxLength:"36" doc:"企业"`
		Month        string             `json:"month" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"月份 YYYY-MM"`
	}
}

func (a *API) startReturn(ctx context.Context, call model.Call, in *returnStart) (*created[model.MonthlyReturn], error) {
	m, err := a.Desk.StartReturn(ctx, call, in.Body.EnterpriseID, in.Body.Month)
	return made("monthly-returns", string(m.ID), m, err)
}

// ReturnAreaFields is one township's row.
type ReturnAreaFields struct {
	AreaCode   string `json:"area_code" pattern:"^500156[0-9]{3}$" doc:"街道乡镇"`
	Pickups    *int64 `json:"pickups,omitempty" minimum:"0" maximum:"1000000000" doc:"收寄件数"`
	Deliveries *int64 `json:"deliveries,omitempty" minimum:"0" maximum:"1000000000" doc:"投递件数"`
}

type returnEntry struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Areas       []ReturnAreaFields `json:"areas" maxItems:"100" nullable:"false" doc:"各乡镇业务量"`
		Pickups     *int64             `json:"pickups,omitempty" minimum:"0" maximum:"1000000000" doc:"全月收寄总数"`
		Deliveries  *int64             `json:"deliveries,omitempty" minimum:"0" maximum:"1000000000" doc:"全月投递总数"`
		Staff       *int64             `json:"staff,omitempty" minimum:"0" maximum:"1000000000" doc:"月末从业人数"`
		Incidents   *int64             `json:"incidents,omitempty" minimum:"0" maximum:"1000000000" doc:"安全事件数"`
		Complaints  *int64             `json:"complaints,omitempty" minimum:"0" maximum:"1000000000" doc:"受理用户投诉数"`
		Explanation string             `json:"explanation" maxLength:"800" doc:"情况说明"`
	}
}

func (a *API) fillReturn(ctx context.Context, call model.Call, in *returnEntry) (*record[model.MonthlyReturn], error) {
	b := in.Body
	entry := casework.ReturnEntry{Explanation: b.Explanation, ReturnFigures: model.ReturnFigures{
		Areas: model.AreaParcelList{}, Pickups: b.Pickups, Deliveries: b.Deliveries, Staff: b.Staff, Incidents: b.Incidents, Complaints: b.Complaints,
	}}
	for _, area := range b.Areas {
		entry.Areas = append(entry.Areas, model.AreaParcels(area))
	}
	m, err := a.Desk.FillReturn(ctx, call, model.MonthlyReturnID(in.ID), entry)
	return versioned(m, m.Version, err)
}

func (a *API) submitReturn(ctx context.Context, call model.Call, in *onID) (*record[model.MonthlyReturn], error) {
	m, err := a.Desk.SubmitReturn(ctx, call, model.MonthlyReturnID(in.ID))
	return versioned(m, m.Version, err)
}

func (a *API) acceptReturn(ctx context.Context, call model.Call, in *onID) (*record[model.MonthlyReturn], error) {
	m, err := a.Desk.AcceptReturn(ctx, call, model.MonthlyReturnID(in.ID))
	return versioned(m, m.Version, err)
}

func (a *API) sendBackReturn(ctx context.Context, call model.Call, in *withReason) (*record[model.MonthlyReturn], error) {
	m, err := a.Desk.SendBackReturn(ctx, call, model.MonthlyReturnID(in.ID), in.Body.Reason)
	return versioned(m, m.Version, err)
}

type returnWaiver struct {
	ID   string `path:"id" maxLength:"80"`
	Body struct {
		Reason string `json:"reason" minLength:"2" maxLength:"400" doc:"免报理由"`
		Basis  string `json:"basis" minLength:"2" maxLength:"200" doc:"免报依据"`
	}
}

func (a *API) waiveReturn(ctx context.Context, call model.Call, in *returnWaiver) (*record[model.MonthlyReturn], error) {
	m, err := a.Desk.WaiveReturn(ctx, call, model.MonthlyReturnID(in.ID), in.Body.Reason, in.Body.Basis)
	return versioned(m, m.Version, err)
}

func (a *API) correctReturn(ctx context.Context, call model.Call, in *withReason) (*record[model.MonthlyReturn], error) {
	m, err := a.Desk.CorrectReturn(ctx, call, model.MonthlyReturnID(in.ID), in.Body.Reason)
	return versioned(m, m.Version, err)
}

func (a *API) keepReturn(ctx context.Context, call model.Call, in *onID) (*record[model.MonthlyReturn], error) {
	m, err := a.Desk.KeepReturn(ctx, call, model.MonthlyReturnID(in.ID))
	return versioned(m, m.Version, err)
}

type overviewUntil struct {
	Until string `query:"until" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"the last month shown, YYYY-MM; the last that is over when left out"`
}

type overviewFile struct {
	Until  string `query:"until" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"the last month shown, YYYY-MM; the last that is over when left out"`
	Table  string `query:"table" enum:"months,enterprises" default:"enterprises" doc:"the totals of the months, or which enterprise returned for which month"`
	Format string `query:"format" enum:"xlsx,csv" default:"xlsx"`
}

func (a *API) exportReturnOverview(ctx context.Context, call model.Call, in *overviewFile) (*content, error) {
	if err := a.files.enter(call.Actor.UserID, filesAtOnce, filesEach); err != nil {
		return nil, err
	}
	defer a.files.leave(call.Actor.UserID)
	list, rows, err := a.Desk.ReturnOverviewFile(ctx, call, in.Until, in.Table == "months")
	if err != nil {
		return nil, err
	}
	asked := map[string]string{"title": list.Title}
	if in.Until != "" {
		asked["month"] = in.Until
	}
	return a.sendList(ctx, call, sending{"monthly-return-overview", in.Format, list, asked}, func(add func([]model.ListCell) error) error {
		for _, row := range rows {
			if err := add(row); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a *API) readReturnOverview(ctx context.Context, call model.Call, in *overviewUntil) (*plain[casework.ReturnOverview], error) {
	return body(a.Desk.ReturnOverview(ctx, call.Actor, in.Until))
}
