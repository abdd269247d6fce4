package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type unitList struct {
	Paging
	Kind     string `query:"kind" maxLength:"20"`
	AreaCode string `query:"area_code" maxLength:"12"`
}

func (a *API) listUnits(ctx context.Context, call model.Call, in *unitList) (*plain[model.Page[model.UnitRecord]], error) {
	scope, err := a.Desk.Scope(call.Actor, "unit:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.Units(ctx, scope, in.query(map[string]string{"kind": in.Kind, "area_code": in.AreaCode})))
}

func (a *API) readUnit(ctx context.Context, call model.Call, in *onID) (*record[casework.UnitCard], error) {
	card, err := a.Desk.UnitCard(ctx, call.Actor, model.UnitID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type areaList struct {
	Paging
	Kind string `query:"kind" enum:"street,town,township"`
}

func (a *API) listAreas(ctx context.Context, _ model.Call, in *areaList) (*plain[model.Page[model.AreaRecord]], error) {
	return body(a.Store.Areas(ctx, in.query(map[string]string{"kind": in.Kind})))
}
