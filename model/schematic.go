package model

// Spot is a place on the earth, in micro-degrees.
type Spot struct {
	LongitudeMicro int64 `json:"longitude_micro"`
	LatitudeMicro  int64 `json:"latitude_micro"`
}

// Metres along a millionth of a degree, in millionths: everywhere to the north, and to the east on the district's latitude, 29.35°.
const (
	northward = 111_195
	eastward  = 96_923
)

// MetresTo is the distance to another spot of the district, to a few metres in a thousand.
func (s Spot) MetresTo(other Spot) int64 {
	dx := (other.LongitudeMicro - s.LongitudeMicro) * eastward / 1_000_000
	dy := (other.LatitudeMicro - s.LatitudeMicro) * northward / 1_000_000
	return root(dx*dx + dy*dy)
}

// root is the whole part of the square root.
func root(square int64) int64 {
	guess := square
	for next := (square + 1) / 2; next < guess; next = (guess + square/guess) / 2 {
		guess = next
	}
	return guess
}

// DistrictBox is what the schematic map shows: the corner to the south-west and that to the north-east.
var DistrictBox = [2]Spot{{107_200_000, 29_020_000}, {108_100_000, 29_620_000}}

// InDistrict reports whether the spot lies on the schematic map.
func (s Spot) InDistrict() bool {
	return s.LongitudeMicro >= DistrictBox[0].LongitudeMicro && s.LongitudeMicro <= DistrictBox[1].LongitudeMicro &&
		s.LatitudeMicro >= DistrictBox[0].LatitudeMicro && s.LatitudeMicro <= DistrictBox[1].LatitudeMicro
}

// Ground is a township on the schematic map: its outline, and where its name stands. It is no survey.
type Ground struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Label Spot   `json:"label"`
	Ring  []Spot `json:"ring"`
}

// Holds reports whether a place lies within the township's outline.
func (g Ground) Holds(at Spot) bool {
	inside := false
	for i, a := range g.Ring {
		b := g.Ring[(i+1)%len(g.Ring)]
		if (a.LatitudeMicro > at.LatitudeMicro) == (b.LatitudeMicro > at.LatitudeMicro) {
			continue
		}
		run, rise := b.LongitudeMicro-a.LongitudeMicro, b.LatitudeMicro-a.LatitudeMicro
		left := (at.LongitudeMicro-a.LongitudeMicro)*rise < run*(at.LatitudeMicro-a.LatitudeMicro)
		if left == (rise > 0) {
			inside = !inside
		}
	}
	return inside
}
