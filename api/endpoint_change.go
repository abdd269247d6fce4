package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type endPointProposal struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		ChangedOn    model.Date         `json:"changed_on" format:"date" doc:"变更发生日期"`
		Name         string             `json:"name" minLength:"2" maxLength:"100" doc:"网点名称"`
		Kind         model.EndPointKind `json:"kind" enum:"own,partner,station,courier_post,village,campus" doc:"网点类型"`
		Brands       []Brand            `json:"brands" minItems:"1" maxItems:"20" nullable:"false" doc:"品牌"`
		Services     []string           `json:"services" minItems:"1" maxItems:"2" enum:"pickup,delivery" nullable:"false" doc:"业务种类"`
		Scope        []string           `json:"scope" minItems:"1" maxItems:"3" enum:"province,national,international" nullable:"false" doc:"经营范围"`
		BranchID     model.BranchID     `json:"branch_id,omitempty" maxLength:"36" doc:"由哪个分支机构开办"`
		ManagerName  model.PersonName   `json:"manager_name" minLength:"1" maxLength:"30" doc:"负责人姓名，遮盖的原样送回即不变"`
		ManagerID    model.IDNumber     `json:"manager_id" minLength:"1" maxLength:"18" doc:"负责人身份证号"`
		ManagerPhone model.Phone        `json:"manager_phone" minLength:"1" maxLength:"30" doc:"负责人电话"`
		ServicePhone string             `json:"service_phone" minLength:"1" maxLength:"30" doc:"服务电话"`
		Note         string             `json:"note" maxLength:"400" doc:"变更说明"`
	}
}

func (a *API) proposeChange(ctx context.Context, call model.Call, in *endPointProposal) (*record[model.EndPoint], error) {
	b := in.Body
	brands := make([]string, len(b.Brands))
	for i, brand := range b.Brands {
		brands[i] = string(brand)
	}
	e, err := a.Desk.ProposeChange(ctx, call, model.EndPointID(in.ID), casework.ChangeFacts{
		ChangedOn: b.ChangedOn, Name: b.Name, Kind: b.Kind, Brands: brands, Services: b.Services, Scope: b.Scope, BranchID: b.BranchID,
		ManagerName: b.ManagerName, ManagerID: b.ManagerID, ManagerPhone: b.ManagerPhone, ServicePhone: b.ServicePhone, Note: b.Note,
	})
	return versioned(e, e.Version, err)
}

func (a *API) acceptChange(ctx context.Context, call model.Call, in *onID) (*record[model.EndPoint], error) {
	e, err := a.Desk.AcceptChange(ctx, call, model.EndPointID(in.ID))
	return versioned(e, e.Version, err)
}

func (a *API) withdrawChange(ctx context.Context, call model.Call, in *withReason) (*record[model.EndPoint], error) {
	e, err := a.Desk.WithdrawChange(ctx, call, model.EndPointID(in.ID), in.Body.Reason)
	return versioned(e, e.Version, err)
}

func (a *API) returnChange(ctx context.Context, call model.Call, in *withReason) (*record[model.EndPoint], error) {
	e, err := a.Desk.ReturnChange(ctx, call, model.EndPointID(in.ID), in.Body.Reason)
	return versioned(e, e.Version, err)
}
