// Package reference holds the district's standing facts: its units with their
// aliases and successors, its townships with their codes, and the text of the
// plan that started the platform. They are data with periods of validity; who
// may do what, and what a plan's tasks become, is decided elsewhere.
package reference

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"yijian/model"
)

//go:embed plan-2019-61.txt
var planText string

//go:embed units.csv
var unitsCSV string

//go:embed aliases.csv
var aliasesCSV string

//go:embed areas.csv
var areasCSV string

//go:embed groups.csv
var groupsCSV string

// Catalogue is units, their further names, areas and groups together.
type Catalogue struct {
	units   []model.Unit
	aliases []model.UnitAlias
	areas   []model.Area
	groups  []model.UnitGroup
	byID    map[model.UnitID]model.Unit
	byName  map[string][]model.UnitAlias // by compact name, in the order of the tables
}

// District returns what the shipped tables say.
func District() *Catalogue { return district() }

// Of returns the catalogue of units and further names that are kept elsewhere,
// with the shipped areas and groups.
func Of(units []model.Unit, aliases []model.UnitAlias) *Catalogue {
	c := &Catalogue{
		units: units, aliases: aliases, areas: district().areas, groups: district().groups,
		byID: map[model.UnitID]model.Unit{}, byName: map[string][]model.UnitAlias{},
	}
	note := func(alias model.UnitAlias) {
		if key := compact(alias.Alias); key != "" {
			c.byName[key] = append(c.byName[key], alias)
		}
	}
	for _, unit := range units {
		c.byID[unit.ID] = unit
		note(model.UnitAlias{Alias: unit.Name, UnitID: unit.ID})
		note(model.UnitAlias{Alias: unit.ShortName, UnitID: unit.ID})
	}
	for _, group := range c.groups {
		note(model.UnitAlias{Alias: group.Name, UnitID: group.ID})
	}
	for _, alias := range aliases {
		note(alias)
	}
	return c
}

var district = sync.OnceValue(func() *Catalogue {
	c, err := readCatalogue(strings.NewReader(unitsCSV), strings.NewReader(aliasesCSV),
		strings.NewReader(areasCSV), strings.NewReader(groupsCSV))
	if err != nil {
		panic(err) // the tables are embedded, so this is a broken build
	}
	return c
})

// PlanText returns the text of 武隆府办发〔2019〕61号 as it was published.
func PlanText() string { return planText }

// Units returns all units past and present, departments first, then townships by code.
func Units() []model.Unit { return slices.Clone(district().units) }

// Aliases returns the further names of units and groups, besides their own full and short names.
func Aliases() []model.UnitAlias { return slices.Clone(district().aliases) }

// Areas returns all township-level divisions past and present, by code.
func Areas() []model.Area { return slices.Clone(district().areas) }

// Groups returns the unit groups.
func Groups() []model.UnitGroup { return slices.Clone(district().groups) }

// Unit returns the unit of the id; false when there is none, or when it is a group's.
func Unit(id model.UnitID) (model.Unit, bool) {
	u, ok := district().byID[id]
	return u, ok
}

// AreasOn returns the divisions that exist on the day, by code.
func AreasOn(day model.Date) []model.Area {
	return slices.DeleteFunc(Areas(), func(a model.Area) bool { return !a.ValidOn(day) })
}

// MembersOn returns the units that make up the group on the day, by area code;
// none when there is no such group.
func (c *Catalogue) MembersOn(group model.UnitID, day model.Date) []model.Unit {
	g, ok := c.group(group)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(c.units), func(u model.Unit) bool { return !g.HasMember(u, day) })
}

// IsGroup reports whether the id is a group's.
func (c *Catalogue) IsGroup(id model.UnitID) bool {
	_, ok := c.group(id)
	return ok
}

func (c *Catalogue) group(id model.UnitID) (model.UnitGroup, bool) {
	i := slices.IndexFunc(c.groups, func(g model.UnitGroup) bool { return g.ID == id })
	if i < 0 {
		return model.UnitGroup{}, false
	}
	return c.groups[i], true
}
