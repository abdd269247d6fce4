package api

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
)

// A proxy that nobody trusts is told of once an hour; a trusted one, and nobody's word, never.
func TestAnUntrustedProxyIsToldOfOnceAnHour(t *testing.T) {
	s := openStage(t, testdb.SQLite(t))
	var logged syncedBuffer
	s.api.Log = slog.New(slog.NewTextHandler(&logged, nil))
	now := s.now()
	s.api.Desk.Now = func() time.Time { return now }
	trusting := s.api
	trusting.TrustedProxies = []string{"192.0.2.7"}
	site := trusting.Handler(nil)
	ask := func(peer, named string, want int) {
		t.Helper()
		request := httptest.NewRequest(http.MethodGet, "/livez", nil)
		request.RemoteAddr = peer + ":1"
		if named != "" {
			request.Header.Set("X-Forwarded-For", named)
		}
		site.ServeHTTP(httptest.NewRecorder(), request)
		if n := strings.Count(logged.String(), "trusted-proxies"); n != want {
			t.Errorf("%q of %s at %s: told of %d times, want %d", named, peer, now, n, want)
		}
	}
	ask("192.0.2.7", "198.51.100.1", 0)
	ask("192.0.2.7", "", 0)
	ask("192.0.2.8", "", 0)
	ask("192.0.2.8", "198.51.100.1", 1)
	ask("192.0.2.8", "198.51.100.2", 1)
	now = now.Add(59 * time.Minute)
	ask("192.0.2.9", "198.51.100.2", 1)
	now = now.Add(time.Minute)
	ask("192.0.2.9", "198.51.100.2", 2)
}
