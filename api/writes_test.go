package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

// TestWrites holds every write to its version, its key and its shape: what is
// refused changes nothing, what is repeated happens once.
func TestWrites(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		for _, r := range Routes() {
			if r.Writes() && !r.keyless() {
				t.Run(strings.ReplaceAll(r.Method+r.Path, "/", "."), func(t *testing.T) {
					outer := s.t
					s.t = t
					defer func() { s.t = outer }()
					s.checkRefusals(r)
					s.checkReplay(r)
					s.checkRace(r)
				})
			}
		}
		s.checkAudit()
	})
}

// valid is the request that has to work, on a row of its own.
func (s *stage) valid(r Route) request {
	s.t.Helper()
	a := acts[operationOf(s.document, r).OperationID]
	q := request{role: a.by, method: r.Method, path: r.Path, key: s.freshKey(), body: s.validBody(r)}
	if q.role == "" { // an act on one's own account
		q.role = model.RoleSupport
	}
	if r.OnRecord() {
		id := string(s.people[q.role].ID)
		if a.by != "" {
			id = seeds[r.Noun()].plant(s, s.places["own"], a.state)
		}
		q.path = strings.Replace(r.Path, "{id}", id, 1)
		q.match = s.version(r.Noun(), id)
	}
	if a.query != nil {
		q.path += "?" + a.query(s)
	}
	return q
}

// checkRefusals spoils the valid request in each way and expects nothing to change.
func (s *stage) checkRefusals(r Route) {
	s.t.Helper()
	q := s.valid(r)
	before := s.effects()
	refused := func(what string, spoilt request, status int, code string) reply {
		s.t.Helper()
		got := s.send(spoilt)
		if got.status != status || code != "" && got.code() != code {
			s.t.Errorf("%s: got %d %s, want %d %s", what, got.status, got.body, status, code)
		}
		return got
	}
	with := func(change func(*request)) request { spoilt := q; change(&spoilt); return spoilt }
	if r.OnRecord() {
		refused("without If-Match", with(func(q *request) { q.match = "" }), http.StatusPreconditionRequired, "record.version_missing")
		refused("stale If-Match", with(func(q *request) { q.match = `"999"` }), http.StatusPreconditionFailed, "record.stale")
		refused("If-Match of no version", with(func(q *request) { q.match = "*" }), http.StatusPreconditionFailed, "record.stale")
	}
	refused("without Idempotency-Key", with(func(q *request) { q.key = "" }), http.StatusBadRequest, "idempotency.key_missing")
	refused("key too long", with(func(q *request) { q.key = strings.Repeat("k", 101) }), http.StatusBadRequest, "idempotency.key_missing")
	refused("one byte too many", with(func(q *request) { q.body = bytes.Repeat([]byte(" "), int(r.Limit)+1) }), http.StatusRequestEntityTooLarge, "body.too_large")
	if r.upload {
		refused("half the file", with(func(q *request) { q.body = q.body[:len(q.body)/2] }), http.StatusUnprocessableEntity, "fields.invalid")
		refused("no file", with(func(q *request) { q.body = nil }), http.StatusUnprocessableEntity, "fields.invalid")
		refused("JSON", with(func(q *request) { q.body = []byte("{}") }), http.StatusUnprocessableEntity, "fields.invalid")
	} else {
		s.checkJSON(q.body, with, refused)
	}
	if after := s.effects(); after != before {
		s.t.Errorf("refused requests changed %d rows", after-before)
	}
}

// checkJSON spoils the body as JSON; an act without one is sent an object.
func (s *stage) checkJSON(object []byte, with func(func(*request)) request, refused func(string, request, int, string) reply) {
	s.t.Helper()
	if object == nil {
		object = []byte("{}")
	}
	undeclared := refused("an undeclared field", with(func(q *request) { q.body = withField(object, `"undeclared":1`) }), http.StatusUnprocessableEntity, "fields.invalid")
	if !bytes.Contains(undeclared.body, []byte(`"/undeclared"`)) {
		s.t.Errorf("an undeclared field is not named: %s", undeclared.body)
	}
	refused("a doubled field", with(func(q *request) { q.body = withField(object, `"twice":1,"twice":2`) }), http.StatusBadRequest, "body.duplicate_key")
	refused("trailing JSON", with(func(q *request) { q.body = append(bytes.Clone(object), "{}"...) }), http.StatusBadRequest, "body.trailing")
	refused("half the JSON", with(func(q *request) { q.body = object[:len(object)-1] }), http.StatusBadRequest, "body.malformed")
}

// withField puts members in front of an object's own.
func withField(object []byte, members string) []byte {
	rest := bytes.TrimPrefix(object, []byte("{"))
	if string(rest) != "}" {
		members += ","
	}
	return append([]byte("{"+members), rest...)
}

// checkReplay performs the act, repeats it, and repeats its key with other bytes.
func (s *stage) checkReplay(r Route) {
	s.t.Helper()
	q := s.valid(r)
	before := s.effects()
	first := s.send(q)
	if want := operationOf(s.document, r).DefaultStatus; first.status != want {
		s.t.Fatalf("the valid request gives %d %s, want %d", first.status, first.body, want)
	}
	after := s.effects()
	if after == before {
		s.t.Error("the act changed no row that is counted")
	}
	again := s.send(q)
	if again.status != first.status || !sameJSON(again.body, first.body) || again.header.Get("ETag") != first.header.Get("ETag") {
		s.t.Errorf("repeated: %d %s, first %d %s", again.status, again.body, first.status, first.body)
	}
	other := q
	if other.body = append(bytes.Clone(q.body), ' '); len(q.body) == 0 {
		other.body = []byte("{}")
	}
	if got := s.send(other); got.status != http.StatusUnprocessableEntity || got.code() != "idempotency.other_request" {
		s.t.Errorf("the key with another body: %d %s", got.status, got.body)
	}
	if now := s.effects(); now != after {
		s.t.Errorf("repeating changed %d rows", now-after)
	}
	if r.OnRecord() {
		stale := q
		stale.key = s.freshKey()
		if got := s.send(stale); got.status != http.StatusPreconditionFailed {
			s.t.Errorf("a fresh key on the old version: %d %s", got.status, got.body)
		}
	}
}

// checkRace sends the same request twice at once; a row on its own tells how much one effect changes.
func (s *stage) checkRace(r Route) {
	s.t.Helper()
	effect := func(times int) int {
		q := s.valid(r)
		before := s.effects()
		replies := make([]reply, times)
		var running sync.WaitGroup
		for i := range replies {
			running.Go(func() { replies[i] = s.send(q) })
		}
		running.Wait()
		done := 0
		for _, got := range replies {
			switch {
			case got.status == operationOf(s.document, r).DefaultStatus:
				done++
			case got.status == http.StatusConflict && got.code() == "idempotency.in_flight",
				got.status == http.StatusPreconditionFailed:
			default:
				s.t.Errorf("sent %d times at once: %d %s", times, got.status, got.body)
			}
		}
		if done == 0 {
			s.t.Errorf("sent %d times at once: nobody succeeded", times)
		}
		return s.effects() - before
	}
	if one, both := effect(1), effect(2); one != both {
		s.t.Errorf("one request changes %d rows, the same twice at once %d", one, both)
	}
}

// effects counts the rows that acts changed.
func (s *stage) effects() int { return s.changes.count(s.t, "change_log") }

func sameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && jsonText(x) == jsonText(y)
}

func jsonText(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
