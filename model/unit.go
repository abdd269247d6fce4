package model

import "slices"

// UnitID identifies a department, township, other unit, or group of units; it is
// a stable readable word such as qu-shangwuwei.
type UnitID string

// UnitKind says what sort of unit it is.
type UnitKind string

// The kinds of units.
const (
	UnitDepartment UnitKind = "department" // 区级部门
	UnitTownship   UnitKind = "township"   // 镇、乡人民政府
	UnitStreet     UnitKind = "street"     // 街道办事处
	UnitBureau     UnitKind = "bureau"     // 垂直管理的分局、支队
	UnitCompany    UnitKind = "company"    // 企业
	UnitOther      UnitKind = "other"      // 协会、委员会等
)

// Unit is a body that plans give work to. It exists from ValidFrom until
// ValidTo, both inclusive (no date is open); then Successor, if any, took over its work.
type Unit struct {
	ID        UnitID   `json:"id" gorm:"column:id;primaryKey;size:40;not null"`
	Name      string   `json:"name" gorm:"column:name;size:200;not null"`
	ShortName string   `json:"short_name" gorm:"column:short_name;size:100;not null"`
	Kind      UnitKind `json:"kind" gorm:"column:kind;size:20;not null"`
	AreaCode  string   `json:"area_code" gorm:"column:area_code;size:12;not null"`
	ValidFrom Date     `json:"valid_from" gorm:"column:valid_from"`
	ValidTo   Date     `json:"valid_to" gorm:"column:valid_to"`
	Successor UnitID   `json:"successor" gorm:"column:successor;size:40;not null"`
}

// ValidOn reports whether the unit exists on the day.
func (u Unit) ValidOn(day Date) bool { return validOn(u.ValidFrom, u.ValidTo, day) }

// UnitAlias is another way in which documents call a unit or a group, in use
// from ValidFrom until ValidTo, both inclusive (no date is open).
type UnitAlias struct {
	Alias     string `json:"alias" gorm:"column:alias;size:100;not null"`
	UnitID    UnitID `json:"unit_id" gorm:"column:unit_id;size:40;not null"`
	ValidFrom Date   `json:"valid_from" gorm:"column:valid_from"`
	ValidTo   Date   `json:"valid_to" gorm:"column:valid_to"`
}

// ValidOn reports whether the alias is in use on the day.
func (a UnitAlias) ValidOn(day Date) bool { return validOn(a.ValidFrom, a.ValidTo, day) }

// UnitGroup names all units of some kinds at once, such as 各乡镇人民政府; who
// belongs to it depends on the day.
type UnitGroup struct {
	ID    UnitID     `json:"id"`
	Name  string     `json:"name"`
	Kinds []UnitKind `json:"kinds"`
}

// HasMember reports whether the unit belongs to the group on the day.
func (g UnitGroup) HasMember(u Unit, day Date) bool {
	return slices.Contains(g.Kinds, u.Kind) && u.ValidOn(day)
}

func validOn(from, to, day Date) bool {
	return !day.Before(from) && (to.IsZero() || !day.After(to))
}

// UnitHoldings counts what hangs on a unit: tasks that are not closed, and accounts.
type UnitHoldings struct {
	Tasks    int64 `json:"tasks"`
	Accounts int64 `json:"accounts"`
}
