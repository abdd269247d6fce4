package casework

import (
	"yijian/model"
	"yijian/store"
)

// importPlaces are the end points of the register and of the file, as bare as finding
// them again needs.
type importPlaces struct {
	Rows      []model.EndPoint
	bySerial  map[model.Serial]int32
	byReceipt map[string]int32
	byPlace   map[openedAt]int32
	premises  map[string][]int32
	grid      map[[2]int64][]int32
	ids       map[model.EndPointID]int32
}

// openedAt is an end point without any number: who opened it, what it is called, and where it is.
type openedAt struct {
	firm           model.EnterpriseID
	name, premises string
}

func newImportPlaces() *importPlaces {
	return &importPlaces{
		bySerial: map[model.Serial]int32{}, byReceipt: map[string]int32{}, byPlace: map[openedAt]int32{},
		premises: map[string][]int32{}, grid: map[[2]int64][]int32{}, ids: map[model.EndPointID]int32{},
	}
}

func (l *importPlaces) addAll(rows []model.EndPoint) {
	for _, e := range rows {
		l.add(e)
	}
}

// add keeps of an end point what tells it apart.
func (l *importPlaces) add(e model.EndPoint) {
	if e.Premises == "" {
		e.Premises = store.PremisesOf(e)
	}
	at := int32(len(l.Rows))
	l.Rows = append(l.Rows, model.EndPoint{
		ID: e.ID, EnterpriseID: e.EnterpriseID, EnterpriseName: e.EnterpriseName, Name: e.Name, AreaCode: e.AreaCode, Premises: e.Premises,
		LatitudeMicro: e.LatitudeMicro, LongitudeMicro: e.LongitudeMicro, Status: e.Status, LocalSerial: e.LocalSerial, Version: e.Version,
	})
	l.ids[e.ID] = at
	if e.LocalSerial != "" {
		l.bySerial[e.LocalSerial] = at
	}
	if e.NationalReceiptNo != "" {
		l.byReceipt[e.NationalReceiptNo] = at
	}
	if over := endPointOver(e.Status); !over {
		l.byPlace[openedAt{e.EnterpriseID, e.Name, e.Premises}] = at
	}
	switch e.Status {
	case model.EndPointSubmitted, model.EndPointCorrection, model.EndPointFiled:
		if e.Premises != "" {
			l.premises[e.Premises] = append(l.premises[e.Premises], at)
		}
		if e.LatitudeMicro != nil && e.LongitudeMicro != nil {
			cell := gridOf(e)
			l.grid[cell] = append(l.grid[cell], at)
		}
	}
}

func endPointOver(status model.EndPointStatus) bool {
	return status == model.EndPointReturned || status == model.EndPointCancelled || status == model.EndPointLapsed
}

func gridOf(e model.EndPoint) [2]int64 {
	return [2]int64{floorBy(*e.LatitudeMicro, store.NearLatitude), floorBy(*e.LongitudeMicro, store.NearLongitude)}
}

func floorBy(n, by int64) int64 {
	if n < 0 {
		return (n+1)/by - 1
	}
	return n / by
}

// near are the end points handed in or filed at the same premises as another, by address
// or by place, as store.EndPointsAt finds them.
func (l *importPlaces) near(e model.EndPoint) []model.EndPoint {
	const most = 20
	var found []model.EndPoint
	taken := map[int32]bool{}
	take := func(at int32) {
		if !taken[at] && l.Rows[at].ID != e.ID && len(found) < most {
			taken[at], found = true, append(found, l.Rows[at])
		}
	}
	if premises := store.PremisesOf(e); premises != "" {
		for _, at := range l.premises[premises] {
			take(at)
		}
	}
	if e.LatitudeMicro == nil || e.LongitudeMicro == nil {
		return found
	}
	cell := gridOf(e)
	for north := int64(-1); north <= 1; north++ {
		for east := int64(-1); east <= 1; east++ {
			for _, at := range l.grid[[2]int64{cell[0] + north, cell[1] + east}] {
				other := l.Rows[at]
				if abs(*other.LatitudeMicro-*e.LatitudeMicro) <= store.NearLatitude && abs(*other.LongitudeMicro-*e.LongitudeMicro) <= store.NearLongitude {
					take(at)
				}
			}
		}
	}
	return found
}

func abs(n int64) int64 { return max(n, -n) }
