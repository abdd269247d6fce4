package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// EndPointQuestion narrows end points, in their list and on their map alike.
type EndPointQuestion struct {
	Status       string `query:"status" enum:"draft,submitted,correction,filed,returned,cancelled,lapsed"`
	Kind         string `query:"kind" enum:"own,partner,station,courier_post,village,campus"`
	Brand        string `query:"brand" maxLength:"30" doc:"a part of a brand's name"`
	EnterpriseID string `query:"enterprise_id" maxLength:"36"`
	AreaCode     string `query:"area_code" maxLength:"12"`
	ImportNo     string `query:"import_no" maxLength:"40" doc:"number of an import: what it brought"`
	Late         string `query:"late" enum:"filed,overdue" doc:"filed after the term; or with a term on it that has run out"`
	Placed       string `query:"placed" enum:"yes,no" doc:"whether it has coordinates"`
	Quality      string `query:"quality" enum:"endpoint-unlocated,endpoint-unmanaged,endpoint-unreachable,endpoint-brand-ended" doc:"what a rule of data quality finds"`
}

func (in EndPointQuestion) filter(today model.Date) map[string]string {
	filter := map[string]string{
		"status": in.Status, "kind": in.Kind, "enterprise_id": in.EnterpriseID, "area_code": in.AreaCode, "brand": store.BrandPart(in.Brand), "placed": in.Placed, "import_no": in.ImportNo,
	}
	switch in.Late {
	case "filed":
		filter["filed_late"] = "yes"
	case "overdue":
		filter["overdue_on"] = today.String()
	}
	return filter
}

type endPointList struct {
	Paging
	EndPointQuestion
}

func (a *API) listEndPoints(ctx context.Context, call model.Call, in *endPointList) (*plain[model.Page[model.EndPoint]], error) {
	scope, err := a.Desk.Scope(call.Actor, "endpoint:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.EndPoints(ctx, scope, a.flawed(in.query(in.filter(a.Desk.Today())), in.Quality)))
}

type endPointMap struct {
	Q string `query:"q" maxLength:"100" doc:"any part of the text"`
	EndPointQuestion
}

func (a *API) readEndPointMap(ctx context.Context, call model.Call, in *endPointMap) (*plain[casework.EndPointMap], error) {
	area := in.AreaCode
	in.AreaCode = ""
	return body(a.Desk.EndPointMap(ctx, call.Actor, a.flawed(store.Query{Search: in.Q, Filter: in.filter(a.Desk.Today())}, in.Quality), area))
}

func (a *API) readEndPoint(ctx context.Context, call model.Call, in *onID) (*record[model.Card[casework.EndPointFile]], error) {
	card, err := a.Desk.EndPointCard(ctx, call.Actor, model.EndPointID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// Brand is the name of an express brand.
type Brand string

// Schema bounds each brand of a list; tags bound only the list.
func (Brand) Schema(huma.Registry) *huma.Schema {
	least, most := 1, 30
	return &huma.Schema{Type: huma.TypeString, MinLength: &least, MaxLength: &most}
}

// EndPointFields is what may be entered and changed; a masked value sent back leaves the stored one.
type EndPointFields struct {
	Name           string             `json:"name" minLength:"2" maxLength:"100" doc:"网点名称"`
	Kind           model.EndPointKind `json:"kind" enum:"own,partner,station,courier_post,village,campus" doc:"网点类型"`
	Brands         []Brand            `json:"brands" maxItems:"20" nullable:"false" doc:"品牌"`
	Services       []string           `json:"services" maxItems:"2" enum:"pickup,delivery" nullable:"false" doc:"业务种类"`
	Scope          []string           `json:"scope" maxItems:"3" enum:"province,national,international" nullable:"false" doc:"经营范围"`
	BranchID       model.BranchID     `json:"branch_id,omitempty" maxLength:"36" doc:"由哪个分支机构开办，企业直接开办的不填"`
	AreaCode       string             `json:"area_code" pattern:"^500156[0-9]{3}$" doc:"街道乡镇区划代码"`
	Address        string             `json:"address" maxLength:"150" doc:"地址"`
	LongitudeMicro *int64             `json:"longitude_micro,omitempty" minimum:"-180000000" maximum:"180000000" doc:"经度，百万分之一度"`
	LatitudeMicro  *int64             `json:"latitude_micro,omitempty" minimum:"-90000000" maximum:"90000000" doc:"纬度，百万分之一度"`
	OpenedOn       model.Date         `json:"opened_on,omitempty" format:"date" doc:"开办日期"`
	ManagerName    string             `json:"manager_name" maxLength:"30" doc:"负责人姓名"`
	ManagerID      string             `json:"manager_id" maxLength:"18" doc:"负责人身份证号"`
	ManagerPhone   string             `json:"manager_phone" maxLength:"30" doc:"负责人电话"`
	ServicePhone   string             `json:"service_phone" maxLength:"30" doc:"服务电话"`
	Cameras        *int               `json:"cameras,omitempty" minimum:"0" maximum:"10000" doc:"监控摄像头数，不清楚的不填"`
	FloorArea      *int               `json:"floor_area,omitempty" minimum:"0" maximum:"1000000" doc:"面积，平方米，不清楚的不填"`
}

func (f EndPointFields) facts() casework.EndPointFacts {
	brands := make([]string, len(f.Brands))
	for i, brand := range f.Brands {
		brands[i] = string(brand)
	}
	return casework.EndPointFacts{
		Name: f.Name, Kind: f.Kind, Brands: brands, Services: f.Services, Scope: f.Scope, BranchID: f.BranchID, AreaCode: f.AreaCode, Address: f.Address,
		LongitudeMicro: f.LongitudeMicro, LatitudeMicro: f.LatitudeMicro, OpenedOn: f.OpenedOn,
		ManagerName: model.PersonName(f.ManagerName), ManagerID: model.IDNumber(f.ManagerID),
		ManagerPhone: model.Phone(f.ManagerPhone), ServicePhone: f.ServicePhone,
		Cameras: f.Cameras, FloorArea: f.FloorArea,
	}
}

type endPointEntry struct {
	Body struct {
		EnterpriseID string `json:"enterprise_id" minLength:"1" maxLength:"36" doc:"开办企业"`
		MovedFrom    string `json:"moved_from,omitempty" maxLength:"36" doc:"迁址的，本企业原来备案的网点；姓名、证件和电话原样送回遮盖的即沿用原网点的"`
		EndPointFields
	}
}

func (a *API) draftEndPoint(ctx context.Context, call model.Call, in *endPointEntry) (*created[model.EndPoint], error) {
	facts := in.Body.facts()
	facts.MovedFrom = model.EndPointID(in.Body.MovedFrom)
	e, err := a.Desk.DraftEndPoint(ctx, call, model.EnterpriseID(in.Body.EnterpriseID), facts)
	return made("endpoints", string(e.ID), e, err)
}

type endPointChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body EndPointFields
}

func (a *API) changeEndPoint(ctx context.Context, call model.Call, in *endPointChange) (*record[model.EndPoint], error) {
	e, err := a.Desk.ChangeEndPoint(ctx, call, model.EndPointID(in.ID), in.Body.facts())
	return versioned(e, e.Version, err)
}

func (a *API) submitEndPoint(ctx context.Context, call model.Call, in *onID) (*record[model.EndPoint], error) {
	e, err := a.Desk.SubmitEndPoint(ctx, call, model.EndPointID(in.ID))
	return versioned(e, e.Version, err)
}

type correctionNotice struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Text string `json:"text" minLength:"2" maxLength:"400" doc:"需要补正的全部内容"`
	}
}

func (a *API) requestCorrection(ctx context.Context, call model.Call, in *correctionNotice) (*record[model.EndPoint], error) {
	e, err := a.Desk.RequestCorrection(ctx, call, model.EndPointID(in.ID), in.Body.Text)
	return versioned(e, e.Version, err)
}

type endPointAcceptance struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		NationalReceiptNo string `json:"national_receipt_no,omitempty" maxLength:"60" doc:"国家系统备案回执号"`
		Reason            string `json:"reason,omitempty" maxLength:"400" doc:"材料不齐仍予以备案的理由"`
	}
}

func (a *API) acceptEndPoint(ctx context.Context, call model.Call, in *endPointAcceptance) (*record[model.EndPoint], error) {
	e, err := a.Desk.AcceptEndPoint(ctx, call, model.EndPointID(in.ID), casework.FilingAcceptance{ReceiptNo: in.Body.NationalReceiptNo, Reason: in.Body.Reason})
	return versioned(e, e.Version, err)
}

// withReason is the input of an act whose performer must say why.
type withReason struct {
	ID   string `path:"id" maxLength:"80"`
	Body struct {
		Reason string `json:"reason" minLength:"2" maxLength:"400" doc:"理由"`
	}
}

func (a *API) returnEndPoint(ctx context.Context, call model.Call, in *withReason) (*record[model.EndPoint], error) {
	e, err := a.Desk.ReturnEndPoint(ctx, call, model.EndPointID(in.ID), in.Body.Reason)
	return versioned(e, e.Version, err)
}

func (a *API) refuseEndPoint(ctx context.Context, call model.Call, in *withReason) (*record[model.EndPoint], error) {
	e, err := a.Desk.RefuseEndPoint(ctx, call, model.EndPointID(in.ID), in.Body.Reason)
	return versioned(e, e.Version, err)
}

func (a *API) cancelEndPoint(ctx context.Context, call model.Call, in *withReason) (*record[model.EndPoint], error) {
	e, err := a.Desk.CancelEndPoint(ctx, call, model.EndPointID(in.ID), in.Body.Reason)
	return versioned(e, e.Version, err)
}
