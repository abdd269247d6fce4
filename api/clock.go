package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

// ClockFilter narrows a list of clocks.
type ClockFilter struct {
	Status       string `query:"status" enum:"running,paused,stopped"`
	Light        string `query:"light" enum:"near,overdue" doc:"running clocks near their end (warned of, or three days left or fewer), or past it"`
	Rule         string `query:"rule" maxLength:"64"`
	Noun         string `query:"noun" enum:"endpoints,complaints,inspections,penalties,monthly-returns,edition-entries,duty-facts,publications"`
	RecordID     string `query:"record_id" maxLength:"80"`
	Holder       string `query:"holder" enum:"inspector,complaints,legal,chief,firm" doc:"the role that has the record in hand"`
	EnterpriseID string `query:"enterprise_id" maxLength:"36"`
	Area         string `query:"area" maxLength:"9" doc:"a township's code"`
	Failing      bool   `query:"failing" doc:"only those whose notices fail"`
}

func (f ClockFilter) columns() map[string]string {
	filter := map[string]string{
		"status": f.Status, "rule": f.Rule, "noun": f.Noun, "record_id": f.RecordID, "holder": f.Holder,
		"enterprise_id": f.EnterpriseID, "area": f.Area,
	}
	if f.Failing {
		filter["failing"] = "1"
	}
	return filter
}

type clockList struct {
	Paging
	ClockFilter
}

func (a *API) listClocks(ctx context.Context, call model.Call, in *clockList) (*plain[model.Page[casework.ClockLine]], error) {
	return body(a.Desk.Clocks(ctx, call.Actor, in.query(in.columns()), casework.ClockLight(in.Light)))
}

func (a *API) readClock(ctx context.Context, call model.Call, in *onID) (*record[casework.ClockCard], error) {
	card, err := a.Desk.ClockCard(ctx, call.Actor, model.ClockID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type clockPause struct {
	ID   string `path:"id" maxLength:"80"`
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"40" doc:"中止事由"`
		Note string `json:"note" minLength:"2" maxLength:"400" doc:"情况说明"`
	}
}

func (a *API) pauseClock(ctx context.Context, call model.Call, in *clockPause) (*record[model.Clock], error) {
	c, err := a.Desk.PauseClock(ctx, call, model.ClockID(in.ID), in.Body.Code, in.Body.Note)
	return versioned(c, c.Version, err)
}

type clockNote struct {
	ID   string `path:"id" maxLength:"80"`
	Body struct {
		Note string `json:"note" minLength:"2" maxLength:"400" doc:"情况说明"`
	}
}

func (a *API) resumeClock(ctx context.Context, call model.Call, in *clockNote) (*record[model.Clock], error) {
	c, err := a.Desk.ResumeClock(ctx, call, model.ClockID(in.ID), in.Body.Note)
	return versioned(c, c.Version, err)
}

func (a *API) askExtension(ctx context.Context, call model.Call, in *withReason) (*record[model.Clock], error) {
	c, err := a.Desk.AskExtension(ctx, call, model.ClockID(in.ID), in.Body.Reason)
	return versioned(c, c.Version, err)
}

func (a *API) approveExtension(ctx context.Context, call model.Call, in *onID) (*record[model.Clock], error) {
	c, err := a.Desk.ApproveExtension(ctx, call, model.ClockID(in.ID))
	return versioned(c, c.Version, err)
}

func (a *API) refuseExtension(ctx context.Context, call model.Call, in *withReason) (*record[model.Clock], error) {
	c, err := a.Desk.RefuseExtension(ctx, call, model.ClockID(in.ID), in.Body.Reason)
	return versioned(c, c.Version, err)
}
