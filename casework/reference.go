package casework

import (
	"context"
	"maps"
	"slices"

	"yijian/model"
	"yijian/policy/reference"
	"yijian/store"
)

// LoadReference brings the kept units, aliases and areas to what this program's
// reference data say, but for those that an administrator changed; when they say it
// already it changes nothing.
func (d *Desk) LoadReference(ctx context.Context) error {
	stamp := model.Stamp{Act: "reference:load", At: d.now(), Call: model.Call{Actor: Operator}}
	load := func(tx *store.Tx) error {
		if err := loadUnits(ctx, tx, d.Today()); err != nil {
			return err
		}
		if err := loadAliases(ctx, tx); err != nil {
			return err
		}
		return loadAreas(ctx, tx)
	}
	err := d.Store.Tx(ctx, stamp, load)
	if model.KindOf(err) == model.Stale { // another process was loading: now its rows are there
		err = d.Store.Tx(ctx, stamp, load)
	}
	return err
}

func loadUnits(ctx context.Context, tx *store.Tx, today model.Date) error {
	kept, err := tx.UnitsByID(ctx)
	if err != nil {
		return err
	}
	line := map[model.UnitID]model.Unit{} // as it will be
	for _, unit := range reference.Units() {
		line[unit.ID] = unit
	}
	for id, unit := range kept {
		if _, shipped := line[id]; unit.Edited || !shipped {
			line[id] = unit.Unit
		}
	}
	names := map[model.UnitID][]string{}
	for _, alias := range reference.Aliases() {
		names[alias.UnitID] = append(names[alias.UnitID], alias.Alias)
	}
	for _, unit := range reference.Units() {
		row := model.UnitRecord{
			Unit: unit, CurrentID: unit.ID, Version: 1, CreatedAt: tx.Stamp().At, UpdatedAt: tx.Stamp().At,
			SearchText: model.FoldForSearch(append([]string{unit.Name, unit.ShortName}, names[unit.ID]...)...),
		}
		old, known := kept[unit.ID]
		if known && old.Edited {
			continue
		}
		row.CurrentID = currentOf(line, unit.ID, today)
		switch {
		case !known:
			err = tx.AddUnit(ctx, &row)
		case old.Unit != row.Unit || old.CurrentID != row.CurrentID || old.SearchText != row.SearchText:
			row.Version = old.Version
			_, err = tx.ChangeUnit(ctx, row)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// currentOf is who acts for the unit on the day: itself, the first of its successors that
// exists, or itself again when nobody took over.
func currentOf(units map[model.UnitID]model.Unit, id model.UnitID, day model.Date) model.UnitID {
	at, known := units[id]
	for seen := 0; known && seen <= len(units); seen++ {
		if at.ValidOn(day) {
			return at.ID
		}
		at, known = units[at.Successor]
	}
	return id
}

func loadAliases(ctx context.Context, tx *store.Tx) error {
	kept, err := tx.UnitAliases(ctx)
	if err != nil {
		return err
	}
	type key struct {
		alias string
		unit  model.UnitID
	}
	byKey := map[key]model.UnitAliasRecord{}
	for _, row := range kept {
		byKey[key{row.Alias, row.UnitID}] = row
	}
	for _, alias := range reference.Aliases() {
		old, known := byKey[key{alias.Alias, alias.UnitID}]
		switch {
		case !known:
			err = tx.AddUnitAlias(ctx, &model.UnitAliasRecord{
				ID: store.NewID(), UnitAlias: alias, Version: 1, CreatedAt: tx.Stamp().At, UpdatedAt: tx.Stamp().At,
			})
		case old.UnitAlias != alias && !old.Edited:
			old.UnitAlias = alias
			_, err = tx.ChangeUnitAlias(ctx, old)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func loadAreas(ctx context.Context, tx *store.Tx) error {
	kept, err := tx.AreasByCode(ctx)
	if err != nil {
		return err
	}
	for _, area := range reference.Areas() {
		old, known := kept[area.Code]
		switch {
		case !known:
			err = tx.AddArea(ctx, &model.AreaRecord{
				ID: area.Code, Area: area, Version: 1, CreatedAt: tx.Stamp().At, UpdatedAt: tx.Stamp().At,
			})
		case old.Area != area:
			old.Area = area
			_, err = tx.ChangeArea(ctx, old)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// catalogue is the units and their names as they are kept now, with the
// administrator's changes: in the order of the shipped table, others after them.
func (w work) catalogue(ctx context.Context) (*reference.Catalogue, error) {
	return catalogueOf(ctx, w.Reader)
}

func catalogueOf(ctx context.Context, r store.Reader) (*reference.Catalogue, error) {
	kept, err := r.UnitsByID(ctx)
	if err != nil {
		return nil, err
	}
	var units []model.Unit
	for _, shipped := range reference.Units() {
		if unit, ok := kept[shipped.ID]; ok {
			units = append(units, unit.Unit)
			delete(kept, shipped.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(kept)) {
		units = append(units, kept[id].Unit)
	}
	rows, err := r.UnitAliases(ctx)
	if err != nil {
		return nil, err
	}
	aliases := make([]model.UnitAlias, len(rows))
	for i, row := range rows {
		aliases[i] = row.UnitAlias
	}
	return reference.Of(units, aliases), nil
}
