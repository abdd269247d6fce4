package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// Start runs what was missed and then every job at its time, until the returned
// stop is called; stop waits for running jobs. Cron only wakes up: what is due
// is read from the database, so any number of servers may run it.
func Start(ctx context.Context, desk *casework.Desk, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	clock := cron.New(cron.WithLocation(model.Shanghai), cron.WithChain(cron.SkipIfStillRunning(cron.DiscardLogger)))
	for _, j := range schedule {
		wake := func() {
			if err := catchUp(ctx, desk, j); err != nil && ctx.Err() == nil {
				log.Error("job failed", "job", j.Name, "error", err.Error())
			}
		}
		clock.Schedule(parse(j.Schedule), cron.NewChain(cron.SkipIfStillRunning(cron.DiscardLogger)).Then(cron.FuncJob(wake)))
		wake()
	}
	clock.Start()
	return func() {
		cancel()
		<-clock.Stop().Done()
	}
}

// catchUp runs the slots that are due and not done: failed or abandoned ones
// first, then those missed since the newest slot on record.
func catchUp(ctx context.Context, desk *casework.Desk, j job) error {
	now := desk.Now()
	open, err := desk.Store.OpenRuns(ctx, j.Name, now)
	if err != nil {
		return err
	}
	due := make([]slot, 0, len(open))
	for _, run := range open {
		due = append(due, slot{run.Slot, run.AsOf})
	}
	missed, err := missedSlots(ctx, desk, j, now)
	if err != nil {
		return err
	}
	for _, s := range append(due, missed...) {
		if _, err := perform(ctx, desk, j, model.Call{Actor: actor}, s); err != nil && model.KindOf(err) != model.Conflict {
			return err
		}
	}
	return nil
}

func missedSlots(ctx context.Context, desk *casework.Desk, j job, now time.Time) ([]slot, error) {
	last, err := desk.Store.LastSlot(ctx, j.Name)
	if model.KindOf(err) == model.NotFound {
		stamp := model.Stamp{Call: model.Call{Actor: actor}, Act: "job:run", At: now.UTC().Truncate(time.Second)}
		return nil, desk.Store.Tx(ctx, stamp, func(tx *store.Tx) error { return tx.MarkBaseline(ctx, j.Name) })
	}
	if err != nil {
		return nil, err
	}
	var missed []slot
	when := parse(j.Schedule)
	for at := when.Next(last.In(model.Shanghai)); !at.After(now); at = when.Next(at) {
		// A job that runs in the night counts up to the day that has ended.
		missed = append(missed, slot{at, model.DateOf(at).AddDays(-1)})
	}
	if !j.allSlots && len(missed) > 1 {
		missed = missed[len(missed)-1:]
	}
	return missed, nil
}
