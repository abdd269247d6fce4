package console

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func builtSite() http.Handler {
	return newHandler(fstest.MapFS{
		"index.html":             {Data: []byte("<html>shell</html>")},
		"index.html.br":          {Data: []byte("shell-br")},
		"index.html.gz":          {Data: []byte("shell-gz")},
		"assets/main-1a2b.js":    {Data: []byte("plain script")},
		"assets/font-3c4d.woff2": {Data: []byte("font")},
		"favicon.svg":            {Data: []byte("<svg/>")},
		".built":                 {Data: []byte("1")},
	})
}

func ask(h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPaths(t *testing.T) {
	h := builtSite()
	for _, c := range []struct {
		target string
		status int
		body   string
	}{
		{"/console/", 200, "shell"},
		{"/console/enterprises/019", 200, "shell"},
		{"/console/favicon.svg", 200, "<svg/>"},
		{"/console/assets/main-1a2b.js", 200, "plain script"},
		{"/console/assets/gone.js", 404, ""},
		{"/console/assets/gone", 404, ""},
		{"/console/robots.txt", 404, ""},
		{"/console/.built", 404, ""},
		{"/console/index.html.br", 404, ""},
		{"/robots.txt", 404, ""},
		{"/api/v1/session", 404, ""},
		{"/console", 308, ""},
	} {
		w := ask(h, "GET", c.target)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.body) {
			t.Errorf("%s: %d %q, want %d %q", c.target, w.Code, w.Body, c.status, c.body)
		}
		if c.status == 404 && strings.Contains(w.Body.String(), "shell") {
			t.Errorf("%s: a missing file was answered with the shell", c.target)
		}
	}
}

func TestEncodingFollowsWhatTheBrowserAccepts(t *testing.T) {
	h := builtSite()
	for _, c := range []struct{ accept, encoding, body string }{
		{"gzip, deflate, br", "br", "shell-br"},
		{"gzip", "gzip", "shell-gz"},
		{"br;q=0, gzip", "gzip", "shell-gz"},
		{"br; q=0.0, gzip;q=0", "", "<html>shell</html>"},
		{"br;q=0.5", "br", "shell-br"},
		{"*", "br", "shell-br"},
		{"br;q=0, *", "gzip", "shell-gz"},
		{"identity", "", "<html>shell</html>"},
		{"", "", "<html>shell</html>"},
	} {
		w := ask(h, "GET", "/console/", "Accept-Encoding", c.accept)
		if w.Header().Get("Content-Encoding") != c.encoding || w.Body.String() != c.body {
			t.Errorf("%q: %q %q", c.accept, w.Header().Get("Content-Encoding"), w.Body)
		}
		if w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: no Vary", c.accept)
		}
		if got := w.Header().Get("Content-Type"); got != "text/html; charset=utf-8" {
			t.Errorf("%q: type %q", c.accept, got)
		}
	}
}

func TestCaching(t *testing.T) {
	h := builtSite()
	shell := ask(h, "GET", "/console/", "Accept-Encoding", "br")
	if got := shell.Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("shell: %q", got)
	}
	again := ask(h, "GET", "/console/work", "Accept-Encoding", "br", "If-None-Match", shell.Header().Get("ETag"))
	if again.Code != http.StatusNotModified {
		t.Errorf("revalidation: %d", again.Code)
	}
	other := ask(h, "GET", "/console/", "Accept-Encoding", "gzip", "If-None-Match", shell.Header().Get("ETag"))
	if other.Code != http.StatusOK {
		t.Errorf("another encoding shares the tag: %d", other.Code)
	}
	script := ask(h, "GET", "/console/assets/main-1a2b.js")
	if got := script.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("script: %q", got)
	}
	if got := ask(h, "GET", "/console/assets/font-3c4d.woff2").Header().Get("Content-Type"); got != "font/woff2" {
		t.Errorf("font: %q", got)
	}
}

func TestOnlyReads(t *testing.T) {
	h := builtSite()
	if w := ask(h, "POST", "/console/"); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
		t.Errorf("POST: %d", w.Code)
	}
	if w := ask(h, "HEAD", "/console/"); w.Code != http.StatusOK || w.Body.Len() != 0 {
		t.Errorf("HEAD: %d %q", w.Code, w.Body)
	}
}

func TestMissingOrInterruptedBuildSaysWhatToDo(t *testing.T) {
	for name, app := range map[string]fstest.MapFS{
		"missing":     {},
		"interrupted": {"index.html": {Data: []byte("half")}},
	} {
		w := ask(newHandler(app), "GET", "/console/")
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "请运行 make web") {
			t.Errorf("%s: %d %q", name, w.Code, w.Body)
		}
	}
}

func TestHandlerAnswersWithOrWithoutABuild(t *testing.T) {
	if code := ask(Handler(), "GET", "/console/").Code; code != 200 && code != 503 {
		t.Errorf("status %d", code)
	}
}
