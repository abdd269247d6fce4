package portal

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// Who asks for too many pages is told in Chinese when to come again; the style sheet that this page needs still comes.
func TestTooManyReadsAreToldWhenToComeAgain(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	known := model.Fail(model.TooMany, "limit.reached", "查询太频繁，请稍后再试")
	known.Wait = 1500 * time.Millisecond
	w.refusal = known
	for _, path := range []string{"/", "/lists/red?q=x", "/lists/black", "/filings?q=xx", "/filings/X-1", "/nearby", "/tasks", "/about", "/accessibility"} {
		got := w.get(path)
		if got.Code != http.StatusTooManyRequests || got.Header().Get("Retry-After") != "2" || !strings.Contains(got.Body.String(), "查询太频繁") || strings.Contains(got.Body.String(), "数据截至。") ||
			!strings.HasPrefix(got.Header().Get("Content-Type"), "text/html") {
			t.Errorf("%s: %d %v %.200s", path, got.Code, got.Header(), got.Body)
		}
	}
	if got := w.get("/static/portal.css"); got.Code != http.StatusOK {
		t.Error("the style sheet is counted")
	}
}

// A question that is cut off, because it took too long or who asked has left, is told so and is no fault of ours.
func TestWhoIsCutOffIsToldToComeAgain(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	cut, stop := context.WithCancel(t.Context())
	stop()
	for _, path := range []string{"/lists/red", "/lists/red?q=xx", "/search?q=xx", "/filings?q=xx", "/firms/91110000600037341L", "/open/publications.json", "/open/publications.json?kind=penalty", "/open/publications.csv?kind=penalty"} {
		got := httptest.NewRecorder()
		w.ServeHTTP(got, httptest.NewRequest(http.MethodGet, path, nil).WithContext(cut))
		if got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") != "5" || !strings.Contains(got.Body.String(), "暂时繁忙") {
			t.Errorf("%s: %d %v %.200s", path, got.Code, got.Header(), got.Body)
		}
	}
	if log := w.logged.String(); log != "" {
		t.Errorf("the log says %s", log)
	}
}

// A path in which somebody mistyped a person's number is not in the log.
func TestFailuresAreLoggedByTheirRoute(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	if got := w.get("/filings/13977331155"); got.Code != http.StatusInternalServerError {
		t.Fatalf("without a database: %d", got.Code)
	}
	if log := w.logged.String(); !strings.Contains(log, "route=/filings/:serial") || strings.Contains(log, "13977331155") {
		t.Errorf("the log says %s", log)
	}
}
