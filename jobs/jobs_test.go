package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func TestMain(m *testing.M) { testdb.Main(m) }

func openDesk(t *testing.T, dsn string, now *time.Time) *casework.Desk {
	t.Helper()
	s := testdb.Migrated(t, dsn, store.Open)
	desk, err := casework.NewDesk(s, func() time.Time { return *now })
	if err != nil {
		t.Fatal(err)
	}
	desk.SealWith(casework.FixedKeys([32]byte{1}))
	return desk
}

func shanghai(year int, month time.Month, day, hour int) time.Time {
	return time.Date(year, month, day, hour, 0, 0, 0, model.Shanghai)
}

// runs counts the runs of a job by status.
func runs(t *testing.T, d *casework.Desk, name string) map[model.JobStatus]int {
	t.Helper()
	page, err := d.Store.JobRuns(t.Context(), store.Everything(), store.Query{Filter: map[string]string{"job": name}})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[model.JobStatus]int{}
	for _, run := range page.Items {
		counts[run.Status]++
	}
	return counts
}

func TestRunTwiceIsRunOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 2, 10)
		d := openDesk(t, dsn, &now)
		call := model.Call{Actor: actor}
		day := model.NewDate(2026, 3, 1)
		first, err := Run(t.Context(), d, call, "edition-candidates", day)
		if err != nil || first.Status != model.JobDone {
			t.Fatalf("first run: %+v %v", first, err)
		}
		second, err := Run(t.Context(), d, call, "edition-candidates", day)
		if err != nil || second.ID != first.ID {
			t.Fatalf("second run: %+v %v", second, err)
		}
		editions, err := d.Store.Editions(t.Context(), store.Everything(), store.Query{})
		if err != nil || len(editions.Items) != 1 {
			t.Fatalf("%d editions (%v), want 1", len(editions.Items), err)
		}
		for _, wrong := range []struct {
			name string
			day  model.Date
		}{{"no-such-job", day}, {"edition-candidates", model.Date{}}, {"edition-candidates", model.NewDate(2026, 3, 3)}} {
			if _, err := Run(t.Context(), d, call, wrong.name, wrong.day); model.KindOf(err) != model.Invalid {
				t.Errorf("%v: %v, want Invalid", wrong, err)
			}
		}
		if _, err := Run(t.Context(), d, model.Call{Actor: model.Actor{UserID: "f", Roles: []model.Role{model.RoleFirm}}}, "housekeeping", day); model.KindOf(err) != model.Forbidden {
			t.Errorf("a firm ran a job: %v", err)
		}
	})
}

func TestDaysNoRecordIsAsOldAsAreRefused(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 2, 10)
		d := openDesk(t, dsn, &now)
		for _, day := range []model.Date{model.NewDate(1, 1, 1), model.NewDate(999, 1, 1), model.FirstDay.AddDays(-1)} {
			_, err := Run(t.Context(), d, model.Call{Actor: actor}, "end-terms", day)
			if fields := model.FieldsOf(err); len(fields) != 1 || fields[0].Pointer != "/as_of" {
				t.Errorf("as of %s: %v", day, err)
			}
		}
		if _, err := Run(t.Context(), d, model.Call{Actor: actor}, "end-terms", model.FirstDay); err != nil {
			t.Errorf("as of the first day: %v", err)
		}
	})
}

// What went wrong inside is for the log; whoever lists the runs reads a sentence and a number.
func TestFailuresDoNotTellOfInternals(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 2, 10)
		d := openDesk(t, dsn, &now)
		internal := errors.New("dial tcp 10.0.0.7:3306: password of root")
		for i, c := range []struct {
			failure error
			request string
			want    string
		}{
			{internal, "", "内部错误，运行编号 "},
			{internal, "REQUEST", "内部错误，请求编号 REQUEST"},
			{fmt.Errorf("outer: %w", model.Fail(model.Conflict, "calendar.year_unknown", "尚未载入节假日")), "REQUEST", "尚未载入节假日"},
		} {
			failing := job{Job: model.Job{Name: "failing"}, run: func(context.Context, *casework.Desk, model.Call, model.Date) (string, error) { return "", c.failure }}
			day := model.NewDate(2026, 2, 1+i)
			run, err := perform(t.Context(), d, failing, model.Call{Actor: actor, RequestID: c.request}, slot{at: day.Time(), asOf: day})
			if !errors.Is(err, c.failure) || !strings.Contains(err.Error(), run.ID) || run.Status != model.JobFailed {
				t.Errorf("run %+v, error %v: the log must name the run and the cause", run, err)
			}
			if !strings.HasPrefix(run.Outcome, c.want) || strings.Contains(run.Outcome, "root") || c.request == "" && !strings.HasSuffix(run.Outcome, run.ID) {
				t.Errorf("outcome %q, want %s", run.Outcome, c.want)
			}
		}
	})
}

func TestEveryMissedSlotRunsOnceAfterDowntime(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2025, time.June, 30, 23)
		d := openDesk(t, dsn, &now)
		editions, _ := find("edition-candidates")
		nightly, _ := find("end-terms")
		for _, j := range []job{editions, nightly} {
			if err := catchUp(t.Context(), d, j); err != nil {
				t.Fatal(err)
			}
			if got := runs(t, d, j.Name); got[model.JobBaseline] != 1 || got[model.JobDone] != 0 {
				t.Fatalf("first start ran %v", got)
			}
		}
		now = shanghai(2026, time.July, 2, 9) // down for a year: three half-yearly slots, hundreds of nightly ones
		var servers sync.WaitGroup
		for range 3 {
			servers.Go(func() {
				for _, j := range []job{editions, nightly} {
					if err := catchUp(context.Background(), d, j); err != nil {
						t.Error(err)
					}
				}
			})
		}
		servers.Wait()
		if got := runs(t, d, editions.Name); got[model.JobDone] != 3 {
			t.Errorf("half-yearly slots done: %v, want 3", got)
		}
		if got := runs(t, d, nightly.Name); got[model.JobDone] != 1 {
			t.Errorf("nightly slots done: %v, want the last one", got)
		}
		page, err := d.Store.Editions(t.Context(), store.Everything(), store.Query{Sort: "as_of"})
		if err != nil || len(page.Items) != 3 || page.Items[0].Number != "2025-06-30" || page.Items[2].Number != "2026-06-30" {
			t.Errorf("editions %+v (%v)", page.Items, err)
		}
	})
}

func TestAnAbandonedRunIsTakenOver(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 2, 10)
		d := openDesk(t, dsn, &now)
		j, _ := find("housekeeping")
		at := slot{at: shanghai(2026, time.March, 2, 3), asOf: model.NewDate(2026, 3, 1)}
		stamp := model.Stamp{Call: model.Call{Actor: actor}, At: now.UTC()}
		err := d.Store.Tx(t.Context(), stamp, func(tx *store.Tx) error { // a server that dies holding the slot
			_, _, err := tx.ClaimRun(t.Context(), j.Name, at.at.UTC(), at.asOf)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := catchUp(t.Context(), d, j); err != nil {
			t.Fatal(err)
		}
		if got := runs(t, d, j.Name); got[model.JobRunning] != 1 {
			t.Fatalf("a held slot was taken: %v", got)
		}
		now = now.Add(time.Hour)
		if err := catchUp(t.Context(), d, j); err != nil {
			t.Fatal(err)
		}
		if got := runs(t, d, j.Name); got[model.JobDone] != 2 || got[model.JobRunning] != 0 { // it and the slot missed since
			t.Fatalf("an abandoned slot was left: %v", got)
		}
	})
}

func TestStartCatchesUpAndStops(t *testing.T) {
	now := shanghai(2026, time.March, 2, 10)
	d := openDesk(t, testdb.SQLite(t), &now)
	_, stop := Start(t.Context(), d, slog.New(slog.NewTextHandler(io.Discard, nil)))
	stop()
	for _, j := range List() {
		if got := runs(t, d, j.Name); got[model.JobBaseline] != 1 {
			t.Errorf("%s: %v, want its baseline", j.Name, got)
		}
	}
}
