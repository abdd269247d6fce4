package policy

import "yijian/model"

// FilingPlace is the rule about the coordinates of a filing.
const FilingPlace = "FILING-PLACE"

var filingPlace = filingRule{
	ID: FilingPlace, Title: "坐标在所填的街道乡镇", Basis: platformDefault("坐标用于分布图和就近查询"), Advises: true,
	Beside: func(f FilingFacts) bool { _, given := spotOf(f.EndPoint); return !given },
	Holds: func(f FilingFacts, _ model.Date) bool {
		at, given := spotOf(f.EndPoint)
		return !given || Elsewhere(f.Grounds, f.EndPoint.AreaCode, at) == ""
	},
	Seen: func(f FilingFacts, _ model.Date) string {
		at, given := spotOf(f.EndPoint)
		if !given {
			return "没有填坐标"
		}
		if told := Elsewhere(f.Grounds, f.EndPoint.AreaCode, at); told != "" {
			return told + "；请核对坐标和地址，确实无误的不影响备案"
		}
		return "按示意图，在" + f.areaWords([]string{f.EndPoint.AreaCode})
	},
}

func spotOf(e model.EndPoint) (at model.Spot, given bool) {
	if e.LongitudeMicro == nil || e.LatitudeMicro == nil {
		return at, false
	}
	return model.Spot{LongitudeMicro: *e.LongitudeMicro, LatitudeMicro: *e.LatitudeMicro}, true
}

// Elsewhere says where a place lies on a map of townships if that is not the township of the code;
// empty where it is, or where the code is of none that is drawn.
func Elsewhere(grounds []model.Ground, code string, at model.Spot) string {
	named, found := "", "图上的街道乡镇以外"
	for _, ground := range grounds {
		if ground.Code == code {
			named = ground.Name
		}
		if ground.Holds(at) {
			found = ground.Name
		}
	}
	if named == "" || named == found {
		return ""
	}
	return "按示意图，这个位置在" + found + "，不在备案的" + named
}
