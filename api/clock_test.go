package api

import (
	"net/http"
	"testing"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
)

// The clocks of every kind of record that has some can be asked for: the page of each asks.
func TestTheClocksOfEveryRecordCanBeAskedFor(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		for _, noun := range casework.ClockedNouns() {
			got := s.send(request{role: model.RoleChief, method: http.MethodGet, path: "/clocks?noun=" + string(noun) + "&record_id=none"})
			if got.status != http.StatusOK {
				t.Errorf("%s: %d %s", noun, got.status, got.body)
			}
		}
		if got := s.send(request{role: model.RoleChief, method: http.MethodGet, path: "/clocks?holder=legal"}); got.status != http.StatusOK {
			t.Errorf("those that the legal review holds: %d %s", got.status, got.body)
		}
	})
}
