package jobs

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// The audit log tells of runs that changed something, failed or were ordered, and of no other
// that the clock started; every run keeps its own row, and the chain holds.
func TestIdleRunsAreOnRecordAndNotInTheAuditLog(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		ctx, at := t.Context(), shanghai(2026, time.March, 2, 9)
		d := openDesk(t, dsn, &at)
		work := map[string]func(ctx context.Context, call model.Call) error{
			"idle": func(context.Context, model.Call) error { return nil },
			"busy": func(ctx context.Context, call model.Call) error {
				return d.Store.Tx(ctx, model.Stamp{Call: call, Act: "demo", At: at.UTC()}, func(tx *store.Tx) error {
					return tx.NoteAct(ctx, "demo", "", map[string]any{})
				})
			},
			"clean": func(ctx context.Context, _ model.Call) error { store.CountChanges(ctx, 3); return nil },
			"fails": func(context.Context, model.Call) error { return errors.New("演示失败") },
		}
		rows := func(id string) (states []string) {
			for _, row := range must(d.Store.History(ctx, "job-runs", id)) {
				states = append(states, row.Act)
			}
			return states
		}
		start := func(name string, s slot) model.JobRun {
			j := job{model.Job{Name: name, Title: name, Schedule: "0 * * * *"}, false, func(ctx context.Context, _ *casework.Desk, call model.Call, _ model.Date) (string, error) {
				return "", work[name](ctx, call)
			}}
			run, err := perform(ctx, d, j, ofBureau(j), s)
			if (err != nil) != (name == "fails") {
				t.Fatalf("%s: %v", name, err)
			}
			return run
		}
		hour := func(n int) slot {
			return slot{at: at.Add(time.Duration(n) * time.Hour), asOf: model.NewDate(2026, 3, 1), byClock: true}
		}
		for name, want := range map[string]int{"idle": 0, "busy": 1, "clean": 1, "fails": 1} {
			run := start(name, hour(1))
			if kept := must(d.Store.JobRun(ctx, store.Everything(), run.ID)); kept.Status == model.JobRunning || kept.FinishedAt == nil {
				t.Errorf("of %s is kept %+v", name, kept)
			}
			if got := rows(run.ID); len(got) != want {
				t.Errorf("the audit log has %v of %s, want %d rows", got, name, want)
			}
		}
		sweep := must(find("sweep-clocks")) // which wakes 144 times a day
		if run := must(perform(ctx, d, sweep, ofBureau(sweep), hour(1))); run.Status != model.JobDone || len(rows(run.ID)) != 0 {
			t.Errorf("a sweep with nothing to do is %s and has %v", run.Status, rows(run.ID))
		}
		ordered := start("idle", slot{at: at.Add(2 * time.Hour), asOf: model.NewDate(2026, 3, 1)})
		if got := rows(ordered.ID); len(got) != 2 {
			t.Errorf("of an ordered run the audit log has %v", got)
		}
		failed := hour(1) // taken up again it is no idle run, whatever it does
		work["fails"], work["idle"] = work["idle"], nil
		at = at.Add(2 * time.Hour)
		j := job{model.Job{Name: "fails", Title: "fails", Schedule: "0 * * * *"}, false, func(context.Context, *casework.Desk, model.Call, model.Date) (string, error) { return "", nil }}
		again := must(perform(ctx, d, j, ofBureau(j), failed))
		if got := rows(again.ID); again.Status != model.JobDone || len(got) != 3 {
			t.Errorf("tried again it is %s, the audit log has %v", again.Status, got)
		}
		audit := &AuditLog{desk: d, heads: auditHeads(t), log: quiet(), piece: wholePiece}
		if audit.pass(ctx, false); audit.State().Failure != "" {
			t.Errorf("the chain does not hold: %s", audit.State().Failure)
		}
		all := must(d.Store.JobRuns(ctx, store.Everything(), store.Query{Filter: map[string]string{}})).Items
		if !slices.ContainsFunc(all, func(r model.JobRun) bool { return r.Job == "idle" && r.Status == model.JobDone }) {
			t.Errorf("runs are %+v", all)
		}
	})
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
