package portal

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"yijian/model"
)

// hotPages makes the pages that are asked for most anew whenever something changed, and before they grow
// too old, so that their readers do not wait for it.
type hotPages struct {
	engine *gin.Engine              // without what counts and bounds clients
	used   map[string]*atomic.Int64 // by address: the second in which it was last asked for
}

// usedLately is for how long after it was last asked for a page is kept warm.
const usedLately = 10 * time.Minute

// hotPaths are the first pages that people and programs come back to.
func hotPaths() []string {
	paths := []string{"/", "/tasks", openPath + "/feed.atom", openPath + "/publications.json"}
	for _, s := range shelves {
		paths = append(paths, s.path)
	}
	return paths
}

func newHotPages(now time.Time) *hotPages {
	hot := &hotPages{engine: gin.New(), used: map[string]*atomic.Int64{}}
	for _, path := range hotPaths() {
		hot.used[path] = &atomic.Int64{}
		hot.used[path].Store(now.Unix())
	}
	return hot
}

// use notes that the page of the request was asked for.
func (h *hotPages) use(r *http.Request, now time.Time) {
	if r.URL.RawQuery != "" {
		return
	}
	if used := h.used[r.URL.Path]; used != nil {
		used.Store(now.Unix())
	}
}

// freshening marks requests of our own that make a page anew.
type freshening struct{}

// KeepWarm begins to make hot pages in the background, until the returned stop is called, which waits for it.
func (p *Portal) KeepWarm() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(askEvery)
		defer ticker.Stop()
		for last := (warmed{}); ; {
			last = p.warmOnce(ctx, last)
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// warmOnce is a round of making pages; one that panics is told of, and costs the readers nothing.
func (p *Portal) warmOnce(ctx context.Context, last warmed) (now warmed) {
	defer func() {
		if failed := recover(); failed != nil {
			p.Log.Error("panic", "warming", failed)
			now = last
		}
	}()
	return p.warm(ctx, last)
}

// warmed is as of what the hot pages were made, and when.
type warmed struct {
	at   state
	day  model.Date
	when time.Time
}

// warm makes the hot pages anew if they are not of this state and day any more, or will soon be too old.
func (p *Portal) warm(ctx context.Context, last warmed) warmed {
	now := p.now()
	next := warmed{p.pages.state(ctx, now), model.DateOf(now), now}
	if next.at == last.at && next.day == last.day && now.Sub(last.when) < oldest*2/3 {
		return last
	}
	for _, path := range hotPaths() {
		if ctx.Err() != nil || now.Unix()-p.hot.used[path].Load() > int64(usedLately.Seconds()) {
			continue
		}
		request, err := http.NewRequestWithContext(context.WithValue(ctx, freshening{}, true), http.MethodGet, path, nil)
		if err != nil {
			p.Log.Error("keep pages warm", "error", err.Error())
			continue
		}
		p.hot.engine.ServeHTTP(nowhere{}, request)
	}
	return next
}

// nowhere takes an answer that nobody reads.
type nowhere struct{}

func (nowhere) Header() http.Header            { return http.Header{} }
func (nowhere) Write(body []byte) (int, error) { return len(body), nil }
func (nowhere) WriteHeader(int)                {}
