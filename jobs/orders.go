package jobs

import (
	"context"
	"log/slog"
	"sync"

	"yijian/casework"
	"yijian/model"
)

// Orders runs jobs that people order while the server serves. An order is
// accepted once the run is taken; the run goes on by itself, with a job's own
// limit of time, and 定时任务 shows how it comes on.
type Orders struct {
	desk *casework.Desk
	log  *slog.Logger
	ctx  context.Context

	mutex   sync.Mutex
	closed  bool
	running sync.WaitGroup
}

// startOrders takes orders until the returned stop is called, which ends running ones and waits for them.
func startOrders(ctx context.Context, desk *casework.Desk, log *slog.Logger) (orders *Orders, stop func()) {
	ctx, cancel := context.WithCancel(withLog(ctx, log))
	orders = &Orders{desk: desk, log: log, ctx: ctx}
	return orders, func() {
		orders.mutex.Lock()
		orders.closed = true
		orders.mutex.Unlock()
		cancel()
		orders.running.Wait()
	}
}

// Run is the package's Run, except that it returns once the run is taken.
func (o *Orders) Run(ctx context.Context, call model.Call, name string, asOf model.Date) (model.JobRun, error) {
	j, s, err := ordered(o.desk, call, name, asOf)
	if err != nil {
		return model.JobRun{}, err
	}
	return o.take(ctx, j, call, s)
}

// Rerun performs a failed run once more on somebody's order, without waiting for the clock. That is
// operation, so the system administrator may: the day and what the job does are fixed, and no job
// decides anything by itself. Candidates of an edition wait for review and approval, terms end on
// the day that was decided with the record. Choosing another day stays with the bureau (job:run).
// It returns once the run is taken.
func (o *Orders) Rerun(ctx context.Context, call model.Call, id string) (model.JobRun, error) {
	j, s, err := orderedAgain(ctx, o.desk, call, id)
	if err != nil {
		return model.JobRun{}, err
	}
	return o.take(ctx, j, call, s)
}

func (o *Orders) take(ctx context.Context, j job, call model.Call, s slot) (model.JobRun, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.closed {
		return model.JobRun{}, model.Fail(model.Unavailable, "job.stopping", "服务器正在停止，请稍后再试")
	}
	run, mine, err := claim(ctx, o.desk, j, call, s)
	if err != nil || !mine {
		return run, err
	}
	o.running.Go(func() {
		if _, err := conduct(o.ctx, o.desk, taken{j, call, s, run}); err != nil {
			o.log.Error("job failed", "job", j.Name, "error", err.Error())
		}
	})
	return run, nil
}
