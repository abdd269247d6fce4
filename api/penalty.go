package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type penaltyList struct {
	Paging
	Status         string `query:"status" enum:"draft,reviewed,decided,withdrawn"`
	Kind           string `query:"kind" enum:"warning,criticism,fine,confiscation,suspension,restriction,revocation"`
	PublicityClass string `query:"publicity_class" enum:"slight,general,grave"`
	EnterpriseID   string `query:"enterprise_id" maxLength:"36"`
	Quality        string `query:"quality" enum:"penalty-doubled" doc:"what a rule of data quality finds"`
	ImportNo       string `query:"import_no" maxLength:"40" doc:"number of an import: what it brought"`
}

func (a *API) listPenalties(ctx context.Context, call model.Call, in *penaltyList) (*plain[model.Page[model.Penalty]], error) {
	scope, err := a.Desk.Scope(call.Actor, "penalty:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.Penalties(ctx, scope, a.flawed(in.query(map[string]string{
		"status": in.Status, "kind": in.Kind, "publicity_class": in.PublicityClass, "enterprise_id": in.EnterpriseID, "import_no": in.ImportNo,
	}), in.Quality)))
}

func (a *API) readPenalty(ctx context.Context, call model.Call, in *onID) (*record[model.Card[model.Penalty]], error) {
	card, err := a.Desk.PenaltyCard(ctx, call.Actor, model.PenaltyID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// PenaltyFields is what a draft says; embedded, so exported for huma to see.
type PenaltyFields struct {
	DocumentNo     string               `json:"document_no" minLength:"2" maxLength:"80" doc:"决定书文号"`
	Facts          string               `json:"facts" minLength:"2" maxLength:"2000" doc:"违法事实"`
	Basis          string               `json:"basis" minLength:"2" maxLength:"500" doc:"处罚依据"`
	Kind           model.PenaltyKind    `json:"kind" enum:"warning,criticism,fine,confiscation,suspension,restriction,revocation" doc:"处罚种类：警告、通报批评、罚款、没收、停业整顿、限制经营或从业、吊销"`
	AmountFen      int64                `json:"amount_fen" minimum:"0" maximum:"1000000000000" doc:"罚没金额，单位分"`
	PublicityClass model.PublicityClass `json:"publicity_class" enum:"slight,general,grave" doc:"公示类别：轻微、一般、严重"`
	Trigger        model.PenaltyTrigger `json:"trigger,omitempty" enum:"licence_revoked,suspended,safety_system_penalty,inspection_refused,user_data_penalty,major_liability" doc:"一票否决情形"`
}

type penaltyEntry struct {
	Body struct {
		EnterpriseID model.EnterpriseID `json:"enterprise_id" minLength:"1" maxLength:"36" doc:"当事企业"`
		PenaltyFields
	}
}

func (a *API) draftPenalty(ctx context.Context, call model.Call, in *penaltyEntry) (*created[model.Penalty], error) {
	p, err := a.Desk.DraftPenalty(ctx, call, in.Body.EnterpriseID, casework.PenaltyFacts(in.Body.PenaltyFields))
	return made("penalties", string(p.ID), p, err)
}

type penaltyChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct{ PenaltyFields }
}

func (a *API) changePenalty(ctx context.Context, call model.Call, in *penaltyChange) (*record[model.Penalty], error) {
	p, err := a.Desk.ChangePenalty(ctx, call, model.PenaltyID(in.ID), casework.PenaltyFacts(in.Body.PenaltyFields))
	return versioned(p, p.Version, err)
}

type penaltyReview struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Passed  bool   `json:"passed" doc:"审核通过"`
		Opinion string `json:"opinion,omitempty" maxLength:"400" doc:"审核意见，不通过时必填"`
	}
}

func (a *API) reviewPenalty(ctx context.Context, call model.Call, in *penaltyReview) (*record[model.Penalty], error) {
	p, err := a.Desk.ReviewPenalty(ctx, call, model.PenaltyID(in.ID), in.Body.Passed, in.Body.Opinion)
	return versioned(p, p.Version, err)
}

type penaltyDecision struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		DecidedOn model.Date `json:"decided_on" format:"date" doc:"决定日"`
	}
}

func (a *API) decidePenalty(ctx context.Context, call model.Call, in *penaltyDecision) (*record[model.Penalty], error) {
	p, err := a.Desk.DecidePenalty(ctx, call, model.PenaltyID(in.ID), in.Body.DecidedOn)
	return versioned(p, p.Version, err)
}

type penaltyService struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		ServedOn model.Date `json:"served_on" format:"date" doc:"送达日"`
	}
}

func (a *API) servePenalty(ctx context.Context, call model.Call, in *penaltyService) (*record[model.Penalty], error) {
	p, err := a.Desk.ServePenalty(ctx, call, model.PenaltyID(in.ID), in.Body.ServedOn)
	return versioned(p, p.Version, err)
}

func (a *API) withdrawPenalty(ctx context.Context, call model.Call, in *withReason) (*record[model.Penalty], error) {
	p, err := a.Desk.WithdrawPenalty(ctx, call, model.PenaltyID(in.ID), in.Body.Reason)
	return versioned(p, p.Version, err)
}
