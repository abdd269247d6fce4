package reference

import "yijian/model"

// UnitNames is a unit or group that a document of a day may name: as it is called, and every name it bears.
type UnitNames struct {
	ID    model.UnitID
	Title string
	Kind  model.UnitKind // empty for a group
	Names []string
}

// NamesOn returns the units that exist on the day in the order of the tables, and the groups after them.
func (c *Catalogue) NamesOn(day model.Date) []UnitNames {
	further := map[model.UnitID][]string{}
	for _, alias := range c.aliases {
		if alias.ValidOn(day) {
			further[alias.UnitID] = append(further[alias.UnitID], alias.Alias)
		}
	}
	var found []UnitNames
	for _, u := range c.units {
		if !u.ValidOn(day) {
			continue
		}
		title := u.ShortName
		if title == "" {
			title = u.Name
		}
		found = append(found, UnitNames{u.ID, title, u.Kind, append([]string{u.Name, title}, further[u.ID]...)})
	}
	for _, g := range c.groups {
		found = append(found, UnitNames{g.ID, g.Name, "", append([]string{g.Name}, further[g.ID]...)})
	}
	return found
}
