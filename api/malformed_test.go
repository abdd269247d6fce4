package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"yijian/model"
)

// requestsEach is how many malformed requests each operation gets; make fuzz asks for more.
func requestsEach(t *testing.T) int {
	t.Helper()
	text := os.Getenv("YIJIAN_FUZZ_REQUESTS")
	if text == "" {
		return 20
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("YIJIAN_FUZZ_REQUESTS=%q is no number of requests", text)
	}
	return n
}

// leaks are words of the machinery below the API, which no error may show.
var leaks = regexp.MustCompile(`(?i)\bsqlite|mysql|mariadb|gorm|goroutine|\.go:\d|error \d{4}|syntax error|duplicate entry|unique constraint|panic|runtime error|\bSELECT\b|\bINSERT\b`)

// verdict says what is wrong with a reply, nothing when it keeps to the description.
func (s *stage) verdict(operation *huma.Operation, got reply) string {
	described := operation.Responses[strconv.Itoa(got.status)]
	switch {
	case got.status >= 500:
		return fmt.Sprintf("server error %d %s", got.status, got.body)
	case described == nil:
		return fmt.Sprintf("undocumented status %d %s", got.status, got.body)
	case got.status < 300:
		return s.against(described, got)
	case got.header.Get("Content-Type") != "application/problem+json":
		return fmt.Sprintf("error %d as %q", got.status, got.header.Get("Content-Type"))
	case got.code() == "" || !requestIDPattern.Match(got.body):
		return fmt.Sprintf("error without code or request id: %s", got.body)
	case bytes.Contains(got.body, []byte(`"pointer":"","reason":"shape","detail":"缺少字段`)):
		return fmt.Sprintf("error does not point at the missing field: %s", got.body)
	case leaks.Match(withoutID(got.body)): // random letters may spell anything
		return fmt.Sprintf("error tells of internals: %s", got.body)
	}
	return s.against(described, got)
}

// against validates the body by the schema that the document gives for it.
func (s *stage) against(described *huma.Response, got reply) string {
	media, _, _ := strings.Cut(got.header.Get("Content-Type"), ";")
	content := described.Content[media]
	if content == nil {
		return fmt.Sprintf("undocumented content type %q for %d", media, got.status)
	}
	if media != "application/json" && media != "application/problem+json" {
		return ""
	}
	var value any
	if err := json.Unmarshal(got.body, &value); err != nil {
		return fmt.Sprintf("reply is not JSON: %v", err)
	}
	var result huma.ValidateResult
	path := huma.NewPathBuffer([]byte{}, 0)
	huma.Validate(s.document.Components.Schemas, content.Schema, path, huma.ModeReadFromServer, value, &result)
	if len(result.Errors) > 0 {
		return fmt.Sprintf("reply %d breaks its schema: %v: %.600s", got.status, result.Errors, got.body)
	}
	return ""
}

// mutator spoils an operation's well-formed request.
type mutator struct {
	*stage
	route     Route
	operation *huma.Operation
	rand      *rand.Rand
	base      request
}

func (m *mutator) wellFormed() request {
	m.t.Helper()
	q := request{role: model.RoleInspector, method: m.route.Method, path: m.route.Path}
	for _, role := range everybody {
		if len(m.api.Desk.Access.Reaches(rolesOf(role), m.route.Permission)) > 0 && role != "" {
			q.role = role
			break
		}
	}
	if m.route.Writes() && !m.route.keyless() {
		return m.valid(m.route)
	}
	if m.route.Writes() && m.operation.RequestBody != nil {
		q.body = m.validBody(m.route)
	}
	if m.route.OnRecord() {
		id := seeds[m.route.Noun()].plant(m.stage, m.places["own"], nil)
		q.path = strings.Replace(q.path, "{id}", id, 1)
	}
	return q
}

// next spoils one or two things of the request in turn.
func (m *mutator) next(n int) (request, string) {
	q := m.base
	if q.key != "" {
		q.key = m.freshKey()
	}
	spoil := []func(*request) string{m.spoilBody, m.spoilQuery, m.spoilRaw, m.spoilBody, m.spoilPath, m.spoilBody, m.spoilHeader, m.spoilBody}
	what := spoil[n%len(spoil)](&q)
	if m.rand.IntN(4) == 0 {
		what += ", " + spoil[m.rand.IntN(len(spoil))](&q)
	}
	return q, what
}

func (m *mutator) pick(values ...string) string { return values[m.rand.IntN(len(values))] }

// spoilPath puts a strange id into the path; a route without one keeps its path.
func (m *mutator) spoilPath(q *request) string {
	if !m.route.OnRecord() {
		return m.spoilQuery(q)
	}
	id := m.pick("0", "-1", "%00", "%FF%FE", "%27%20OR%201%3D1--", "..%2F..", "%F0%9F%98%80", strings.Repeat("a", 37),
		strings.Repeat("%E6%9D%A5", 80), strings.Repeat("9", 2000), "null", "%20", "%25s", "00000000-0000-0000-0000-000000000000", "1%3BDROP%20TABLE%20users")
	q.path = strings.Replace(m.route.Path, "{id}", id, 1)
	return "id " + id[:min(len(id), 40)]
}

// spoilQuery gives declared and undeclared parameters strange values.
func (m *mutator) spoilQuery(q *request) string {
	name := m.pick("undeclared", "limit", "sort", "cursor", "q", "q%00")
	if len(m.operation.Parameters) > 0 && m.rand.IntN(3) > 0 {
		if p := m.operation.Parameters[m.rand.IntN(len(m.operation.Parameters))]; p.In == "query" {
			name = p.Name
		}
	}
	value := m.pick("", "0", "-1", "101", "1e9", "99999999999999999999999", "%00", "%FF%FE", "%27%20OR%20%271%27%3D%271", "%25", "%5F%25%5C",
		"id%3BDROP%20TABLE%20users", "-", "--", "eyJ9", "AAAA", "%F0%9F%98%80", strings.Repeat("x", 3000), "NaN", "null", "2026-13-45", "2026-00",
		"0000-00-00", "99999-01-01", "true", "%5B%5D", "-created_at", "created_at%2Cid")
	separator := "?"
	if strings.Contains(q.path, "?") {
		separator = "&"
	}
	q.path += separator + name + "=" + value
	if m.rand.IntN(5) == 0 {
		q.path += "&" + name + "=" + value
	}
	return "query " + name + "=" + value[:min(len(value), 40)]
}

// spoilHeader gives key, version and media type strange values.
func (m *mutator) spoilHeader(q *request) string {
	switch m.rand.IntN(3) {
	case 0:
		q.key = m.pick("", strings.Repeat("k", 101), "钥匙", "a b", "'--", "\x01")
	case 1:
		q.match = m.pick("", "*", `"`, `W/"1"`, `"-1"`, `"99999999999999999999"`, `"1", "2"`, "abc")
	default:
		q.media = m.pick("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=gbk", "/", "application/cbor")
		if len(q.body) == 0 {
			q.body = []byte("{}")
		}
	}
	return fmt.Sprintf("headers key=%q match=%q media=%q", q.key, q.match, q.media)
}

// overLimit begins as an object and goes on past every limit.
var overLimit = sync.OnceValue(func() []byte {
	longest := int64(0)
	for _, r := range Routes() {
		longest = max(longest, r.Limit)
	}
	return append([]byte(`{"a":"`), bytes.Repeat([]byte("x"), int(longest))...)
})

// spoilRaw sends what is hardly JSON.
func (m *mutator) spoilRaw(q *request) string {
	object := bytes.Clone(q.body)
	if len(object) == 0 {
		object = []byte("{}")
	}
	raw := [][]byte{
		{}, []byte("null"), []byte("[]"), []byte("0"), []byte(`""`), []byte("{"), []byte("{]"), object[:len(object)/2],
		append(object, object...), []byte("\xff\xfe"), []byte("{\"a\":\"\xff\"}"), []byte("\xef\xbb\xbf{}"),
		[]byte(strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40)), []byte(strings.Repeat("[", 5000)),
		[]byte(`{"a":1e999999}`), []byte("{'a':1}"), []byte(`{"a":NaN}`), []byte("<a/>"), withField(object, `"__proto__":{}`),
		withField(object, `"a":1,"a":1`), {0}, []byte("\n\n\n"),
	}
	at := m.rand.IntN(len(raw) + 1)
	if at == len(raw) {
		q.body = overLimit()[:m.route.Limit+1]
		return "a body over the limit"
	}
	q.body = raw[at]
	return fmt.Sprintf("raw body %d", at)
}
