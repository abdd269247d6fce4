package jobs

import (
	"context"
	"errors"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func TestAFailingJobIsLeftAloneLongerAndLonger(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 1, 23)
		d := openDesk(t, dsn, &now)
		attempts, broken := []time.Duration{}, true
		start := shanghai(2026, time.March, 2, 3)
		j := job{model.Job{Name: "failing", Title: "演示", Schedule: "0 3 * * *"}, false,
			func(context.Context, *casework.Desk, model.Call, model.Date) (string, error) {
				attempts = append(attempts, now.Sub(start))
				if broken {
					return "", errors.New("broken")
				}
				return "好了", nil
			}}
		if err := catchUp(t.Context(), d, j); err != nil { // marks from when slots count
			t.Fatal(err)
		}
		for now = start; now.Before(start.Add(200 * time.Minute)); now = now.Add(wakeEvery) {
			_ = catchUp(t.Context(), d, j)
		}
		want := []time.Duration{0, 3, 9, 21, 45, 93, 153}
		if len(attempts) != len(want) {
			t.Fatalf("%d attempts: %v", len(attempts), attempts)
		}
		for i, minutes := range want {
			if attempts[i] != minutes*time.Minute {
				t.Errorf("attempt %d after %s, want %d minutes", i, attempts[i], minutes)
			}
		}
		run := failedRun(t, d)
		if run.Failures != 7 || run.RetryAt == nil || run.RetryAt.Sub(start) != 213*time.Minute {
			t.Errorf("run %+v", run)
		}
		call := model.Call{Actor: model.Actor{UserID: "chief", Name: "局领导", Roles: []model.Role{model.RoleChief}}}
		schedule = append(schedule, j)
		defer func() { schedule = schedule[:len(schedule)-1] }()
		broken = false
		done, err := rerun(t, d, call, run.ID)
		if err != nil || done.Status != model.JobDone || done.Outcome != "好了" || done.ID != run.ID {
			t.Fatalf("ordered again: %+v %v", done, err)
		}
		if _, err := rerun(t, d, call, run.ID); model.KindOf(err) != model.Conflict {
			t.Errorf("a done run again: %v", err)
		}
		operator := model.Call{Actor: model.Actor{UserID: "s", Roles: []model.Role{model.RoleSystemAdmin}}}
		if _, err := rerun(t, d, operator, run.ID); model.KindOf(err) != model.Conflict {
			t.Errorf("the system administrator may rerun, but not what is done: %v", err)
		}
		if _, err := Run(t.Context(), d, operator, run.Job, run.AsOf); model.KindOf(err) != model.Forbidden {
			t.Errorf("the system administrator chose a day: %v", err)
		}
		if _, err := rerun(t, d, model.Call{Actor: model.Actor{UserID: "f", Roles: []model.Role{model.RoleFirm}}}, run.ID); model.KindOf(err) != model.Forbidden {
			t.Errorf("a firm ordered it: %v", err)
		}
	})
}

// rerun orders a failed run once more and waits until it has ended.
func rerun(t *testing.T, d *casework.Desk, call model.Call, id string) (model.JobRun, error) {
	t.Helper()
	orders, stop := startOrders(t.Context(), d, quiet())
	accepted, err := orders.Rerun(t.Context(), call, id)
	orders.running.Wait()
	stop()
	if err != nil {
		return accepted, err
	}
	return d.Store.JobRun(t.Context(), store.Everything(), accepted.ID)
}

func failedRun(t *testing.T, d *casework.Desk) model.JobRun {
	t.Helper()
	page, err := d.Store.JobRuns(t.Context(), store.Everything(), store.Query{Filter: map[string]string{"job": "failing", "status": "failed"}})
	if err != nil || len(page.Items) != 1 {
		t.Fatalf("%d failed runs (%v), want 1", len(page.Items), err)
	}
	return page.Items[0]
}
