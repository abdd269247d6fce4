package casework

import (
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/reference"
	"yijian/store"
)

// laterPlan is the district's document as if it had been issued anew.
func laterPlan(t *testing.T, d *Desk) model.TaskPlan {
	t.Helper()
	text := strings.NewReplacer("〔2019〕61号", "〔2021〕7号", "2019年7月15日", "2021年7月15日", "到2020年", "到2027年").Replace(reference.PlanText())
	return must2(d.ImportPlan(t.Context(), model.Call{Actor: taskSupervisor}, text)).Plan
}

func TestBoardOpensThePlanThatIsCarriedOut(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		clock.set(2026, time.January, 2)
		former := importedPlan(t, d).Plan
		opened := func(day model.Date) model.TaskPlanID { return must2(d.Board(t.Context(), taskChief, "", day)).PlanID }
		scheduled(t, d, 4, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
		clock.set(2026, time.March, 2)
		later := laterPlan(t, d)
		if opened(d.Today()) != former.ID {
			t.Error("a plan whose tasks all wait for their time hides the one that is carried out")
		}
		task := must2(d.Store.TasksOfPlan(t.Context(), store.Everything(), later.ID))[0]
		must2(d.ScheduleTask(t.Context(), by(taskSupervisor, task.Version), task.ID, TaskSchedule{StartOn: d.Today(), DueOn: model.NewDate(2026, 12, 31)}))
		if opened(d.Today()) != later.ID {
			t.Error("the newest plan is carried out and not opened")
		}
		if opened(model.NewDate(2026, 2, 1)) != former.ID {
			t.Error("a past day opens a plan that was not there")
		}
	})
}

// A month says 未报 only where a report on it was owed, due by its end and not there.
func TestHeatMissesOnlyWhatWasOwed(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		clock.set(2026, time.January, 2)
		importedPlan(t, d)
		scheduled(t, d, 4, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
		five := scheduled(t, d, 5, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
		five = must2(d.ScheduleTask(t.Context(), by(taskSupervisor, five.Version), five.ID, TaskSchedule{
			StartOn: model.NewDate(2026, 1, 1), DueOn: model.NewDate(2026, 12, 31), Rhythm: model.RhythmQuarterly, Reason: "演示：改为季报",
		}))
		scheduled(t, d, 6, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		clock.set(2026, time.February, 20)
		reported(t, d, taskLead, 4, "2026-02", 10)
		missed := func(number int) string {
			said := ""
			for _, cell := range must2(d.Board(t.Context(), taskChief, "", d.Today())).Heat[number-1].Cells {
				said += map[bool]string{true: "x", false: "."}[cell.Missed]
			}
			return said
		}
		clock.set(2026, time.April, 10)
		for number, want := range map[int]string{
			1: "......", // without a time
			4: "..x.x.", // January and March; February is there, April not yet due
			5: "....x.", // the quarter
			6: "....x.", // from March
		} {
			if got := missed(number); got != want {
				t.Errorf("task %d misses %s from November to April, want %s", number, got, want)
			}
		}
		five = taskNumbered(t, d, 5)
		five = must2(d.AskToSuspendTask(t.Context(), by(taskSupervisor, five.Version), five.ID, model.TaskDeferred, "演示：暂缓"))
		must2(d.SuspendTask(t.Context(), by(taskChief, five.Version), five.ID, model.TaskDeferred, "演示：同意暂缓"))
		clock.set(2026, time.June, 28)
		if got := missed(5); got != "..x..." {
			t.Errorf("put off in April it misses %s from January to June", got)
		}
		if got := missed(4); got != "x.xxxx" {
			t.Errorf("the monthly one misses %s from January to June", got)
		}
	})
}
