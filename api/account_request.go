package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type requestList struct {
	Paging
	Status string `query:"status" enum:"open,approved,refused,withdrawn"`
	Kind   string `query:"kind" enum:"reset,grant"`
	UserID string `query:"user_id" maxLength:"36"`
}

func (a *API) listRequests(ctx context.Context, call model.Call, in *requestList) (*plain[model.Page[model.AccountRequest]], error) {
	scope, err := a.Desk.Scope(call.Actor, "account-request:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.AccountRequests(ctx, scope, in.query(map[string]string{
		"status": in.Status, "kind": in.Kind, "user_id": in.UserID,
	})))
}

func (a *API) readRequest(ctx context.Context, call model.Call, in *onID) (*record[model.Card[model.AccountRequest]], error) {
	card, err := a.Desk.RequestCard(ctx, call.Actor, model.AccountRequestID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type resetEntry struct {
	Body struct {
		UserID model.UserID `json:"user_id" minLength:"1" maxLength:"36"`
		Reason string       `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) requestReset(ctx context.Context, call model.Call, in *resetEntry) (*created[model.AccountRequest], error) {
	request, err := a.Desk.RequestReset(ctx, call, in.Body.UserID, in.Body.Reason)
	return made("account-requests", string(request.ID), request, err)
}

func (a *API) approveRequest(ctx context.Context, call model.Call, in *onID) (*record[casework.Decided], error) {
	decided, err := a.Desk.ApproveRequest(ctx, call, model.AccountRequestID(in.ID))
	return versioned(decided, decided.Version, err)
}

type requestRefusal struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Reason string `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) refuseRequest(ctx context.Context, call model.Call, in *requestRefusal) (*record[model.AccountRequest], error) {
	request, err := a.Desk.RefuseRequest(ctx, call, model.AccountRequestID(in.ID), in.Body.Reason)
	return versioned(request, request.Version, err)
}

func (a *API) withdrawRequest(ctx context.Context, call model.Call, in *onID) (*record[model.AccountRequest], error) {
	request, err := a.Desk.WithdrawRequest(ctx, call, model.AccountRequestID(in.ID))
	return versioned(request, request.Version, err)
}
