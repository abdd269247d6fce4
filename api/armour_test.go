package api

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// listen serves the stage on a port with the timeouts that the product has.
func (s *stage) listen() string {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(s.t, err)
	server := Server("", s.site, s.api.Log)
	go func() { _ = server.Serve(listener) }()
	s.t.Cleanup(func() { _ = server.Close() })
	return listener.Addr().String()
}

// TestSlowClients opens hundreds of connections that send hardly anything: the
// health page stays quick for others, and all of them are closed.
func TestSlowClients(t *testing.T) {
	s := openStage(t, testdb.SQLite(t))
	address := s.listen()
	starts := []string{
		"GET /livez HTTP/1.1\r\nHost: x\r\nX-A: ", // never ends its headers
		"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{", // nor its body
		"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
	}
	var open sync.WaitGroup
	begun := time.Now()
	for n := range 330 {
		line, err := net.Dial("tcp", address)
		must(t, err)
		t.Cleanup(func() { _ = line.Close() })
		_, err = io.WriteString(line, starts[n%len(starts)])
		must(t, err)
		open.Go(func() {
			_ = line.SetReadDeadline(begun.Add(30 * time.Second))
			if _, err := io.Copy(io.Discard, line); err != nil && strings.Contains(err.Error(), "timeout") {
				t.Errorf("a slow connection of kind %d is still open after 30 s", n%len(starts))
			}
		})
	}
	for range 20 {
		start := time.Now()
		got, err := http.Get("http://" + address + "/livez")
		must(t, err)
		must(t, got.Body.Close())
		if took := time.Since(start); got.StatusCode != http.StatusOK || took > time.Second {
			t.Errorf("/livez: %d after %v", got.StatusCode, took)
		}
	}
	open.Wait()
	t.Logf("all slow connections closed after %v", time.Since(begun).Round(time.Millisecond))
}

// zeros is a body without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestHugeBodies sends a gigabyte to each kind of route: announced, it is not
// read at all; unannounced, no further than the limit.
func TestHugeBodies(t *testing.T) {
	s := openStage(t, testdb.SQLite(t))
	s.signIn(model.RoleFirm)
	for _, path := range []string{"/session", "/endpoints", "/endpoint-attachments?record_id=" + seeds["endpoints"].plant(s, s.places["own"], nil) + "&name=x"} {
		for _, announced := range []int64{1 << 30, -1} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			body := &counted{from: io.LimitReader(zeros{}, 1<<30)}
			r := httptest.NewRequest(http.MethodPost, prefix+path, body)
			r.ContentLength = announced
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Idempotency-Key", s.freshKey())
			r.AddCookie(s.cookies[model.RoleFirm])
			w := httptest.NewRecorder()
			s.site.ServeHTTP(w, r)
			runtime.ReadMemStats(&after)
			if w.Code != http.StatusRequestEntityTooLarge {
				t.Errorf("%s, announced %d: %d %s", path, announced, w.Code, w.Body)
			}
			most := int64(21 << 20)
			if announced > 0 {
				most = 0
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 || body.n > most {
				t.Errorf("%s, announced %d: read %d bytes, took %d MB", path, announced, body.n, used>>20)
			}
		}
	}
}

type counted struct {
	from io.Reader
	n    int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

// TestLogIsOneRecordPerLine puts line ends, escapes and JSON wherever a request
// can carry text; whatever comes, each line of the log is one JSON record.
func TestLogIsOneRecordPerLine(t *testing.T) {
	s := openStage(t, testdb.SQLite(t))
	var log lockedBuffer
	s.api.Log = slog.New(slog.NewJSONHandler(&log, nil))
	nasty := []string{
		"a\nb", "a\r\n{\"level\":\"ERROR\",\"msg\":\"forged\"}", "\x1b[31mred\x1b[0m", `","msg":"forged"}`, "\u2028\u2029", "\x00\x07", "\xff\xfe", strings.Repeat("长", 3000),
	}
	requests := 0
	for turn, r := range Routes() {
		for n, text := range nasty {
			if (n+turn)%3 > 0 { // all routes go one way; each text goes in at a third of them
				continue
			}
			path := prefix + strings.Replace(r.Path, "{id}", url.PathEscape(text), 1) + "?q=" + url.QueryEscape(text) + "&" + url.QueryEscape(text) + "=1"
			body, err := json.Marshal(map[string]string{"name": text, text: text})
			must(t, err)
			request := httptest.NewRequest(r.Method, path, bytes.NewReader(body))
			for _, name := range []string{"Idempotency-Key", "If-Match", "User-Agent", "X-Forwarded-For", "X-Request-Id", "Content-Type", "Accept", "Authorization", "Origin"} {
				if (n+len(name))%2 == 0 {
					request.Header.Set(name, text)
				}
			}
			request.AddCookie(&http.Cookie{Name: sessionCookie, Value: "x"})
			if n%2 == 0 {
				request.Header.Del("Cookie")
				request.AddCookie(s.cookies[model.RoleInspector])
			}
			s.site.ServeHTTP(httptest.NewRecorder(), request)
			requests++
		}
	}
	lines := 0
	scan := bufio.NewScanner(strings.NewReader(log.String()))
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		var record struct{ Time, Level, Msg string }
		if err := json.Unmarshal(scan.Bytes(), &record); err != nil || record.Time == "" || record.Msg == "forged" {
			t.Errorf("no record of ours: %.200q (%v)", scan.Text(), err)
		}
		if strings.ContainsAny(scan.Text(), "\x1b\x00\x07\r") {
			t.Errorf("a control character: %.200q", scan.Text())
		}
		lines++
	}
	must(t, scan.Err())
	if lines == 0 || lines < requests/2 {
		t.Errorf("%d lines for %d requests", lines, requests)
	}
}

type lockedBuffer struct {
	sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.Lock()
	defer b.Unlock()
	return b.Buffer.Write(p)
}

func TestReadsAreLimited(t *testing.T) {
	now := time.Date(2026, 3, 10, 1, 0, 0, 0, time.UTC)
	r := reads{most: 3}
	read := Route{Method: http.MethodGet}
	try := func(name model.UserID, address string) error {
		return r.spend(t.Context(), model.Call{Actor: model.Actor{UserID: name}, Address: address}, read, now)
	}
	for range 3 {
		must(t, try("a", "1"))
		must(t, try("", "1"))
	}
	if err := try("a", "2"); model.KindOf(err) != model.TooMany {
		t.Errorf("the fourth read: %v", err)
	}
	must(t, try("b", "1"))
	if err := try("", "1"); model.KindOf(err) != model.TooMany {
		t.Errorf("the fourth read of a client: %v", err)
	}
	now = now.Add(readsPer)
	must(t, try("a", "1"))
	unlimited := reads{}
	for range 100 {
		must(t, unlimited.spend(t.Context(), model.Call{}, read, now))
	}
	// And at the door: every route counts.
	s := openStage(t, testdb.SQLite(t))
	s.api.reads.most = 2
	for n, want := range []int{http.StatusOK, http.StatusOK, http.StatusTooManyRequests} {
		got := s.send(request{role: model.RoleChief, method: http.MethodGet, path: "/endpoints"})
		if got.status != want || (want == http.StatusTooManyRequests) != (got.header.Get("Retry-After") != "") {
			t.Errorf("read %d: %d %v", n+1, got.status, got.header)
		}
	}
	// And what describes them.
	for n, path := range []string{"/docs", "/openapi.json", "/openapi.yaml", "/docs"} {
		want := http.StatusOK
		if n >= 2 {
			want = http.StatusTooManyRequests
		}
		if got := s.send(request{method: http.MethodGet, path: path}); got.status != want {
			t.Errorf("%s, read %d: %d, want %d", path, n+1, got.status, want)
		}
	}
}

// TestServersCountReadsTogether reads from two servers of one database, more
// often than either of them alone would refuse.
func TestServersCountReadsTogether(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		const most = 40
		first, second := reads{most: most, share: s.api.Desk.CountReads}, reads{most: most, share: s.api.Desk.CountReads}
		call := model.Call{Actor: model.Actor{UserID: "a"}}
		served := 0
		for range most {
			for _, server := range []*reads{&first, &second} {
				if err := server.spend(t.Context(), call, Route{Method: http.MethodGet}, s.now()); err == nil {
					served++
				} else if model.KindOf(err) != model.TooMany {
					t.Fatal(err)
				}
			}
		}
		if served < most || served > most+2*most/shares {
			t.Errorf("two servers answered %d reads, %d are allowed", served, most)
		}
		must(t, first.spend(t.Context(), model.Call{Address: "192.0.2.1"}, Route{Method: http.MethodGet}, s.now()))
	})
}
