package casework

import (
	"context"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// misplaced names the area, unit and firm that the account's roles are confined
// to and that is missing or does not exist: such an account would see nothing,
// or something else once a record with that code appeared.
func (d *Desk) misplaced(ctx context.Context, a Account) (model.FieldErrors, error) {
	var fields model.FieldErrors
	bounds := d.Access.Bounds(a.Roles)
	switch {
	case a.AreaCode != "":
		checkArea(&fields, a.AreaCode, d.Today())
	case bounds[access.ReachArea]:
		fields.Add("/area_code", "user.area_missing", "该角色只办理所属区划的事项，须指明区划")
	}
	unit, err := d.Store.Unit(ctx, store.Everything(), a.UnitID)
	if err != nil && model.KindOf(err) != model.NotFound {
		return fields, err
	}
	switch {
	case a.UnitID != "" && (err != nil || !unit.ValidOn(d.Today())):
		fields.Add("/unit_id", "unit.unknown", "没有这个单位，或者它已经撤销")
	case a.UnitID == "" && bounds[access.ReachUnit]:
		fields.Add("/unit_id", "user.unit_missing", "该角色只办理所属单位的事项，须指明单位")
	}
	if a.EnterpriseID == "" { // checkDuties asks for it
		return fields, nil
	}
	_, err = d.Store.Enterprise(ctx, store.Everything(), a.EnterpriseID)
	if model.KindOf(err) == model.NotFound {
		fields.Add("/enterprise_id", "enterprise.unknown", "没有找到这家企业")
		return fields, nil
	}
	return fields, err
}
