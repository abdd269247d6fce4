//go:build !race

package api

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// TestHostileSearches asks for what costs most, and for what is no search at
// all, in every list: never an error of the server, never a long wait.
func TestHostileSearches(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		s.plantTargets()
		words := []string{
			"%_%", "%", "_", "a", "'", "''", `\`, `\'`, "!", "!%", strings.Repeat("%", 100), "' OR '1'='1", `" OR ""="`, "') UNION SELECT 1,2,3--",
			"1; DROP TABLE users", "' AND SLEEP(3)-- ", "'||(SELECT randomblob(900000000))||'", "x' AND 1=(SELECT 1 FROM (SELECT SLEEP(3)) a)#", "`", "*/ OR 1 /*",
		}
		asked := 0
		for _, r := range Routes() {
			if r.Method != http.MethodGet || r.OnRecord() {
				continue
			}
			role := model.RoleInspector
			if len(s.api.Desk.Access.Reaches(rolesOf(role), r.Permission)) == 0 {
				role = model.RoleAuditor
			}
			for _, parameter := range operationOf(s.document, r).Parameters {
				if parameter.In != "query" {
					continue
				}
				asked++
				for n, word := range words {
					// What is searched hears all words, what is compared a quarter of them by turns, and so
					// does a file, which asks what its list asks, at more cost.
					if (r.lists != "" || parameter.Name != "q") && (n+asked)%4 > 0 {
						continue
					}
					start := time.Now()
					got := s.send(request{role: role, method: r.Method, path: r.Path + "?" + parameter.Name + "=" + url.QueryEscape(word)})
					if took := time.Since(start); got.status >= 500 || took > 2*time.Second {
						t.Errorf("%s %s=%s: %d after %v %.200s", r.Path, parameter.Name, word, got.status, took, got.body)
					}
				}
			}
		}
	})
}

// Personal data planted by every act that takes them are found nowhere in clear:
// not in replies of any role, errors, logs, metrics, what is packed in workbooks, the
// backup or the database; the portal's own test looks at the public pages.
func TestPlantedPersonalDataAreNowhereInClear(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		var logged bytes.Buffer
		s.api.Log = slog.New(slog.NewJSONHandler(&logged, nil))
		id := canaryID(t)
		found := func(where string, text []byte) {
			t.Helper()
			for _, canary := range []string{canaryName, canaryPhone, canaryMail, id} {
				if bytes.Contains(text, []byte(canary)) {
					t.Errorf("%s shows %s: %.300s", where, canary, text)
				}
			}
		}
		records := s.plantCanaries(found, id)
		for _, noun := range []model.Noun{"tasks", "edition-entries"} { // so that workbooks and pages hold something
			seeds[noun].plant(s, s.places["own"], nil)
		}
		books := map[string]bool{}
		for _, r := range Routes() {
			if r.Writes() || r.Noun() == "session" {
				continue
			}
			path := r.Path
			if r.OnRecord() {
				if records[r.Noun()] == "" {
					continue
				}
				path = strings.Replace(path, "{id}", records[r.Noun()], 1)
			}
			if strings.Contains(r.media, xlsx) && r.lists == "" { // the files of lists come as text, which is searched as it is
				books[r.Path] = false
				path += "?month=2026-03" // of the one that asks for a month
			}
			for _, role := range everybody {
				got := s.send(request{role: role, method: r.Method, path: path})
				where := fmt.Sprintf("%s %s as %q", r.Method, path, role)
				found(where, got.body)
				if got.header.Get("Content-Type") == xlsx {
					books[r.Path] = true
					inBook(t, got.body, func(part string, text []byte) { found(where+", "+part, text) })
				}
			}
		}
		for path, seen := range books {
			if !seen {
				t.Errorf("nobody was sent the workbook of %s", path)
			}
		}
		for _, name := range s.tables() {
			found("table "+name, []byte(s.everything(name)))
		}
		var packed bytes.Buffer
		if _, err := s.api.Store.Backup(t.Context(), &packed, s.now(), s.api.Desk.Blobs); err != nil {
			t.Fatal(err)
		}
		unpacked, err := gzip.NewReader(&packed)
		must(t, err)
		backup, err := io.ReadAll(unpacked)
		must(t, err)
		found("the backup", backup)
		metrics := httptest.NewRecorder()
		s.api.MetricsHandler().ServeHTTP(metrics, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		found("metrics", metrics.Body.Bytes())
		for _, mistyped := range []string{canaryName, canaryPhone, id} { // also where there is no route or record
			for _, path := range []string{"/complaints/", "/endpoints/", "/", "/complaint-attachments/"} {
				for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut} {
					path := path + url.PathEscape(mistyped)
					found(method+" "+path, s.send(request{role: model.RoleComplaints, method: method, path: path}).body)
				}
			}
		}
		found("the log", logged.Bytes())
		if file, embedded := strings.CutPrefix(dsn, "sqlite:"); embedded {
			for _, part := range []string{file, file + "-wal"} {
				if text, err := os.ReadFile(part); err == nil {
					found("the file "+part, text)
				}
			}
		}
	})
}

// TestForeignIds puts ids of another firm, district and unit into every query
// parameter and every field that takes one: nothing of the record is shown, and
// the refusal does not tell it from one that is absent.
func TestForeignIds(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		targets := s.plantTargets()
		asked := s.foreignInQueries(targets) + s.foreignInBodies(targets)
		if asked < 100 {
			t.Errorf("only %d questions were asked", asked)
		}
		t.Logf("%d foreign ids", asked)
	})
}

// Every list of the surface is taken out as a file: under a title of its own in Chinese,
// each row that the list shows that person and no other, in words.
func TestEveryListIsTakenOut(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		s.plantTargets()
		files := 0
		for _, r := range Routes() {
			if listedIn(r.reply) == nil || r.Method != http.MethodGet {
				continue
			}
			if !slices.ContainsFunc(Routes(), func(other Route) bool { return other.Path == r.filed }) {
				t.Errorf("%s is not taken out by %q", r.Path, r.filed)
			}
			if r.asFile == nil {
				continue
			}
			s.checkFile(r)
			files++
		}
		if files < 30 {
			t.Errorf("only %d lists are taken out", files)
		}
	})
}

// TestLongestTexts performs each act with every text and every list as long as
// its description allows, all at once, in characters that storage may count
// differently. What the API takes must fit where it is kept.
func TestLongestTexts(t *testing.T) {
	alphabets := map[string]string{"four bytes": "𠮷𠀋", "escaped": "&<>", "quoted": `"\`}
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		s.lengthenNames()
		for _, r := range Routes() {
			operation := operationOf(s.document, r)
			schema := s.bodySchema(operation)
			if !r.Writes() || schema == nil {
				continue
			}
			for _, what := range slices.Sorted(maps.Keys(alphabets)) {
				if what != "escaped" && strings.HasPrefix(dsn, "sqlite:") {
					continue // it keeps texts of any length: one alphabet shows that all is taken and read
				}
				l := &longest{stage: s, route: r, schema: schema, alphabet: alphabets[what], keep: map[string]bool{}}
				if problem := l.perform(operation); problem != "" {
					t.Errorf("%s, %s: %s", operation.OperationID, what, problem)
				}
			}
		}
		s.checkAudit()
	})
}

// TestMalformed sends each operation requests that are wrong in ways its
// OpenAPI description suggests, the same ones every time, and holds every reply
// to the description.
func TestMalformed(t *testing.T) {
	each := requestsEach(t)
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		s.plantTargets()
		statuses := map[int]int{}
		for _, r := range Routes() {
			operation := operationOf(s.document, r)
			hash := fnv.New64a()
			_, _ = hash.Write([]byte(operation.OperationID))
			m := &mutator{s, r, operation, rand.New(rand.NewPCG(hash.Sum64(), 1)), request{}}
			m.base = m.wellFormed()
			each := each
			if r.lists != "" || r.media != "" { // what they make costs more than what they refuse
				each = max(1, each/5)
			}
			for n := range each {
				q, what := m.next(n)
				got := s.send(q)
				statuses[got.status]++
				if problem := s.verdict(operation, got); problem != "" {
					t.Errorf("%s, %s: %s\n%s %s\n%.300s", operation.OperationID, what, problem, q.method, q.path, q.body)
				}
				if r.Noun() == "session" {
					s.signIn(m.base.role)
				}
				if r.OnRecord() && r.Writes() && got.status < 300 { // not malformed enough: the row has moved on
					m.base = m.wellFormed()
				}
			}
		}
		s.checkAudit()
		t.Logf("replies by status: %v", statuses)
	})
}

// TestMatrix asks every route as every role about records of its own, of the
// same district, of another district, of another firm, and about none.
func TestMatrix(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		targets := s.plantTargets()
		for _, r := range Routes() {
			if !r.OnRecord() && !r.Writes() {
				s.checkList(r)
			}
		}
		for _, r := range Routes() {
			if r.keyless() || r.Noun() == "session" {
				continue
			}
			for _, role := range everybody {
				s.checkRole(r, role, targets[r.Noun()])
			}
		}
		s.checkAudit()
	})
}
