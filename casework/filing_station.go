package casework

import (
	"yijian/model"
	"yijian/store"
)

// Station is a place where people send and fetch parcels, with what is filed there: a shared one has
// several filings, each of its own opener and brands.
type Station[F any] struct{ Filings []F }

// Shared reports whether several are filed there.
func (s Station[F]) Shared() bool { return len(s.Filings) > 1 }

// First is the filing that the station is listed by.
func (s Station[F]) First() F { return s.Filings[0] }

// Stations are the filings that were found, put together by their premises.
func (f FilingsFound) Stations() []Station[model.FilingView] { return stationsOf(f.Filings, bare) }

// SimilarStations are those that only resemble what was searched for.
func (f FilingsFound) SimilarStations() []Station[model.FilingView] {
	return stationsOf(f.Similar, bare)
}

func bare(f model.FilingView) model.Filing { return f.Filing }

// stationsOf puts filings at the same premises together, where the first of them stood.
func stationsOf[F any](filings []F, of func(F) model.Filing) []Station[F] {
	var stations []Station[F]
next:
	for _, filing := range filings {
		for i, s := range stations {
			if samePremises(of(s.First()), of(filing)) {
				stations[i].Filings = append(s.Filings, filing)
				continue next
			}
		}
		stations = append(stations, Station[F]{[]F{filing}})
	}
	return stations
}

// samePremises holds for one address, and for places as near as store.EndPointsAt looks for them.
func samePremises(a, b model.Filing) bool {
	if a.Station() == b.Station() {
		return true
	}
	here, known := a.Spot()
	there, alsoKnown := b.Spot()
	return known && alsoKnown && within(here.LatitudeMicro-there.LatitudeMicro, store.NearLatitude) && within(here.LongitudeMicro-there.LongitudeMicro, store.NearLongitude)
}

func within(difference, most int64) bool { return -most <= difference && difference <= most }
