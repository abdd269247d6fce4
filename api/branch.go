package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type branchList struct {
	Paging
	EnterpriseID string `query:"enterprise_id" maxLength:"36"`
	AreaCode     string `query:"area_code" maxLength:"12"`
	ImportNo     string `query:"import_no" maxLength:"40" doc:"number of an import: what it brought"`
}

func (a *API) listBranches(ctx context.Context, call model.Call, in *branchList) (*plain[model.Page[casework.BranchLine]], error) {
	return body(a.Desk.Branches(ctx, call.Actor, in.query(map[string]string{"enterprise_id": in.EnterpriseID, "area_code": in.AreaCode, "import_no": in.ImportNo})))
}

func (a *API) readBranch(ctx context.Context, call model.Call, in *onID) (*record[model.Card[casework.BranchFile]], error) {
	card, err := a.Desk.BranchCard(ctx, call.Actor, model.BranchID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// BranchFields is what may be entered and changed; a masked name sent back leaves the stored one.
type BranchFields struct {
	DirectoryNo     string           `json:"directory_no" minLength:"1" maxLength:"60" doc:"名录编号"`
	Name            string           `json:"name" minLength:"2" maxLength:"100" doc:"分支机构名称"`
	AreaCode        string           `json:"area_code" pattern:"^500156[0-9]{0,3}$" doc:"区划代码"`
	Address         string           `json:"address" minLength:"2" maxLength:"150" doc:"地址"`
	ResponsibleName model.PersonName `json:"responsible_name" minLength:"1" maxLength:"30" doc:"负责人"`
	ServicePhone    string           `json:"service_phone" maxLength:"30" doc:"服务电话"`
	AuthorityNo     string           `json:"authority_no" minLength:"1" maxLength:"100" doc:"法人授权书文号"`
	AuthorisedFrom  model.Date       `json:"authorised_from" format:"date" doc:"授权自"`
	AuthorisedUntil model.Date       `json:"authorised_until,omitempty" format:"date" doc:"授权至"`
	EnteredOn       model.Date       `json:"entered_on" format:"date" doc:"列入名录日期"`
	ValidUntil      model.Date       `json:"valid_until,omitempty" format:"date" doc:"名录有效期至"`
	Reason          string           `json:"reason" minLength:"2" maxLength:"400" doc:"说明"`
}

type branchEntry struct {
	Body struct {
		EnterpriseID model.EnterpriseID `json:"enterprise_id" minLength:"1" maxLength:"36" doc:"所属企业"`
		BranchFields
	}
}

func (a *API) enterBranch(ctx context.Context, call model.Call, in *branchEntry) (*created[casework.BranchLine], error) {
	line, err := a.Desk.EnterBranch(ctx, call, in.Body.EnterpriseID, casework.BranchFacts(in.Body.BranchFields))
	return made("branches", string(line.ID), line, err)
}

type branchChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body BranchFields
}

func (a *API) changeBranch(ctx context.Context, call model.Call, in *branchChange) (*record[casework.BranchLine], error) {
	line, err := a.Desk.ChangeBranch(ctx, call, model.BranchID(in.ID), casework.BranchFacts(in.Body))
	return versioned(line, line.Version, err)
}

type branchInvalidation struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		From       model.Date `json:"from" format:"date" doc:"自哪天起失效"`
		DocumentNo string     `json:"document_no" maxLength:"100" doc:"文号"`
		Reason     string     `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) invalidateBranch(ctx context.Context, call model.Call, in *branchInvalidation) (*record[casework.BranchLine], error) {
	line, err := a.Desk.InvalidateBranch(ctx, call, model.BranchID(in.ID), casework.BranchEnd(in.Body))
	return versioned(line, line.Version, err)
}

// restoration is why an entry is taken back that let filings lapse.
type restoration struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Basis  string `json:"basis" minLength:"2" maxLength:"100" doc:"依据：更正的文号，或者核实的材料"`
		Reason string `json:"reason" minLength:"2" maxLength:"400" doc:"理由"`
	}
}

func (a *API) restoreBranch(ctx context.Context, call model.Call, in *restoration) (*record[casework.RestoredBranch], error) {
	restored, err := a.Desk.RestoreBranch(ctx, call, model.BranchID(in.ID), casework.Restoration(in.Body))
	return versioned(restored, restored.Version, err)
}
