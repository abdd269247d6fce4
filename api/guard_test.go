package api

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestKeysAreVisibleASCII(t *testing.T) {
	for key, want := range map[string]bool{
		"01JAZ-x_y~": true, strings.Repeat("k", 100): true, "": false, strings.Repeat("k", 101): false,
		"a b": false, "a\xff": false, "键": false, "a\x7f": false,
	} {
		if isKey(key) != want {
			t.Errorf("%q is a key: %v, want %v", key, !want, want)
		}
	}
}

func TestInventedMethodsShareOneSeries(t *testing.T) {
	m := newMetrics()
	for _, method := range []string{"AAAA", "BBBB", http.MethodGet} {
		m.note(method, "", http.StatusNotFound, time.Millisecond)
	}
	families, err := m.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if n := len(family.GetMetric()); family.GetName() == "yijian_http_request_seconds" && n != 2 {
			t.Errorf("%d series, want GET and other", n)
		}
	}
}
