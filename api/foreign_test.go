package api

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy/access"
)

// pointed is to which noun a parameter or a field with an id points, by its name.
func pointed(name string) model.Noun {
	switch name {
	case "enterprise_id", "endpoint_id", "inspection_id", "complaint_id", "task_id", "plan_id", "edition_id":
		return model.Noun(strings.TrimSuffix(name, "_id") + "s")
	case "branch_id":
		return "branches"
	case "penalty_id":
		return "penalties"
	}
	return ""
}

// foreignInQueries puts every id the role may not see into every parameter of every list.
func (s *stage) foreignInQueries(targets map[model.Noun][]target) (asked int) {
	s.t.Helper()
	for _, r := range Routes() {
		for _, parameter := range operationOf(s.document, r).Parameters {
			isID := strings.HasSuffix(parameter.Name, "_id")
			if parameter.In != "query" || r.Writes() || r.OnRecord() || !isID {
				continue
			}
			for _, role := range []model.Role{model.RoleFirm, model.RoleLead, model.RoleInspector, model.RoleAssociation} {
				for noun, all := range targets {
					query := url.Values{}
					if r.lists != "" { // it takes what its list takes, at more cost
						if noun != pointed(parameter.Name) {
							continue
						}
						query.Set("format", "csv")
					}
					for _, on := range all {
						if s.mayRead(role, noun, on.place) || on.owner != "" || noun != pointed(parameter.Name) && on.place != "foreign" {
							continue // of another kind, one is enough
						}
						query.Set(parameter.Name, on.id)
						got := s.send(request{role: role, method: r.Method, path: r.Path + "?" + query.Encode()})
						asked++
						for _, match := range canaryPattern.FindAllSubmatch(got.body, -1) {
							if at := string(match[2]); !s.mayRead(role, model.Noun(match[1]), at) && !s.sees(role, r.Permission, model.Noun(match[1]), target{place: at}) {
								s.t.Errorf("GET %s?%s= as %q shows the %s row of %s", r.Path, parameter.Name, role, at, match[1])
							}
						}
					}
				}
			}
		}
	}
	return asked
}

// foreignInBodies puts a foreign id, and an absent one, where a valid body or query points to a record.
func (s *stage) foreignInBodies(targets map[model.Noun][]target) (asked int) {
	s.t.Helper()
	for _, r := range Routes() {
		if !r.Writes() || r.keyless() {
			continue
		}
		by := acts[operationOf(s.document, r).OperationID].by
		var names []string
		if schema := s.bodySchema(operationOf(s.document, r)); schema != nil {
			names = slices.Sorted(maps.Keys(schema.Properties))
		}
		if r.upload && r.Path != "/imports" && r.Path != "/task-form-returns" && !r.isPlanFile() { // those belong to no record
			names = []string{"record_id"}
		}
		for _, name := range names {
			noun := pointed(name)
			if r.upload {
				noun = model.Noun(strings.Replace(string(r.Noun()), "-attachments", "s", 1))
				if noun = map[model.Noun]model.Noun{"penaltys": "penalties", "edition-entrys": "edition-entries"}[noun]; noun == "" {
					noun = model.Noun(strings.Replace(string(r.Noun()), "-attachments", "s", 1))
				}
			}
			if noun == "" || s.mayRead(by, noun, "foreign") || slices.Contains(s.api.Desk.Access.Reaches(rolesOf(by), r.Permission), access.ReachAll) {
				continue
			}
			at := slices.IndexFunc(targets[noun], func(on target) bool { return on.place == "foreign" })
			if at < 0 {
				continue
			}
			foreign, absent := s.withID(r, name, targets[noun][at].id), s.withID(r, name, absentID)
			asked++
			if foreign.status < 300 || foreign.status != absent.status || !bytes.Equal(withoutID(foreign.body), withoutID(absent.body)) {
				s.t.Errorf("%s %s with a foreign %s: %d %s, with an absent one: %d %s", r.Method, r.Path, name, foreign.status, foreign.body, absent.status, absent.body)
			}
		}
	}
	return asked
}

// withID sends the valid request with another id in the field or parameter.
func (s *stage) withID(r Route, name, id string) reply {
	s.t.Helper()
	q := s.valid(r)
	if r.upload {
		path, query, _ := strings.Cut(q.path, "?")
		values, err := url.ParseQuery(query)
		must(s.t, err)
		values.Set(name, id)
		q.path = path + "?" + values.Encode()
		return s.send(q)
	}
	body := map[string]any{}
	must(s.t, json.Unmarshal(q.body, &body))
	body[name] = id
	var err error
	q.body, err = json.Marshal(body)
	must(s.t, err)
	return s.send(q)
}
