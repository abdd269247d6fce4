package portal

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestNoPageIsOlderThanItMayBe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCached()
		c.wants(t, "a", "1")
		time.Sleep(oldest - time.Nanosecond)
		c.wants(t, "a", "1")
		time.Sleep(time.Nanosecond)
		c.wants(t, "a", "2")
		// A clock that was set back knows no age of it.
		if page, err := c.get(t.Context(), "a", time.Now().Add(-askEvery-time.Nanosecond), false, func() (*rendered, error) {
			return &rendered{}, nil
		}); err != nil || string(page.body) == "2" {
			t.Errorf("a page of the future is given: %v", err)
		}
	})
}

// What this process did is seen by the next who asks, also while a page of before is in the making; what another
// one did, within a second.
func TestMovesAreSeenAtOnceAndThoseOfOthersSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCached()
		c.wants(t, "a", "1")
		c.moved.Add(1)
		c.wants(t, "a", "2")
		var late sync.WaitGroup
		c.moved.Add(1)
		late.Go(func() { _, _ = c.fetch(t.Context(), "a", 100*time.Millisecond) }) // of before the next move
		synctest.Wait()
		c.moved.Add(1)
		c.wants(t, "a", "4")
		late.Wait()
		c.wants(t, "a", "5") // and not that of before, which was finished after it
		time.Sleep(2 * askEvery)
		c.wants(t, "a", "5")
		c.revision = func(context.Context) (string, error) { return "second", nil }
		time.Sleep(askEvery - time.Nanosecond)
		c.wants(t, "a", "5")
		time.Sleep(time.Nanosecond)
		c.wants(t, "a", "6")
	})
}

// While the next page is being made the one of a moment ago is shown, unless this process itself has overtaken it,
// and no longer than for the grace.
func TestAPageOfAMomentAgoBridgesTheNext(t *testing.T) {
	for name, isOurs := range map[string]bool{"another's change": false, "our own": true} {
		synctest.Test(t, func(t *testing.T) {
			c := newCached()
			c.wants(t, "a", "1")
			var making sync.WaitGroup
			change := func() {
				c.revision = func(context.Context) (string, error) { return name, nil }
				if isOurs {
					c.moved.Add(1)
				}
				time.Sleep(askEvery)
				making.Go(func() { _, _ = c.fetch(t.Context(), "a", 10*time.Second) })
				synctest.Wait()
			}
			change()
			for _, ask := range []struct {
				after time.Duration // since the first page was known to hold
				lasts bool
			}{{askEvery, !isOurs}, {grace, !isOurs}, {grace + time.Nanosecond, false}} {
				time.Sleep(ask.after - time.Since(c.held))
				began := time.Now()
				impatient, stop := context.WithTimeout(t.Context(), time.Millisecond/2)
				page, err := c.fetch(impatient, "a", 0)
				stop()
				if lasts := err == nil && string(page.body) == "1"; lasts != ask.lasts || lasts != (time.Since(began) == 0) {
					t.Errorf("%s, %v later: %v %v", name, ask.after, page, err)
				}
			}
			making.Wait()
			c.wants(t, "a", "2")
			c.idle(t)
		})
	}
}

// Who comes while the revision is asked for goes by the last answer for a second, and waits then.
func TestASlowRevisionHoldsNobodyUpForASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCached()
		c.wants(t, "a", "1")
		c.revision = func(context.Context) (string, error) {
			time.Sleep(4 * time.Second)
			return "second", nil
		}
		time.Sleep(askEvery)
		began := time.Now()
		var first, last sync.WaitGroup
		first.Go(func() { c.wants(t, "a", "2") })
		synctest.Wait()
		time.Sleep(askEvery - time.Nanosecond)
		c.wants(t, "a", "1")
		if waited := time.Since(began); waited >= askEvery {
			t.Errorf("waited until %v", waited)
		}
		time.Sleep(time.Nanosecond)
		last.Go(func() { c.wants(t, "a", "2") })
		first.Wait()
		if waited := time.Since(began); waited != 4*time.Second {
			t.Errorf("the change was seen after %v", waited)
		}
		last.Wait() // it asks by itself: what was asked for a second before it came is old
		if waited := time.Since(began); waited > 8*time.Second {
			t.Errorf("who came a second later waited until %v", waited)
		}
		c.idle(t)
	})
}

// While nobody can say what has changed no page lasts, and everything comes back by itself.
func TestAnUnreadableRevisionKeepsNoPage(t *testing.T) {
	for name, ask := range map[string]func(context.Context) (string, error){
		"an error": func(context.Context) (string, error) { return "first", errors.New("broken") },
		"no answer": func(ctx context.Context) (string, error) {
			<-ctx.Done()
			return "", ctx.Err()
		},
		"a panic": func(context.Context) (string, error) { panic("broken") },
	} {
		synctest.Test(t, func(t *testing.T) {
			c := newCached()
			c.wants(t, "a", "1")
			before := c.revision
			c.revision = ask
			for _, n := range []string{"2", "3"} {
				time.Sleep(2 * askEvery)
				began := time.Now()
				func() {
					defer func() { _ = recover() }()
					_, _ = c.fetch(t.Context(), "a", 0)
				}()
				if waited := time.Since(began); waited > askWait {
					t.Errorf("%s: waited %v", name, waited)
				}
				if c.made.Load() < 2 { // who asked was lost with the panic
					c.wants(t, "a", n)
				}
			}
			lost := c.made.Load()
			c.revision = before
			time.Sleep(2 * askEvery)
			_, _ = c.fetch(t.Context(), "a", 0)
			if lost < 2 || c.made.Load() != lost+1 {
				t.Errorf("%s: %d pages were made without a revision, %d with it", name, lost, c.made.Load())
			}
			time.Sleep(2 * askEvery)
			if _, _ = c.fetch(t.Context(), "a", 0); c.made.Load() != lost+1 {
				t.Errorf("%s: no page is kept any more", name)
			}
			c.idle(t)
		})
	}
}
