package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type nationalList struct {
	Paging
	Status string `query:"status" enum:"active,ended"`
	Source string `query:"source" maxLength:"100"`
	USCC   string `query:"uscc" maxLength:"18"`
}

func (a *API) listNationalEntries(ctx context.Context, call model.Call, in *nationalList) (*plain[model.Page[model.NationalMatch]], error) {
	scope, err := a.Desk.Scope(call.Actor, "national-entry:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.NationalEntries(ctx, scope, in.query(map[string]string{
		"status": in.Status, "source": in.Source, "uscc": in.USCC,
	})))
}

func (a *API) readNationalEntry(ctx context.Context, call model.Call, in *onID) (*record[model.Card[model.NationalMatch]], error) {
	card, err := a.Desk.NationalEntryCard(ctx, call.Actor, model.NationalEntryID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type nationalEntry struct {
	Body struct {
		Source     string     `json:"source" minLength:"2" maxLength:"100" doc:"名单名称"`
		DocumentNo string     `json:"document_no" minLength:"2" maxLength:"80" doc:"列入决定文号"`
		USCC       string     `json:"uscc" minLength:"18" maxLength:"18" doc:"统一社会信用代码"`
		Name       string     `json:"name" minLength:"2" maxLength:"200" doc:"主体名称"`
		Authority  string     `json:"authority" minLength:"2" maxLength:"100" doc:"列入机关"`
		Reason     string     `json:"reason" minLength:"2" maxLength:"1000" doc:"列入事由"`
		ListedOn   model.Date `json:"listed_on" format:"date" doc:"列入日期"`
		EndsOn     model.Date `json:"ends_on,omitempty" format:"date" doc:"期限止"`
	}
}

func (a *API) importNationalEntry(ctx context.Context, call model.Call, in *nationalEntry) (*created[model.NationalMatch], error) {
	e, err := a.Desk.ImportNationalEntry(ctx, call, casework.NationalFacts(in.Body))
	return made("national-entries", string(e.ID), e, err)
}

func (a *API) endNationalEntry(ctx context.Context, call model.Call, in *withReason) (*record[model.NationalMatch], error) {
	e, err := a.Desk.EndNationalEntry(ctx, call, model.NationalEntryID(in.ID), in.Body.Reason)
	return versioned(e, e.Version, err)
}
