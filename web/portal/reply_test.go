package portal

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"yijian/deploy/testdb"
)

// Tags are compared weakly, in lists too, and each form of a page has its own.
func TestConditionalRequestsKnowEveryFormOfATag(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	server := httptest.NewServer(w)
	defer server.Close()
	client := http.Client{Transport: &http.Transport{DisableCompression: true}}
	ask := func(method, path string, headers ...string) (*http.Response, []byte) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(headers); i += 2 {
			r.Header.Add(headers[i], headers[i+1])
		}
		reply, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(reply.Body)
		if err != nil {
			t.Fatal(err)
		}
		_ = reply.Body.Close()
		return reply, body
	}
	for _, path := range []string{"/", "/open", "/open/publications.json", "/open/feed.atom", "/open/publications.csv?kind=notice", "/static/portal.css"} {
		plain, body := ask(http.MethodGet, path)
		tag := plain.Header.Get("ETag")
		if head, _ := ask(http.MethodHead, path); head.StatusCode != plain.StatusCode || head.Header.Get("ETag") != tag || head.ContentLength == 0 {
			t.Errorf("HEAD %s: %d %v", path, head.StatusCode, head.Header)
		}
		for given, want := range map[string]int{
			tag: 304, "W/" + tag: 304, `"a,b", ` + tag: 304, `"x" ,W/"y",  W/` + tag: 304, "*": 304, `"x"`: 200, strings.Trim(tag, `"`): 200, `"x` + tag: 200, "W/": 200, tag[:len(tag)-2] + `"`: 200, "": 200,
		} {
			if got, _ := ask(http.MethodGet, path, "If-None-Match", given); got.StatusCode != want {
				t.Errorf("%s with %s: %d, want %d", path, given, got.StatusCode, want)
			}
		}
		packed, short := ask(http.MethodGet, path, "Accept-Encoding", "br, gzip;q=0.5")
		if len(body) < leastPacked || strings.Contains(path, ".csv") {
			continue
		}
		unpacked, err := gzip.NewReader(bytes.NewReader(short))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if whole, err := io.ReadAll(unpacked); err != nil || !bytes.Equal(whole, body) || packed.Header.Get("ETag") == tag || packed.Header.Get("Vary") != "Accept-Encoding" || plain.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s packed: %v, %v", path, err, packed.Header)
		}
		if got, _ := ask(http.MethodGet, path, "Accept-Encoding", "gzip", "If-None-Match", tag); got.StatusCode != 200 {
			t.Errorf("%s: the tag of the plain form is taken for the packed one", path)
		}
		if got, _ := ask(http.MethodGet, path, "Accept-Encoding", "gzip;q=0"); got.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s is packed for who refuses it", path)
		}
	}
	if reply, _ := ask(http.MethodOptions, "/open/feed.atom", "Origin", "https://example.cn"); reply.StatusCode != 204 || reply.Header.Get("Access-Control-Allow-Headers") != "If-None-Match" {
		t.Errorf("preflight: %d %v", reply.StatusCode, reply.Header)
	}
}
