package casework

import "yijian/model"

// Station is a place where people send and fetch parcels, with what is filed there: a shared one has
// several filings, each of its own opener and brands.
type Station[F any] struct{ Filings []F }

// Shared reports whether several are filed there.
func (s Station[F]) Shared() bool { return len(s.Filings) > 1 }

// First is the filing that the station is listed by.
func (s Station[F]) First() F { return s.Filings[0] }

// Stations are the filings that were found, put together by their premises.
func (f FilingsFound) Stations() []Station[model.FilingView] { return stationsOf(f.Filings, itself) }

func itself(f model.FilingView) model.FilingView { return f }

// stationsOf puts filings that hold at one address together, where the first of them stood.
// One that holds no more stands alone: its address is not shown.
func stationsOf[F any](filings []F, of func(F) model.FilingView) []Station[F] {
	var stations []Station[F]
next:
	for _, filing := range filings {
		for i, s := range stations {
			if first, other := of(s.First()), of(filing); first.Standing == model.FilingHolds && other.Standing == model.FilingHolds && first.Station() == other.Station() {
				stations[i].Filings = append(s.Filings, filing)
				continue next
			}
		}
		stations = append(stations, Station[F]{[]F{filing}})
	}
	return stations
}
