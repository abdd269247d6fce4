package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// wakeEvery is how soon a run that failed, or whose server was killed, is taken up again.
const wakeEvery = 3 * time.Minute

// Start runs what was missed and then every job at its time, and takes orders, until
// the returned stop is called; stop waits for running jobs. Cron only wakes up, at the time of
// each job and every few minutes: what is due is read from the database, so any
// number of servers may run it.
func Start(ctx context.Context, desk *casework.Desk, log *slog.Logger) (orders *Orders, stop func()) {
	orders, stopOrders := startOrders(ctx, desk, log)
	stopRunner := runner{desk, log, schedule, wakeEvery}.start(ctx)
	return orders, func() {
		stopOrders()
		stopRunner()
	}
}

// runner wakes the jobs of a list.
type runner struct {
	desk  *casework.Desk
	log   *slog.Logger
	jobs  []job
	every time.Duration
}

func (r runner) start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(withLog(ctx, r.log))
	clock := cron.New(cron.WithLocation(model.Shanghai))
	for _, j := range r.jobs {
		wake := func() {
			if err := safely(func() error { return catchUp(ctx, r.desk, j) }); err != nil && ctx.Err() == nil {
				r.log.Error("job failed", "job", j.Name, "error", err.Error())
			}
		}
		when := earlier{parse(j.Schedule), cron.Every(r.every)}
		clock.Schedule(when, cron.NewChain(cron.SkipIfStillRunning(cron.DiscardLogger)).Then(cron.FuncJob(wake)))
		wake()
	}
	clock.Start()
	return func() {
		cancel()
		<-clock.Stop().Done()
	}
}

// earlier wakes up whenever either schedule does.
type earlier struct{ a, b cron.Schedule }

func (e earlier) Next(after time.Time) time.Time {
	a, b := e.a.Next(after), e.b.Next(after)
	if a.IsZero() || b.Before(a) { // a schedule without a next time says zero
		return b
	}
	return a
}

// catchUp runs the slots that are due and not done: failed or abandoned ones
// first, then those missed since the newest slot on record. A slot that fails
// keeps the others from nothing; its error is returned with theirs.
func catchUp(ctx context.Context, desk *casework.Desk, j job) error {
	now := desk.Now()
	open, err := desk.Store.OpenRuns(ctx, j.Name, now)
	if err != nil {
		return err
	}
	due := make([]slot, 0, len(open))
	for _, run := range open {
		due = append(due, slot{at: run.Slot, asOf: run.AsOf, byClock: true})
	}
	missed, err := missedSlots(ctx, desk, j, now)
	if err != nil {
		return err
	}
	var failed error
	for _, s := range append(due, missed...) {
		if ctx.Err() != nil {
			break
		}
		if _, err := perform(ctx, desk, j, ofBureau(j), s); err != nil && !errors.Is(err, errTaken) {
			failed = errors.Join(failed, fmt.Errorf("slot %s: %w", s.asOf, err))
		}
	}
	return failed
}

func missedSlots(ctx context.Context, desk *casework.Desk, j job, now time.Time) ([]slot, error) {
	last, err := desk.Store.LastSlot(ctx, j.Name)
	if model.KindOf(err) == model.NotFound {
		stamp := model.Stamp{Call: ofBureau(j), Act: "job:run", At: now.UTC().Truncate(time.Second)}
		return nil, desk.Store.Tx(ctx, stamp, func(tx *store.Tx) error { return tx.MarkBaseline(ctx, j.Name) })
	}
	if err != nil {
		return nil, err
	}
	var missed []slot
	when := parse(j.Schedule)
	for at := when.Next(last.In(model.Shanghai)); !at.After(now); at = when.Next(at) {
		// A job that runs in the night counts up to the day that has ended.
		missed = append(missed, slot{at: at, asOf: model.DateOf(at).AddDays(-1), byClock: true})
	}
	if !j.allSlots && len(missed) > 1 {
		missed = missed[len(missed)-1:]
	}
	return missed, nil
}
