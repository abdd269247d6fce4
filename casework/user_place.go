package casework

import (
	"cmp"
	"context"
	"strings"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// DutyFields are the fields that an account must have for the role, by their names in its form.
func (d *Desk) DutyFields(role model.Role) []string {
	bounds, fields := d.Access.Bounds([]model.Role{role}), []string{}
	if bounds[access.ReachUnit] {
		fields = append(fields, "unit_id")
	}
	if role == model.RoleFirm {
		fields = append(fields, "enterprise_id")
	}
	if bounds[access.ReachArea] {
		fields = append(fields, "area_code")
	}
	return fields
}

// misplaced names the area, unit and firm that the account's roles are confined
// to and that is missing or does not exist: such an account would see nothing,
// or something else once a record with that code appeared.
func (d *Desk) misplaced(ctx context.Context, r store.Reader, a Account) (model.FieldErrors, error) {
	var fields model.FieldErrors
	bounds := d.Access.Bounds(a.Roles)
	switch {
	case a.AreaCode != "":
		checkArea(&fields, a.AreaCode, d.Today())
	case bounds[access.ReachArea]:
		fields.Add("/area_code", "user.area_missing", "该岗位只办理所属区划的事项，须指明区划")
	}
	unit, err := r.Unit(ctx, store.Everything(), a.UnitID)
	if err != nil && model.KindOf(err) != model.NotFound {
		return fields, err
	}
	switch {
	case a.UnitID != "" && (err != nil || !unit.ValidOn(d.Today())):
		fields.Add("/unit_id", "unit.unknown", "没有这个单位，或者它已经撤销")
	case a.UnitID == "" && bounds[access.ReachUnit]:
		fields.Add("/unit_id", "user.unit_missing", "该岗位只办理所属单位的事项，须指明单位")
	}
	if a.EnterpriseID == "" { // checkDuties asks for it
		return fields, nil
	}
	_, err = r.Enterprise(ctx, store.Everything(), a.EnterpriseID)
	if model.KindOf(err) == model.NotFound {
		fields.Add("/enterprise_id", "enterprise.unknown", "没有找到这家企业")
		return fields, nil
	}
	return fields, err
}

// place is where an account belongs: its reach.
type place struct {
	unit model.UnitID
	firm model.EnterpriseID
	area string
}

func placeOf(u model.User) place { return place{u.UnitID, u.EnterpriseID, u.AreaCode} }

// sortPlace parts the place asked for into what works at once and what waits, of
// which nothing is empty but what stays: another unit or firm, or an area that
// is not inside the present one, lets the account reach what nobody confirmed.
func sortPlace(held, asked place) (now, waits place) {
	now = held
	if asked.unit == "" {
		now.unit = ""
	} else if asked.unit != held.unit {
		waits.unit = asked.unit
	}
	if asked.firm == "" {
		now.firm = ""
	} else if asked.firm != held.firm {
		waits.firm = asked.firm
	}
	if asked.area == "" || held.area != "" && strings.HasPrefix(asked.area, held.area) {
		now.area = asked.area
	} else {
		waits.area = asked.area
	}
	return now, waits
}

// movedTo is the account where it shall belong; what is empty stays.
func movedTo(u model.User, to place) model.User {
	u.UnitID, u.EnterpriseID = cmp.Or(to.unit, u.UnitID), cmp.Or(to.firm, u.EnterpriseID)
	u.AreaCode = cmp.Or(to.area, u.AreaCode)
	return u
}
