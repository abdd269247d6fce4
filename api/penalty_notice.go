package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type noticeList struct {
	Paging
	Status         string `query:"status" enum:"proposed,published,withdrawn,ended"`
	Kind           string `query:"kind" enum:"warning,criticism,fine,confiscation,suspension,restriction,revocation"`
	PublicityClass string `query:"publicity_class" enum:"slight,general,grave"`
	EnterpriseID   string `query:"enterprise_id" maxLength:"36"`
	PenaltyID      string `query:"penalty_id" maxLength:"36"`
}

func (a *API) listNotices(ctx context.Context, call model.Call, in *noticeList) (*plain[model.Page[model.PenaltyNotice]], error) {
	scope, err := a.Desk.Scope(call.Actor, "penalty-notice:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.PenaltyNotices(ctx, scope, in.query(map[string]string{
		"status": in.Status, "kind": in.Kind, "publicity_class": in.PublicityClass,
		"enterprise_id": in.EnterpriseID, "penalty_id": in.PenaltyID,
	})))
}

func (a *API) readNotice(ctx context.Context, call model.Call, in *onID) (*record[model.Card[model.PenaltyNotice]], error) {
	card, err := a.Desk.PenaltyNoticeCard(ctx, call.Actor, model.PenaltyNoticeID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// NoticeFields is what the proposer writes; embedded, so exported for huma to see.
type NoticeFields struct {
	Summary       string `json:"summary" minLength:"2" maxLength:"1000" doc:"公示的案情，不得含个人信息"`
	PublishReason string `json:"publish_reason,omitempty" maxLength:"400" doc:"轻微类须写明公示的理由"`
}

type noticeEntry struct {
	Body struct {
		PenaltyID model.PenaltyID `json:"penalty_id" minLength:"1" maxLength:"36" doc:"已决定的处罚"`
		NoticeFields
	}
}

func (a *API) proposeNotice(ctx context.Context, call model.Call, in *noticeEntry) (*created[model.PenaltyNotice], error) {
	n, err := a.Desk.ProposeNotice(ctx, call, in.Body.PenaltyID, casework.NoticeFacts(in.Body.NoticeFields))
	return made("penalty-notices", string(n.ID), n, err)
}

type noticeChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct{ NoticeFields }
}

func (a *API) changeNotice(ctx context.Context, call model.Call, in *noticeChange) (*record[model.PenaltyNotice], error) {
	n, err := a.Desk.ChangeNotice(ctx, call, model.PenaltyNoticeID(in.ID), casework.NoticeFacts(in.Body.NoticeFields))
	return versioned(n, n.Version, err)
}

func (a *API) publishNotice(ctx context.Context, call model.Call, in *onID) (*record[model.PenaltyNotice], error) {
	n, err := a.Desk.PublishNotice(ctx, call, model.PenaltyNoticeID(in.ID))
	return versioned(n, n.Version, err)
}

func (a *API) withdrawNotice(ctx context.Context, call model.Call, in *withReason) (*record[model.PenaltyNotice], error) {
	n, err := a.Desk.WithdrawNotice(ctx, call, model.PenaltyNoticeID(in.ID), in.Body.Reason)
	return versioned(n, n.Version, err)
}
