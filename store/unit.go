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
	filters: map[string]string{"kind": "kind"},
	sorts:   map[string]string{"name": "name", "code": "code"},
})

// Units lists the units.
func (r Reader) Units(ctx context.Context, scope Scope, q Query) (model.Page[model.UnitRecord], error) {
	return list[model.UnitRecord](ctx, r, units, scope, q)
}

// Unit returns one unit within the scope.
func (r Reader) Unit(ctx context.Context, scope Scope, id model.UnitID) (model.UnitRecord, error) {
	return find[model.UnitRecord](ctx, r, units, scope, string(id))
}

// UnitsByID returns every unit: names are open to everybody.
func (r Reader) UnitsByID(ctx context.Context) (map[model.UnitID]model.UnitRecord, error) {
	var rows []model.UnitRecord
	if err := r.db.WithContext(ctx).Table("units").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("units: %w", err)
	}
	byID := map[model.UnitID]model.UnitRecord{}
	for _, row := range rows {
		byID[row.ID] = row
	}
	return byID, nil
}

// UnitAliases returns every other name of units, by name.
func (r Reader) UnitAliases(ctx context.Context) ([]model.UnitAliasRecord, error) {
	rows := []model.UnitAliasRecord{}
	if err := r.db.WithContext(ctx).Table("unit_aliases").Order("alias, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("unit aliases: %w", err)
	}
	return rows, nil
}

// Areas lists the areas, which are open to everybody.
func (r Reader) Areas(ctx context.Context, q Query) (model.Page[model.AreaRecord], error) {
	return list[model.AreaRecord](ctx, r, areas, Everything(), q)
}

// AreasByCode returns every area.
func (r Reader) AreasByCode(ctx context.Context) (map[string]model.AreaRecord, error) {
	var rows []model.AreaRecord
	if err := r.db.WithContext(ctx).Table("areas").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("areas: %w", err)
	}
	byCode := map[string]model.AreaRecord{}
	for _, row := range rows {
		byCode[row.Code] = row
	}
	return byCode, nil
}

// AddUnit adds a unit to the reference data; Stale when another process was first.
func (tx *Tx) AddUnit(ctx context.Context, u *model.UnitRecord) error {
	if err := tx.claimUnitNames(ctx, u.Name, u.ShortName); err != nil {
		return err
	}
	return insert(ctx, tx, units, string(u.ID), u, Stale())
}

// ChangeUnit writes what may change of a unit, if it still has its version.
func (tx *Tx) ChangeUnit(ctx context.Context, u model.UnitRecord) (model.UnitRecord, error) {
	if err := tx.claimUnitNames(ctx, u.Name, u.ShortName); err != nil {
		return u, err
	}
	return update[model.UnitRecord](ctx, tx, units, string(u.ID), u.Version, map[string]any{
		"name": u.Name, "short_name": u.ShortName, "kind": u.Kind, "area_code": u.AreaCode,
		"valid_from": u.ValidFrom, "valid_to": u.ValidTo, "successor": u.Successor,
		"current_id": u.CurrentID, "search_text": u.SearchText, "edited": u.Edited,
	}, nil)
}

// AddUnitAlias adds another name of a unit; Stale when another process was first.
func (tx *Tx) AddUnitAlias(ctx context.Context, a *model.UnitAliasRecord) error {
	if err := tx.claimUnitNames(ctx, a.Alias); err != nil {
		return err
	}
	return insert(ctx, tx, unitAliases, a.ID, a, Stale())
}

// ChangeUnitAlias writes the period of an alias, if it still has its version.
func (tx *Tx) ChangeUnitAlias(ctx context.Context, a model.UnitAliasRecord) (model.UnitAliasRecord, error) {
	if err := tx.claimUnitNames(ctx, a.Alias); err != nil {
		return a, err
	}
	return update[model.UnitAliasRecord](ctx, tx, unitAliases, a.ID, a.Version, map[string]any{
		"valid_from": a.ValidFrom, "valid_to": a.ValidTo, "edited": a.Edited,
	}, nil)
}

// AddArea adds an area; Stale when another process was first.
func (tx *Tx) AddArea(ctx context.Context, a *model.AreaRecord) error {
	return insert(ctx, tx, areas, a.ID, a, Stale())
}

// ChangeArea brings an area to what the reference data say now.
func (tx *Tx) ChangeArea(ctx context.Context, a model.AreaRecord) (model.AreaRecord, error) {
	return update[model.AreaRecord](ctx, tx, areas, a.ID, a.Version, map[string]any{
		"name": a.Name, "kind": a.Kind, "valid_from": a.ValidFrom, "valid_to": a.ValidTo, "successor": a.Successor,
	}, nil)
}

// UnitHoldings counts what hangs on a unit: tasks that are not closed, led or only
// joined by it or by the units it acts for, and accounts that are not disabled.
func (r Reader) UnitHoldings(ctx context.Context, id model.UnitID) (model.UnitHoldings, error) {
	var h model.UnitHoldings
	actsFor := r.db.WithContext(ctx).Table("units").Select("id").Where("current_id = ?", id)
	open := r.db.WithContext(ctx).Table("tasks").Where("tasks.status NOT IN ?", []model.TaskStatus{model.TaskClosed, model.TaskCancelled}).
		Where("EXISTS (SELECT 1 FROM task_units WHERE task_units.task_id = tasks.id AND task_units.unit_id IN (?))", actsFor)
	if err := open.Count(&h.Tasks).Error; err != nil {
		return h, fmt.Errorf("tasks of unit: %w", err)
	}
	err := r.db.WithContext(ctx).Table("users").Where("unit_id = ? AND disabled = ?", id, false).Count(&h.Accounts).Error
	if err != nil {
		return h, fmt.Errorf("accounts of unit: %w", err)
	}
	return h, nil
}

// unitOrFormer holds for rows of the table that name the unit, or what became of it or was it before.
func unitOrFormer(table string) string {
	return table + ".unit_id IN (SELECT id FROM units WHERE current_id = (SELECT current_id FROM units WHERE id = ?))"
}
