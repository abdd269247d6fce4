package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type publicationList struct {
	Paging
	Status       string `query:"status" enum:"draft,secrecy,personal,approval,published,discarded,corrected,withdrawn,ended"`
	Kind         string `query:"kind" maxLength:"30"`
	Topic        string `query:"topic" maxLength:"30"`
	EnterpriseID string `query:"enterprise_id" maxLength:"36"`
	SubjectID    string `query:"subject_id" maxLength:"60"`
	Contested    string `query:"contested" enum:"published" doc:"有待答复的异议"`
}

func (a *API) listPublications(ctx context.Context, call model.Call, in *publicationList) (*plain[model.Page[casework.PublicationView]], error) {
	return body(a.Desk.Publications(ctx, call.Actor, in.query(map[string]string{
		"status": in.Status, "kind": in.Kind, "topic": in.Topic, "enterprise_id": in.EnterpriseID, "subject_id": in.SubjectID, "contested": in.Contested,
	})))
}

// publicationKinds are what may be drafted.
type publicationKinds struct {
	Kinds []casework.PublicationKindView `json:"kinds"`
}

func (a *API) readPublicationKinds(_ context.Context, call model.Call, _ *struct{}) (*plain[publicationKinds], error) {
	return body(publicationKinds{a.Desk.PublicationKinds(call.Actor)}, nil)
}

func (a *API) readPublication(ctx context.Context, call model.Call, in *onID) (*record[model.Card[casework.PublicationDetail]], error) {
	card, err := a.Desk.PublicationCard(ctx, call.Actor, model.PublicationID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// PublicationFields is what a drafter writes; embedded, so exported for huma to see.
type PublicationFields struct {
	Title         string `json:"title,omitempty" maxLength:"100" doc:"标题；由记录生成的不填"`
	Written       string `json:"written,omitempty" maxLength:"20000" doc:"正文、案情或补充说明；其中的个人信息会自动遮盖"`
	Series        string `json:"series,omitempty" maxLength:"20" doc:"年度或月份"`
	PublishReason string `json:"publish_reason,omitempty" maxLength:"400" doc:"一般不公开的，写明公开的理由"`
}

func (f PublicationFields) facts() casework.PublicationFacts {
	return casework.PublicationFacts{Title: f.Title, Written: f.Written, Series: f.Series, PublishReason: f.PublishReason}
}

type publicationEntry struct {
	Body struct {
		Kind      model.PublicationKind `json:"kind" minLength:"1" maxLength:"30" doc:"公开事项种类"`
		SubjectID string                `json:"subject_id,omitempty" maxLength:"60" doc:"据以公开的记录"`
		PublicationFields
	}
}

func (a *API) draftPublication(ctx context.Context, call model.Call, in *publicationEntry) (*created[model.Publication], error) {
	p, err := a.Desk.DraftPublication(ctx, call, in.Body.Kind, in.Body.SubjectID, in.Body.facts())
	return made("publications", string(p.ID), p, err)
}

type publicationChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct{ PublicationFields }
}

func (a *API) changePublication(ctx context.Context, call model.Call, in *publicationChange) (*record[model.Publication], error) {
	p, err := a.Desk.ChangePublication(ctx, call, model.PublicationID(in.ID), in.Body.facts())
	return versioned(p, p.Version, err)
}

func (a *API) submitPublication(ctx context.Context, call model.Call, in *onID) (*record[model.Publication], error) {
	p, err := a.Desk.SubmitPublication(ctx, call, model.PublicationID(in.ID))
	return versioned(p, p.Version, err)
}

type publicationReview struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Note string `json:"note" minLength:"2" maxLength:"400" doc:"审查意见"`
	}
}

func (a *API) clearSecrecy(ctx context.Context, call model.Call, in *publicationReview) (*record[model.Publication], error) {
	p, err := a.Desk.ClearSecrecy(ctx, call, model.PublicationID(in.ID), in.Body.Note)
	return versioned(p, p.Version, err)
}

func (a *API) clearPersonal(ctx context.Context, call model.Call, in *publicationReview) (*record[model.Publication], error) {
	p, err := a.Desk.ClearPersonal(ctx, call, model.PublicationID(in.ID), in.Body.Note)
	return versioned(p, p.Version, err)
}

func (a *API) returnPublication(ctx context.Context, call model.Call, in *withReason) (*record[model.Publication], error) {
	p, err := a.Desk.ReturnPublication(ctx, call, model.PublicationID(in.ID), in.Body.Reason)
	return versioned(p, p.Version, err)
}

func (a *API) approvePublication(ctx context.Context, call model.Call, in *onID) (*record[model.Publication], error) {
	p, err := a.Desk.ApprovePublication(ctx, call, model.PublicationID(in.ID))
	return versioned(p, p.Version, err)
}

func (a *API) discardPublication(ctx context.Context, call model.Call, in *withReason) (*record[model.Publication], error) {
	p, err := a.Desk.DiscardPublication(ctx, call, model.PublicationID(in.ID), in.Body.Reason)
	return versioned(p, p.Version, err)
}

func (a *API) withdrawPublication(ctx context.Context, call model.Call, in *withReason) (*record[model.Publication], error) {
	p, err := a.Desk.WithdrawPublication(ctx, call, model.PublicationID(in.ID), in.Body.Reason)
	return versioned(p, p.Version, err)
}

type publicationCorrection struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Reason string `json:"reason" minLength:"2" maxLength:"400" doc:"更正的原因，公众可见"`
		PublicationFields
	}
}

func (a *API) correctPublication(ctx context.Context, call model.Call, in *publicationCorrection) (*record[model.Publication], error) {
	p, err := a.Desk.CorrectPublication(ctx, call, model.PublicationID(in.ID), in.Body.Reason, in.Body.facts())
	return versioned(p, p.Version, err)
}

func (a *API) contestPublication(ctx context.Context, call model.Call, in *withReason) (*record[model.Publication], error) {
	p, err := a.Desk.ContestPublication(ctx, call, model.PublicationID(in.ID), in.Body.Reason)
	return versioned(p, p.Version, err)
}

type contestAnswer struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Answer string `json:"answer" minLength:"2" maxLength:"400" doc:"答复"`
	}
}

func (a *API) answerContest(ctx context.Context, call model.Call, in *contestAnswer) (*record[model.Publication], error) {
	p, err := a.Desk.AnswerContest(ctx, call, model.PublicationID(in.ID), in.Body.Answer)
	return versioned(p, p.Version, err)
}
