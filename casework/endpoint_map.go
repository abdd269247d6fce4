package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/reference"
	"yijian/store"
)

// MappedGround is a township on the schematic map with its end points.
type MappedGround struct {
	model.Ground
	model.EndPointCount
}

// MappedFirm is an opener of end points on the map, and how its licence stands today; the
// state is empty where none was registered.
type MappedFirm struct {
	Name    string              `json:"name"`
	State   policy.LicenceState `json:"licence_state"`
	LastDay model.Date          `json:"licence_last_day"`
}

// EndPointMap is what a question about end points finds, on the schematic map. The counts of
// Grounds and of Elsewhere, which is whatever lies in no township, pass over the area that is
// asked for; Asked is what was found in it. Cut is set where not all spots are drawn.
type EndPointMap struct {
	Today     model.Date                        `json:"today"`
	Box       [2]model.Spot                     `json:"box"`
	Grounds   []MappedGround                    `json:"grounds"`
	Elsewhere model.EndPointCount               `json:"elsewhere"`
	Asked     model.EndPointCount               `json:"asked"`
	Spots     []model.EndPointSpot              `json:"spots"`
	Cut       bool                              `json:"cut"`
	Most      int                               `json:"most"`
	Firms     map[model.EnterpriseID]MappedFirm `json:"firms"`
}

// mostSpots is how many end points are drawn on the map at most.
const mostSpots = 5000

// EndPointMap shows the end points within the actor's reach that the question finds.
func (d *Desk) EndPointMap(ctx context.Context, actor model.Actor, q store.Query, area string) (EndPointMap, error) {
	view := EndPointMap{Today: d.Today(), Box: model.DistrictBox, Most: mostSpots, Grounds: []MappedGround{}, Firms: map[model.EnterpriseID]MappedFirm{}}
	scope, err := d.Scope(actor, "endpoint:read")
	if err != nil {
		return view, err
	}
	counts, spots, err := d.Store.EndPointMap(ctx, scope, store.MapQuery{Query: q, Area: area, Today: view.Today, Most: mostSpots + 1})
	if err != nil {
		return view, err
	}
	view.Cut = len(spots) > mostSpots
	view.Spots = spots[:min(len(spots), mostSpots)]
	view.count(counts, area)
	return view, d.mapFirms(ctx, scope, &view)
}

func (v *EndPointMap) count(counts map[string]model.EndPointCount, area string) {
	for _, ground := range reference.Schematic() {
		v.Grounds = append(v.Grounds, MappedGround{ground, counts[ground.Code]})
		if area == "" || area == ground.Code {
			v.Asked = v.Asked.Plus(counts[ground.Code])
		}
		delete(counts, ground.Code)
	}
	for code, rest := range counts {
		v.Elsewhere = v.Elsewhere.Plus(rest)
		if area == "" || area == code {
			v.Asked = v.Asked.Plus(rest)
		}
	}
}

// mapFirms says of every opener on the map how its licence stands.
func (d *Desk) mapFirms(ctx context.Context, scope store.Scope, view *EndPointMap) error {
	var ids []model.EnterpriseID
	for _, spot := range view.Spots {
		if _, known := view.Firms[spot.EnterpriseID]; !known {
			ids = append(ids, spot.EnterpriseID)
			view.Firms[spot.EnterpriseID] = MappedFirm{Name: spot.EnterpriseName}
		}
	}
	held, err := d.Store.LicencesOfOpeners(ctx, scope, ids)
	if err != nil {
		return err
	}
	for id, licences := range held {
		firm := view.Firms[id]
		if licence, any := policy.LicenceOn(licences, view.Today); any {
			firm.State, firm.LastDay = policy.StateOfLicence(licence, view.Today), licence.LastDay
		}
		view.Firms[id] = firm
	}
	return nil
}
