package api

import (
	"net/http"
	"strings"
	"testing"

	"yijian/deploy/testdb"
)

// TestDocsPage reads the description that people read: each route of the table is on it.
func TestDocsPage(t *testing.T) {
	s := openStage(t, testdb.SQLite(t))
	got := s.send(request{method: http.MethodGet, path: "/docs"})
	if got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.body)
	}
	page := string(got.body)
	for _, r := range Routes() {
		if row := "<td>" + r.Method + "</td><td><code>" + prefix + r.Path + "</code></td>"; !strings.Contains(page, row) {
			t.Errorf("%s %s is missing", r.Method, r.Path)
		}
	}
	for _, field := range []string{"document_no", "limit", "reason"} {
		if !strings.Contains(page, field) {
			t.Errorf("no operation takes %s", field)
		}
	}
}
