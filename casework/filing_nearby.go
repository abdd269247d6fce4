package casework

import (
	"cmp"
	"context"
	"slices"

	"yijian/model"
	"yijian/policy/reference"
)

// NearFiling is a filing with how far it is, in metres, where that is known.
type NearFiling struct {
	model.FilingView
	Metres int64
	Known  bool
}

// TownGround is a township on the schematic map with how many end points are filed in it.
type TownGround struct {
	model.Ground
	Filed int64
}

// Neighbourhood is what is filed and holds near a spot or, without one, in a township.
type Neighbourhood struct {
	Grounds []TownGround
	Names   map[string]model.AreaRecord // of the areas of every time
	Area    string                      // the township that was asked for, also by its name
	At      model.Spot
	Placed  bool   // At is known
	Unknown bool   // nothing is known of the words that the place was told in
	Without string // the township in which nothing is filed: what lies around is shown
	Found   []Station[NearFiling]
	Further bool // more may be seen by asking again
	More    bool // there is more than is shown here at all
}

// Whereabouts is what is asked for, and how many times more of it.
type Whereabouts struct {
	Spot  *model.Spot
	Area  string
	Words string
	More  int
}

const (
	// nearestShown is how many stations are listed at most, stepShown how many at a time.
	nearestShown = 30
	stepShown    = 10
	// walkable is how far away, in metres, something still is near; fewestNear are shown however far they are.
	walkable   = 5_000
	fewestNear = 3
	// closeBy and farther are how far to each side is looked, in micro-degrees: some 3 km, then the whole district.
	closeBy = 30_000
	farther = 1_000_000
	// fewFiled is how many filings of a district are all looked at for the nearest of them.
	fewFiled = 8_000
)

// Nearby looks for filed end points that hold, near what is asked for: a spot, within a township where
// one is named too; else a township; else the first that a search for the words finds, which may lie anywhere.
// Of a township without any the neighbours are told.
func (d *Desk) Nearby(ctx context.Context, w Whereabouts) (Neighbourhood, error) {
	n, found, err := d.near(ctx, w)
	if err != nil {
		return n, err
	}
	n.take(found)
	if ground, known := groundOf(n.Grounds, n.Area); known && len(n.Found) == 0 {
		if ground.Filed == 0 {
			n.Without = ground.Name
		}
		if !n.Placed {
			n.At, n.Placed = ground.Label, true
		}
		if found, err = d.around(ctx, n, ""); err != nil {
			return n, err
		}
		n.take(found)
	}
	n.show(w.More)
	return n, nil
}

func groundOf(grounds []TownGround, area string) (TownGround, bool) {
	at := slices.IndexFunc(grounds, func(g TownGround) bool { return g.Code == area })
	if at < 0 {
		return TownGround{}, false
	}
	return grounds[at], true
}

// show keeps what is near, and so much more as often as it was asked for.
func (n *Neighbourhood) show(more int) {
	most := min((more+1)*stepShown, nearestShown)
	shown := min(len(n.Found), most)
	if more == 0 && n.Placed {
		for shown > fewestNear && n.Found[shown-1].First().Metres > walkable {
			shown--
		}
	}
	n.Further = shown < len(n.Found) && most < nearestShown
	n.More = !n.Further && (n.More || shown < len(n.Found))
	n.Found = n.Found[:shown]
}

func (d *Desk) near(ctx context.Context, w Whereabouts) (n Neighbourhood, found []model.FilingView, err error) {
	areas, err := d.Store.FiledByArea(ctx)
	if err != nil {
		return n, nil, err
	}
	filed, words := map[string]int64{}, w.Words
	n.Names, n.Area = map[string]model.AreaRecord{}, w.Area
	for _, area := range areas {
		filed[area.Code], n.Names[area.Code] = area.Filed, area.AreaRecord
		if w.Spot == nil && w.Area == "" && words != "" && area.ValidOn(d.Today()) && (words == area.Name || words == area.Stem()) { // a township's name is that township
			n.Area, words = area.Code, ""
		}
	}
	for _, ground := range reference.Schematic() {
		n.Grounds = append(n.Grounds, TownGround{ground, filed[ground.Code]})
	}
	switch {
	case w.Spot != nil:
		n.At, n.Placed = *w.Spot, true
		found, err = d.around(ctx, n, n.Area)
	case words != "":
		found, err = d.saidToBe(ctx, &n, words)
	case n.Area != "":
		var filings FilingsFound
		filings, err = d.Filings(ctx, "", n.Area, 1)
		found, n.More = filings.Filings, filings.Total > nearestShown
	}
	return n, found, err
}

// saidToBe is what lies around the first place that the words find or, where no place of it is known, what
// they find; in a township that is named too, what they find there. What only resembles them is no place: it is shown alone.
func (d *Desk) saidToBe(ctx context.Context, n *Neighbourhood, words string) ([]model.FilingView, error) {
	sought := SoughtOnSite(words)
	if n.Area != "" {
		sought.Whole = nil // where nothing holds them what lies around is shown
		filings, err := d.Store.Filings(ctx, sought, n.Area, 1)
		n.Unknown, n.More = len(filings.Filings) == 0, filings.Total > nearestShown
		return d.viewsOf(filings.Filings), err
	}
	rows, similar, err := d.Store.FilingsHolding(ctx, sought, nearestRead)
	if err != nil {
		return nil, err
	}
	found := d.viewsOf(rows)
	for _, f := range found {
		if at, known := f.Spot(); known && f.Standing == model.FilingHolds {
			n.At, n.Placed = at, true
			reach, _ := n.reach()
			rows, err = d.Store.FilingsAround(ctx, n.At, "", reach, nearestRead)
			return d.viewsOf(rows), err
		}
	}
	n.Unknown = len(found) == 0
	return append(found, d.viewsOf(similar)...), nil
}

// nearestRead are more than are shown: of those that are filed some hold no more.
const nearestRead = 4 * nearestShown

// reach is how far to each side is looked first, and whether nothing lies farther: in a district with few filings everywhere at once.
func (n Neighbourhood) reach() (reach int64, isAll bool) {
	var filed int64
	for _, ground := range n.Grounds {
		filed += ground.Filed
	}
	if filed <= fewFiled {
		return farther, true
	}
	return closeBy, false
}

func (d *Desk) around(ctx context.Context, n Neighbourhood, area string) ([]model.FilingView, error) {
	reach, isAll := n.reach()
	near, err := d.Store.FilingsAround(ctx, n.At, area, reach, nearestRead)
	if err == nil && len(near) < nearestShown && !isAll {
		near, err = d.Store.FilingsAround(ctx, n.At, area, farther, nearestRead)
	}
	return d.viewsOf(near), err
}

// take keeps those that hold, the nearest first, put together by their premises.
func (n *Neighbourhood) take(filings []model.FilingView) {
	var near []NearFiling
	for _, f := range filings {
		if f.Standing != model.FilingHolds {
			continue
		}
		one := NearFiling{FilingView: f}
		if at, known := f.Spot(); known && n.Placed {
			one.Metres, one.Known = n.At.MetresTo(at), true
		}
		near = append(near, one)
	}
	slices.SortStableFunc(near, func(a, b NearFiling) int {
		if a.Known != b.Known {
			return map[bool]int{true: -1, false: 1}[a.Known]
		}
		return cmp.Compare(a.Metres, b.Metres)
	})
	n.Found = stationsOf(near, func(f NearFiling) model.FilingView { return f.FilingView })
	n.More = n.More || len(n.Found) > nearestShown
}
