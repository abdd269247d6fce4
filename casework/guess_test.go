package casework

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yijian/model"
)

// slowHasher counts how many passwords are compared and takes its time, as Argon2id does.
type slowHasher struct {
	plainHasher
	compared *atomic.Int64
}

func (s slowHasher) Verify(ctx context.Context, hash, password string) (bool, error) {
	s.compared.Add(1)
	time.Sleep(100 * time.Millisecond)
	return s.plainHasher.Verify(ctx, hash, password)
}

// Guesses sent at once are as many as guesses sent one after another.
func TestGuessesOfASessionSentAtOnceAreCounted(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		actor := o.person("target", model.RoleAssociation)
		hasher := slowHasher{compared: &atomic.Int64{}}
		guess := func(password string) error {
			_, err := o.StartSecondFactor(t.Context(), call(actor, 1), hasher, password)
			return err
		}
		var running sync.WaitGroup
		for range 40 {
			running.Go(func() {
				if kind := model.KindOf(guess("wrong")); kind != model.Invalid && kind != model.TooMany {
					t.Errorf("a wrong password: %s", kind)
				}
			})
		}
		running.Wait()
		if n := hasher.compared.Load(); n != o.Rules.Limits.Guesses {
			t.Errorf("%d of 40 guesses at once were compared, want %d", n, o.Rules.Limits.Guesses)
		}
		wantRefused(t, guess(password1), model.TooMany, "limit.reached")
		o.at = o.at.Add(guessesPer)
		for range 2 * o.Rules.Limits.Guesses { // what was right does not count
			if kind := model.KindOf(guess(password1)); kind == model.TooMany {
				t.Fatal("right passwords are counted")
			}
		}
	})
}

func TestCodesGuessedAtOnceAreCounted(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		actor := o.person("target", model.RoleAssociation)
		o.enrols(actor)
		version := o.account(actor.UserID).Version
		var running sync.WaitGroup
		var compared atomic.Int64
		for range 40 {
			running.Go(func() {
				_, err := o.ReplaceRecoveryCodes(t.Context(), call(actor, version), "wrong")
				if model.KindOf(err) == model.Invalid {
					compared.Add(1)
				} else if model.KindOf(err) != model.TooMany {
					t.Error(err)
				}
			})
		}
		running.Wait()
		if n := compared.Load(); n != o.Rules.Limits.Guesses {
			t.Errorf("%d of 40 codes at once were compared, want %d", n, o.Rules.Limits.Guesses)
		}
	})
}
