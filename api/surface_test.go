package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/access"
)

func TestMain(m *testing.M) { testdb.Main(m) }

// permissionsOfActs are held by acts that no route leads to: jobs, the command
// line, and what another reply contains.
var permissionsOfActs = []access.Permission{
	"edition:propose",          // the job of the candidates
	"edition-entry:end",        // the job that ends terms
	"publication:end",          // the same
	"job:housekeeping",         // the job of its name
	"endpoint:settle",          // the nightly job of its filings
	"monthly-return:open",      // the nightly job that opens them
	"duty-fact:record",         // the nightly job of missing returns
	"task:sweep-slips",         // the job of slips whose limit passed
	"task:sweep-coordinations", // the job of requests whose limit passed
	"term:remind",              // the daily job of reminders
	"clock:sweep",              // the job that goes over the clocks
	"plan:import",              // the command line
	"complaint:lodge",          // a form of the public site
	"history:read",             // part of every card
}

func TestSurfaceRoutesAndDocumentAgree(t *testing.T) {
	document := (&API{}).Document()
	rows := map[string]Route{}
	for _, r := range Routes() {
		name := r.Method + " " + r.Path
		if _, twice := rows[name]; twice {
			t.Errorf("%s stands twice in the table", name)
		}
		rows[name] = r
		if operationOf(document, r) == nil {
			t.Errorf("%s is not in the document", name)
		}
	}
	for path, item := range document.Paths {
		for method, operation := range operationsOf(item) {
			r, known := rows[method+" "+path]
			if !known {
				t.Errorf("the document has %s %s, the table has not", method, path)
				continue
			}
			checkOperation(t, r, operation)
		}
	}
}

// checkOperation holds an operation to what every caller relies on.
func checkOperation(t *testing.T, r Route, operation *huma.Operation) {
	t.Helper()
	name := r.Method + " " + r.Path
	want := []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusInternalServerError}
	if r.OnRecord() {
		want = append(want, http.StatusNotFound)
	}
	if r.Writes() {
		want = append(want, http.StatusBadRequest, http.StatusConflict)
	}
	needsKey := r.Writes() && !r.keyless()
	if declares(operation, "Idempotency-Key") != needsKey {
		t.Errorf("%s: Idempotency-Key required is %v, want %v", name, !needsKey, needsKey)
	}
	onVersion := r.Writes() && r.OnRecord()
	if declares(operation, "If-Match") != onVersion {
		t.Errorf("%s: If-Match required is %v, want %v", name, !onVersion, onVersion)
	}
	if onVersion {
		want = append(want, http.StatusPreconditionFailed, http.StatusPreconditionRequired)
	}
	for _, status := range want {
		if operation.Responses[strconv.Itoa(status)] == nil {
			t.Errorf("%s does not document status %d", name, status)
		}
	}
	success := false
	for status, response := range operation.Responses {
		success = success || strings.HasPrefix(status, "2") && len(response.Content) > 0
	}
	if !success {
		t.Errorf("%s documents no reply", name)
	}
}

func TestSurfacePermissionsAreKnownAndUsed(t *testing.T) {
	table, err := access.Load()
	if err != nil {
		t.Fatal(err)
	}
	used := map[access.Permission]bool{}
	for _, r := range Routes() {
		used[r.Permission] = true
		if !table.Knows(r.Permission) {
			t.Errorf("%s %s: roles.csv does not know %s", r.Method, r.Path, r.Permission)
		}
	}
	for _, permission := range permissionsOfActs {
		used[permission] = true
		if !table.Knows(permission) {
			t.Errorf("roles.csv does not know %s", permission)
		}
	}
	for _, permission := range table.Permissions(append(slices.Clone(access.AccountRoles), "job")) {
		if !used[permission] {
			t.Errorf("roles.csv grants %s, which no route and no act asks for", permission)
		}
	}
}

func declares(operation *huma.Operation, header string) bool {
	return slices.ContainsFunc(operation.Parameters, func(p *huma.Param) bool {
		return p.Name == header && p.In == "header" && p.Required
	})
}

// nounsOf lists, in the order of the table, the nouns that routes are about.
func nounsOf(routes []Route) []model.Noun {
	var nouns []model.Noun
	for _, r := range routes {
		if !slices.Contains(nouns, r.Noun()) {
			nouns = append(nouns, r.Noun())
		}
	}
	return nouns
}
