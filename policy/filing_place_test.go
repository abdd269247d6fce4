package policy

import (
	"slices"
	"strings"
	"testing"

	"yijian/model"
)

// square is a township that reaches from a corner one degree east and north.
func square(code, name string, east, north int64) model.Ground {
	at := func(x, y int64) model.Spot {
		return model.Spot{LongitudeMicro: (east + x) * 1_000_000, LatitudeMicro: (north + y) * 1_000_000}
	}
	return model.Ground{Code: code, Name: name, Ring: []model.Spot{at(0, 0), at(1, 0), at(1, 1), at(0, 1)}}
}

// Coordinates in another township are told of, and forbid nothing.
func TestCoordinatesOfAFilingLieInItsTownship(t *testing.T) {
	grounds := []model.Ground{square("500156001", "东镇", 107, 29), square("500156002", "西镇", 106, 29)}
	for name, c := range map[string]struct {
		code    string
		east    int64
		grounds []model.Ground
		holds   bool
		beside  bool
		seen    string
	}{
		"in it":                        {"500156001", 107_500_000, grounds, true, false, "按示意图，在"},
		"in another":                   {"500156001", 106_500_000, grounds, false, false, "这个位置在西镇，不在备案的东镇"},
		"in none":                      {"500156002", 105_500_000, grounds, false, false, "图上的街道乡镇以外，不在备案的西镇"},
		"of a township that is no map": {"500156003", 106_500_000, grounds, true, false, "按示意图，在"},
		"not given":                    {"500156001", 0, grounds, true, true, "没有填坐标"},
	} {
		f := soundFiling()
		f.EndPoint.AreaCode, f.Grounds, f.AreaNames = c.code, c.grounds, map[string]string{"500156001": "东镇"}
		if c.east != 0 {
			f.EndPoint.LongitudeMicro, f.EndPoint.LatitudeMicro = &c.east, new(int64(29_500_000))
		}
		decision := CheckFiling(f, filingDay)
		line := decision.Lines[slices.IndexFunc(decision.Lines, func(l model.DecisionLine) bool { return l.RuleID == FilingPlace })]
		if line.Holds != c.holds || line.Beside != c.beside || !line.Advises || !strings.Contains(line.Seen, c.seen) || !decision.Allowed {
			t.Errorf("%s: %+v, allowed %v", name, line, decision.Allowed)
		}
	}
}
