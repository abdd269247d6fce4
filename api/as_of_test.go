package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"yijian/deploy/testdb"
)

// Every record that has a page can be seen as it was; as of today it holds what its page
// shows the same person, and nothing beside.
func TestEveryRecordIsSeenAsItWas(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		targets, records := s.plantTargets(), 0
		for _, r := range Routes() {
			if r.Method != http.MethodGet || r.Path != "/"+string(r.Noun())+"/{id}" {
				continue
			}
			if r.asThen == nil {
				takesDay := func(p *huma.Param) bool { return p.Name == "on" }
				if !slices.ContainsFunc(operationOf(s.document, r).Parameters, takesDay) {
					t.Errorf("%s cannot be seen as it was", r.Path)
				}
				continue
			}
			records++
			for _, role := range s.readersOf(r) {
				for _, on := range targets[r.Noun()] {
					if on.place == "own" && s.sees(role, r.Permission, r.Noun(), on) {
						s.compareThen(r, request{role: role, method: http.MethodGet, path: strings.Replace(r.Path, "{id}", on.id, 1)})
					}
				}
			}
		}
		if records < 20 {
			t.Errorf("only %d kinds of records can be seen as they were", records)
		}
	})
}

func (s *stage) compareThen(r Route, q request) {
	s.t.Helper()
	var card, then struct {
		Record map[string]any `json:"record"`
	}
	got := s.send(q)
	must(s.t, json.Unmarshal(got.body, &card))
	if card.Record == nil {
		must(s.t, json.Unmarshal(got.body, &card.Record))
	}
	q.path += "/as-of"
	seen := s.send(q)
	must(s.t, json.Unmarshal(seen.body, &then))
	if seen.status != http.StatusOK || len(then.Record) == 0 {
		s.t.Errorf("%s as %s: %d %.300s", r.Path, q.role, seen.status, seen.body)
	}
	for key, value := range then.Record {
		shown, known := card.Record[key]
		if isDerived := value == nil || value == ""; !known || !isDerived && !reflect.DeepEqual(shown, value) { // of other tables too
			s.t.Errorf("%s as %s: %s was %v today, its page shows %v (%v)", r.Path, q.role, key, value, shown, known)
		}
	}
}
