package casework

import (
	"context"
	"slices"
	"strings"

	"yijian/model"
	"yijian/store"
)

// UnitFacts is what an administrator enters about a unit.
type UnitFacts struct {
	Name      string
	ShortName string
	Kind      model.UnitKind
	AreaCode  string
	ValidFrom model.Date
}

// CreateUnit adds a unit.
func (d *Desk) CreateUnit(ctx context.Context, call model.Call, f UnitFacts) (model.UnitRecord, error) {
	return perform(ctx, d, call, order{permission: "unit:create"}, func(w work) (model.UnitRecord, error) {
		id := model.UnitID(store.NewID())
		u := model.UnitRecord{
			Unit: model.Unit{
				ID: id, Name: strings.TrimSpace(f.Name), ShortName: strings.TrimSpace(f.ShortName), Kind: f.Kind, AreaCode: f.AreaCode, ValidFrom: f.ValidFrom,
			},
			CurrentID: id, Edited: true, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		var fields model.FieldErrors
		if f.AreaCode != "" {
			checkArea(&fields, f.AreaCode, w.today())
		}
		checkPast(&fields, "/valid_from", f.ValidFrom, model.NewDate(1949, 10, 1), w.today())
		if err := w.namesFree(ctx, &fields, u.Unit); err != nil {
			return u, err
		}
		u.SearchText = model.FoldForSearch(u.Name, u.ShortName)
		return u, w.AddUnit(ctx, &u)
	})
}

// Renaming is a unit's new name and the first day on which it bears it.
type Renaming struct {
	Name      string
	ShortName string
	On        model.Date
	Reason    string
}

// RenameUnit gives a unit another name; the old one stays as an alias until the day before.
func (d *Desk) RenameUnit(ctx context.Context, call model.Call, id model.UnitID, r Renaming) (model.UnitRecord, error) {
	if err := checkReason(r.Reason); err != nil {
		return model.UnitRecord{}, err
	}
	return perform(ctx, d, call, order{"unit:change", r.Reason, "unit:rename"}, func(w work) (model.UnitRecord, error) {
		u, err := w.unitOf(ctx, call, id)
		if err != nil {
			return u, err
		}
		if !u.ValidOn(w.today()) {
			return u, goneUnit()
		}
		old := u.Unit
		u.Name, u.ShortName, u.Edited = strings.TrimSpace(r.Name), strings.TrimSpace(r.ShortName), true
		var fields model.FieldErrors
		earliest := u.ValidFrom
		if earliest.IsZero() {
			earliest = model.NewDate(1949, 10, 1)
		}
		checkPast(&fields, "/on", r.On, earliest.AddDays(1), w.today())
		if u.Name == old.Name && u.ShortName == old.ShortName {
			fields.Add("/name", "unit.same_name", "名称和简称都没有改动")
		}
		if err := w.namesFree(ctx, &fields, u.Unit); err != nil {
			return u, err
		}
		for _, name := range []string{old.Name, old.ShortName} {
			if name == "" || name == u.Name || name == u.ShortName {
				continue
			}
			if err := w.formerName(ctx, model.UnitAlias{Alias: name, UnitID: id, ValidFrom: old.ValidFrom, ValidTo: r.On.AddDays(-1)}); err != nil {
				return u, err
			}
		}
		return w.changeUnit(ctx, u)
	})
}

// formerName keeps a name that the unit bore as an alias with its period.
func (w work) formerName(ctx context.Context, former model.UnitAlias) error {
	if len([]rune(former.Alias)) > 100 {
		return nil // too long to be an alias; the audit trail has it
	}
	aliases, err := w.UnitAliases(ctx)
	if err != nil {
		return err
	}
	for _, alias := range aliases {
		if alias.Alias == former.Alias && alias.UnitID == former.UnitID {
			alias.ValidFrom, alias.ValidTo, alias.Edited = former.ValidFrom, former.ValidTo, true
			_, err := w.ChangeUnitAlias(ctx, alias)
			return err
		}
	}
	return w.addAlias(ctx, former)
}

func (w work) addAlias(ctx context.Context, alias model.UnitAlias) error {
	return w.AddUnitAlias(ctx, &model.UnitAliasRecord{
		ID: store.NewID(), UnitAlias: alias, Edited: true, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	})
}

// AddUnitAlias gives a unit one more name; names that another unit bears at the same time are refused.
func (d *Desk) AddUnitAlias(ctx context.Context, call model.Call, alias model.UnitAlias) (model.UnitRecord, error) {
	alias.Alias = strings.TrimSpace(alias.Alias)
	return perform(ctx, d, call, order{permission: "unit:change", act: "unit:add-alias"}, func(w work) (model.UnitRecord, error) {
		u, err := w.unitOf(ctx, call, alias.UnitID)
		if err != nil {
			return u, err
		}
		var fields model.FieldErrors
		if alias.Alias == "" {
			fields.Add("/alias", "required", "请填写别称")
		}
		if !alias.ValidTo.IsZero() && alias.ValidTo.Before(alias.ValidFrom) {
			fields.Add("/valid_to", "alias.period", "停用日不得早于启用日")
		}
		if err := w.aliasFree(ctx, &fields, alias); err != nil {
			return u, err
		}
		if err := w.addAlias(ctx, alias); err != nil {
			return u, err
		}
		return w.changeUnit(ctx, u)
	})
}

// EndUnitAlias ends the use of a name on the day; what documents of earlier days meant by it stays.
func (d *Desk) EndUnitAlias(ctx context.Context, call model.Call, alias model.UnitAlias) (model.UnitRecord, error) {
	return perform(ctx, d, call, order{permission: "unit:change", act: "unit:end-alias"}, func(w work) (model.UnitRecord, error) {
		u, err := w.unitOf(ctx, call, alias.UnitID)
		if err != nil {
			return u, err
		}
		aliases, err := w.UnitAliases(ctx)
		if err != nil {
			return u, err
		}
		var fields model.FieldErrors
		for _, kept := range aliases {
			if kept.Alias != alias.Alias || kept.UnitID != alias.UnitID {
				continue
			}
			first := kept.ValidFrom
			if first.IsZero() {
				first = model.NewDate(1949, 10, 1)
			}
			checkDay(&fields, "/valid_to", alias.ValidTo, first, lastDay)
			longer := kept.UnitAlias
			longer.ValidTo = alias.ValidTo
			if lengthens(kept.UnitAlias, longer) {
				if err := w.borneByOther(ctx, &fields, longer); err != nil {
					return u, err
				}
			}
			kept.ValidTo, kept.Edited = alias.ValidTo, true
			if _, err := w.ChangeUnitAlias(ctx, kept); err != nil {
				return u, err
			}
			return w.changeUnit(ctx, u)
		}
		fields.Add("/alias", "alias.unknown", "该单位没有这个别称")
		return u, fields.Err()
	})
}

// Dissolution is the last day of a unit, and who does its work from then on, if anybody.
type Dissolution struct {
	LastDay   model.Date
	Successor model.UnitID
	Reason    string
}

// DissolveUnit ends a unit. Tasks and reports keep the name of their time; its
// successor acts for it, and for those it acted for, from now on.
func (d *Desk) DissolveUnit(ctx context.Context, call model.Call, id model.UnitID, end Dissolution) (model.UnitRecord, error) {
	if err := checkReason(end.Reason); err != nil {
		return model.UnitRecord{}, err
	}
	return perform(ctx, d, call, order{permission: "unit:dissolve", reason: end.Reason}, func(w work) (model.UnitRecord, error) {
		u, err := w.unitOf(ctx, call, id)
		if err != nil {
			return u, err
		}
		if !u.ValidOn(w.today()) {
			return u, goneUnit()
		}
		var fields model.FieldErrors
		first := u.ValidFrom
		if first.IsZero() {
			first = model.NewDate(1949, 10, 1)
		}
		checkDay(&fields, "/last_day", end.LastDay, first, w.today().AddDays(-1))
		held, err := w.UnitHoldings(ctx, id)
		if err != nil {
			return u, err
		}
		switch {
		case end.Successor == id:
			fields.Add("/successor", "unit.own_successor", "承接单位不能是它自己")
		case end.Successor != "":
			err = w.existingUnit(ctx, &fields, "/successor", end.Successor)
		case held.Tasks > 0:
			fields.Add("/successor", "unit.successor_missing", "该单位还有未办结的任务，须指明承接单位")
		}
		if err != nil {
			return u, err
		}
		if err := fields.Err(); err != nil {
			return u, err
		}
		u.ValidTo, u.Successor, u.Edited = end.LastDay, end.Successor, true
		return w.passOn(ctx, u)
	})
}

// passOn writes a dissolved unit, and lets everything that it acted for be acted for by its successor.
func (w work) passOn(ctx context.Context, u model.UnitRecord) (model.UnitRecord, error) {
	units, err := w.UnitsByID(ctx)
	if err != nil {
		return u, err
	}
	line := map[model.UnitID]model.Unit{}
	for id, unit := range units {
		line[id] = unit.Unit
	}
	line[u.ID] = u.Unit
	for id, unit := range units {
		if current := currentOf(line, id, w.today()); id != u.ID && current != unit.CurrentID {
			unit.CurrentID = current
			if _, err := w.ChangeUnit(ctx, unit); err != nil {
				return u, err
			}
		}
	}
	u.CurrentID = currentOf(line, u.ID, w.today())
	return w.ChangeUnit(ctx, u)
}

func goneUnit() *model.Error { return model.Fail(model.Conflict, "unit.gone", "该单位已经撤销") }

// changeUnit writes a unit that an administrator changed; it is found by every name it ever bore.
func (w work) changeUnit(ctx context.Context, u model.UnitRecord) (model.UnitRecord, error) {
	aliases, err := w.UnitAliases(ctx)
	if err != nil {
		return u, err
	}
	names := []string{u.Name, u.ShortName}
	for _, alias := range aliases {
		if alias.UnitID == u.ID {
			names = append(names, alias.Alias)
		}
	}
	u.Edited, u.SearchText = true, model.FoldForSearch(names...)
	return w.ChangeUnit(ctx, u)
}

// namesFree names the name or short name that is missing, or that means another unit
// from today on. The store lets of two who give one name at once the second look again.
func (w work) namesFree(ctx context.Context, fields *model.FieldErrors, u model.Unit) error {
	if u.Name == "" {
		fields.Add("/name", "required", "请填写单位名称")
	}
	units, err := w.UnitsByID(ctx)
	if err != nil {
		return err
	}
	for id, other := range units {
		if id == u.ID || !other.ValidOn(w.today()) {
			continue
		}
		if u.Name != "" && (u.Name == other.Name || u.Name == other.ShortName) {
			fields.Add("/name", "unit.name_taken", "“"+other.Name+"”正在使用这个名称")
		}
		if u.ShortName != "" && (u.ShortName == other.Name || u.ShortName == other.ShortName) {
			fields.Add("/short_name", "unit.name_taken", "“"+other.Name+"”正在使用这个简称")
		}
	}
	kept, err := w.UnitAliases(ctx)
	if err != nil {
		return err
	}
	now := model.UnitAlias{ValidFrom: w.today()}
	for _, alias := range kept {
		if alias.UnitID == u.ID || !meet(now, alias.UnitAlias) {
			continue
		}
		for pointer, name := range map[string]string{"/name": u.Name, "/short_name": u.ShortName} {
			if name == alias.Alias {
				fields.Add(pointer, "unit.name_taken", "这是“"+units[alias.UnitID].Name+"”的别称")
			}
		}
	}
	return fields.Err()
}

// aliasFree names an alias that already means a unit on some day of its period.
func (w work) aliasFree(ctx context.Context, fields *model.FieldErrors, alias model.UnitAlias) error {
	kept, err := w.UnitAliases(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(kept, func(a model.UnitAliasRecord) bool { return a.Alias == alias.Alias && a.UnitID == alias.UnitID }) {
		fields.Add("/alias", "alias.taken", "该单位已有这个别称")
	}
	return w.borneByOther(ctx, fields, alias)
}

// borneByOther refuses a name that another unit bears on a day of the period.
func (w work) borneByOther(ctx context.Context, fields *model.FieldErrors, alias model.UnitAlias) error {
	units, err := w.UnitsByID(ctx)
	if err != nil {
		return err
	}
	for _, other := range units {
		bears := other.Name == alias.Alias || other.ShortName == alias.Alias
		if bears && meet(alias, model.UnitAlias{ValidFrom: other.ValidFrom, ValidTo: other.ValidTo}) {
			fields.Add("/alias", "alias.taken", "这是“"+other.Name+"”的名称")
			return fields.Err()
		}
	}
	kept, err := w.UnitAliases(ctx)
	if err != nil {
		return err
	}
	for _, other := range kept {
		if other.Alias == alias.Alias && other.UnitID != alias.UnitID && meet(alias, other.UnitAlias) {
			fields.Add("/alias", "alias.taken", "“"+units[other.UnitID].Name+"”已有这个别称")
			break
		}
	}
	return fields.Err()
}

// lengthens reports whether the name lasts longer after the change than before it.
func lengthens(before, after model.UnitAlias) bool {
	return !before.ValidTo.IsZero() && (after.ValidTo.IsZero() || after.ValidTo.After(before.ValidTo))
}

// meet reports whether the periods of two aliases have a day in common.
func meet(a, b model.UnitAlias) bool {
	endsBefore := func(x, y model.UnitAlias) bool { return !x.ValidTo.IsZero() && x.ValidTo.Before(y.ValidFrom) }
	return !endsBefore(a, b) && !endsBefore(b, a)
}
