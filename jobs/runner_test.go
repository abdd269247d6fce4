package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// instant is a clock that a test moves while the runner reads it.
type instant struct{ unix atomic.Int64 }

func (c *instant) set(at time.Time) { c.unix.Store(at.Unix()) }
func (c *instant) now() time.Time   { return time.Unix(c.unix.Load(), 0) }
func quiet() *slog.Logger           { return slog.New(slog.NewTextHandler(io.Discard, nil)) }
func halfYearly(run func(model.Date) error) []job {
	return []job{{model.Job{Name: "half-yearly", Schedule: "30 2 1 1,7 *"}, true,
		func(_ context.Context, _ *casework.Desk, _ model.Call, asOf model.Date) (string, error) {
			return "", run(asOf)
		}}}
}

// eventually fails unless the runner brings the job's runs to the count in a few wakes.
func eventually(t *testing.T, d *casework.Desk, want map[model.JobStatus]int) {
	t.Helper()
	var got map[model.JobStatus]int
	for range 60 {
		if got = runs(t, d, "half-yearly"); got[model.JobDone] == want[model.JobDone] && got[model.JobFailed] == want[model.JobFailed] {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("runs %v, want %v", got, want)
}

func TestRunnerTakesUpAKilledRunWithoutWaitingForTheNextSlot(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		start := shanghai(2026, time.June, 30, 23)
		d := openDesk(t, dsn, &start)
		clock := &instant{}
		clock.set(start)
		d.Now = clock.now
		jobs := halfYearly(func(model.Date) error { return nil })
		stop := runner{d, quiet(), jobs, time.Second}.start(t.Context())
		defer stop()
		at := slot{at: shanghai(2026, time.July, 1, 2).Add(30 * time.Minute), asOf: model.NewDate(2026, 6, 30)}
		stamp := model.Stamp{Call: model.Call{Actor: actor}, At: at.at.UTC()}
		err := d.Store.Tx(t.Context(), stamp, func(tx *store.Tx) error { // another server dies holding the slot
			_, _, err := tx.ClaimRun(t.Context(), "half-yearly", at.at.UTC(), at.asOf)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		clock.set(at.at.Add(20 * time.Minute))
		eventually(t, d, map[model.JobStatus]int{model.JobDone: 1})
	})
}

func TestRunnerGoesOnPastAFailedSlotAndComesBackToIt(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		start := shanghai(2025, time.June, 30, 23)
		d := openDesk(t, dsn, &start)
		clock := &instant{}
		clock.set(start)
		d.Now = clock.now
		var broken atomic.Bool
		broken.Store(true)
		jobs := halfYearly(func(asOf model.Date) error {
			if broken.Load() && asOf == model.NewDate(2025, 6, 30) {
				return errors.New("made to fail")
			}
			return nil
		})
		stop := runner{d, quiet(), jobs, time.Second}.start(t.Context())
		defer stop()
		clock.set(shanghai(2026, time.July, 2, 9)) // three slots, the first of which fails
		eventually(t, d, map[model.JobStatus]int{model.JobDone: 2, model.JobFailed: 1})
		broken.Store(false)
		clock.set(shanghai(2026, time.July, 2, 10)) // an hour later, when it is tried again
		eventually(t, d, map[model.JobStatus]int{model.JobDone: 3})
	})
}

// A job's own refusal, such as that of sweeping another database's contents, is a failure like any other.
func TestAJobThatRefusesIsLoggedAndFails(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 1, 23)
		d := openDesk(t, dsn, &now)
		j := job{model.Job{Name: "refusing", Title: "演示", Schedule: "0 3 * * *"}, false,
			func(context.Context, *casework.Desk, model.Call, model.Date) (string, error) {
				return "", model.Fail(model.Conflict, "attachment.sweep_refused", "没有清理")
			}}
		if err := catchUp(t.Context(), d, j); err != nil { // marks from when slots count
			t.Fatal(err)
		}
		for n := range 2 {
			now = shanghai(2026, time.March, 2, 4+n)
			if err := catchUp(t.Context(), d, j); err == nil || !strings.Contains(err.Error(), "没有清理") {
				t.Errorf("attempt %d: %v, want what the log shall say", n+1, err)
			}
		}
		failing, err := d.Store.CountFlaws(t.Context(), "job-runs", store.Everything(), store.Flaw{Rule: "job-failing"}, 1)
		if err != nil || failing.Count != 1 {
			t.Errorf("%d failing jobs (%v), want 1", failing.Count, err)
		}
	})
}

// A job that panics, and whatever panics on the way to one, is one record of the server's
// log, and the server goes on.
func TestAPanicOfAJobIsOneRecord(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		start := shanghai(2026, time.June, 30, 23)
		d := openDesk(t, dsn, &start)
		clock := &instant{}
		clock.set(start)
		lost := false
		d.Now = func() time.Time {
			if lost {
				panic("of the clock\nin two lines")
			}
			return clock.now()
		}
		jobs := halfYearly(func(model.Date) error { panic("of a job\nin two lines") })
		var log bytes.Buffer
		r := runner{d, slog.New(slog.NewJSONHandler(&log, nil)), jobs, time.Hour}
		r.start(t.Context())()
		clock.set(shanghai(2026, time.July, 1, 9))
		r.start(t.Context())()
		lost = true
		r.start(t.Context())()
		lines := strings.Split(strings.TrimSpace(log.String()), "\n")
		for n, want := range []string{"of a job\nin two lines", "of the clock\nin two lines"} {
			var record struct{ Level, Msg, Error string }
			if len(lines) != 2 || json.Unmarshal([]byte(lines[n]), &record) != nil || record.Level != "ERROR" || !strings.Contains(record.Error, want) {
				t.Fatalf("panics were logged as %q", lines)
			}
		}
		eventually(t, d, map[model.JobStatus]int{model.JobFailed: 1})
	})
}
