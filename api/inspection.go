package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type inspectionList struct {
	Paging
	Status       string     `query:"status" enum:"planned,recorded,confirmed,published"`
	Kind         string     `query:"kind" enum:"daily,special,clue,instant"`
	Result       string     `query:"result" enum:"no_problem,not_disclosed,false_disclosure,unreachable,ordered_to_correct,uncooperative,no_such_business,to_be_handled"`
	EnterpriseID string     `query:"enterprise_id" maxLength:"36"`
	EndpointID   string     `query:"endpoint_id" maxLength:"36"`
	ImportNo     string     `query:"import_no" maxLength:"40" doc:"number of an import: what it brought"`
	Officer      string     `query:"officer" minLength:"36" maxLength:"36" doc:"an account that takes part"`
	From         model.Date `query:"from" format:"date" doc:"first day of the visit, as planned while it is to come"`
	To           model.Date `query:"to" format:"date" doc:"last day"`
}

func (a *API) listInspections(ctx context.Context, call model.Call, in *inspectionList) (*plain[model.Page[model.Inspection]], error) {
	scope, err := a.Desk.Scope(call.Actor, "inspection:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.Inspections(ctx, scope, in.query(map[string]string{
		"status": in.Status, "kind": in.Kind, "result": in.Result, "enterprise_id": in.EnterpriseID,
		"endpoint_id": in.EndpointID, "import_no": in.ImportNo, "officer": in.Officer, "from": dayOrNone(in.From), "to": dayOrNone(in.To),
	})))
}

func (a *API) readInspection(ctx context.Context, call model.Call, in *onID) (*record[model.Card[model.Inspection]], error) {
	card, err := a.Desk.InspectionCard(ctx, call.Actor, model.InspectionID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// InspectionFields is what a plan says; embedded, so exported for huma to see.
type InspectionFields struct {
	EndpointID model.EndPointID     `json:"endpoint_id,omitempty" maxLength:"36" doc:"末端网点，检查企业本身时留空"`
	Kind       model.InspectionKind `json:"kind" enum:"daily,special,clue,instant" doc:"检查类别：日常、专项、线索核查、即时"`
	Basis      string               `json:"basis" minLength:"2" maxLength:"200" doc:"检查依据"`
	Drawn      bool                 `json:"drawn" doc:"由随机抽取产生"`
	PlannedOn  model.Date           `json:"planned_on" format:"date" doc:"计划检查日"`
	Officers   []model.UserID       `json:"officers" minItems:"1" maxItems:"10" doc:"执法人员，至少两名"`
}

func (f InspectionFields) plan() casework.InspectionPlan {
	return casework.InspectionPlan{
		EndpointID: f.EndpointID, Kind: f.Kind, Basis: f.Basis, Drawn: f.Drawn, PlannedOn: f.PlannedOn, Officers: f.Officers,
	}
}

type inspectionEntry struct {
	Body struct {
		EnterpriseID model.EnterpriseID `json:"enterprise_id" minLength:"1" maxLength:"36" doc:"被检查企业"`
		InspectionFields
	}
}

func (a *API) planInspection(ctx context.Context, call model.Call, in *inspectionEntry) (*created[model.Inspection], error) {
	i, err := a.Desk.PlanInspection(ctx, call, in.Body.EnterpriseID, in.Body.plan())
	return made("inspections", string(i.ID), i, err)
}

type inspectionChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct{ InspectionFields }
}

func (a *API) changeInspection(ctx context.Context, call model.Call, in *inspectionChange) (*record[model.Inspection], error) {
	i, err := a.Desk.ChangeInspection(ctx, call, model.InspectionID(in.ID), in.Body.plan())
	return versioned(i, i.Version, err)
}

// FindingFields is one finding as entered; 20 of the longest still fit an audit row.
type FindingFields struct {
	Group     model.CheckItem `json:"group" enum:"licence,acceptance,real_name,screening,user_data,premises,emergency,notices,delivery,complaints,reporting,unified,unclaimed,packaging,annual_report,lockers,vehicles" doc:"抽查事项"`
	Class     model.Severity  `json:"class" enum:"minor,serious,very_serious,most_serious" doc:"严重程度"`
	Text      string          `json:"text" minLength:"2" maxLength:"300" doc:"问题"`
	Basis     string          `json:"basis,omitempty" maxLength:"100" doc:"依据"`
	RectifyBy model.Date      `json:"rectify_by,omitempty" format:"date" doc:"整改期限"`
}

type inspectionRecord struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		InspectedOn model.Date          `json:"inspected_on" format:"date" doc:"检查日"`
		Units       int64               `json:"units" minimum:"1" maximum:"100000" doc:"检查项数"`
		Result      model.ResultCode    `json:"result" enum:"no_problem,not_disclosed,false_disclosure,unreachable,ordered_to_correct,uncooperative,no_such_business,to_be_handled" doc:"检查结果"`
		Auxiliary   model.AuxiliaryCode `json:"auxiliary,omitempty" enum:"deregistered,revoked,annulled,moved_out,suspended" doc:"辅助结果：注销、吊销、撤销、迁出、停业"`
		Findings    []FindingFields     `json:"findings,omitempty" maxItems:"20" doc:"发现的问题"`
	}
}

func (a *API) recordInspection(ctx context.Context, call model.Call, in *inspectionRecord) (*record[model.Inspection], error) {
	result := casework.InspectionResult{
		InspectedOn: in.Body.InspectedOn, Units: in.Body.Units, Result: in.Body.Result, Auxiliary: in.Body.Auxiliary,
	}
	for _, f := range in.Body.Findings {
		result.Findings = append(result.Findings, casework.FindingFacts(f))
	}
	i, err := a.Desk.RecordInspection(ctx, call, model.InspectionID(in.ID), result)
	return versioned(i, i.Version, err)
}

func (a *API) confirmInspection(ctx context.Context, call model.Call, in *onID) (*record[model.Inspection], error) {
	i, err := a.Desk.ConfirmInspection(ctx, call, model.InspectionID(in.ID))
	return versioned(i, i.Version, err)
}

func (a *API) returnInspection(ctx context.Context, call model.Call, in *withReason) (*record[model.Inspection], error) {
	i, err := a.Desk.ReturnInspection(ctx, call, model.InspectionID(in.ID), in.Body.Reason)
	return versioned(i, i.Version, err)
}

type rectification struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		FindingID   string     `json:"finding_id" minLength:"1" maxLength:"36" doc:"已整改的问题"`
		RectifiedOn model.Date `json:"rectified_on" format:"date" doc:"整改完成日"`
	}
}

func (a *API) rectifyFinding(ctx context.Context, call model.Call, in *rectification) (*record[model.Inspection], error) {
	i, err := a.Desk.RectifyFinding(ctx, call, model.InspectionID(in.ID), in.Body.FindingID, in.Body.RectifiedOn)
	return versioned(i, i.Version, err)
}
