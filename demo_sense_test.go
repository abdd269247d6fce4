//go:build !race

package main

import (
	"encoding/csv"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yijian/api"
	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// dutiesGoOn: what was missed long ago is final or contested, and returns that never came are missing.
func dutiesGoOn(t *testing.T, desk *casework.Desk) {
	t.Helper()
	facts, err := desk.Store.DutyFacts(t.Context(), store.Everything(), store.Query{Limit: store.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	final, missing := 0, 0
	for _, f := range facts.Items {
		if f.Status == model.DutyFinal {
			final++
		}
		if f.Class == model.MissingReturn && f.Status != model.DutyWithdrawn {
			missing++
		}
		if f.Status == model.DutyPending && !f.SettledOn.IsZero() && f.ContestUntil.Before(demoTestSize.AsOf) {
			t.Errorf("%s of %s still waits, its time to be contested was over on %s", f.Class, f.EnterpriseName, f.ContestUntil)
		}
	}
	if final == 0 || missing == 0 {
		t.Errorf("of %d duty facts %d are final and %d returns are missing", len(facts.Items), final, missing)
	}
}

func placesLieInTheirTownships(t *testing.T, desk *casework.Desk) {
	t.Helper()
	points, err := desk.Store.EndPoints(t.Context(), store.Everything(), store.Query{Limit: store.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	placed := 0
	for _, e := range points.Items {
		if !strings.Contains(e.Name+e.Address, groundOf(e.AreaCode).Name) {
			t.Errorf("%s at %s is filed in %s", e.Name, e.Address, groundOf(e.AreaCode).Name)
		}
		if e.LongitudeMicro == nil {
			continue
		}
		placed++
		if !groundOf(e.AreaCode).Holds(model.Spot{LongitudeMicro: *e.LongitudeMicro, LatitudeMicro: *e.LatitudeMicro}) {
			t.Errorf("%s does not lie in %s", e.Name, groundOf(e.AreaCode).Name)
		}
	}
	if placed < 40 {
		t.Errorf("only %d end points have a place", placed)
	}
}

// machineText is what the product's own tongue looks like: codes, ids, and records written out.
var machineText = regexp.MustCompile(`\b[a-z]+(_[a-z]+)+\b|[0-9a-f]{8}-[0-9a-f]{4}-|规则编号|[{}]|\b[A-Z]+-[A-Z]+\b`)

// ownTongue are the lists whose rows are texts with places to fill, or name a run of a job that failed.
var ownTongue = []string{"/notification-events", "/notification-templates", "/rule-texts", "/job-runs"}

// filesAreInWords takes every list out as somebody who may and reads each cell.
func filesAreInWords(t *testing.T, server http.Handler, cookies map[string]*http.Cookie) {
	t.Helper()
	files := 0
	for _, route := range api.Routes() {
		if !strings.HasSuffix(route.Path, "/export") || route.Writes() || route.OnRecord() {
			continue
		}
		if slices.ContainsFunc(ownTongue, func(noun string) bool { return strings.Contains(route.Path, noun) }) {
			continue
		}
		for _, account := range demoAccounts {
			reply := get(server, "/api/v1"+route.Path+"?format=csv", cookies[account.name])
			if reply.Code != http.StatusOK {
				continue
			}
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(reply.Body.String(), "\ufeff"))).ReadAll()
			if err != nil {
				t.Fatalf("%s: %v", route.Path, err)
			}
			files++
			said := map[string]bool{}
			for _, row := range rows {
				for i, cell := range row {
					if found := machineText.FindString(cell); (found != "" || len([]rune(cell)) > 600) && !said[rows[0][i]] {
						said[rows[0][i]] = true
						t.Errorf("%s: %s says %q: %.300s", route.Path, rows[0][i], found, cell)
					}
				}
			}
			break
		}
	}
	if files < 20 {
		t.Errorf("only %d lists were taken out", files)
	}
}

// everybody signs every account of the demonstration in, once: a code serves no second time.
func everybody(t *testing.T, desk *casework.Desk, server http.Handler) map[string]*http.Cookie {
	t.Helper()
	cookies := map[string]*http.Cookie{}
	for _, account := range demoAccounts {
		cookies[account.name] = signIn(t, desk, server, account.name)
	}
	return cookies
}
