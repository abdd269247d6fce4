package portal

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
)

// nearbyPage is what is filed near a township, a place that is told in words, or a spot.
type nearbyPage struct {
	Search string
	Asked  bool
	Areas  []model.AreaRecord
	On     string // the address that shows more of what is farther away
	casework.Neighbourhood
}

// moreOf is how many times somebody asked to see more.
func moreOf(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	if len(text) != 1 || text[0] < '0' || text[0] > '9' {
		return 0, invalid("再看的次数应为一位数")
	}
	return int(text[0] - '0'), nil
}

func (p *Portal) nearby(c *gin.Context) {
	asked, area := nearbyPage{Search: strings.TrimSpace(c.Query("q"))}, c.Query("area")
	asked.Asked = asked.Search != "" || area != ""
	words, spot := asked.Search, spotIn(asked.Search)
	more, err := moreOf(c.Query("more"))
	if err != nil {
		p.fail(c, err)
		return
	}
	if spot != nil {
		words = ""
	}
	switch length := len([]rune(asked.Search)); {
	case length > mostSearched:
		p.fail(c, invalid("地点最多 60 个字"))
		return
	case length == 1:
		p.fail(c, invalid("地点至少 2 个字"))
		return
	case spot != nil && !spot.InDistrict():
		p.fail(c, invalid("这个经纬度不在本区，请按“经度,纬度”填写"))
		return
	}
	p.show(c, "", "nearby.html", func() (frame, error) {
		if asked.Neighbourhood, err = p.Desk.Nearby(c.Request.Context(), casework.Whereabouts{Spot: spot, Area: area, Words: words, More: more}); err != nil {
			return frame{}, err
		}
		asked.Areas = townships(asked.Names, p.Desk.Today())
		if asked.Further {
			asked.On = "/nearby?" + url.Values{"q": {asked.Search}, "area": {area}, "more": {fmt.Sprint(more + 1)}}.Encode()
		}
		return frame{Title: "附近网点", Content: asked}, nil
	})
}

// spotIn reads "107.76,29.32", also with a full-width comma.
func spotIn(text string) *model.Spot {
	longitude, latitude, two := strings.Cut(strings.ReplaceAll(text, "，", ","), ",")
	x, okX := microOf(longitude)
	y, okY := microOf(latitude)
	if !two || !okX || !okY {
		return nil
	}
	return &model.Spot{LongitudeMicro: x, LatitudeMicro: y}
}

func microOf(text string) (int64, bool) {
	whole, part, _ := strings.Cut(strings.TrimSpace(text), ".")
	if whole == "" || len(whole) > 3 || len(part) > 12 || strings.Trim(whole+part, "0123456789") != "" {
		return 0, false
	}
	var value int64
	_, err := fmt.Sscan(whole+(part + "000000")[:6], &value)
	return value, err == nil
}

// Width and Height are the map's in its own measure: thousandths of a degree, as wide as they are on the ground.
func (nearbyPage) Width() int64 { return drawn(model.DistrictBox[1]).x }

// Height is how high the map is.
func (nearbyPage) Height() int64 {
	return drawn(model.Spot{LongitudeMicro: model.DistrictBox[1].LongitudeMicro, LatitudeMicro: model.DistrictBox[0].LatitudeMicro}).y
}

// Near reports whether a place is asked for, around which the map then shows half as far.
func (p nearbyPage) Near() bool {
	_, asked := p.middle()
	return asked
}

// view is the part of the map that is seen.
type view struct{ left, top, wide, high int64 }

// String is the view as a viewBox.
func (v view) String() string { return fmt.Sprintf("%d %d %d %d", v.left, v.top, v.wide, v.high) }

func (v view) holds(at point) bool {
	return at.x >= v.left && at.x <= v.left+v.wide && at.y >= v.top && at.y <= v.top+v.high
}

// View is the whole map, or what lies around the place that is asked for.
func (p nearbyPage) View() view {
	middle, asked := p.middle()
	if !asked {
		return view{0, 0, p.Width(), p.Height()}
	}
	wide, high := p.Width()/2, p.Height()/2
	return view{min(max(middle.x-wide/2, 0), p.Width()-wide), min(max(middle.y-high/2, 0), p.Height()-high), wide, high}
}

// Seen are the townships that lie in the view with a corner or their name: nothing out of sight is reached by keyboard.
func (p nearbyPage) Seen() []casework.TownGround {
	v, seen := p.View(), []casework.TownGround{}
	for _, ground := range p.Grounds {
		if slices.ContainsFunc(append([]model.Spot{ground.Label}, ground.Ring...), func(at model.Spot) bool { return v.holds(drawn(at)) }) {
			seen = append(seen, ground)
		}
	}
	return seen
}

func (p nearbyPage) middle() (point, bool) {
	if p.Placed {
		return drawn(p.At), true
	}
	for _, ground := range p.Grounds {
		if ground.Code == p.Area {
			return drawn(ground.Label), true
		}
	}
	return point{}, false
}

type point struct{ x, y int64 }

// X is how far to the right.
func (p point) X() int64 { return p.x }

// Y is how far down.
func (p point) Y() int64 { return p.y }

// drawn is where a spot stands on the map; a degree to the east is 0.8716 of one to the north.
func drawn(s model.Spot) point {
	return point{(s.LongitudeMicro - model.DistrictBox[0].LongitudeMicro) * 8716 / 10_000_000, (model.DistrictBox[1].LatitudeMicro - s.LatitudeMicro) / 1000}
}

// shortName is a township's name as the map has room for it.
func shortName(g casework.TownGround) string { return model.Area{Name: g.Name}.Stem() }

// outline is a ground's ring as points of a polygon.
func outline(g casework.TownGround) string {
	corners := make([]string, len(g.Ring))
	for i, corner := range g.Ring {
		at := drawn(corner)
		corners[i] = fmt.Sprintf("%d,%d", at.x, at.y)
	}
	return strings.Join(corners, " ")
}

// spotOf is where a filing is drawn, nil when that is unknown or off the map.
func spotOf(f casework.NearFiling) *point {
	at, known := f.Spot()
	if !known || !at.InDistrict() {
		return nil
	}
	drawnAt := drawn(at)
	return &drawnAt
}

// telephone is a number as a device dials it.
func telephone(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}

// far is a distance as people say it.
func far(metres int64) string {
	if metres < 1000 {
		return fmt.Sprintf("约 %d 米", (metres+5)/10*10)
	}
	return fmt.Sprintf("约 %d.%d 公里", metres/1000, metres%1000/100)
}

// townAddress is the page of a township.
func townAddress(code string) string { return "/nearby?" + url.Values{"area": {code}}.Encode() }
