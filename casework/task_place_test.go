package casework

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func TestTasksOfSeveralPlansAreToldApart(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		clock.set(2026, time.January, 1)
		former, later := importedPlan(t, d).Plan, laterPlan(t, d)
		var seen, want []string
		for _, plan := range []model.TaskPlan{former, later} {
			for number := range 13 {
				want = append(want, fmt.Sprint(plan.DocumentNo, " ", number+1))
			}
		}
		for q := (store.Query{Sort: "plan_no", Limit: 7}); ; {
			page := must2(d.TaskList(t.Context(), taskChief, q, ""))
			for _, line := range page.Items {
				seen = append(seen, fmt.Sprint(line.PlanNo, " ", line.Number))
			}
			if q.Cursor = page.Next; q.Cursor == "" {
				break
			}
		}
		if strings.Join(seen, "\n") != strings.Join(want, "\n") {
			t.Errorf("in order of plan and number:\n%s", strings.Join(seen, "\n"))
		}
		task := redTask(t, d, clock, 4)
		slip := issued(t, d, task)
		place := TaskPlace{former.DocumentNo, 4}
		waiting := must2(d.Work(t.Context(), taskLead)).Items
		report, _ := reported(t, d, taskLead, 4, "2026-01", 5)
		if lines := must2(d.TaskReports(t.Context(), taskChief, store.Query{})).Items; len(lines) != 1 || lines[0].TaskPlace != place {
			t.Errorf("reports %+v", lines)
		}
		if lines := must2(d.TaskSlips(t.Context(), taskChief, store.Query{})).Items; len(lines) != 1 || lines[0].TaskPlace != place {
			t.Errorf("slips %+v", lines)
		}
		if card := must2(d.TaskSlipCard(t.Context(), taskChief, slip.ID)); card.Record.TaskPlace != place {
			t.Errorf("the slip's page %+v", card.Record.TaskPlace)
		}
		if card := must2(d.TaskCard(t.Context(), taskChief, task.ID)); card.Slips[0].TaskPlace != place || card.Record.PlanNo != former.DocumentNo {
			t.Errorf("the task's page %+v %s", card.Slips[0].TaskPlace, card.Record.PlanNo)
		}
		said := ""
		for _, item := range append(waiting, must2(d.Work(t.Context(), taskSupervisor)).Items...) {
			if item.ID == string(task.ID) || item.ID == string(slip.ID) || item.ID == string(report.ID) {
				said += string(item.Noun) + " "
				if !strings.Contains(item.Title+item.Note, former.DocumentNo+"，第 4 项") {
					t.Errorf("the work says %q %q", item.Title, item.Note)
				}
			}
		}
		for _, noun := range []string{"tasks", "task-slips", "task-reports"} {
			if !strings.Contains(said, noun) {
				t.Errorf("no work on %s: %s", noun, said)
			}
		}
	})
}

func TestPlansOfAYear(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		former, later := importedPlan(t, d).Plan, laterPlan(t, d)
		for year, want := range map[int]model.TaskPlanID{2019: former.ID, 2020: "", 2021: later.ID} {
			q := store.Query{Filter: map[string]string{"from": fmt.Sprintf("%d-01-01", year), "to": fmt.Sprintf("%d-12-31", year)}}
			found := model.TaskPlanID("")
			for _, plan := range must2(d.Store.TaskPlans(t.Context(), store.Everything(), q)).Items {
				found += plan.ID
			}
			if found != want {
				t.Errorf("of %d: %q, want %q", year, found, want)
			}
		}
	})
}

// Whoever reviews a report sees with it what the task was to have reached, said before and counts.
func TestTheCardOfAReportSaysWhatToCompareItWith(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		clock.set(2026, time.January, 1)
		plan := importedPlan(t, d).Plan
		task := scheduled(t, d, 4, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
		clock.set(2026, time.January, 20)
		first, _ := reported(t, d, taskLead, 4, "2026-01", 10)
		clock.set(2026, time.February, 20)
		report, reportedTask := reported(t, d, taskLead, 4, "2026-02", 60)
		must2(d.SetTarget(t.Context(), by(taskSupervisor, reportedTask.Version), task.ID, NewTarget{Count: "lines_opened", Goal: 5, Weight: 1, Reason: "演示：方案原文"}))
		clock.set(2026, time.April, 2)
		got := must2(d.TaskReportCard(t.Context(), taskSupervisor, report.ID)).Task
		if got.PlanNo != plan.DocumentNo || got.PlanTitle != plan.Title || got.Number != 4 || got.Name != task.Name || got.AsOf != model.NewDate(2026, 2, 28) {
			t.Errorf("the task %+v", got)
		}
		if got.Planned == nil || *got.Planned != 15 || got.LastMonth != "2026-01" || got.LastProgress == nil || *got.LastProgress != 10 {
			t.Errorf("planned %v, before %s %v", got.Planned, got.LastMonth, got.LastProgress)
		}
		if len(got.Targets) != 1 || got.Targets[0].Goal != 5 || !got.CountDiffers || !strings.Contains(got.CountWords, "实报60%") {
			t.Errorf("targets %+v: %s", got.Targets, got.CountWords)
		}
		if got := must2(d.TaskReportCard(t.Context(), taskSupervisor, first.ID)).Task; got.LastProgress != nil || len(got.Targets) > 0 {
			t.Errorf("the first report has %v before it and %d targets of its day", got.LastProgress, len(got.Targets))
		}
	})
}
