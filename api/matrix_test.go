package api

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy/access"
)

// everybody is every role, the public first.
var everybody = append([]model.Role{""}, access.AccountRoles...)

// target is a record in relation to the roles that ask for it.
type target struct {
	id    string
	place string
	owner model.Role // whose own record it is
}

// plantTargets adds a row of every noun at every place.
func (s *stage) plantTargets() map[model.Noun][]target {
	targets := map[model.Noun][]target{}
	for noun, seed := range seeds {
		for name, p := range s.places {
			id := string(p.firm.ID) // the firm's account belongs to exactly this row
			if noun != "enterprises" {
				id = seed.plant(s, p, nil)
			}
			targets[noun] = append(targets[noun], target{id, name, ownerOf(noun, name)})
		}
	}
	for _, role := range access.AccountRoles {
		targets["users"] = append(targets["users"], target{string(s.people[role].ID), "own", role})
	}
	return targets
}

// sees is the law: whether the role's permission reaches a record of the noun.
func (s *stage) sees(role model.Role, permission access.Permission, noun model.Noun, on target) bool {
	seed := seeds[noun]
	for _, reach := range s.api.Desk.Access.Reaches(rolesOf(role), permission) {
		switch reach {
		case access.ReachAll:
			return true
		case access.ReachArea:
			if seed.area && on.place != "foreign" {
				return true
			}
		case access.ReachFirm:
			if seed.firm && on.place == "own" {
				return true
			}
		case access.ReachUnit:
			if seed.unit && on.place == "own" {
				return true
			}
		case access.ReachOwn:
			if seed.own && on.owner == role {
				return true
			}
		}
	}
	return false
}

func rolesOf(role model.Role) []model.Role {
	if role == "" {
		return nil
	}
	return []model.Role{role}
}

// checkRole compares the reply for each record with what the table of roles says.
func (s *stage) checkRole(r Route, role model.Role, targets []target) {
	s.t.Helper()
	name := fmt.Sprintf("%s %s as %q", r.Method, r.Path, role)
	granted := len(s.api.Desk.Access.Reaches(rolesOf(role), r.Permission)) > 0
	if !r.OnRecord() {
		got := s.ask(r, role, "")
		if granted == denied(role, got) || granted && got.status == http.StatusNotFound {
			s.t.Errorf("%s: granted is %v, got %d %s", name, granted, got.status, got.body)
		}
		return
	}
	absent := s.ask(r, role, absentID)
	switch {
	case !granted && !denied(role, absent):
		s.t.Errorf("%s: not granted, an absent record gives %d %s", name, absent.status, absent.body)
	case granted && absent.status != http.StatusNotFound:
		s.t.Errorf("%s: an absent record gives %d %s", name, absent.status, absent.body)
	}
	for _, on := range targets {
		if r.Noun() == "users" && on.owner != "" && on.owner != role {
			continue // other people's accounts are seeded ones, which nobody works with
		}
		got := s.ask(r, role, on.id)
		seen := granted && s.sees(role, r.Permission, r.Noun(), on)
		hidden := got.status == absent.status && bytes.Equal(withoutID(got.body), withoutID(absent.body))
		if seen == (hidden || denied(role, got) || got.status == http.StatusNotFound) {
			s.t.Errorf("%s on the %s record of %q: may be seen is %v, got %d %s", name, on.place, on.owner, seen, got.status, got.body)
		}
		if r.Method == http.MethodGet {
			s.checkCard(r, role, on, got)
		}
	}
}

// checkCard looks for rows of other records in a card that the role may not read for themselves.
func (s *stage) checkCard(r Route, role model.Role, on target, got reply) {
	s.t.Helper()
	for _, match := range canaryPattern.FindAllSubmatch(got.body, -1) {
		noun, name := model.Noun(match[1]), string(match[2])
		if (noun != r.Noun() || name != on.place) && !s.mayRead(role, noun, name) {
			s.t.Errorf("GET %s as %q on the %s record shows the %s row of %s", r.Path, role, on.place, name, noun)
		}
	}
}

// ask sends the request with everything it needs, so that only role and record can refuse it.
func (s *stage) ask(r Route, role model.Role, id string) reply {
	q := request{role: role, method: r.Method, path: strings.Replace(r.Path, "{id}", id, 1)}
	if r.Path == "/task-workbook" || r.Path == "/task-scores" {
		q.path += "?month=2026-03"
	}
	if query := acts[operationOf(s.document, r).OperationID].query; query != nil {
		q.path += "?" + query(s)
	}
	if r.Writes() {
		q.key, q.body = s.freshKey(), s.validBody(r)
	}
	if r.Writes() && r.OnRecord() && id != absentID {
		q.match = s.version(r.Noun(), id)
	}
	return s.send(q)
}

func denied(role model.Role, got reply) bool {
	if role == "" {
		return got.status == http.StatusUnauthorized && got.code() == "session.required"
	}
	return got.status == http.StatusForbidden && got.code() == "permission.denied"
}

var requestIDPattern = regexp.MustCompile(`"request_id":"[^"]*"`)

func withoutID(body []byte) []byte { return requestIDPattern.ReplaceAll(body, nil) }

var canaryPattern = regexp.MustCompile(`CANARY:([a-z-]+):([a-z]+):`)

// checkList looks for rows in the reply that the role may not read, and misses those it may.
func (s *stage) checkList(r Route) {
	s.t.Helper()
	for _, role := range everybody {
		got := s.ask(r, role, "")
		found := map[string]bool{}
		for _, match := range canaryPattern.FindAllSubmatch(got.body, -1) {
			noun, name := model.Noun(match[1]), string(match[2])
			found[string(match[1])+name] = true
			shown := s.mayRead(role, noun, name) || s.sees(role, r.Permission, noun, target{place: name, owner: ownerOf(noun, name)})
			if r.Noun() != "audit-entries" && !shown {
				s.t.Errorf("GET %s as %q shows the %s row of %s", r.Path, role, name, noun)
			}
		}
		if _, seeded := seeds[r.Noun()]; !seeded || r.Noun() == "users" {
			continue
		}
		for name := range s.places {
			if s.mayRead(role, r.Noun(), name) && !found[string(r.Noun())+name] {
				s.t.Errorf("GET %s as %q misses the %s row: %d", r.Path, role, name, got.status)
			}
		}
	}
}

// mayRead asks by the permission of the noun's own list.
func (s *stage) mayRead(role model.Role, noun model.Noun, name string) bool {
	at := slices.IndexFunc(Routes(), func(r Route) bool { return r.Method == http.MethodGet && r.Path == "/"+string(noun) })
	on := target{place: name, owner: ownerOf(noun, name)}
	return at >= 0 && s.sees(role, Routes()[at].Permission, noun, on)
}
