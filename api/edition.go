package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type editionList struct {
	Paging
	Status string `query:"status" enum:"candidate,reviewed,published"`
}

func (a *API) listEditions(ctx context.Context, call model.Call, in *editionList) (*plain[model.Page[model.Edition]], error) {
	scope, err := a.Desk.Scope(call.Actor, "edition:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.Editions(ctx, scope, in.query(map[string]string{"status": in.Status})))
}

func (a *API) readEdition(ctx context.Context, call model.Call, in *onID) (*record[model.Card[casework.EditionView]], error) {
	card, err := a.Desk.EditionCard(ctx, call.Actor, model.EditionID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type noted struct {
	ID   string `path:"id" maxLength:"80"`
	Body struct {
		Note string `json:"note" minLength:"2" maxLength:"500" doc:"意见"`
	}
}

func (a *API) reviewEdition(ctx context.Context, call model.Call, in *noted) (*record[model.Edition], error) {
	e, err := a.Desk.ReviewEdition(ctx, call, model.EditionID(in.ID), in.Body.Note)
	return versioned(e, e.Version, err)
}

func (a *API) approveEdition(ctx context.Context, call model.Call, in *onID) (*record[casework.Approval], error) {
	outcome, err := a.Desk.ApproveEdition(ctx, call, model.EditionID(in.ID))
	return versioned(outcome, outcome.Edition.Version, err)
}

type entryList struct {
	Paging
	EditionID    string `query:"edition_id" maxLength:"36"`
	List         string `query:"list" enum:"red,black"`
	Status       string `query:"status" enum:"candidate,noticed,published,excluded,withdrawn,ended"`
	EnterpriseID string `query:"enterprise_id" maxLength:"36"`
}

func (a *API) listEntries(ctx context.Context, call model.Call, in *entryList) (*plain[model.Page[model.EditionEntry]], error) {
	scope, err := a.Desk.Scope(call.Actor, "edition-entry:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.EditionEntries(ctx, scope, in.query(map[string]string{
		"edition_id": in.EditionID, "list": in.List, "status": in.Status, "enterprise_id": in.EnterpriseID,
	})))
}

func (a *API) readEntry(ctx context.Context, call model.Call, in *onID) (*record[model.Card[model.EditionEntry]], error) {
	card, err := a.Desk.EntryCard(ctx, call.Actor, model.EntryID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type served struct {
	ID   string `path:"id" maxLength:"80"`
	Body struct {
		ServedOn model.Date `json:"served_on" format:"date" doc:"告知书送达日期"`
	}
}

func (a *API) notifyEntry(ctx context.Context, call model.Call, in *served) (*record[model.EditionEntry], error) {
	e, err := a.Desk.NotifyEntry(ctx, call, model.EntryID(in.ID), in.Body.ServedOn)
	return versioned(e, e.Version, err)
}

type stated struct {
	ID   string `path:"id" maxLength:"80"`
	Body struct {
		Statement  string     `json:"statement" minLength:"5" maxLength:"2000" doc:"陈述申辩内容"`
		ReceivedOn model.Date `json:"received_on,omitempty" format:"date" doc:"收到日期：管理局代为录入时必填，企业自行提交的不填"`
	}
}

func (a *API) stateDefence(ctx context.Context, call model.Call, in *stated) (*record[model.EditionEntry], error) {
	e, err := a.Desk.StateDefence(ctx, call, model.EntryID(in.ID), in.Body.Statement, in.Body.ReceivedOn)
	return versioned(e, e.Version, err)
}

func (a *API) considerDefence(ctx context.Context, call model.Call, in *noted) (*record[model.EditionEntry], error) {
	e, err := a.Desk.ConsiderDefence(ctx, call, model.EntryID(in.ID), in.Body.Note)
	return versioned(e, e.Version, err)
}

type reasoned struct {
	ID   string `path:"id" maxLength:"80"`
	Body struct {
		Reason string `json:"reason" minLength:"2" maxLength:"500" doc:"理由"`
	}
}

func (a *API) excludeEntry(ctx context.Context, call model.Call, in *reasoned) (*record[model.EditionEntry], error) {
	e, err := a.Desk.ExcludeEntry(ctx, call, model.EntryID(in.ID), in.Body.Reason)
	return versioned(e, e.Version, err)
}

func (a *API) withdrawEntry(ctx context.Context, call model.Call, in *reasoned) (*record[model.EditionEntry], error) {
	e, err := a.Desk.WithdrawEntry(ctx, call, model.EntryID(in.ID), in.Body.Reason)
	return versioned(e, e.Version, err)
}
