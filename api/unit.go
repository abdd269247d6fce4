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

type unitEntry struct {
	Body struct {
		Name      string         `json:"name" minLength:"1" maxLength:"100"`
		ShortName string         `json:"short_name" maxLength:"50"`
		Kind      model.UnitKind `json:"kind" enum:"department,township,street,bureau,company,other"`
		AreaCode  string         `json:"area_code" pattern:"^[0-9]{0,9}$"`
		ValidFrom model.Date     `json:"valid_from" format:"date" doc:"first day"`
	}
}

func (a *API) createUnit(ctx context.Context, call model.Call, in *unitEntry) (*created[model.UnitRecord], error) {
	u, err := a.Desk.CreateUnit(ctx, call, casework.UnitFacts(in.Body))
	return made("units", string(u.ID), u, err)
}

type unitRenaming struct {
	ID   string `path:"id" maxLength:"40"`
	Body struct {
		Name      string     `json:"name" minLength:"1" maxLength:"100"`
		ShortName string     `json:"short_name" maxLength:"50"`
		On        model.Date `json:"on" format:"date" doc:"first day of the new name"`
		Reason    string     `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) renameUnit(ctx context.Context, call model.Call, in *unitRenaming) (*record[model.UnitRecord], error) {
	u, err := a.Desk.RenameUnit(ctx, call, model.UnitID(in.ID), casework.Renaming(in.Body))
	return versioned(u, u.Version, err)
}

type aliasEntry struct {
	ID   string `path:"id" maxLength:"40"`
	Body struct {
		Alias     string     `json:"alias" minLength:"1" maxLength:"50"`
		ValidFrom model.Date `json:"valid_from,omitempty" format:"date" doc:"first day, when known"`
		ValidTo   model.Date `json:"valid_to,omitempty" format:"date" doc:"last day, when it is out of use"`
	}
}

func (a *API) addUnitAlias(ctx context.Context, call model.Call, in *aliasEntry) (*record[model.UnitRecord], error) {
	u, err := a.Desk.AddUnitAlias(ctx, call, model.UnitAlias{
		Alias: in.Body.Alias, UnitID: model.UnitID(in.ID), ValidFrom: in.Body.ValidFrom, ValidTo: in.Body.ValidTo,
	})
	return versioned(u, u.Version, err)
}

type aliasEnd struct {
	ID   string `path:"id" maxLength:"40"`
	Body struct {
		Alias   string     `json:"alias" minLength:"1" maxLength:"100"`
		ValidTo model.Date `json:"valid_to" format:"date" doc:"last day"`
	}
}

func (a *API) endUnitAlias(ctx context.Context, call model.Call, in *aliasEnd) (*record[model.UnitRecord], error) {
	u, err := a.Desk.EndUnitAlias(ctx, call, model.UnitAlias{Alias: in.Body.Alias, UnitID: model.UnitID(in.ID), ValidTo: in.Body.ValidTo})
	return versioned(u, u.Version, err)
}

type unitEnd struct {
	ID   string `path:"id" maxLength:"40"`
	Body struct {
		LastDay   model.Date   `json:"last_day" format:"date" doc:"the last day on which it existed"`
		Successor model.UnitID `json:"successor,omitempty" maxLength:"40"`
		Reason    string       `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) dissolveUnit(ctx context.Context, call model.Call, in *unitEnd) (*record[model.UnitRecord], error) {
	u, err := a.Desk.DissolveUnit(ctx, call, model.UnitID(in.ID), casework.Dissolution(in.Body))
	return versioned(u, u.Version, err)
}

type areaList struct {
	Paging
	Kind string `query:"kind" enum:"street,town,township"`
}

func (a *API) listAreas(ctx context.Context, _ model.Call, in *areaList) (*plain[model.Page[model.AreaRecord]], error) {
	return body(a.Store.Areas(ctx, in.query(map[string]string{"kind": in.Kind})))
}
