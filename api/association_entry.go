package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type associationList struct {
	Paging
	Status       string `query:"status" enum:"submitted,recorded,withdrawn"`
	EnterpriseID string `query:"enterprise_id" maxLength:"36"`
}

func (a *API) listAssociationEntries(ctx context.Context, call model.Call, in *associationList) (*plain[model.Page[model.AssociationEntry]], error) {
	scope, err := a.Desk.Scope(call.Actor, "association-entry:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.AssociationEntries(ctx, scope, in.query(map[string]string{
		"status": in.Status, "enterprise_id": in.EnterpriseID,
	})))
}

func (a *API) readAssociationEntry(ctx context.Context, call model.Call, in *onID) (*record[model.Card[model.AssociationEntry]], error) {
	card, err := a.Desk.AssociationEntryCard(ctx, call.Actor, model.AssociationEntryID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// AssociationFields is what a submitter says; embedded, so exported for huma to see.
type AssociationFields struct {
	Convention string     `json:"convention" minLength:"2" maxLength:"300" doc:"自律公约及条款"`
	Reason     string     `json:"reason" minLength:"2" maxLength:"1000" doc:"列入事由"`
	ListedOn   model.Date `json:"listed_on" format:"date" doc:"列入日期"`
	EndsOn     model.Date `json:"ends_on,omitempty" format:"date" doc:"期限止"`
}

type associationEntry struct {
	Body struct {
		EnterpriseID model.EnterpriseID `json:"enterprise_id" minLength:"1" maxLength:"36" doc:"企业"`
		AssociationFields
	}
}

func (a *API) submitAssociationEntry(ctx context.Context, call model.Call, in *associationEntry) (*created[model.AssociationEntry], error) {
	e, err := a.Desk.SubmitAssociationEntry(ctx, call, in.Body.EnterpriseID, casework.AssociationFacts(in.Body.AssociationFields))
	return made("association-entries", string(e.ID), e, err)
}

type associationChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct{ AssociationFields }
}

func (a *API) changeAssociationEntry(ctx context.Context, call model.Call, in *associationChange) (*record[model.AssociationEntry], error) {
	e, err := a.Desk.ChangeAssociationEntry(ctx, call, model.AssociationEntryID(in.ID), casework.AssociationFacts(in.Body.AssociationFields))
	return versioned(e, e.Version, err)
}

func (a *API) recordAssociationEntry(ctx context.Context, call model.Call, in *onID) (*record[model.AssociationEntry], error) {
	e, err := a.Desk.RecordAssociationEntry(ctx, call, model.AssociationEntryID(in.ID))
	return versioned(e, e.Version, err)
}

func (a *API) withdrawAssociationEntry(ctx context.Context, call model.Call, in *withReason) (*record[model.AssociationEntry], error) {
	e, err := a.Desk.WithdrawAssociationEntry(ctx, call, model.AssociationEntryID(in.ID), in.Body.Reason)
	return versioned(e, e.Version, err)
}
