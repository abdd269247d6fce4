package casework

import (
	"testing"

	"yijian/model"
	"yijian/policy/reference"
)

// A district with few filings is looked at whole for the nearest; of one with very many first what lies close by.
func TestHowFarIsLookedFirst(t *testing.T) {
	ground := func(filed int64) TownGround { return TownGround{reference.Schematic()[0], filed} }
	for filed, want := range map[int64]struct {
		reach int64
		isAll bool
	}{0: {farther, true}, fewFiled / 2: {farther, true}, fewFiled/2 + 1: {closeBy, false}} {
		n := Neighbourhood{At: model.Spot{}, Grounds: []TownGround{ground(filed), ground(filed)}}
		if reach, isAll := n.reach(); reach != want.reach || isAll != want.isAll {
			t.Errorf("twice %d filings: %d, all %t", filed, reach, isAll)
		}
	}
}
