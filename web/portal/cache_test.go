package portal

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gin-gonic/gin"

	"yijian/casework"
)

// cached is a cache whose state the test moves, and how often pages were made.
type cached struct {
	*pageCache
	moved    atomic.Uint64
	revision func(context.Context) (string, error)
	made     atomic.Int64
}

func newCached() *cached {
	c := &cached{revision: func(context.Context) (string, error) { return "first", nil }}
	c.pageCache = newPageCache(c.moved.Load, func(ctx context.Context) (string, error) { return c.revision(ctx) })
	return c
}

// fetch asks for the page of the key as of now; it is made within the time.
func (c *cached) fetch(ctx context.Context, key string, within time.Duration) (*rendered, error) {
	now := time.Now()
	return c.get(ctx, key, now, false, func() (*rendered, error) {
		n := c.made.Add(1)
		time.Sleep(within)
		return newRendered(http.StatusOK, htmlType, []byte(strconv.FormatInt(n, 10)), now), nil
	})
}

// wants fails unless the page of the key is the n-th that was made.
func (c *cached) wants(t *testing.T, key, n string) {
	t.Helper()
	if page, err := c.fetch(t.Context(), key, 0); err != nil || string(page.body) != n {
		t.Errorf("at %s: %v %v, want page %s", time.Now().Format(time.TimeOnly), page, err, n)
	}
}

// idle fails if anything is still in the making.
func (c *cached) idle(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.flights) != 0 || c.asking != nil {
		t.Errorf("%d flights are left, asking %v", len(c.flights), c.asking != nil)
	}
}

func TestAPageThatManyAskForIsMadeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCached()
		var waiting sync.WaitGroup
		for range 50 {
			waiting.Go(func() {
				if page, err := c.fetch(t.Context(), "a", time.Second); err != nil || string(page.body) != "1" {
					t.Errorf("one of many: %v %v", page, err)
				}
			})
		}
		synctest.Wait()
		c.wants(t, "b", "2") // another page waits for none of them
		waiting.Wait()
		c.wants(t, "a", "1")
		c.idle(t)
	})
}

func TestAFailureIsHeardByAllWhoWaitAndNotKept(t *testing.T) {
	broken := errors.New("broken")
	for name, fail := range map[string]func() (*rendered, error){
		"an error": func() (*rendered, error) { return nil, broken },
		"a panic":  func() (*rendered, error) { panic(broken) },
	} {
		synctest.Test(t, func(t *testing.T) {
			c := newCached()
			var heard [20]error
			var waiting sync.WaitGroup
			for i := range heard {
				waiting.Go(func() {
					defer func() {
						if failed := recover(); failed != nil {
							heard[i] = errUnfinished
						}
					}()
					_, heard[i] = c.get(t.Context(), "a", time.Now(), false, func() (*rendered, error) {
						c.made.Add(1)
						time.Sleep(time.Second)
						return fail()
					})
				})
			}
			waiting.Wait()
			for i, err := range heard {
				if !errors.Is(err, broken) && !errors.Is(err, errUnfinished) {
					t.Errorf("%s: waiter %d heard %v", name, i, err)
				}
			}
			c.idle(t)
			c.wants(t, "a", "2")
			c.wants(t, "a", "2")
		})
	}
}

// asking is a portal's answer to one reader who may leave.
func asking(ctx context.Context, p *Portal, make func(*gin.Context) (*rendered, error)) (*rendered, error) {
	gin.SetMode(gin.ReleaseMode)
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodGet, "/", nil).WithContext(ctx)
	return p.kept(c, "a", func() (*rendered, error) { return make(c) })
}

// A reader who leaves, also the one for whom the page is being made, takes it from nobody; and nobody's page is in
// the making for ever.
func TestAReaderWhoLeavesSpoilsNoPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCached()
		p := &Portal{Desk: &casework.Desk{Now: time.Now}, pages: c.pageCache}
		slow := func(within time.Duration) func(*gin.Context) (*rendered, error) {
			return func(g *gin.Context) (*rendered, error) {
				n := c.made.Add(1)
				select {
				case <-time.After(within):
					return newRendered(http.StatusOK, htmlType, []byte(strconv.FormatInt(n, 10)), time.Now()), nil
				case <-g.Request.Context().Done():
					return nil, g.Request.Context().Err()
				}
			}
		}
		first, leave := context.WithCancel(t.Context())
		second, leaveToo := context.WithCancel(t.Context())
		var waiting sync.WaitGroup
		waiting.Go(func() { _, _ = asking(first, p, slow(2*time.Second)) })
		synctest.Wait()
		waiting.Go(func() {
			if _, err := asking(second, p, slow(0)); !errors.Is(err, context.Canceled) {
				t.Errorf("who left heard %v", err)
			}
		})
		for range 5 {
			waiting.Go(func() {
				if page, err := asking(t.Context(), p, slow(0)); err != nil || string(page.body) != "1" {
					t.Errorf("who stayed: %v %v", page, err)
				}
			})
		}
		synctest.Wait()
		leave()
		leaveToo()
		waiting.Wait()
		if _, err := asking(first, p, slow(0)); !errors.Is(err, context.Canceled) || c.made.Load() != 1 {
			t.Errorf("for a reader who had left: %v, %d pages", err, c.made.Load())
		}
		c.moved.Add(1)
		began := time.Now()
		if _, err := asking(t.Context(), p, slow(time.Hour)); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != renderWait {
			t.Errorf("an endless page: %v after %v", err, time.Since(began))
		}
		c.idle(t)
	})
}

func TestTheLeastUsedPagesGiveWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCached()
		body := make([]byte, 4<<20)
		page := func(key string, body []byte) {
			if _, err := c.get(t.Context(), key, time.Now(), false, func() (*rendered, error) {
				c.made.Add(1)
				return &rendered{body: body, made: time.Now()}, nil
			}); err != nil {
				t.Fatal(err)
			}
			held := 0
			for element := c.recent.Front(); element != nil; element = element.Next() {
				held += pageIn(element).page.size()
			}
			if c.size != held || held > mostBytes || len(c.pages) != c.recent.Len() {
				t.Fatalf("after %s: size %d, %d held in %d pages of %d", key, c.size, held, c.recent.Len(), len(c.pages))
			}
		}
		fit := mostBytes / (&rendered{body: body}).size()
		for i := range fit {
			page(strconv.Itoa(i), body)
		}
		page("0", body) // used again: the next to go is 1
		page("new", body)
		for key, want := range map[string]bool{"0": true, "1": false, "2": true, "new": true} {
			if (c.pages[key] != nil) != want {
				t.Errorf("page %s is kept: %v", key, !want)
			}
		}
		if want := int64(fit + 1); c.made.Load() != want {
			t.Errorf("%d pages were made, want %d", c.made.Load(), want)
		}
		c.moved.Add(1)
		page("0", body[:10]) // a shorter one in its place
		page("huge", make([]byte, mostBytes))
		if c.size != 0 || len(c.pages) != 0 {
			t.Errorf("a page that never fits leaves %d pages of %d bytes", len(c.pages), c.size)
		}
	})
}
