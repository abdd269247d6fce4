package casework

import (
	"context"
	"sync"
	"testing"
	"time"

	"yijian/model"
)

// gateHasher lets nobody pass before everybody has asked, as parallel guesses do.
type gateHasher struct {
	plainHasher
	all *sync.WaitGroup
}

func (g gateHasher) Verify(ctx context.Context, hash, password string) (bool, error) {
	g.all.Done()
	g.all.Wait()
	return g.plainHasher.Verify(ctx, hash, password)
}

func TestGuessesSentAtOnceLockTheName(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.person("target", model.RoleChief)
		var all, done sync.WaitGroup
		all.Add(signInFailures)
		for range signInFailures {
			done.Go(func() {
				_, _, err := o.SignIn(t.Context(), gateHasher{all: &all}, Credentials{Name: "target", Password: "wrong"})
				if model.KindOf(err) != model.Unauthenticated {
					t.Errorf("a wrong password: %v", err)
				}
			})
		}
		done.Wait()
		right := Credentials{Name: "target", Password: "long-enough-1"}
		_, _, err := o.SignIn(t.Context(), plainHasher{}, right)
		wantRefused(t, err, model.Unauthenticated, "session.refused")
		o.at = o.at.Add(signInLock + time.Second)
		if _, _, err := o.SignIn(t.Context(), plainHasher{}, right); err != nil {
			t.Fatalf("after the lock: %v", err)
		}
	})
}

// Names that nobody tries any more are forgotten, so that guessing does not fill the table.
func TestHousekeepingForgetsSignIns(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		guess := func(name string, times int) {
			for range times {
				if _, _, err := o.SignIn(t.Context(), plainHasher{}, Credentials{Name: name, Password: "wrong"}); model.KindOf(err) != model.Unauthenticated {
					t.Fatal(err)
				}
			}
		}
		failures := func(name string) int {
			row, err := o.Store.SignIn(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			return row.Failures
		}
		for _, name := range []string{"old", "fresh", "locked"} {
			o.person(name, model.RoleChief)
		}
		guess("old", 2)
		o.at = o.at.Add(23 * time.Hour)
		guess("fresh", 3)
		o.at = o.at.Add(90 * time.Minute)
		guess("locked", signInFailures)
		removed, err := o.Housekeep(t.Context(), model.Call{Actor: model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}})
		if err != nil || removed != 1 || failures("old") != 0 || failures("fresh") != 3 {
			t.Errorf("removed %d (%v), old %d, fresh %d", removed, err, failures("old"), failures("fresh"))
		}
		if row, err := o.Store.SignIn(t.Context(), "locked"); err != nil || row.LockedUntil == nil {
			t.Errorf("a lock was forgotten: %+v %v", row, err)
		}
	})
}
