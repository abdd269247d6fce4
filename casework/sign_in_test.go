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
