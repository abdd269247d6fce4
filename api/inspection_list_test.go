package api

import (
	"encoding/json"
	"net/http"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy"
)

// TestInspectionsAndOpenersAreFound holds the parameters of the lists to what they mean.
func TestInspectionsAndOpenersAreFound(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		s.populate()
		for n, place := range []string{"own", "own", "own", "foreign"} {
			seeds["inspections"].plant(s, s.places[place], func(i *model.Inspection) {
				i.PlannedOn, i.InspectedOn = i.PlannedOn.AddDays(n), i.InspectedOn.AddDays(n)
				if n == 1 {
					i.Officers = model.UserIDs{s.colleague.ID}
				}
				if n == 2 {
					i.Status, i.InspectedOn = model.InspectionPlanned, model.Date{}
				}
			})
		}
		all := listed[model.Inspection](s, "/inspections?limit=100")
		if len(all) != 3 {
			t.Fatalf("%d inspections in reach: %+v", len(all), all)
		}
		day, officer := stageDay, s.people[model.RoleInspector].ID
		onDay := func(i model.Inspection) bool {
			return i.InspectedOn == day || i.InspectedOn.IsZero() && i.PlannedOn == day
		}
		for query, holds := range map[string]func(model.Inspection) bool{
			"officer=" + string(officer):                   func(i model.Inspection) bool { return i.Officers.Has(officer) },
			"officer=00000000-0000-7000-8000-000000000000": func(model.Inspection) bool { return false },
			"from=" + day.String() + "&to=" + day.String(): onDay,
			"from=" + day.AddMonths(1200).String():         func(model.Inspection) bool { return false },
			"to=2000-01-01&officer=" + string(officer):     func(model.Inspection) bool { return false },
		} {
			want := 0
			for _, i := range all {
				if holds(i) {
					want++
				}
			}
			found := listed[model.Inspection](s, "/inspections?limit=100&"+query)
			if len(found) != want {
				t.Errorf("%s: %d inspections, want %d", query, len(found), want)
			}
		}
		want := 0
		for _, e := range listed[model.Enterprise](s, "/enterprises?limit=100") {
			licences, err := s.api.Store.LicencesOf(t.Context(), e.ID)
			must(t, err)
			if policy.CanFileFor(e, licences, s.api.Desk.Today()) == nil {
				want++
			}
		}
		if found := listed[model.Enterprise](s, "/enterprises?limit=100&may_file=true"); len(found) != want || want == 0 {
			t.Errorf("%d firms may file, want %d", len(found), want)
		}
	})
}

// listed is what an inspector reads at the path.
func listed[T any](s *stage, path string) []T {
	s.t.Helper()
	got := s.send(request{role: model.RoleInspector, method: http.MethodGet, path: path})
	var page model.Page[T]
	if got.status != http.StatusOK {
		s.t.Fatalf("%s: %d %s", path, got.status, got.body)
	}
	must(s.t, json.Unmarshal(got.body, &page))
	return page.Items
}
