package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type networkPartList struct {
	Paging
	Kind         string     `query:"kind" enum:"district_centre,transfer_station,line,vehicle"`
	EnterpriseID string     `query:"enterprise_id" maxLength:"36"`
	AreaCode     string     `query:"area_code" maxLength:"12"`
	On           model.Date `query:"on" format:"date" doc:"those that are there on the day"`
}

func (a *API) listNetworkParts(ctx context.Context, call model.Call, in *networkPartList) (*plain[model.Page[casework.NetworkPartLine]], error) {
	return body(a.Desk.NetworkParts(ctx, call.Actor, in.query(map[string]string{
		"kind": in.Kind, "enterprise_id": in.EnterpriseID, "area_code": in.AreaCode, "on": in.On.String(),
	})))
}

func (a *API) readNetworkPart(ctx context.Context, call model.Call, in *onID) (*record[model.Card[casework.NetworkPartLine]], error) {
	card, err := a.Desk.NetworkPartCard(ctx, call.Actor, model.NetworkPartID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// NetworkPartFields is what may be entered and corrected of a part of the network.
type NetworkPartFields struct {
	Name     string     `json:"name" minLength:"1" maxLength:"60" doc:"名称；车辆填统一编号"`
	AreaCode string     `json:"area_code" pattern:"^500156[0-9]{0,3}$" doc:"区划代码"`
	Address  string     `json:"address,omitempty" maxLength:"150" doc:"地址或者起讫点"`
	From     model.Date `json:"from" format:"date" doc:"启用、开通或者编号日期"`
	SourceNo string     `json:"source_no" minLength:"2" maxLength:"150" doc:"来源文件"`
	SourceOn model.Date `json:"source_on" format:"date" doc:"来源文件日期"`
	Note     string     `json:"note,omitempty" maxLength:"400" doc:"说明"`
}

type networkPartEntry struct {
	Body struct {
		Kind         model.NetworkPartKind `json:"kind" enum:"district_centre,transfer_station,line,vehicle" doc:"类别"`
		EnterpriseID model.EnterpriseID    `json:"enterprise_id,omitempty" maxLength:"36" doc:"运营企业，车辆必填"`
		NetworkPartFields
	}
}

func (a *API) enterNetworkPart(ctx context.Context, call model.Call, in *networkPartEntry) (*created[casework.NetworkPartLine], error) {
	line, err := a.Desk.EnterNetworkPart(ctx, call, in.Body.Kind, in.Body.EnterpriseID, casework.NetworkPartFacts(in.Body.NetworkPartFields))
	return made("network-parts", string(line.ID), line, err)
}

type networkPartCorrection struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		NetworkPartFields
		Reason string `json:"reason" minLength:"2" maxLength:"400" doc:"更正理由"`
	}
}

func (a *API) correctNetworkPart(ctx context.Context, call model.Call, in *networkPartCorrection) (*record[casework.NetworkPartLine], error) {
	line, err := a.Desk.CorrectNetworkPart(ctx, call, model.NetworkPartID(in.ID), casework.NetworkPartFacts(in.Body.NetworkPartFields), in.Body.Reason)
	return versioned(line, line.Version, err)
}

type networkPartEnding struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		On     model.Date `json:"on" format:"date" doc:"自哪天起停用"`
		Reason string     `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) endNetworkPart(ctx context.Context, call model.Call, in *networkPartEnding) (*record[casework.NetworkPartLine], error) {
	line, err := a.Desk.EndNetworkPart(ctx, call, model.NetworkPartID(in.ID), in.Body.On, in.Body.Reason)
	return versioned(line, line.Version, err)
}

func (a *API) voidNetworkPart(ctx context.Context, call model.Call, in *withReason) (*record[casework.NetworkPartLine], error) {
	line, err := a.Desk.VoidNetworkPart(ctx, call, model.NetworkPartID(in.ID), in.Body.Reason)
	return versioned(line, line.Version, err)
}
