package store

import (
	"slices"
	"testing"

	"yijian/model"
)

// mustHaveTaskCourse fails when a task that was there before does not start from how it stood,
// reported on by the month, its returned reports counted, with everybody who had a hand in its reports or its end.
func mustHaveTaskCourse(t *testing.T, s *Store) {
	t.Helper()
	var tasks []model.Task
	if err := s.write.Table("tasks").Find(&tasks).Error; err != nil || len(tasks) == 0 {
		t.Fatalf("%d tasks: %v", len(tasks), err)
	}
	reported, finished, suspended, returns := 0, 0, 0, 0
	for _, task := range tasks {
		plan, err := s.TaskPlan(t.Context(), Everything(), task.PlanID)
		if err != nil {
			t.Fatal(err)
		}
		states, err := s.StatesOfTasks(t.Context(), []model.TaskID{task.ID})
		if err != nil || len(states[task.ID]) != 1 {
			t.Fatalf("task %d has %d states: %v", task.Number, len(states[task.ID]), err)
		}
		want := task.StateFrom(plan.Dated)
		want.ID = states[task.ID][0].ID
		if states[task.ID][0] != want || task.Rhythm != model.RhythmMonthly {
			t.Errorf("task %d starts from %+v, reported %s, want %+v", task.Number, states[task.ID][0], task.Rhythm, want)
		}
		reports, err := s.ReportsOfTasks(t.Context(), Everything(), []model.TaskID{task.ID})
		if err != nil {
			t.Fatal(err)
		}
		hands := model.UserIDs{}
		for _, report := range reports[task.ID] {
			hands = hands.With(report.ReportedBy)
			if !report.Handlers.Has(report.ReportedBy) {
				t.Errorf("the report %s of %s was in the hands of %q", report.ID, report.ReportedBy, report.Handlers)
			}
			returned := report.Status == model.TaskReportReturned
			if returned {
				returns++
			}
			if (report.Returns == 1) != returned || report.Returns > 1 {
				t.Errorf("the report %s, %s, was returned %d times", report.ID, report.Status, report.Returns)
			}
		}
		if task.FinishedBy != "" {
			hands, finished = hands.With(task.FinishedBy), finished+1
		}
		if task.Suspended() {
			suspended++
		}
		reported += len(reports[task.ID])
		if slices.Sort(hands); !slices.Equal(task.Handlers, hands) {
			t.Errorf("task %d was in the hands of %q, want %q", task.Number, task.Handlers, hands)
		}
	}
	if reported == 0 || finished == 0 || suspended == 0 || returns == 0 {
		t.Errorf("%d reports, %d returned, %d tasks finished, %d suspended: nothing to see", reported, returns, finished, suspended)
	}
}
