package portal

import (
	"container/list"
	"context"
	"errors"
	"strconv"
	"sync"
	"time"
)

// state is what the public records are known to be: how often this process changed them, and the
// newest acts that any process is known to have done.
type state struct {
	moves    uint64
	revision string
}

// pageCache keeps finished pages while nothing has changed. What this process publishes or
// takes down is out of every page at once; what others did is asked for at most once a second;
// and no page is older than half a minute. So a withdrawal is out of every page well within its
// 60 seconds. A page that is asked for many times at once is made once.
type pageCache struct {
	moves    func() uint64
	revision func(context.Context) (string, error)

	mu      sync.Mutex
	pages   map[string]*list.Element // of keptPage
	recent  *list.List               // the last used first
	size    int
	flights map[flightOf]*flight

	now    string    // the revision
	asked  time.Time // when that was found out
	before string    // the revision before it
	held   time.Time // until when that one was known to hold
	asking chan struct{}
	failed int
}

type keptPage struct {
	key  string
	page *rendered
	at   state
}

// flight is a page in the making.
type flight struct {
	done chan struct{}
	page *rendered
	err  error
}

type flightOf struct {
	key string
	at  state
}

const (
	askEvery  = time.Second
	oldest    = 30 * time.Second
	mostBytes = 64 << 20
	// grace is how long after it was last known to hold a page is shown while the next one is being made.
	grace   = 2 * time.Second
	askWait = 5 * time.Second
)

var errUnfinished = errors.New("the page was not finished")

func newPageCache(moves func() uint64, revision func(context.Context) (string, error)) *pageCache {
	return &pageCache{moves: moves, revision: revision, pages: map[string]*list.Element{}, recent: list.New(), flights: map[flightOf]*flight{}}
}

// get returns the page of the key as of now, made if there is none; fresh makes it anew.
func (c *pageCache) get(ctx context.Context, key string, now time.Time, fresh bool, make func() (*rendered, error)) (*rendered, error) {
	at := c.state(ctx, now)
	if err := ctx.Err(); err != nil { // nobody waits for it, and what was kept stays
		return nil, err
	}
	c.mu.Lock()
	if page := c.keptAt(key, at, now); page != nil && !fresh {
		c.mu.Unlock()
		return page, nil
	}
	of := flightOf{key, at}
	if f, flying := c.flights[of]; flying {
		page := c.lately(key, at, now)
		c.mu.Unlock()
		if page != nil {
			return page, nil
		}
		select {
		case <-f.done:
			return f.page, f.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	f := &flight{done: ready(), err: errUnfinished}
	c.flights[of] = f
	c.mu.Unlock()
	defer func() { // also when it panics
		c.mu.Lock()
		delete(c.flights, of)
		if f.err == nil {
			c.put(keptPage{key, f.page, at})
		}
		c.mu.Unlock()
		close(f.done)
	}()
	f.page, f.err = make()
	return f.page, f.err
}

// pageIn is the page that an element of the list holds; it holds nothing else.
func pageIn(element *list.Element) keptPage {
	kept, _ := element.Value.(keptPage)
	return kept
}

func ready() chan struct{} { return make(chan struct{}) }

// keptAt is the page of the key that holds in the state, nil when there is none.
func (c *pageCache) keptAt(key string, at state, now time.Time) *rendered {
	element := c.pages[key]
	if element == nil {
		return nil
	}
	kept := pageIn(element)
	if age := now.Sub(kept.page.made); kept.at != at || age >= oldest || age < -askEvery { // clients of one moment need not come in its order
		return nil
	}
	c.recent.MoveToFront(element)
	return kept.page
}

// lately is the page of the key that held a moment ago, and that nothing which this process did has overtaken.
func (c *pageCache) lately(key string, at state, now time.Time) *rendered {
	element := c.pages[key]
	if element == nil || now.Sub(c.held) > grace || now.Before(c.held) {
		return nil
	}
	kept := pageIn(element)
	if kept.at != (state{at.moves, c.before}) || now.Sub(kept.page.made) >= oldest {
		return nil
	}
	return kept.page
}

// put keeps a page; the least used give way to it.
func (c *pageCache) put(kept keptPage) {
	if old := c.pages[kept.key]; old != nil {
		c.drop(old)
	}
	c.pages[kept.key] = c.recent.PushFront(kept)
	for c.size += kept.page.size(); c.size > mostBytes && c.recent.Len() > 0; {
		c.drop(c.recent.Back())
	}
}

func (c *pageCache) drop(element *list.Element) {
	kept := pageIn(element)
	c.recent.Remove(element)
	delete(c.pages, kept.key)
	c.size -= kept.page.size()
}

// state is the state as of now, asked for when the last answer is a second old. Who comes while it is asked
// goes by the last answer, a second longer at most.
func (c *pageCache) state(ctx context.Context, now time.Time) state {
	for {
		moves := c.moves() // before anything is read
		c.mu.Lock()
		since := now.Sub(c.asked)
		isLate := c.asking != nil && since < 2*askEvery
		if since > -askEvery && (since < askEvery || isLate) {
			at := state{moves, c.now}
			c.mu.Unlock()
			return at
		}
		if asking := c.asking; asking != nil {
			c.mu.Unlock()
			select {
			case <-asking:
				continue
			case <-ctx.Done():
				return state{moves, "nobody's"}
			}
		}
		c.asking = ready()
		c.mu.Unlock()
		c.ask(ctx, now)
	}
}

func (c *pageCache) ask(ctx context.Context, now time.Time) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askWait)
	defer cancel()
	revision, err := "", errUnfinished
	defer func() { // also when it panics
		c.mu.Lock()
		defer c.mu.Unlock()
		if err != nil { // a state that no page has
			c.failed++
			revision = "unknown " + strconv.Itoa(c.failed)
		}
		if revision != c.now {
			c.before, c.held, c.now = c.now, c.asked, revision
		}
		c.asked = now
		close(c.asking)
		c.asking = nil
	}()
	revision, err = c.revision(ctx)
}
