package jobs

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// behind is a desk whose task 4 runs from January 2026 and was never reported on.
func behind(t *testing.T, dsn string, now *time.Time) *casework.Desk {
	t.Helper()
	*now = shanghai(2026, time.January, 2, 10)
	d := openDesk(t, dsn, now)
	if err := d.LoadReference(t.Context()); err != nil {
		t.Fatal(err)
	}
	call := roleCall("supervisor", model.RoleSupervisor)
	call.Actor.UnitID = "qu-shangwuwei"
	text, err := os.ReadFile(filepath.Join("..", "policy", "reference", "plan-2019-61.txt"))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := d.ImportPlan(t.Context(), call, string(text))
	if err != nil {
		t.Fatal(err)
	}
	tasks, err := d.Store.TasksOfPlan(t.Context(), store.Everything(), plan.Plan.ID)
	if err != nil {
		t.Fatal(err)
	}
	call.Version = tasks[3].Version
	_, err = d.ScheduleTask(t.Context(), call, tasks[3].ID, casework.TaskSchedule{StartOn: model.NewDate(2026, 1, 1), DueOn: model.NewDate(2026, 12, 31), Reason: "演示：按部署设定"})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// night is a day of 2026 on which a job runs, and what it says.
type night struct {
	month time.Month
	day   int
	said  string
}

// nightly runs the job on each day, in the way of a schedule that was off on the others.
func nightly(t *testing.T, d *casework.Desk, now *time.Time, name string, nights []night) {
	t.Helper()
	for _, n := range nights {
		*now = shanghai(2026, n.month, n.day, 8)
		run, err := Run(t.Context(), d, model.Call{Actor: actor}, name, model.DateOf(*now).AddDays(-1))
		if err != nil || run.Outcome != n.said {
			t.Errorf("on %d-%d: %q, %v, want %q", n.month, n.day, run.Outcome, err, n.said)
		}
	}
}

// The job proposes a slip of a task that turned red; where the bureau lets it, it issues the first one and the next colours, on working days.
func TestSlipsAreSweptByTheClock(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		var now time.Time
		d := behind(t, dsn, &now)
		const none, proposed, rests = "逾期未回复升级 0 张，随任务终止 0 张，自动发首张 0 张，待督导单位发首张的任务 0 项", "逾期未回复升级 0 张，随任务终止 0 张，自动发首张 0 张，待督导单位发首张的任务 1 项", "；今天不是工作日，不签发"
		nightly(t, d, &now, "sweep-slips", []night{{time.January, 28, none}, {time.January, 29, proposed}})
		d.Rules.SlipsByClock = true
		nightly(t, d, &now, "sweep-slips", []night{
			{time.January, 31, none + rests},
			{time.February, 2, "逾期未回复升级 0 张，随任务终止 0 张，自动发首张 1 张，待督导单位发首张的任务 0 项"},
			{time.February, 3, none}, {time.February, 9, none},
			{time.February, 10, "逾期未回复升级 1 张，随任务终止 0 张，自动发首张 0 张，待督导单位发首张的任务 0 项"},
			{time.February, 11, none},
		})
	})
}

// The job issues a month's report on the first working day after it is due, once, and what was missed while it was off.
func TestReportsAreIssuedByTheClock(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		var now time.Time
		d := behind(t, dsn, &now)
		const none, one = "印发任务月报 0 份", "印发任务月报 1 份"
		blobs, err := store.OpenBlobs(t.Context(), t.TempDir(), store.BlobKeys{})
		if err != nil {
			t.Fatal(err)
		}
		d.Blobs = blobs
		nightly(t, d, &now, "issue-papers", []night{
			{time.January, 25, none}, {time.January, 26, one}, {time.January, 27, none}, {time.April, 30, "印发任务月报 3 份"}, {time.May, 6, none},
		})
	})
}
