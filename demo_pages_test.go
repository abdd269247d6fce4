//go:build !race

package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yijian/api"
	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// signIn returns the session cookie of the account, which gives its code where it has one.
func signIn(t *testing.T, desk *casework.Desk, server http.Handler, name string) *http.Cookie {
	t.Helper()
	code := ""
	if name == codedAccount {
		secret, err := desk.DemoSecret(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if code, err = (api.TOTP{}).Code(secret, desk.Now()); err != nil {
			t.Fatal(err)
		}
	}
	body := strings.NewReader(`{"name":"` + name + `","password":"` + demoTestPassword + `","code":"` + code + `"}`)
	request := httptest.NewRequest(http.MethodPost, "/api/v1/session", body)
	request.Header.Set("Content-Type", "application/json")
	reply := httptest.NewRecorder()
	server.ServeHTTP(reply, request)
	if reply.Code != http.StatusOK && reply.Code != http.StatusCreated {
		t.Fatalf("%s signs in: %d %s", name, reply.Code, reply.Body)
	}
	return reply.Result().Cookies()[0]
}

func get(server http.Handler, path string, cookie *http.Cookie) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, path, nil)
	if cookie != nil {
		request.AddCookie(cookie)
	}
	reply := httptest.NewRecorder()
	server.ServeHTTP(reply, request)
	return reply
}

// TestDemoFillsEveryPage reads everything, one page after the other: with the race detector, which has nothing to see in
// that either, it takes minutes on both databases. make test runs it by name.
func TestDemoFillsEveryPage(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		desk := madeDesk(t, dsn)
		server := site(desk)
		cookies := everybody(t, desk, server)
		everyListHasRows(t, server, cookies)
		everyStateIsSeen(t, desk)
		everyLightShines(t, desk)
		namesSayDemo(t, desk)
		auditIsSaid(t, desk)
		somethingIsAmiss(t, desk)
		dutiesGoOn(t, desk)
		placesLieInTheirTownships(t, desk)
		filesAreInWords(t, server, cookies)
		for path, words := range map[string][]string{
			"/lists/red":   {"演示云鹿快递有限公司"},
			"/lists/black": {"演示江豚快递有限公司", "演示石蛙快递有限公司"},
			"/penalties":   {"决定书文号", "演示：因违反快递业安全管理规定受到处罚"},
			"/tasks":       {"演示武隆区"},
		} {
			page := get(server, path, nil)
			for _, word := range words {
				if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), word) {
					t.Errorf("%s: %d without %s", path, page.Code, word)
				}
			}
		}
	})
}

// everyListHasRows asks every list of the API as every account until one sees a row.
func everyListHasRows(t *testing.T, server http.Handler, cookies map[string]*http.Cookie) {
	t.Helper()
	lists := 0
	for _, route := range api.Routes() {
		if route.Writes() || route.OnRecord() {
			continue
		}
		isList, seen := false, false
		for at := 0; at < len(demoAccounts) && !seen; at++ {
			var body struct{ Items []json.RawMessage }
			reply := get(server, "/api/v1"+route.Path, cookies[demoAccounts[at].name])
			if reply.Code == http.StatusOK && (json.Unmarshal(reply.Body.Bytes(), &body) != nil || body.Items == nil) {
				break // a file, or one thing
			}
			isList, seen = isList || body.Items != nil, len(body.Items) > 0
		}
		if isList {
			lists++
		}
		if isList && !seen {
			t.Errorf("%s: no demonstration account sees a row", route.Path)
		}
	}
	if lists < 15 {
		t.Errorf("only %d lists were found", lists)
	}
}

// everyStateIsSeen counts over all rows, in which only states that mean "under way" may be missing.
func everyStateIsSeen(t *testing.T, desk *casework.Desk) {
	t.Helper()
	for noun, states := range map[string][]string{
		"enterprises":         {"active", "suspended", "closed"},
		"endpoints":           {"draft", "submitted", "correction", "filed", "returned", "cancelled"},
		"inspections":         {"planned", "recorded", "confirmed", "published"},
		"complaints":          {"registered", "refused", "accepted", "transferred", "answered", "closed"},
		"penalties":           {"draft", "reviewed", "decided", "withdrawn"},
		"publications":        {"draft", "secrecy", "personal", "approval", "published", "discarded", "corrected", "withdrawn", "ended"},
		"national-entries":    {"active", "ended"},
		"association-entries": {"submitted", "recorded", "withdrawn"},
		"editions":            {"candidate", "published"},
		"edition-entries":     {"candidate", "noticed", "published"},
		"tasks":               {"not_started", "in_progress", "done_pending", "closed", "deferred"},
		"task-reports":        {"submitted", "returned", "accepted"},
		"task-form-returns":   {"open", "confirmed", "discarded"},
		"coordinations":       {"asked", "returned", "escalated", "answered", "settled", "dismissed", "withdrawn", "ended"},
		"task-slips":          {"issued", "signed", "answered", "closed", "reissued", "withdrawn", "ended"},
	} {
		for _, state := range states {
			if countRows(t, desk, noun, "status", state) == 0 {
				t.Errorf("no row of %s is %s", noun, state)
			}
		}
	}
	for _, colour := range []model.SlipColour{model.SlipBlue, model.SlipOrange, model.SlipRed} {
		if countRows(t, desk, "task-slips", "colour", string(colour)) == 0 {
			t.Errorf("no slip is %s", colour)
		}
	}
	for _, category := range complaintCategories {
		if countRows(t, desk, "complaints", "category", category) == 0 {
			t.Errorf("no complaint is about %s", category)
		}
	}
}

// countRows asks the noun's list through its store for rows with the value.
func countRows(t *testing.T, desk *casework.Desk, noun, field, value string) int {
	t.Helper()
	query := store.Query{Limit: store.MaxPage, Filter: map[string]string{field: value}}
	all := store.Everything()
	count := map[string]func() (int, error){
		"enterprises": func() (int, error) {
			p, err := desk.Store.Enterprises(t.Context(), all, query)
			return len(p.Items), err
		},
		"endpoints": func() (int, error) { p, err := desk.Store.EndPoints(t.Context(), all, query); return len(p.Items), err },
		"inspections": func() (int, error) {
			p, err := desk.Store.Inspections(t.Context(), all, query)
			return len(p.Items), err
		},
		"complaints": func() (int, error) {
			p, err := desk.Store.Complaints(t.Context(), all, query)
			return len(p.Items), err
		},
		"penalties": func() (int, error) { p, err := desk.Store.Penalties(t.Context(), all, query); return len(p.Items), err },
		"publications": func() (int, error) {
			p, err := desk.Store.Publications(t.Context(), all, query)
			return len(p.Items), err
		},
		"national-entries": func() (int, error) {
			p, err := desk.Store.NationalEntries(t.Context(), all, query)
			return len(p.Items), err
		},
		"association-entries": func() (int, error) {
			p, err := desk.Store.AssociationEntries(t.Context(), all, query)
			return len(p.Items), err
		},
		"editions": func() (int, error) { p, err := desk.Store.Editions(t.Context(), all, query); return len(p.Items), err },
		"edition-entries": func() (int, error) {
			p, err := desk.Store.EditionEntries(t.Context(), all, query)
			return len(p.Items), err
		},
		"tasks": func() (int, error) { p, err := desk.Store.Tasks(t.Context(), all, query); return len(p.Items), err },
		"task-reports": func() (int, error) {
			p, err := desk.Store.TaskReports(t.Context(), all, query)
			return len(p.Items), err
		},
		"task-form-returns": func() (int, error) {
			p, err := desk.Store.TaskFormReturns(t.Context(), all, query)
			return len(p.Items), err
		},
		"coordinations": func() (int, error) {
			p, err := desk.Store.Coordinations(t.Context(), all, query)
			return len(p.Items), err
		},
		"plan-drafts": func() (int, error) {
			p, err := desk.Store.PlanDrafts(t.Context(), all, query)
			return len(p.Items), err
		},
		"plans":      func() (int, error) { p, err := desk.Store.TaskPlans(t.Context(), all, query); return len(p.Items), err },
		"task-slips": func() (int, error) { p, err := desk.Store.TaskSlips(t.Context(), all, query); return len(p.Items), err },
	}[noun]
	n, err := count()
	if err != nil {
		t.Fatalf("%s: %v", noun, err)
	}
	return n
}

func everyLightShines(t *testing.T, desk *casework.Desk) {
	t.Helper()
	board, err := desk.BoardOf(t.Context(), store.Everything(), casework.AllPlans, demoTestSize.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	var lights []model.Light
	for _, line := range board.Tasks {
		if line.Demo {
			lights = append(lights, line.Light)
		}
	}
	for _, light := range model.Lights {
		if !slices.Contains(lights, light) {
			t.Errorf("no task of the made-up plan has a %s light: %v", light, lights)
		}
	}
	if board.Conflicts < 6 {
		t.Errorf("%d leads wait for a decision, want the real plan's six at least", board.Conflicts)
	}
}

func namesSayDemo(t *testing.T, desk *casework.Desk) {
	t.Helper()
	firms, err := desk.Store.Enterprises(t.Context(), store.Everything(), store.Query{Limit: store.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	for _, firm := range firms.Items {
		if !strings.Contains(firm.Name, "演示") || !strings.Contains(firm.Representative, "演示") || !firm.Demo {
			t.Errorf("%s, %s, demo %v", firm.Name, firm.Representative, firm.Demo)
		}
	}
	points, err := desk.Store.EndPoints(t.Context(), store.Everything(), store.Query{Limit: store.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	for _, point := range points.Items {
		if !strings.Contains(point.Name, "演示") || !strings.Contains(string(point.ManagerName), "演示") || !point.Demo {
			t.Errorf("%s, demo %v", point.Name, point.Demo)
		}
	}
}

// auditIsSaid demands words for every act, kind of record and column of the audit trail.
func auditIsSaid(t *testing.T, desk *casework.Desk) {
	t.Helper()
	var rows []model.AuditEntry
	err := desk.Store.AuditExport(t.Context(), store.Everything(), store.Query{Filter: map[string]string{"from": store.StartOfDay(demoTestSize.AsOf.AddMonths(-12))}}, func(page []model.AuditEntry) error {
		rows = append(rows, page...)
		return nil
	})
	if err != nil || len(rows) < 100 {
		t.Fatalf("%d audit rows: %v", len(rows), err)
	}
	words := desk.Access.Words
	unsaid := map[string]bool{}
	for _, row := range rows {
		unsaid[row.Act] = words.Act(row.Act) == row.Act
		unsaid[string(row.Noun)] = words.Noun(row.Noun) == string(row.Noun)
		for _, side := range []string{row.Before, row.After} {
			columns := map[string]any{}
			if side != "" && json.Unmarshal([]byte(side), &columns) != nil {
				t.Errorf("%s %s: %s", row.Noun, row.RecordID, side)
			}
			for column := range columns {
				unsaid[column] = words.Column(column) == column
			}
		}
	}
	for code, is := range unsaid {
		if is {
			t.Errorf("nothing says %s in Chinese", code)
		}
	}
	auditIsRead(t, desk)
}

// codeText is what no reader of the trail should meet: ids, instants of machines, codes.
var codeText = regexp.MustCompile(`(^|[、：\n])[0-9a-f]{8}-[0-9a-f]{4}-|\d\dT\d\d:|^[a-z]+([_:-][a-z_-]+)*$|：[a-z]+(_[a-z]+)*(；|$)`)

// auditIsRead demands that the auditor reads names of records and values in words.
func auditIsRead(t *testing.T, desk *casework.Desk) {
	t.Helper()
	auditor := model.Actor{UserID: "auditor", Roles: []model.Role{model.RoleAuditor}}
	latin := []string{"users name", "sessions agent"} // what people type in small letters
	met := map[string]string{}
	for q := (store.Query{}); ; {
		page, err := desk.AuditTrail(t.Context(), auditor, casework.AuditAsked{}, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range page.Items {
			if line.RecordID != "" && line.RecordName == "" || codeText.MatchString(line.RecordName) {
				met[line.Act+" on "+string(line.Noun)] = "is about " + line.RecordName
			}
			for _, change := range line.Changes {
				place := string(line.Noun) + " " + change.Field
				if said := change.Before + "\n" + change.After; !slices.Contains(latin, place) && (codeText.MatchString(change.Before) || codeText.MatchString(change.After)) {
					met[place] = "says " + said
				}
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
	}
	for place, said := range met {
		t.Errorf("%s %s", place, said)
	}
}

// somethingIsAmiss looks at the page of data quality as the chief and the system administrator do.
func somethingIsAmiss(t *testing.T, desk *casework.Desk) {
	t.Helper()
	for role, rules := range map[model.Role][]model.QualityRuleID{
		model.RoleChief:       {"endpoint-unlocated", "job-failing", "licence-expiring", "certificate-30-days", "task-unscheduled"},
		model.RoleSystemAdmin: {"job-failing", "delivery-failed", "certificate-30-days"},
	} {
		report, err := desk.DataQuality(t.Context(), model.Actor{UserID: "x", Roles: []model.Role{role}, AreaCode: districtCode})
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range report.Rules {
			if slices.Contains(rules, line.ID) && line.Count == 0 {
				t.Errorf("%s finds nothing for %s", line.ID, role)
			}
		}
		if len(report.Rules) < len(rules) {
			t.Errorf("%s reads %d rules", role, len(report.Rules))
		}
	}
}
