package portal

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// known is when one publication began and ceased to be public: between what was before and
// after its transaction nobody can say.
type known struct{ coming, came, leaving, left time.Time }

// ledger is what the public ought to see.
type ledger struct {
	sync.Mutex
	of map[string]*known // by the name that stands in its text
}

func (l *ledger) note(name string, set func(*known)) {
	l.Lock()
	defer l.Unlock()
	if l.of[name] == nil {
		l.of[name] = &known{}
	}
	set(l.of[name])
}

// poller reads one server as a program does that asks again and again, with the tags that it has.
type poller struct {
	site   http.Handler
	slack  time.Duration // how long after a change the server may be of the past
	tags   map[string]string
	bodies map[string]string
	asked  atomic.Int64
	saved  atomic.Int64 // answers that were 304
}

var (
	pollMark   = regexp.MustCompile(`轮询K\d{3}`)
	saidOfFirm = regexp.MustCompile(`(轮询K\d{3})(?:列入|号|违法)`)
)

// polled is an address, and whether everything that is public stands there, or only the newest; of all names only those
// that begin so, or all.
type polled struct {
	path    string
	isWhole bool
	of      string
}

func (p *poller) poll(t *testing.T, l *ledger, at polled) {
	began := time.Now()
	r := httptest.NewRequest(http.MethodGet, at.path, nil)
	if tag := p.tags[at.path]; tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	reply := httptest.NewRecorder()
	p.site.ServeHTTP(reply, r)
	ended := time.Now()
	p.asked.Add(1)
	switch reply.Code {
	case http.StatusNotModified:
		p.saved.Add(1)
	case http.StatusOK, http.StatusGone:
		p.tags[at.path], p.bodies[at.path] = reply.Header().Get("ETag"), reply.Body.String()
	default:
		t.Errorf("%s: %d %s", at.path, reply.Code, reply.Body)
		return
	}
	seen := map[string]bool{}
	for _, name := range pollMark.FindAllString(p.bodies[at.path], -1) {
		seen[name] = true
	}
	if strings.HasPrefix(at.path, firmPath) { // the name of the enterprise stands there in any case
		seen = map[string]bool{}
		for _, found := range saidOfFirm.FindAllStringSubmatch(p.bodies[at.path], -1) {
			seen[found[1]] = true
		}
	}
	l.Lock()
	defer l.Unlock()
	sure := began.Add(-p.slack)
	for name := range seen {
		if k := l.of[name]; k == nil || k.coming.IsZero() || k.coming.After(ended) {
			t.Errorf("%s shows %s, which is not approved", at.path, name)
		} else if !k.left.IsZero() && k.left.Before(sure) {
			t.Errorf("%s shows %s, which left %v before it was asked", at.path, name, began.Sub(k.left))
		}
	}
	for name, k := range l.of {
		if at.isWhole && strings.HasPrefix(name, at.of) && !seen[name] && !k.came.IsZero() && k.came.Before(sure) && (k.leaving.IsZero() || k.leaving.After(ended)) {
			t.Errorf("%s lacks %s, which was published %v before it was asked", at.path, name, began.Sub(k.came))
		}
	}
}

// pollServer is a portal on the clock, with its hot pages kept warm.
func pollServer(t *testing.T, s *store.Store, now func() time.Time) http.Handler {
	t.Helper()
	desk, err := casework.NewDesk(s, now)
	if err != nil {
		t.Fatal(err)
	}
	desk.SealWith(casework.FixedKeys([32]byte{1}))
	p := &Portal{Desk: desk, Store: s, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), CountRead: func(context.Context, string) error { return nil }}
	engine := gin.New()
	p.Mount(engine)
	t.Cleanup(p.KeepWarm())
	return engine
}

const pollMoves = 200

// TestPollersSeeWhatIsApprovedAndNothingElse lets clients poll pages, lists, tables, the feed and the past, with
// conditional requests, at the server that publishes and takes down and at another one over the same
// database. The first is right from the moment an act is done, the other within seconds.
func TestPollersSeeWhatIsApprovedAndNothingElse(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		second, err := store.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = second.Close() })
		l := &ledger{of: map[string]*known{}}
		drafts := w.pollDrafts(t)
		pollers := []*poller{}
		for _, server := range []struct {
			site  http.Handler
			slack time.Duration
		}{{pollServer(t, w.store, time.Now), 0}, {pollServer(t, second, time.Now), grace + askEvery/2}} {
			for range 2 {
				pollers = append(pollers, &poller{site: server.site, slack: server.slack, tags: map[string]string{}, bodies: map[string]string{}})
			}
		}
		var running sync.WaitGroup
		var stop atomic.Bool
		for _, p := range pollers {
			running.Go(func() {
				for n := 0; !stop.Load() && !t.Failed(); n++ {
					past := "/open/publications.json?as_of=" + url.QueryEscape(time.Now().Add(-time.Second).Format(time.RFC3339))
					paths := []polled{
						{"/", false, ""}, {"/lists/black", true, ""}, {"/lists/black?q=" + url.QueryEscape("轮询"), true, ""}, {"/publications/" + string(drafts[n/7%len(drafts)].ID), false, ""},
						{"/open/publications.json", true, ""}, {"/open/publications.json?kind=list_entry", true, ""}, {"/open/publications.csv?kind=list_entry", true, ""}, {"/open/feed.atom", true, ""},
						{"/open/publications/" + string(drafts[n/9%len(drafts)].ID) + ".json", false, ""}, {past, false, ""},
					}
					at := paths[n%len(paths)]
					if strings.Contains(at.path, "lications/") && !w.pollWasPublic(l, at.path, drafts) {
						continue
					}
					p.poll(t, l, at)
				}
			})
		}
		w.pollMove(t, l, slices.Clone(drafts))
		time.Sleep(grace + askEvery) // so that the last moves, too, are held against the other server
		stop.Store(true)
		running.Wait()
		for _, p := range pollers {
			if p.asked.Load() < 100 || p.saved.Load() == 0 {
				t.Errorf("a poller asked only %d times, and %d answers were not modified", p.asked.Load(), p.saved.Load())
			}
			t.Logf("%d polls, %d not modified", p.asked.Load(), p.saved.Load())
		}
	})
}

// pollWasPublic reports whether the publication of the path has been public: others are not found.
func (w *site) pollWasPublic(l *ledger, path string, drafts []model.Publication) bool {
	l.Lock()
	defer l.Unlock()
	for _, d := range drafts {
		if strings.Contains(path, string(d.ID)) {
			k := l.of[d.EnterpriseName]
			return k != nil && !k.came.IsZero()
		}
	}
	return false
}

// pollDrafts adds what is to be published, as it waits for its approval.
func (w *site) pollDrafts(t *testing.T) []model.Publication {
	t.Helper()
	w.now = time.Now().UTC().Truncate(time.Millisecond)
	var drafts []model.Publication
	err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
		drafts = nil
		for i := range pollMoves/2 + 5 { // some are never approved
			name, p := fmt.Sprintf("轮询K%03d", i), w.plain(store.NewID())
			p.EnterpriseName, p.Title, p.Text.Title, p.Status = name, name, name, model.PublicationApproval
			p.PublishedOn, p.PublishedAt, p.EndsOn = model.Date{}, nil, model.DateOf(w.now).AddDays(100)
			p.Record = `{"subject":{"name":"` + name + `"},"text":{"title":"` + name + `"}}`
			if err := tx.AddPublication(context.Background(), &p); err != nil {
				return err
			}
			drafts = append(drafts, p)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return drafts
}

// pollMove publishes the drafts one by one, and takes each down some moves later.
func (w *site) pollMove(t *testing.T, l *ledger, drafts []model.Publication) {
	t.Helper()
	const shown = 8
	change := func(p model.Publication, now time.Time) model.Publication {
		err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: now}, func(tx *store.Tx) (err error) {
			p, err = tx.ChangePublication(context.Background(), p)
			return err
		})
		if err != nil {
			t.Error(err)
		}
		return p
	}
	for i := range pollMoves/2 + shown {
		now := time.Now().UTC().Truncate(time.Millisecond)
		if i < pollMoves/2 {
			p := drafts[i]
			p.Status, p.PublishedOn, p.PublishedAt = model.PublicationPublished, model.DateOf(now), &now
			l.note(p.EnterpriseName, func(k *known) { k.coming = time.Now() })
			drafts[i].Version = change(p, now).Version
			l.note(p.EnterpriseName, func(k *known) { k.came = time.Now() })
		}
		if i >= shown {
			p := drafts[i-shown]
			p.Status, p.PublishedOn, p.PublishedAt, p.LeftOn, p.LeftAt = model.PublicationWithdrawn, model.DateOf(now), &now, model.DateOf(now), &now
			l.note(p.EnterpriseName, func(k *known) { k.leaving = time.Now() })
			change(p, now)
			l.note(p.EnterpriseName, func(k *known) { k.left = time.Now() })
		}
		time.Sleep(5 * time.Millisecond)
	}
}
