package reference

import (
	"slices"
	"testing"

	"yijian/model"
)

// What a document of a day may name are the units of that day with every name they bear, and the groups after them.
func TestNamesOfADay(t *testing.T) {
	before := model.NewDate(2020, 4, 21)
	for _, c := range []struct {
		day           model.Date
		there, absent model.UnitID
	}{{before, "yangjiao-zhen", "yangjiao-jiedao"}, {before.AddDays(1), "yangjiao-jiedao", "yangjiao-zhen"}} {
		names := District().NamesOn(c.day)
		at := func(id model.UnitID) int {
			return slices.IndexFunc(names, func(n UnitNames) bool { return n.ID == id })
		}
		if at(c.there) < 0 || at(c.absent) >= 0 {
			t.Errorf("on %s %s stands at %d, %s at %d", c.day, c.there, at(c.there), c.absent, at(c.absent))
		}
		group := at("townships")
		if group < 0 || names[group].Kind != "" || !slices.Contains(names[group].Names, names[group].Title) {
			t.Fatalf("on %s the group of townships: %d", c.day, group)
		}
		groups := false
		for _, n := range names {
			if n.Title == "" || !slices.Contains(n.Names, n.Title) {
				t.Errorf("%s is called %q, one of %q", n.ID, n.Title, n.Names)
			}
			if isGroup := District().IsGroup(n.ID); isGroup {
				groups = true
			} else if groups || n.Kind == "" {
				t.Errorf("the unit %s stands after a group, or has no kind: %q", n.ID, n.Kind)
			}
		}
	}
	day := model.NewDate(2026, 3, 2)
	for _, n := range District().NamesOn(day) {
		for _, name := range n.Names {
			if id, known := District().Resolve(name, day); known && id != n.ID {
				t.Errorf("%q is a name of %s, and means %s", name, n.ID, id)
			}
		}
	}
}
