package portal

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

func packed(t *testing.T, raw []byte) int {
	t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(raw); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// A first visit takes at most 20 kB of everything that the page needs, even where nothing packs it.
func TestAFirstVisitIsLight(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	w.publish(t, "演示江豚快递")
	home := w.get("/")
	sum, small := home.Body.Len(), packed(t, home.Body.Bytes())
	for _, part := range []string{"/static/portal.css", "/static/text.css", "/static/seal.svg", "/static/print.js"} {
		if !strings.Contains(home.Body.String(), part) {
			t.Errorf("the page does not ask for %s", part)
		}
		raw := w.get(part).Body.Bytes()
		sum, small = sum+len(raw), small+packed(t, raw)
	}
	if strings.Count(home.Body.String(), `"/static/`) != 5 || small > 20_000 || sum > 24_000 { // the seal twice
		t.Errorf("a first visit takes %d bytes, packed %d", sum, small)
	}
}

// Larger letters are a choice of one browser: its sheet of style differs, no page does, and it leads back to where it was.
func TestLettersAreLargerForWhoeverAsks(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	for _, c := range []struct{ path, from, to, set string }{
		{"/text/large", "http://example.com/lists/red?q=a", "/lists/red?q=a", "yijian_text=large"},
		{"/text/normal", "http://example.com/firms/x", "/firms/x", "yijian_text=; Path=/; Max-Age=0"},
		{"/text/large", "https://evil.example/x", "/", "large"}, {"/text/large", "http://example.com//evil.example/", "/", "large"}, {"/text/large", "", "/", "large"},
		{"/text/large", "http://example.com/text/large", "/", "large"}, {"/text/large", "http://example.com/\\evil", "/", "large"},
	} {
		reply := w.get(c.path, "Referer", c.from)
		if reply.Code != http.StatusSeeOther || reply.Header().Get("Location") != c.to || !strings.Contains(reply.Header().Get("Set-Cookie"), c.set) {
			t.Errorf("%s from %q: %d to %q with %q", c.path, c.from, reply.Code, reply.Header().Get("Location"), reply.Header().Get("Set-Cookie"))
		}
	}
	if w.get("/text/huge").Code != http.StatusNotFound {
		t.Error("a size that there is none of is taken")
	}
	normal, large := w.get("/static/text.css"), w.get("/static/text.css", "Cookie", "yijian_text=large")
	if strings.Contains(normal.Body.String(), "font-size") || !strings.Contains(large.Body.String(), "font-size") || large.Header().Get("Vary") != "Cookie" || !strings.Contains(large.Header().Get("Cache-Control"), "private") {
		t.Errorf("the sheets are %q and %q, %v", normal.Body, large.Body, large.Header())
	}
	if again := w.get("/static/text.css", "Cookie", "yijian_text=large", "If-None-Match", normal.Header().Get("ETag")); again.Code != http.StatusOK {
		t.Error("whoever just chose gets the old sheet")
	}
	if w.get("/about").Header().Get("ETag") != w.get("/about", "Cookie", "yijian_text=large").Header().Get("ETag") {
		t.Error("the page differs by the cookie")
	}
	if !strings.Contains(w.get("/about").Body.String(), "/text/large") || strings.Contains(w.send(trackPath, "number=A").Body.String(), "/text/large") {
		t.Error("the way to larger letters stands where it leads away from what is shown once, or nowhere")
	}
	w.stock(t, 0, "演示江豚快递有限公司", model.NewDate(2028, 12, 31), 3)
	if text := w.get(statisticsPath).Body.String(); !strings.Contains(text, "凤山街道") || !strings.Contains(text, "许可有效 1 家；") || strings.Contains(text, "金丝雀") {
		t.Errorf("the statistics:\n%s", text)
	}
}
