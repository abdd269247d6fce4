package casework

import (
	"context"

	"yijian/model"
)

// UnitCard is a unit with its other names and who came after it.
type UnitCard struct {
	model.Card[model.UnitRecord]
	Aliases   []string          `json:"aliases"`
	Successor *model.UnitRecord `json:"successor,omitempty"`
}

// UnitCard returns a unit as its page needs it.
func (d *Desk) UnitCard(ctx context.Context, actor model.Actor, id model.UnitID) (UnitCard, error) {
	card := UnitCard{Aliases: []string{}}
	scope, err := d.Scope(actor, "unit:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.Unit(ctx, scope, id); err != nil {
		return card, err
	}
	if card.Record.Successor != "" {
		successor, err := d.Store.Unit(ctx, scope, card.Record.Successor)
		if err != nil {
			return card, err
		}
		card.Successor = &successor
	}
	aliases, err := d.Store.UnitAliases(ctx)
	if err != nil {
		return card, err
	}
	for _, alias := range aliases {
		if alias.UnitID == id {
			card.Aliases = append(card.Aliases, alias.Alias)
		}
	}
	card.Acts, card.History = []model.Act{}, []model.AuditEntry{} // units change with the program only
	return card, nil
}

// shortName is what documents call the unit.
func shortName(u model.UnitRecord) string {
	if u.ShortName != "" {
		return u.ShortName
	}
	return u.Name
}
