package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type brandAgreementList struct {
	Paging
	EnterpriseID string     `query:"enterprise_id" maxLength:"36"`
	Brand        string     `query:"brand" maxLength:"30" doc:"a part of the name, however it is written"`
	Kind         string     `query:"kind" enum:"own,franchise,agency"`
	EndsBefore   model.Date `query:"ends_before" format:"date" doc:"those that last less long, have not been ended, and that no later one follows"`
}

func (a *API) listBrandAgreements(ctx context.Context, call model.Call, in *brandAgreementList) (*plain[model.Page[casework.BrandAgreementLine]], error) {
	return body(a.Desk.BrandAgreements(ctx, call.Actor, in.query(map[string]string{
		"enterprise_id": in.EnterpriseID, "brand": model.BrandKey(in.Brand), "kind": in.Kind, "ends_before": in.EndsBefore.String(),
	})))
}

func (a *API) readBrandAgreement(ctx context.Context, call model.Call, in *onID) (*record[model.Card[casework.BrandAgreementFile]], error) {
	card, err := a.Desk.BrandAgreementCard(ctx, call.Actor, model.BrandAgreementID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type brandAgreementEntry struct {
	Body struct {
		EnterpriseID model.EnterpriseID       `json:"enterprise_id" minLength:"1" maxLength:"36" doc:"企业"`
		Kind         model.BrandAgreementKind `json:"kind" enum:"own,franchise,agency" doc:"依据：自有品牌、加盟协议或代理协议"`
		Brand        string                   `json:"brand" minLength:"1" maxLength:"30" doc:"品牌"`
		DocumentNo   string                   `json:"document_no,omitempty" maxLength:"100" doc:"协议编号，自有品牌可以不填"`
		From         model.Date               `json:"from" format:"date" doc:"有效期自"`
		Until        model.Date               `json:"until,omitempty" format:"date" doc:"有效期至，没有期限的不填"`
		Note         string                   `json:"note,omitempty" maxLength:"400" doc:"说明"`
	}
}

func (a *API) registerBrandAgreement(ctx context.Context, call model.Call, in *brandAgreementEntry) (*created[casework.BrandAgreementLine], error) {
	line, err := a.Desk.RegisterBrandAgreement(ctx, call, casework.NewBrandAgreement(in.Body))
	return made("brand-agreements", string(line.ID), line, err)
}

type brandAgreementEnding struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		On     model.Date `json:"on" format:"date" doc:"自哪天起终止"`
		Reason string     `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) endBrandAgreement(ctx context.Context, call model.Call, in *brandAgreementEnding) (*record[casework.BrandAgreementLine], error) {
	line, err := a.Desk.EndBrandAgreement(ctx, call, model.BrandAgreementID(in.ID), casework.BrandAgreementEnd(in.Body))
	return versioned(line, line.Version, err)
}

func (a *API) voidBrandAgreement(ctx context.Context, call model.Call, in *withReason) (*record[casework.BrandAgreementLine], error) {
	line, err := a.Desk.VoidBrandAgreement(ctx, call, model.BrandAgreementID(in.ID), in.Body.Reason)
	return versioned(line, line.Version, err)
}
