package model

import "strings"

// AreaKind says what sort of township-level division an area is.
type AreaKind string

// The kinds of township-level divisions.
const (
	AreaStreet   AreaKind = "street"   // 街道
	AreaTown     AreaKind = "town"     // 镇
	AreaTownship AreaKind = "township" // 乡、民族乡
)

// Area is a township-level division with its nine-digit code, from ValidFrom
// until ValidTo, both inclusive (no date is open); then Successor covers its ground.
type Area struct {
	Code      string   `json:"code" gorm:"column:code;primaryKey;size:12;not null"`
	Name      string   `json:"name" gorm:"column:name;size:60;not null"`
	Kind      AreaKind `json:"kind" gorm:"column:kind;size:20;not null"`
	ValidFrom Date     `json:"valid_from" gorm:"column:valid_from"`
	ValidTo   Date     `json:"valid_to" gorm:"column:valid_to"`
	Successor string   `json:"successor" gorm:"column:successor;size:12;not null"`
}

// areaSorts are how the names of areas end, the longest first.
var areaSorts = []string{"苗族仡佬族乡", "苗族土家族乡", "街道", "镇", "乡"}

// Stem is the area's name without what sort of area it is.
func (a Area) Stem() string {
	for _, sort := range areaSorts {
		if stem, cut := strings.CutSuffix(a.Name, sort); cut && len([]rune(stem)) > 1 {
			return stem
		}
	}
	return a.Name
}

// ValidOn reports whether the area exists on the day.
func (a Area) ValidOn(day Date) bool { return validOn(a.ValidFrom, a.ValidTo, day) }
