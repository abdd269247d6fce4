package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type consultationList struct {
	Paging
	Kind     string `query:"kind" enum:"reveal,lookup"`
	Noun     string `query:"noun" enum:"complaints,endpoints"`
	Purpose  string `query:"purpose" enum:"contact,verify,serve,assist,correct"`
	RecordID string `query:"record_id" maxLength:"36"`
	UserID   string `query:"user_id" maxLength:"36"`
}

func (a *API) listConsultations(ctx context.Context, call model.Call, in *consultationList) (*plain[model.Page[model.Consultation]], error) {
	scope, err := a.Desk.Scope(call.Actor, "consultation:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.Consultations(ctx, scope, in.query(map[string]string{
		"kind": in.Kind, "noun": in.Noun, "purpose": in.Purpose, "record_id": in.RecordID, "user_id": in.UserID,
	})))
}

func (a *API) readConsultation(ctx context.Context, call model.Call, in *onID) (*record[model.Consultation], error) {
	scope, err := a.Desk.Scope(call.Actor, "consultation:read")
	if err != nil {
		return nil, err
	}
	c, err := a.Store.Consultation(ctx, scope, model.ConsultationID(in.ID))
	return versioned(c, c.Version, err)
}

// unkept is a reply that no browser and no proxy may keep.
type unkept[T any] struct {
	CacheControl string `header:"Cache-Control"`
	Body         T
}

func once[T any](body T, err error) (*unkept[T], error) {
	if err != nil {
		return nil, err
	}
	return &unkept[T]{"no-store", body}, nil
}

// Purpose is what personal data are needed for; both parts are required.
type Purpose struct {
	Purpose model.RevealPurpose `json:"purpose" enum:"contact,verify,serve,assist,correct" doc:"用途"`
	Note    string              `json:"note" minLength:"2" maxLength:"200" doc:"具体说明"`
}

type complaintReveal struct {
	Body struct {
		RecordID string   `json:"record_id" minLength:"1" maxLength:"36" doc:"申诉"`
		Fields   []string `json:"fields" minItems:"1" maxItems:"2" enum:"consumer_name,consumer_phone" nullable:"false" doc:"要查看的项目"`
		Purpose
	}
}

func (a *API) revealComplaint(ctx context.Context, call model.Call, in *complaintReveal) (*unkept[model.Revealed], error) {
	return once(a.Desk.RevealComplaint(ctx, call, casework.RevealOrder{
		ID: in.Body.RecordID, Fields: in.Body.Fields, Purpose: in.Body.Purpose.Purpose, Note: in.Body.Note,
	}))
}

type endPointReveal struct {
	Body struct {
		RecordID string   `json:"record_id" minLength:"1" maxLength:"36" doc:"末端网点"`
		Fields   []string `json:"fields" minItems:"1" maxItems:"3" enum:"manager_name,manager_id,manager_phone" nullable:"false" doc:"要查看的项目"`
		Purpose
	}
}

func (a *API) revealEndPoint(ctx context.Context, call model.Call, in *endPointReveal) (*unkept[model.Revealed], error) {
	return once(a.Desk.RevealEndPoint(ctx, call, casework.RevealOrder{
		ID: in.Body.RecordID, Fields: in.Body.Fields, Purpose: in.Body.Purpose.Purpose, Note: in.Body.Note,
	}))
}

type complaintLookup struct {
	Body struct {
		Phone string `json:"phone" minLength:"5" maxLength:"30" doc:"用户电话"`
	}
}

func (a *API) lookUpComplaints(ctx context.Context, call model.Call, in *complaintLookup) (*unkept[model.Page[model.Complaint]], error) {
	return once(a.Desk.LookUpComplaints(ctx, call, model.Phone(in.Body.Phone)))
}

type endPointLookup struct {
	Body struct {
		Phone    string `json:"phone,omitempty" maxLength:"30" doc:"负责人电话"`
		IDNumber string `json:"id_number,omitempty" maxLength:"18" doc:"负责人身份证号"`
	}
}

func (a *API) lookUpEndPoints(ctx context.Context, call model.Call, in *endPointLookup) (*unkept[model.Page[model.EndPoint]], error) {
	return once(a.Desk.LookUpEndPoints(ctx, call, model.Phone(in.Body.Phone), model.IDNumber(in.Body.IDNumber)))
}
