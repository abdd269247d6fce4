package reference

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"yijian/model"
)

const longestID = 40

// readCatalogue reads the four tables and refuses any that contradict
// themselves or each other: a wrong head, a double or overlong id, a name or
// successor without its unit, a period that ends before it begins.
func readCatalogue(units, aliases, areas, groups io.Reader) (*Catalogue, error) {
	c := &Catalogue{byID: map[model.UnitID]model.Unit{}, byName: map[string][]model.UnitAlias{}}
	steps := []struct {
		table, head string
		from        io.Reader
		add         func([]string) error
	}{
		{"areas.csv", "code,name,kind,valid_from,valid_to,successor,note", areas, c.addArea},
		{"units.csv", "id,name,short_name,kind,area_code,valid_from,valid_to,successor,note", units, c.addUnit},
		{"groups.csv", "id,name,kinds,note", groups, c.addGroup},
		{"aliases.csv", "alias,unit_id,valid_from,valid_to,note", aliases, c.addAlias},
	}
	for _, step := range steps {
		if err := readTable(step.from, step.head, step.add); err != nil {
			return nil, fmt.Errorf("%s: %w", step.table, err)
		}
	}
	return c, c.checkSuccessors()
}

func readTable(from io.Reader, head string, add func([]string) error) error {
	rows := csv.NewReader(from)
	first, err := rows.Read()
	if err != nil {
		return err
	}
	if strings.Join(first, ",") != head {
		return fmt.Errorf("head is %q, want %q", strings.Join(first, ","), head)
	}
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := add(row); err != nil {
			line, _ := rows.FieldPos(0)
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}

func (c *Catalogue) addArea(row []string) error {
	from, to, err := period(row[3], row[4])
	if err != nil {
		return err
	}
	a := model.Area{Code: row[0], Name: row[1], Kind: model.AreaKind(row[2]), ValidFrom: from, ValidTo: to, Successor: row[5]}
	known := []model.AreaKind{model.AreaStreet, model.AreaTown, model.AreaTownship}
	if len(a.Code) != 9 || strings.Trim(a.Code, "0123456789") != "" {
		return fmt.Errorf("area code %q is not nine digits", a.Code)
	}
	if a.Name == "" || !slices.Contains(known, a.Kind) {
		return fmt.Errorf("area %s has no name or kind", a.Code)
	}
	if c.hasArea(a.Code) {
		return fmt.Errorf("area %s stands twice", a.Code)
	}
	c.areas = append(c.areas, a)
	return nil
}

func (c *Catalogue) addUnit(row []string) error {
	from, to, err := period(row[5], row[6])
	if err != nil {
		return err
	}
	u := model.Unit{
		ID: model.UnitID(row[0]), Name: row[1], ShortName: row[2], Kind: model.UnitKind(row[3]),
		AreaCode: row[4], ValidFrom: from, ValidTo: to, Successor: model.UnitID(row[7]),
	}
	known := []model.UnitKind{
		model.UnitDepartment, model.UnitTownship, model.UnitStreet,
		model.UnitBureau, model.UnitCompany, model.UnitOther,
	}
	if err := c.checkID(u.ID); err != nil {
		return err
	}
	if !slices.Contains(known, u.Kind) {
		return fmt.Errorf("unit %s is of unknown kind %q", u.ID, u.Kind)
	}
	if u.AreaCode != "" && !c.hasArea(u.AreaCode) {
		return fmt.Errorf("unit %s lies in unknown area %s", u.ID, u.AreaCode)
	}
	c.units = append(c.units, u)
	c.byID[u.ID] = u
	return c.addNames(u.ID, u.Name, u.ShortName)
}

func (c *Catalogue) addGroup(row []string) error {
	g := model.UnitGroup{ID: model.UnitID(row[0]), Name: row[1]}
	if err := c.checkID(g.ID); err != nil {
		return err
	}
	for kind := range strings.FieldsSeq(row[2]) {
		g.Kinds = append(g.Kinds, model.UnitKind(kind))
	}
	c.groups = append(c.groups, g)
	return c.addNames(g.ID, g.Name)
}

func (c *Catalogue) addAlias(row []string) error {
	from, to, err := period(row[2], row[3])
	if err != nil {
		return err
	}
	alias := model.UnitAlias{Alias: row[0], UnitID: model.UnitID(row[1]), ValidFrom: from, ValidTo: to}
	if _, isGroup := c.group(alias.UnitID); !isGroup && c.byID[alias.UnitID].ID == "" {
		return fmt.Errorf("alias %s means unknown unit %s", alias.Alias, alias.UnitID)
	}
	c.aliases = append(c.aliases, alias)
	return c.addName(alias)
}

func (c *Catalogue) addNames(id model.UnitID, names ...string) error {
	for _, name := range names {
		if err := c.addName(model.UnitAlias{Alias: name, UnitID: id}); err != nil {
			return err
		}
	}
	return nil
}

func (c *Catalogue) addName(alias model.UnitAlias) error {
	key := compact(alias.Alias)
	if key == "" {
		return fmt.Errorf("%s has an empty name", alias.UnitID)
	}
	for _, other := range c.byName[key] {
		if overlap(other, alias) {
			return fmt.Errorf("name %s means both %s and %s", alias.Alias, other.UnitID, alias.UnitID)
		}
	}
	c.byName[key] = append(c.byName[key], alias)
	return nil
}

// overlap reports whether some day falls into both periods.
func overlap(a, b model.UnitAlias) bool {
	return (a.ValidTo.IsZero() || !b.ValidFrom.After(a.ValidTo)) && (b.ValidTo.IsZero() || !a.ValidFrom.After(b.ValidTo))
}

func (c *Catalogue) checkID(id model.UnitID) error {
	_, isGroup := c.group(id)
	switch {
	case id == "" || len(id) > longestID:
		return fmt.Errorf("id %q is not of 1 to %d characters", id, longestID)
	case isGroup || c.byID[id].ID != "":
		return fmt.Errorf("id %s stands twice", id)
	}
	return nil
}

func (c *Catalogue) hasArea(code string) bool {
	return slices.ContainsFunc(c.areas, func(a model.Area) bool { return a.Code == code })
}

// checkSuccessors also demands that a successor outlives its predecessor, so that following it ends.
func (c *Catalogue) checkSuccessors() error {
	for _, u := range c.units {
		next, ok := c.byID[u.Successor]
		if u.Successor != "" && (!ok || u.ValidTo.IsZero() || !outlives(next.ValidTo, u.ValidTo)) {
			return fmt.Errorf("unit %s cannot be succeeded by %s", u.ID, u.Successor)
		}
	}
	for _, a := range c.areas {
		i := slices.IndexFunc(c.areas, func(b model.Area) bool { return b.Code == a.Successor })
		if a.Successor != "" && (i < 0 || a.ValidTo.IsZero() || !outlives(c.areas[i].ValidTo, a.ValidTo)) {
			return fmt.Errorf("area %s cannot be succeeded by %s", a.Code, a.Successor)
		}
	}
	return nil
}

func outlives(to, other model.Date) bool { return to.IsZero() || to.After(other) }

func period(from, to string) (start, end model.Date, err error) {
	if err := start.UnmarshalText([]byte(from)); err != nil {
		return start, end, err
	}
	if err := end.UnmarshalText([]byte(to)); err != nil {
		return start, end, err
	}
	if !end.IsZero() && end.Before(start) {
		return start, end, fmt.Errorf("period ends on %s, before it begins on %s", to, from)
	}
	return start, end, nil
}
