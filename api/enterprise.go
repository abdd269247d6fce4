package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

type enterpriseList struct {
	Paging
	Status   string `query:"status" enum:"active,suspended,closed"`
	Brand    string `query:"brand" maxLength:"60" doc:"those with an agreement about the brand that holds today; the whole name, however it is written"`
	AreaCode string `query:"area_code" maxLength:"12"`
	ImportNo string `query:"import_no" maxLength:"40" doc:"number of an import: what it brought"`
	MayFile  bool   `query:"may_file" doc:"only those for which an end point may be filed today"`
	Quality  string `query:"quality" enum:"licence-expired,licence-expiring,licence-undated,credit-code-wrong" doc:"what a rule of data quality finds"`
}

func (a *API) listEnterprises(ctx context.Context, call model.Call, in *enterpriseList) (*plain[model.Page[model.LicensedEnterprise]], error) {
	scope, err := a.Desk.Scope(call.Actor, "enterprise:read")
	if err != nil {
		return nil, err
	}
	filter := map[string]string{"status": in.Status, "brand_on": store.BrandOn(a.Desk.Today(), in.Brand), "area_code": in.AreaCode, "import_no": in.ImportNo}
	if in.MayFile {
		filter["may_file_on"] = a.Desk.Today().String()
	}
	return body(a.Store.Enterprises(ctx, scope, a.flawed(in.query(filter), in.Quality)))
}

// EnterpriseName is what whoever keeps accounts may know of a firm: enough to choose it.
type EnterpriseName struct {
	ID     model.EnterpriseID     `json:"id"`
	Name   string                 `json:"name"`
	Status model.EnterpriseStatus `json:"status"`
}

func (a *API) listEnterpriseNames(ctx context.Context, call model.Call, in *Paging) (*plain[model.Page[EnterpriseName]], error) {
	scope, err := a.Desk.Scope(call.Actor, "enterprise:name")
	if err != nil {
		return nil, err
	}
	found, err := a.Store.Enterprises(ctx, scope, in.query(nil))
	if err != nil {
		return nil, err
	}
	page := model.Page[EnterpriseName]{Items: make([]EnterpriseName, len(found.Items)), Next: found.Next}
	for i, e := range found.Items {
		page.Items[i] = EnterpriseName{e.ID, e.Name, e.Status}
	}
	return &plain[model.Page[EnterpriseName]]{Body: page}, nil
}

func (a *API) readEnterprise(ctx context.Context, call model.Call, in *onID) (*record[model.Card[casework.EnterpriseFile]], error) {
	card, err := a.Desk.EnterpriseCard(ctx, call.Actor, model.EnterpriseID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// EnterpriseFields is what may be entered and changed; embedded, so exported for huma to see.
type EnterpriseFields struct {
	Name           string `json:"name" minLength:"2" maxLength:"100" doc:"企业名称"`
	Brand          string `json:"brand" maxLength:"30" doc:"品牌"`
	AreaCode       string `json:"area_code" pattern:"^500156[0-9]{0,3}$" doc:"区划代码"`
	Address        string `json:"address" minLength:"2" maxLength:"150" doc:"地址"`
	Representative string `json:"representative" maxLength:"30" doc:"法定代表人"`
	ServicePhone   string `json:"service_phone" maxLength:"30" doc:"服务电话"`
}

func (f EnterpriseFields) facts() casework.EnterpriseFacts {
	return casework.EnterpriseFacts{
		Name: f.Name, Brand: f.Brand, AreaCode: f.AreaCode, Address: f.Address, Representative: f.Representative, ServicePhone: f.ServicePhone,
	}
}

type enterpriseEntry struct {
	Body struct {
		USCC string `json:"uscc" minLength:"18" maxLength:"18" doc:"统一社会信用代码（GB 32100）"`
		EnterpriseFields
	}
}

func (a *API) registerEnterprise(ctx context.Context, call model.Call, in *enterpriseEntry) (*created[model.Enterprise], error) {
	facts := in.Body.facts()
	facts.USCC = in.Body.USCC
	e, err := a.Desk.RegisterEnterprise(ctx, call, facts)
	return made("enterprises", string(e.ID), e, err)
}

type enterpriseChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		EnterpriseFields
		Status model.EnterpriseStatus `json:"status" enum:"active,suspended,closed" doc:"状态"`
	}
}

func (a *API) changeEnterprise(ctx context.Context, call model.Call, in *enterpriseChange) (*record[model.Enterprise], error) {
	facts := in.Body.facts()
	facts.Status = in.Body.Status
	e, err := a.Desk.ChangeEnterprise(ctx, call, model.EnterpriseID(in.ID), facts)
	return versioned(e, e.Version, err)
}

type enterpriseRestoration struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Status model.EnterpriseStatus `json:"status" enum:"active,suspended" doc:"撤回后的状态"`
		Basis  string                 `json:"basis" minLength:"2" maxLength:"100" doc:"依据：更正的文号，或者核实的材料"`
		Reason string                 `json:"reason" minLength:"2" maxLength:"400" doc:"理由"`
	}
}

func (a *API) restoreEnterprise(ctx context.Context, call model.Call, in *enterpriseRestoration) (*record[casework.RestoredEnterprise], error) {
	restored, err := a.Desk.RestoreEnterprise(ctx, call, model.EnterpriseID(in.ID), in.Body.Status, casework.Restoration{Basis: in.Body.Basis, Reason: in.Body.Reason})
	return versioned(restored, restored.Version, err)
}
