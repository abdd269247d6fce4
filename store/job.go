package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

var jobRuns = register(noun{
	name: "job-runs", table: "job_runs",
	filters: map[string]string{"job": "job", "status": "status"},
	sorts:   map[string]string{"slot": "slot", "created_at": "created_at"},
})

const jobHold = 15 * time.Minute

// JobRun returns one run.
func (r Reader) JobRun(ctx context.Context, scope Scope, id string) (model.JobRun, error) {
	return find[model.JobRun](ctx, r, jobRuns, scope, id)
}

// JobRuns lists what ran when.
func (r Reader) JobRuns(ctx context.Context, scope Scope, q Query) (model.Page[model.JobRun], error) {
	return list[model.JobRun](ctx, r, jobRuns, scope, q)
}

// LastSlot returns the newest scheduled slot of the job, or NotFound before its
// baseline. Runs that people ordered lie at midnight UTC, where no schedule
// does, and leave the schedule alone.
func (r Reader) LastSlot(ctx context.Context, job string) (time.Time, error) {
	rows := []model.JobRun{}
	err := r.db.WithContext(ctx).Table("job_runs").Where("job = ?", job).Order("slot DESC").Limit(1000).Find(&rows).Error
	if err != nil {
		return time.Time{}, fmt.Errorf("last slot: %w", err)
	}
	for _, row := range rows {
		if !row.Slot.UTC().Equal(row.AsOf.Time()) {
			return row.Slot, nil
		}
	}
	return time.Time{}, notFound()
}

// wakeSlack is how much before its time a retry may be taken up, because servers wake up in whole minutes.
const wakeSlack = 10 * time.Second

// OpenRuns returns the job's slots that are abandoned, or failed and due for another
// attempt, oldest first.
func (r Reader) OpenRuns(ctx context.Context, job string, now time.Time) ([]model.JobRun, error) {
	rows := []model.JobRun{}
	now = now.UTC() // SQLite compares instants as text
	err := r.db.WithContext(ctx).Table("job_runs").
		Where("job = ? AND ((status = ? AND (retry_at IS NULL OR retry_at <= ?)) OR (status = ? AND held_until < ?))",
			job, model.JobFailed, now.Add(wakeSlack), model.JobRunning, now).
		Order("slot").Limit(MaxPage).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("open runs: %w", err)
	}
	return rows, nil
}

// ClaimRun takes the slot for this attempt. It returns the run as it stands:
// mine is false when another server holds it or it is done.
func (tx *Tx) ClaimRun(ctx context.Context, job string, slot time.Time, asOf model.Date) (run model.JobRun, mine bool, err error) {
	now, attempt := tx.stamp.At, NewID()
	err = tx.db.WithContext(ctx).Table("job_runs").Where("job = ? AND slot = ?", job, slot).Take(&run).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		run = model.JobRun{
			ID: NewID(), Job: job, Slot: slot, AsOf: asOf, Status: model.JobRunning, Attempt: attempt, StartedAt: &now,
			HeldUntil: now.Add(jobHold), Version: 1, CreatedAt: now, UpdatedAt: now,
		}
		err = insert(ctx, tx, jobRuns, run.ID, &run, model.Fail(model.Conflict, "job.claimed", "该任务已由另一台服务器执行"))
		return run, err == nil, err
	}
	held := run.Status == model.JobRunning && run.HeldUntil.After(now)
	if err != nil || held || run.Status == model.JobDone || run.Status == model.JobBaseline {
		return run, false, err
	}
	tx.runIsIdle = false // it failed before, or whoever held it is gone
	run, err = update[model.JobRun](ctx, tx, jobRuns, run.ID, run.Version, map[string]any{
		"status": model.JobRunning, "attempt": attempt, "held_until": now.Add(jobHold), "outcome": "", "finished_at": nil, "started_at": now, "retry_at": nil,
	}, nil)
	return run, err == nil, err
}

// FinishRun records how the run ended; it is Stale when another attempt took over.
func (tx *Tx) FinishRun(ctx context.Context, run model.JobRun, status model.JobStatus, outcome string) (model.JobRun, error) {
	if runes := []rune(outcome); len(runes) > 500 {
		outcome = string(runes[:500])
	}
	set := map[string]any{"status": status, "outcome": outcome, "finished_at": tx.stamp.At}
	if run.StartedAt != nil {
		set["took_ms"] = tx.stamp.At.Sub(*run.StartedAt).Milliseconds()
	}
	if status == model.JobFailed {
		set["failures"], set["retry_at"] = run.Failures+1, tx.stamp.At.Add(model.RetryAfter(run.Failures+1))
	}
	return update[model.JobRun](ctx, tx, jobRuns, run.ID, run.Version, set, nil)
}

// MarkBaseline notes from when on the job's missed slots count.
func (tx *Tx) MarkBaseline(ctx context.Context, job string) error {
	now := tx.stamp.At
	run := model.JobRun{
		ID: NewID(), Job: job, Slot: now, Status: model.JobBaseline, HeldUntil: now, Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	return insert(ctx, tx, jobRuns, run.ID, &run, nil)
}
