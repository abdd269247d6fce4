package reference

import (
	"testing"

	"yijian/model"
)

// The map shows each township of today once, by its name, within the box; neighbours meet and none overlap.
func TestTheSchematicMapShowsEveryTownship(t *testing.T) {
	byCode := map[string]model.Ground{}
	for _, g := range Schematic() {
		byCode[g.Code] = g
		if !inside(g, g.Label) {
			t.Errorf("%s: its name does not stand in it", g.Name)
		}
		for _, corner := range g.Ring {
			if !corner.InDistrict() {
				t.Errorf("%s: %+v lies off the map", g.Name, corner)
			}
		}
		for _, other := range Schematic() {
			if other.Code != g.Code && inside(g, other.Label) {
				t.Errorf("%s lies in %s", other.Name, g.Name)
			}
		}
	}
	today := 0
	for _, area := range District().areas {
		if !area.ValidOn(model.NewDate(2026, 3, 2)) {
			continue
		}
		if today++; byCode[area.Code].Name != area.Name {
			t.Errorf("%s %s is called %q on the map", area.Code, area.Name, byCode[area.Code].Name)
		}
	}
	if today != len(byCode) || today != 26 {
		t.Errorf("%d townships on the map, %d today", len(byCode), today)
	}
}

// inside counts how often a line to the east crosses the outline.
func inside(g model.Ground, at model.Spot) bool {
	in := false
	for i := 1; i < len(g.Ring); i++ {
		a, b := g.Ring[i-1], g.Ring[i]
		if (a.LatitudeMicro > at.LatitudeMicro) == (b.LatitudeMicro > at.LatitudeMicro) {
			continue
		}
		across := a.LongitudeMicro + (b.LongitudeMicro-a.LongitudeMicro)*(at.LatitudeMicro-a.LatitudeMicro)/(b.LatitudeMicro-a.LatitudeMicro)
		if at.LongitudeMicro < across {
			in = !in
		}
	}
	return in
}

// Distances against those that great circles give.
func TestDistancesWithinTheDistrict(t *testing.T) {
	at := model.Spot{LongitudeMicro: 107_760_000, LatitudeMicro: 29_325_000}
	for _, one := range []struct {
		to   model.Spot
		want int64
	}{
		{at, 0}, {model.Spot{LongitudeMicro: 107_761_000, LatitudeMicro: 29_325_000}, 97}, {model.Spot{LongitudeMicro: 107_760_000, LatitudeMicro: 29_335_000}, 1112},
		{model.Spot{LongitudeMicro: 107_290_000, LatitudeMicro: 29_450_000}, 47_630},
	} {
		if got := at.MetresTo(one.to); got < one.want*99/100 || got > one.want*101/100 {
			t.Errorf("%+v lies %d m away, want %d", one.to, got, one.want)
		}
	}
}
