package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// UnitCard is a unit with its other names, who came before and after it, and what hangs on it.
type UnitCard struct {
	model.Card[model.UnitRecord]
	Aliases      []model.UnitAlias   `json:"aliases"`
	Predecessors []model.UnitRecord  `json:"predecessors"`
	Successor    *model.UnitRecord   `json:"successor,omitempty"`
	Current      *model.UnitRecord   `json:"current,omitempty"` // who acts for it today, if that is another
	Holdings     *model.UnitHoldings `json:"holdings,omitempty"`
}

// UnitCard returns a unit as its page needs it.
func (d *Desk) UnitCard(ctx context.Context, actor model.Actor, id model.UnitID) (UnitCard, error) {
	card := UnitCard{Aliases: []model.UnitAlias{}, Predecessors: []model.UnitRecord{}}
	scope, err := d.Scope(actor, "unit:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.Unit(ctx, scope, id); err != nil {
		return card, err
	}
	if err := d.tellLine(ctx, &card); err != nil {
		return card, err
	}
	aliases, err := d.Store.UnitAliases(ctx)
	if err != nil {
		return card, err
	}
	for _, alias := range aliases {
		if alias.UnitID == id {
			card.Aliases = append(card.Aliases, alias.UnitAlias)
		}
	}
	card.Acts = d.unitActs(actor, card.Record)
	if _, err := d.Scope(actor, "unit:dissolve"); err == nil {
		held, err := d.Store.UnitHoldings(ctx, id)
		if err != nil {
			return card, err
		}
		card.Holdings = &held
	}
	card.History, err = d.historyFor(ctx, actor, "units", string(id))
	return card, err
}

// tellLine tells who came before the unit, after it, and who acts for it.
func (d *Desk) tellLine(ctx context.Context, card *UnitCard) error {
	units, err := d.Store.UnitsByID(ctx)
	if err != nil {
		return err
	}
	for _, unit := range units {
		if unit.Successor == card.Record.ID {
			card.Predecessors = append(card.Predecessors, unit)
		}
	}
	if successor, known := units[card.Record.Successor]; known {
		card.Successor = &successor
	}
	if current, known := units[card.Record.CurrentID]; known && current.ID != card.Record.ID {
		card.Current = &current
	}
	return nil
}

func (d *Desk) unitActs(actor model.Actor, u model.UnitRecord) []model.Act {
	acts := []model.Act{}
	if _, err := d.Scope(actor, "unit:change"); err != nil {
		return acts
	}
	gone := when(!u.ValidOn(d.Today()), "该单位已经撤销")
	for _, a := range []struct{ name, title, refusal string }{
		{"rename", "更名", gone}, {"add-alias", "增加别称", ""}, {"end-alias", "停用别称", ""},
	} {
		acts = append(acts, d.act(actor, a.name, a.title, "unit:change", a.refusal))
	}
	return append(acts, d.act(actor, "dissolve", "撤销与承接", "unit:dissolve", gone))
}

// unitOf is the unit of an act, as the caller saw it.
func (w work) unitOf(ctx context.Context, call model.Call, id model.UnitID) (model.UnitRecord, error) {
	u, err := w.Unit(ctx, w.scope, id)
	if err != nil {
		return u, err
	}
	return u, must(u.Version, call.Version)
}

// existingUnit names a unit that does not exist today.
func (w work) existingUnit(ctx context.Context, fields *model.FieldErrors, pointer string, id model.UnitID) error {
	u, err := w.Unit(ctx, store.Everything(), id)
	if model.KindOf(err) == model.NotFound || err == nil && !u.ValidOn(w.today()) {
		fields.Add(pointer, "unit.unknown", "没有这个单位，或者它已经撤销")
		return nil
	}
	return err
}

// shortName is what documents call the unit.
func shortName(u model.UnitRecord) string {
	if u.ShortName != "" {
		return u.ShortName
	}
	return u.Name
}
