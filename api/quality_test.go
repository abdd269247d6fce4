package api

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy"
)

// plantFlaws adds, at every place, records for most rules beside those that lack nothing.
func (s *stage) plantFlaws() {
	yesterday := s.api.Desk.Today().AddDays(-1)
	for _, p := range s.places {
		for range 3 {
			seeds["enterprises"].plant(s, p, func(e *firmIn) { e.licence.LastDay = yesterday })
			seeds["endpoints"].plant(s, p, func(e *model.EndPoint) { e.ManagerName, e.ServicePhone, e.LatitudeMicro = "", "", nil })
			seeds["users"].plant(s, p, func(u *model.User) { u.CreatedAt = u.CreatedAt.AddDate(0, 0, -40) })
			seeds["certificates"].plant(s, p, func(o *officerIn) { o.held.Expires = yesterday.AddDays(8) })
			seeds["tasks"].plant(s, p, func(task *taskIn) { task.StartOn = model.Date{} })
			seeds["deliveries"].plant(s, p, func(d *model.Delivery) { d.Status = model.DeliveryFailed })
		}
	}
}

// Each number on the page of data quality is the length of the list it leads to,
// whoever reads it; and who may not read the list is not told the number.
func TestMatrixOfDataQualityAgreesWithTheLists(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		s.plantTargets()
		s.plantFlaws()
		found := map[model.QualityRuleID]bool{}
		for _, role := range everybody {
			reply := s.send(request{role: role, method: http.MethodGet, path: "/data-quality"})
			if len(s.api.Desk.Access.Reaches(rolesOf(role), "quality:read")) == 0 {
				if !denied(role, reply) {
					t.Errorf("as %q: %d %s", role, reply.status, reply.body)
				}
				continue
			}
			var report casework.QualityReport
			if err := json.Unmarshal(reply.body, &report); err != nil || reply.status != http.StatusOK {
				t.Fatalf("as %q: %d %s %v", role, reply.status, reply.body, err)
			}
			lines := map[model.QualityRuleID]casework.QualityLine{}
			for _, line := range report.Rules {
				lines[line.ID] = line
			}
			if _, shown := lines[policy.QualitySecondFactor]; shown {
				t.Errorf("as %q: a second factor that nobody asks for is missed", role)
			}
			if line, shown := s.factorLine(role); shown {
				lines[line.ID] = line
			}
			for _, rule := range policy.QualityRules() {
				line, shown := lines[rule.ID]
				if rule.ID == policy.QualityCalendar {
					continue // its page is the calendar, no list
				}
				listed, may := s.listed(role, "/"+string(rule.Noun)+"?limit=2&quality="+string(rule.ID))
				if shown != may || len(listed) != int(line.Count) {
					t.Errorf("%s as %q: shown %v with %d, the list is open %v with %d", rule.ID, role, shown, line.Count, may, len(listed))
				}
				for i, record := range line.Records {
					found[rule.ID] = true
					if i >= len(listed) || record.ID != listed[i] || record.Title == "" {
						t.Errorf("%s as %q names %+v, the list begins with %v", rule.ID, role, record, listed)
					}
				}
			}
		}
		if len(found) < 10 {
			t.Errorf("only %d rules find anything: %v", len(found), found)
		}
	})
}

// factorLine is the rule that the page shows where staff must have a second factor,
// which no account of the stage has.
func (s *stage) factorLine(role model.Role) (line casework.QualityLine, shown bool) {
	s.t.Helper()
	strict, u := *s.api.Desk, s.people[role]
	strict.Rules.SecondFactor = true
	report, err := strict.DataQuality(s.t.Context(), model.Actor{UserID: u.ID, Roles: rolesOf(role), AreaCode: u.AreaCode, UnitID: u.UnitID})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, line := range report.Rules {
		if line.ID == policy.QualitySecondFactor {
			return line, true
		}
	}
	return line, false
}

// listed are the ids of every page of a list, and whether the role may read it.
func (s *stage) listed(role model.Role, path string) (ids []string, may bool) {
	s.t.Helper()
	for next := ""; ; {
		reply := s.send(request{role: role, method: http.MethodGet, path: path + "&cursor=" + next})
		if denied(role, reply) {
			return nil, false
		}
		var page struct {
			Items []struct{ ID string }
			Next  string
		}
		if err := json.Unmarshal(reply.body, &page); err != nil || reply.status != http.StatusOK {
			s.t.Fatalf("%s as %q: %d %s", path, role, reply.status, reply.body)
		}
		for _, item := range page.Items {
			ids = append(ids, item.ID)
		}
		if next = page.Next; next == "" {
			return ids, true
		}
	}
}

func TestSurfaceListsKnowTheRulesOfTheirNoun(t *testing.T) {
	document := (&API{}).Document()
	want := map[string]map[string]bool{}
	for _, rule := range policy.QualityRules() {
		if rule.ID == policy.QualityCalendar {
			continue
		}
		path := "/" + string(rule.Noun)
		if want[path] == nil {
			want[path] = map[string]bool{}
		}
		want[path][string(rule.ID)] = true
	}
	want["/endpoint-map"] = maps.Clone(want["/endpoints"])
	for path, item := range document.Paths {
		if item.Get == nil || strings.HasSuffix(path, "/export") { // the file of a list knows what the list knows
			continue
		}
		for _, parameter := range item.Get.Parameters {
			if parameter.Name != "quality" {
				continue
			}
			for _, value := range parameter.Schema.Enum {
				if !want[path][value.(string)] {
					t.Errorf("%s knows %v, which is no rule of its noun", path, value)
				}
				delete(want[path], value.(string))
			}
		}
	}
	for path, rules := range want {
		for rule := range rules {
			t.Errorf("%s does not know the rule %s", path, rule)
		}
	}
}
