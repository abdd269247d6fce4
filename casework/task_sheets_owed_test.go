package casework

import (
	"fmt"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// claimWords say what a row claims, whether it owes a report and whether that is there.
func claimWords(row model.TaskRow) string {
	claimed := "-"
	if row.Claimed != nil {
		claimed = fmt.Sprint(*row.Claimed)
	}
	return fmt.Sprintf("%s %v %v", claimed, row.Owes, row.Reported)
}

// owedDesk has from April on a task reported on by the month, one by the quarter, one that
// ends on 28 April, one put off on 10 May and one that stops reporting after April.
func owedDesk(t *testing.T, dsn string) *Desk {
	t.Helper()
	d, clock := openDesk(t, dsn)
	ctx := t.Context()
	clock.set(2026, time.April, 1)
	importedPlan(t, d)
	first, last := model.NewDate(2026, 4, 1), model.NewDate(2026, 12, 31)
	for _, number := range []int{2, 3, 4, 13} {
		scheduled(t, d, number, first, last)
	}
	byQuarter := taskNumbered(t, d, 5)
	must2(d.ScheduleTask(ctx, by(taskSupervisor, byQuarter.Version), byQuarter.ID, TaskSchedule{StartOn: first, DueOn: last, Rhythm: model.RhythmQuarterly, Reason: "演示：按部署设定"}))
	clock.set(2026, time.April, 20)
	reported(t, d, ownLead, 2, "2026-04", 11)
	_, done := reported(t, d, ownLead, 3, "2026-04", 100)
	reported(t, d, taskLead, 4, "2026-04", 12)
	reported(t, d, taskLead, 5, "2026-04", 13) // of its own accord
	reported(t, d, taskLead, 13, "2026-04", 14)
	clock.set(2026, time.April, 28)
	must2(d.FinishTask(ctx, by(ownLead, done.Version), done.ID, "已全部完成"))
	clock.set(2026, time.May, 10)
	late := taskNumbered(t, d, 2)
	late = must2(d.AskToSuspendTask(ctx, by(ownLead, late.Version), late.ID, model.TaskDeferred, "上级政策尚未出台"))
	must2(d.SuspendTask(ctx, by(taskChief, late.Version), late.ID, model.TaskDeferred, "等待上级政策"))
	clock.set(2026, time.May, 20)
	reported(t, d, taskLead, 4, "2026-05", 22)
	clock.set(2026, time.June, 30)
	return d
}

// Only what is owed and missing is not reported; the others keep what was last claimed of them.
func TestOnlyWhatIsOwedIsMissed(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d := owedDesk(t, dsn)
		for _, c := range []struct {
			period TaskPeriod
			want   map[int]string // by number
		}{
			{TaskPeriod{To: "2026-04", AsOf: model.NewDate(2026, 4, 10)}, map[int]string{4: "- true false", 5: "- false false", 1: "- false false"}}, // not due yet
			{TaskPeriod{To: "2026-04"}, map[int]string{2: "11 true true", 3: "100 true true", 4: "12 true true", 5: "13 false true", 13: "14 true true"}},
			{TaskPeriod{To: "2026-05"}, map[int]string{1: "- false false", 2: "11 false false", 3: "100 false false", 4: "22 true true", 5: "13 false false", 13: "14 true false"}},
			{TaskPeriod{To: "2026-06"}, map[int]string{3: "100 false false", 5: "13 true false"}},
			{TaskPeriod{To: "2019-11", AsOf: model.NewDate(2019, 12, 31)}, map[int]string{4: "- false false"}}, // long before its start
		} {
			rows := must2(d.TaskSheets(t.Context(), store.Everything(), c.period)).Rows
			for number, want := range c.want {
				if got := claimWords(rows[number-1]); got != want {
					t.Errorf("%+v, task %d: %s, want %s", c.period, number, got, want)
				}
			}
		}
	})
}

func TestWhatIsMissingKeepsItsRhythm(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d := owedDesk(t, dsn)
		rows := must2(d.TaskSheets(t.Context(), store.Everything(), TaskPeriod{To: "2026-06"})).Rows
		for number, want := range map[int]string{
			4: "[{2026-06 monthly 2026-06-25}]", 5: "[{2026-06 quarterly 2026-06-25}]", 13: "[{2026-05 monthly 2026-05-25} {2026-06 monthly 2026-06-25}]", 2: "[]", 3: "[]",
		} {
			if got := fmt.Sprint(rows[number-1].Missing); got != want {
				t.Errorf("task %d lacks %s, want %s", number, got, want)
			}
		}
	})
}

// A month's means are of the tasks that had their days at its end and were not put off then.
func TestEachMonthKnowsWhatWasScheduled(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d := owedDesk(t, dsn)
		s := must2(d.TaskSheets(t.Context(), store.Everything(), TaskPeriod{To: "2026-06"}))
		for number, want := range map[int]string{1: "[false false false]", 2: "[true false false]", 4: "[true true true]"} {
			scheduled := []bool{} // from April on, when the plan came onto the platform
			for _, month := range s.Rows[number-1].Course {
				scheduled = append(scheduled, month.Scheduled)
			}
			if got := fmt.Sprint(scheduled); got != want {
				t.Errorf("task %d: %s, want %s", number, got, want)
			}
		}
	})
}

// What has ended or was put off has no milestone that is late.
func TestMilestonesOfWhatIsNotToBeDoneAreNotLate(t *testing.T) {
	d := owedDesk(t, testdb.SQLite(t))
	var late []string
	for _, number := range []int{2, 3, 4} {
		task := taskNumbered(t, d, number)
		milestone := model.TaskMilestone{Title: "甲", DueOn: model.NewDate(2026, 4, 15), SetOn: model.NewDate(2026, 4, 1)}
		f := must2(d.factsOf(t.Context(), store.Everything(), must2(d.planFor(t.Context(), store.Everything(), "")), must2(TaskPeriod{To: "2026-06"}.read(d.Today())), pastOf))
		past := f.pasts[task.ID]
		past.milestones = []model.TaskMilestone{milestone}
		f.pasts[task.ID] = past
		late = append(late, must2(f.row(t.Context(), f.tasks[number-1])).Milestones)
	}
	want := []string{"2026-04-15 甲（未达到）", "2026-04-15 甲（未达到）", "2026-04-15 甲（逾期76天）"}
	if fmt.Sprint(late) != fmt.Sprint(want) {
		t.Errorf("they are %q, want %q", late, want)
	}
}
