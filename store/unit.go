package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var units = register(noun{
	name: "units", table: "units", search: "search_text",
	reach:   reach{unit: "units.current_id IN ?"},
	filters: map[string]string{"kind": "kind", "area_code": "area_code"},
	sorts:   map[string]string{"name": "name", "created_at": "created_at"},
})

var unitAliases = register(noun{name: "unit-aliases", table: "unit_aliases"})

var areas = register(noun{
	name: "areas", table: "areas",
	filters: map[string]string{"parent": "parent"},
	sorts:   map[string]string{"name": "name", "code": "id"},
})

// Units lists the units.
func (r Reader) Units(ctx context.Context, scope Scope, q Query) (model.Page[model.Unit], error) {
	return list[model.Unit](ctx, r, units, scope, q)
}

// Unit returns one unit within the scope.
func (r Reader) Unit(ctx context.Context, scope Scope, id model.UnitID) (model.Unit, error) {
	return find[model.Unit](ctx, r, units, scope, string(id))
}

// UnitsByID returns every unit: names are open to everybody.
func (r Reader) UnitsByID(ctx context.Context) (map[model.UnitID]model.Unit, error) {
	var rows []model.Unit
	if err := r.db.WithContext(ctx).Table("units").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("units: %w", err)
	}
	byID := map[model.UnitID]model.Unit{}
	for _, row := range rows {
		byID[row.ID] = row
	}
	return byID, nil
}

// UnitAliases returns every other name of units, by name.
func (r Reader) UnitAliases(ctx context.Context) ([]model.UnitAlias, error) {
	rows := []model.UnitAlias{}
	if err := r.db.WithContext(ctx).Table("unit_aliases").Order("name").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("unit aliases: %w", err)
	}
	return rows, nil
}

// Areas lists the areas, which are open to everybody.
func (r Reader) Areas(ctx context.Context, q Query) (model.Page[model.Area], error) {
	return list[model.Area](ctx, r, areas, Everything(), q)
}

// AddUnit adds a unit to the reference data; Stale when another process was first.
func (tx *Tx) AddUnit(ctx context.Context, u *model.Unit) error {
	return insert(ctx, tx, units, string(u.ID), u, Stale())
}

// ChangeUnit brings a unit to what the reference data say now.
func (tx *Tx) ChangeUnit(ctx context.Context, u model.Unit) (model.Unit, error) {
	return update[model.Unit](ctx, tx, units, string(u.ID), u.Version, map[string]any{
		"name": u.Name, "kind": u.Kind, "area_code": u.AreaCode, "valid_from": u.From, "valid_until": u.Until,
		"successor_id": u.SuccessorID, "current_id": u.CurrentID, "search_text": u.SearchText,
	}, Stale())
}

// AddUnitAlias adds another name of a unit; Stale when another process was first.
func (tx *Tx) AddUnitAlias(ctx context.Context, a *model.UnitAlias) error {
	return insert(ctx, tx, unitAliases, a.ID, a, Stale())
}

// AddArea adds an area; Stale when another process was first.
func (tx *Tx) AddArea(ctx context.Context, a *model.Area) error {
	return insert(ctx, tx, areas, a.Code, a, Stale())
}

// ChangeArea brings an area to what the reference data say now.
func (tx *Tx) ChangeArea(ctx context.Context, a model.Area) (model.Area, error) {
	return update[model.Area](ctx, tx, areas, a.Code, a.Version, map[string]any{"name": a.Name, "parent": a.Parent}, Stale())
}
