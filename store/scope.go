package store

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"yijian/model"
)

// Scope limits every query to the rows its holder may see. The zero Scope sees nothing.
type Scope struct {
	everything bool
	areas      []string
	firms      []model.EnterpriseID
	units      []model.UnitID
	users      []model.UserID
}

// Everything is the scope of rows without a holder: jobs, auditors, the bureau's own lists.
func Everything() Scope { return Scope{everything: true} }

// InArea sees the rows of an area code and of everything below it.
func InArea(prefix string) Scope {
	if prefix == "" {
		return Scope{}
	}
	return Scope{areas: []string{prefix}}
}

// OfFirm sees the firm's own rows.
func OfFirm(id model.EnterpriseID) Scope {
	if id == "" {
		return Scope{}
	}
	return Scope{firms: []model.EnterpriseID{id}}
}

// OfUnit sees the rows a unit has a part in.
func OfUnit(id model.UnitID) Scope {
	if id == "" {
		return Scope{}
	}
	return Scope{units: []model.UnitID{id}}
}

// OfUser sees the account's own rows.
func OfUser(id model.UserID) Scope {
	if id == "" {
		return Scope{}
	}
	return Scope{users: []model.UserID{id}}
}

// Or sees what either scope sees.
func (s Scope) Or(other Scope) Scope {
	return Scope{
		everything: s.everything || other.everything,
		areas:      append(append([]string{}, s.areas...), other.areas...),
		firms:      append(append([]model.EnterpriseID{}, s.firms...), other.firms...),
		units:      append(append([]model.UnitID{}, s.units...), other.units...),
		users:      append(append([]model.UserID{}, s.users...), other.users...),
	}
}

// reach says by which columns a table's rows belong to an area, a firm, a unit
// or a user. Unit is a whole condition with one placeholder for the unit ids;
// firmWhen narrows the firm's rows further.
type reach struct {
	area     string
	firm     string
	firmWhen string
	unit     string
	user     string
}

// wholeDistrict is how long a district's code is. Nearly all rows are in it, so that SQLite,
// which knows no numbers, must be told not to read and sort them all by the index of areas.
const wholeDistrict = 6

// within adds the scope to a query; a dimension the table lacks sees nothing.
func (s Scope) within(db *gorm.DB, r reach) *gorm.DB {
	if s.everything {
		return db
	}
	var parts []string
	var args []interface{}
	if r.area != "" {
		for _, prefix := range s.areas {
			area := r.area
			if len(prefix) <= wholeDistrict && db.Name() == "sqlite" {
				area = "+" + area
			}
			// ':' is the character after '9', so this is the index range of the prefix.
			parts = append(parts, "("+area+" >= ? AND "+area+" < ?)")
			args = append(args, prefix, prefix+":")
		}
	}
	if r.firm != "" && len(s.firms) > 0 {
		part := r.firm + " IN ?"
		if r.firmWhen != "" {
			part = "(" + part + " AND " + r.firmWhen + ")"
		}
		parts = append(parts, part)
		args = append(args, s.firms)
	}
	if r.unit != "" && len(s.units) > 0 {
		parts = append(parts, r.unit)
		args = append(args, s.units)
	}
	if r.user != "" && len(s.users) > 0 {
		parts = append(parts, r.user+" IN ?")
		args = append(args, s.users)
	}
	if len(parts) == 0 {
		return db.Where("1 = 0")
	}
	return db.Where("("+strings.Join(parts, " OR ")+")", args...)
}

// HasFirms reports whether the scope is that of firms' own records.
func (s Scope) HasFirms() bool { return !s.everything && len(s.firms) > 0 }

// TellsFirmsLater reports whether firms see their records of the noun in some states only.
func TellsFirmsLater(name model.Noun) bool {
	r := nouns[name].reach
	return r.firmWhen != "" || strings.Contains(r.firm, " AND ")
}

// HasUnit reports whether rows that name the unit are in the scope.
func (s Scope) HasUnit(id model.UnitID) bool { return s.everything || slices.Contains(s.units, id) }

// HasArea reports whether the scope reaches rows of the area.
func (s Scope) HasArea(code string) bool {
	return s.everything || slices.ContainsFunc(s.areas, func(prefix string) bool { return strings.HasPrefix(code, prefix) })
}
