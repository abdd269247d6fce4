package portal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// recorded adds a publication with the canonical bytes that the public is given.
func (w *site) recorded(t *testing.T, id string, change func(*model.Publication)) model.Publication {
	t.Helper()
	return w.shown(t, func(p *model.Publication) {
		p.ID, p.SubjectID = model.PublicationID(id), "subject-"+id
		change(p)
		record, err := plainJSON(model.PublicRecord{
			Format: model.PublicRecordFormat, ID: p.ID, Kind: p.Kind, Topic: p.Topic, Series: p.Series, Subject: model.PublicSubject{Name: p.EnterpriseName, USCC: p.USCC},
			Text: p.Text, Source: p.Source, Basis: p.Basis, PublishedOn: p.PublishedOn, EndsOn: p.EndsOn, Edition: p.Edition,
		})
		if err != nil {
			t.Fatal(err)
		}
		record = bytes.TrimSpace(record)
		sum := sha256.Sum256(record)
		p.Record, p.RecordHash = string(record), hex.EncodeToString(sum[:])
	})
}

type gotList struct {
	Licence, Next string
	AsOf          string `json:"as_of"`
	Items         []struct {
		ID, Kind, Status, Page, SHA256, How string
		Contested                           bool
		PublishedOn                         string `json:"published_on"`
		LeftOn                              string `json:"left_on"`
		Record                              json.RawMessage
	}
}

func (w *site) list(t *testing.T, path string) (got gotList) {
	t.Helper()
	reply := w.get(path)
	if reply.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, reply.Code, reply.Body)
	}
	if err := json.Unmarshal(reply.Body.Bytes(), &got); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return got
}

// What is given is what was published, byte for byte, and it alone has the hash.
func TestOpenDataGivesTheBytesThatWerePublished(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		p := w.recorded(t, "a1", func(p *model.Publication) {
			p.EnterpriseName, p.ContestedOn = "演示<b>&江豚\u2028快递", model.NewDate(2026, 3, 2)
		})
		for i, status := range []model.PublicationStatus{model.PublicationDraft, model.PublicationApproval, model.PublicationDiscarded} {
			w.recorded(t, fmt.Sprintf("b%d", i), func(p *model.Publication) {
				p.Status, p.PublishedAt, p.EnterpriseName = status, nil, "演示秘密快递"
			})
		}
		body := w.get("/open/publications.json").Body.Bytes()
		if !bytes.Contains(body, []byte(p.Record)) || bytes.Contains(body, []byte("秘密")) {
			t.Errorf("the list is not what was published: %s", body)
		}
		got := w.list(t, "/open/publications.json")
		if len(got.Items) != 1 || got.Licence == "" {
			t.Fatalf("%d items", len(got.Items))
		}
		item := got.Items[0]
		sum := sha256.Sum256(item.Record)
		if hex.EncodeToString(sum[:]) != p.RecordHash || item.SHA256 != p.RecordHash || !item.Contested || item.Page != "https://yj.example.cn/publications/a1" || item.Status != "published" {
			t.Errorf("the item is %+v", item)
		}
		alone := w.get("/open/publications/a1.json")
		if alone.Code != http.StatusOK || alone.Body.String() != p.Record || !strings.HasPrefix(alone.Header().Get("Content-Type"), "application/json") {
			t.Errorf("alone: %d %s", alone.Code, alone.Body)
		}
		h := alone.Header()
		if h.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(strings.Join(h.Values("Link"), " "), `rel="license"`) {
			t.Errorf("headers: %v", h)
		}
		if w.get("/lists/black").Header().Get("Access-Control-Allow-Origin") != "" {
			t.Error("pages are open to other sites")
		}
		for _, path := range []string{"/open/publications/b0.json", "/open/publications/none.json", "/open/publications/a1", "/open/publications/.json"} {
			if got := w.get(path); got.Code != http.StatusNotFound || !strings.HasPrefix(got.Header().Get("Content-Type"), "application/problem+json") {
				t.Errorf("%s: %d %s", path, got.Code, got.Body)
			}
		}
		w.withdraw(t, p)
		gone := w.get("/open/publications/a1.json")
		if text := gone.Body.String(); gone.Code != http.StatusGone || text != `{"id":"a1","kind":"list_entry","published_on":"2026-03-02","left_on":"2026-03-02","how":"withdrawn"}`+"\n" {
			t.Errorf("what left: %d %s", gone.Code, text)
		}
		if got := w.list(t, "/open/publications.json"); len(got.Items) != 0 {
			t.Error("what left is listed")
		}
	})
}

func TestOpenDataComesByPagesAndNarrowed(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		const all = openPage + 3
		err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
			for i := range all {
				p := w.plain(fmt.Sprintf("p%03d", i))
				p.Topic, p.Series = []string{"red", "black"}[i%2], fmt.Sprint(i%3)
				if i == 7 {
					p.USCC = "91500156MA00000007"
				}
				if err := tx.AddPublication(context.Background(), &p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		first := w.list(t, "/open/publications.json")
		if len(first.Items) != openPage || !strings.HasPrefix(first.Next, "https://yj.example.cn/open/publications.json?") {
			t.Fatalf("%d items, next %q", len(first.Items), first.Next)
		}
		next, err := url.Parse(first.Next)
		if err != nil {
			t.Fatal(err)
		}
		rest := w.list(t, next.RequestURI())
		if len(rest.Items) != all-openPage || rest.Next != "" || rest.Items[0].ID <= first.Items[openPage-1].ID {
			t.Errorf("the rest: %d items, next %q", len(rest.Items), rest.Next)
		}
		for query, want := range map[string]int{
			"kind=penalty": 0, "kind=list_entry": openPage, "topic=red": (all + 1) / 2, "series=2": all / 3, "uscc=91500156MA00000007": 1, "kind=list_entry&topic=red&series=0&after=p100": 17, "uscc=%25": 0,
		} {
			if got := w.list(t, "/open/publications.json?"+query); len(got.Items) != want {
				t.Errorf("%s: %d items, want %d", query, len(got.Items), want)
			}
		}
	})
}

// Of what is not public any more a question about the past tells that it was, and nothing else.
func TestThePastIsToldOfWithoutWhatLeft(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		gone := w.recorded(t, "a1", func(p *model.Publication) { p.EnterpriseName = "演示秘密快递" })
		w.recorded(t, "a2", func(p *model.Publication) { p.EnterpriseName = "演示常在快递" })
		before := w.now
		w.now = w.now.Add(49 * time.Hour)
		w.withdraw(t, gone)
		w.now = w.now.Add(time.Hour)
		for at, want := range map[string]string{
			"2026-03-01": "", "2026-03-02": "a1 withdrawn, a2", "2026-03-03": "a1 withdrawn, a2", "2026-03-04": "a2",
			url.QueryEscape(before.Add(-time.Second).Format(time.RFC3339)): "", url.QueryEscape(before.In(model.Shanghai).Format(time.RFC3339)): "a1 withdrawn, a2",
		} {
			path := "/open/publications.json?as_of=" + at
			var seen []string
			for _, item := range w.list(t, path).Items {
				seen = append(seen, strings.TrimSpace(item.ID+" "+item.How))
				if (item.How == "") != (len(item.Record) > 0) || item.How != "" && (item.LeftOn != "2026-03-04" || item.PublishedOn != "2026-03-02") {
					t.Errorf("as of %s: %+v", at, item)
				}
			}
			if got := strings.Join(seen, ", "); got != want {
				t.Errorf("as of %s: %s, want %s", at, got, want)
			}
			if strings.Contains(w.get(path).Body.String(), "秘密") {
				t.Errorf("as of %s tells what left", at)
			}
		}
		for _, query := range []string{"as_of=2026-03-05", "as_of=2026-03-04T23:00:00Z", "as_of=x", "as_of=2026-03-02&uscc=" + gone.USCC, "as_of=2026-03-02&topic=black"} {
			if got := w.get("/open/publications.json?" + query); got.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", query, got.Code)
			}
		}
		w.now = time.Date(2027, 1, 1, 2, 0, 0, 0, time.UTC) // the term is over, and no job has written it down
		if items := w.list(t, "/open/publications.json?as_of=2026-12-31").Items; len(items) != 1 || items[0].How != "ended" || items[0].LeftOn != "2027-01-01" {
			t.Errorf("after its term: %+v", items)
		}
	})
}

func TestATableOfOpenDataIsSafeToOpen(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.recorded(t, "a1", func(p *model.Publication) {
			p.EnterpriseName = `=HYPERLINK("http://example.cn")`
			p.Text.Fields = append(p.Text.Fields, model.PublicField{Name: "list", Label: "榜别", Text: "@黑榜"}, model.PublicField{Name: "new", Label: "新栏", Text: "新话"})
		})
		w.recorded(t, "a2", func(p *model.Publication) { p.Kind = model.PublishedPenalty })
		reply := w.get("/open/publications.csv?kind=list_entry")
		rest, marked := strings.CutPrefix(reply.Body.String(), "\ufeff")
		rows, err := csv.NewReader(strings.NewReader(rest)).ReadAll()
		if err != nil || !marked || len(rows) != 3 {
			t.Fatalf("%d rows, %v, marked %v: %s", len(rows), err, marked, reply.Body)
		}
		of := map[string]string{}
		for i, name := range rows[0] {
			if rows[1][i] == "" {
				t.Errorf("column %s has no title", name)
			}
			of[name] = rows[2][i]
		}
		for name, want := range map[string]string{
			"id": "a1", "name": `'=HYPERLINK("http://example.cn")`, "field_list": "'@黑榜", "field_reasons": "演示理由", "other": "新栏：新话", "published_on": "2026-03-02", "page": "https://yj.example.cn/publications/a1",
		} {
			if of[name] != want {
				t.Errorf("%s is %q, want %q", name, of[name], want)
			}
		}
		tag := reply.Header().Get("ETag")
		if again := w.get("/open/publications.csv?kind=list_entry", "If-None-Match", tag); again.Code != http.StatusNotModified {
			t.Errorf("unchanged: %d", again.Code)
		}
		w.recorded(t, "a3", func(p *model.Publication) {})
		if again := w.get("/open/publications.csv?kind=list_entry", "If-None-Match", tag); again.Code != http.StatusOK {
			t.Errorf("changed: %d", again.Code)
		}
		for _, query := range []string{"", "?kind=none", "?kind=penalty&as_of=2026-03-02"} {
			if got := w.get("/open/publications.csv" + query); got.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", query, got.Code)
			}
		}
	})
}

// A feed has what RFC 4287 requires of it, and tells of what left only that it did.
func TestTheFeedIsValidAndTellsNothingOfWhatLeft(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		first := w.recorded(t, "01900000-0000-7000-8000-000000000001", func(p *model.Publication) {
			p.EnterpriseName, p.Text.Title = "演示秘密快递", "演示秘密快递列入"
		})
		w.now = w.now.Add(time.Hour)
		w.recorded(t, "01900000-0000-7000-8000-000000000002", func(p *model.Publication) { p.Text.Title = "演示<常在>快递列入" })
		w.recorded(t, "01900000-0000-7000-8000-000000000003", func(p *model.Publication) {
			p.Status, p.PublishedAt, p.Text.Title = model.PublicationApproval, nil, "演示秘密草稿"
		})
		earlier := w.feed(t, "/open/feed.atom")
		w.now = w.now.Add(time.Hour)
		w.withdraw(t, first)
		feed := w.feed(t, "/open/feed.atom")
		if len(feed.Entries) != 2 || feed.ID != earlier.ID || feed.Updated != "2026-03-02T04:00:00Z" || feed.Entries[0].Updated != feed.Updated {
			t.Fatalf("the feed: %+v", feed)
		}
		left, public := feed.Entries[0], feed.Entries[1]
		if left.ID != "urn:uuid:"+string(first.ID) || left.Title != "红黑榜条目已撤回" || left.Summary != "" || len(left.Links) != 1 {
			t.Errorf("what left: %+v", left)
		}
		if public.Title != "演示<常在>快递列入" || !strings.Contains(public.Summary, "列入理由：演示理由") || public.Updated != "2026-03-02T03:00:00Z" {
			t.Errorf("what is public: %+v", public)
		}
		if text := w.get("/open/feed.atom").Body.String(); strings.Contains(text, "秘密") {
			t.Errorf("the feed tells what left: %s", text)
		}
		if other := w.feed(t, "/open/feed.atom?kind=penalty"); len(other.Entries) != 0 || other.ID == feed.ID {
			t.Errorf("of another kind: %+v", other)
		}
		w.now = time.Date(2027, 1, 1, 2, 0, 0, 0, time.UTC)
		if over := w.feed(t, "/open/feed.atom").Entries[0]; over.Title != "红黑榜条目公示期已满" || over.Updated != "2026-12-31T16:00:00Z" || over.Summary != "" {
			t.Errorf("whose term is over: %+v", over)
		}
	})
}

// feed reads a feed and checks what RFC 4287 requires of every one.
func (w *site) feed(t *testing.T, path string) (feed atomFeed) {
	t.Helper()
	reply := w.get(path)
	if err := xml.Unmarshal(reply.Body.Bytes(), &feed); err != nil || reply.Code != http.StatusOK || !strings.HasPrefix(reply.Header().Get("Content-Type"), "application/atom+xml") {
		t.Fatalf("%s: %d %v %s", path, reply.Code, err, reply.Body)
	}
	instant := func(text string) {
		if _, err := time.Parse(time.RFC3339, text); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if !strings.HasPrefix(feed.ID, "urn:uuid:") || feed.Title == "" || feed.Author.Name == "" || feed.Links[0] != (atomLink{"self", "application/atom+xml", "https://yj.example.cn" + path}) {
		t.Errorf("%s lacks what a feed must have: %+v", path, feed)
	}
	instant(feed.Updated)
	ids := map[string]bool{}
	for _, e := range feed.Entries {
		if !strings.HasPrefix(e.ID, "urn:uuid:") || ids[e.ID] || e.Title == "" || e.Links[0].Rel != "alternate" || e.Links[0].Href == "" {
			t.Errorf("%s: an entry lacks what it must have: %+v", path, e)
		}
		ids[e.ID] = true
		instant(e.Updated)
		instant(e.Published)
	}
	return feed
}

func TestOpenDataRefusesWhatItDoesNotKnow(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	for path, pointer := range map[string]string{
		"/open/publications.json?page=2": "/page", "/open/publications.json?kind=none": "/kind", "/open/publications.json?kind=notice&kind=penalty": "/kind",
		"/open/publications.json?after=" + strings.Repeat("a", 37): "/after", "/open/feed.atom?topic=red": "/topic", "/open/publications/a.json?kind=notice": "/kind",
		"/open/publications.csv?kind=notice&q=x": "/q",
	} {
		got := w.get(path)
		var problem openProblem
		if err := json.Unmarshal(got.Body.Bytes(), &problem); err != nil || got.Code != http.StatusUnprocessableEntity || len(problem.Errors) != 1 || problem.Errors[0].Pointer != pointer ||
			problem.Status != got.Code || problem.Type != "about:blank" || problem.Title == "" || !strings.Contains(problem.Detail, pointer[1:]) {
			t.Errorf("%s: %d %v %s", path, got.Code, err, got.Body)
		}
	}
	if got := w.get("/open/publications.json?kind=%zz"); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("malformed: %d", got.Code)
	}
	known := model.Fail(model.TooMany, "limit.reached", "查询太频繁，请稍后再试")
	known.Wait = 1500 * time.Millisecond
	w.refusal = known
	for _, path := range []string{"/open/publications.json", "/open/publications/a.json", "/open/publications.csv?kind=notice", "/open/feed.atom"} {
		if got := w.get(path); got.Code != http.StatusTooManyRequests || got.Header().Get("Retry-After") != "2" || got.Header().Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(got.Body.String(), "查询太频繁") {
			t.Errorf("%s: %d %v", path, got.Code, got.Header())
		}
	}
}
