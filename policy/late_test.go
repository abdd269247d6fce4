package policy

import (
	"testing"

	"yijian/model"
	"yijian/policy/rulebook"
)

// Working days are stretched by every day off between them, not by the last one alone.
func TestLateInWorkingDays(t *testing.T) {
	rule := model.DeadlineRule{ID: "many", Value: 30, Unit: model.WorkingDay}
	for done, late := range map[model.Date]bool{
		model.NewDate(2026, 3, 4): false, model.NewDate(2026, 3, 20): false, model.NewDate(2026, 3, 23): true, model.NewDate(2026, 6, 1): true,
	} {
		if got, err := Late(rule, model.NewDate(2026, 2, 2), done, rulebook.Calendar()); got != late || err != nil {
			t.Errorf("done on %s: %v %v, want %v", done, got, err, late)
		}
	}
}

func TestLateOnEachSideOfTheLastDay(t *testing.T) {
	rule := model.DeadlineRule{ID: model.EndpointFiling, Value: 20, Unit: model.CalendarDay}
	for _, c := range []struct {
		arose, done string
		late        bool
		fails       bool
	}{
		{"2026-03-03", "2026-03-23", false, false}, // a Monday
		{"2026-03-03", "2026-03-24", true, false},
		{"2026-03-02", "2026-03-23", false, false}, // 22 March is a Sunday
		{"2026-03-02", "2026-03-24", true, false},
		{"2026-01-26", "2026-02-24", false, false}, // 15 February opens nine days off
		{"2026-01-26", "2026-02-25", true, false},
		{"2019-05-01", "2019-05-21", false, false}, // no calendar needed in time,
		{"2019-05-01", "2019-06-06", true, false},  // nor when no holiday could excuse it,
		{"2019-05-01", "2019-06-05", false, true},  // but in between
		{"2019-05-01", "2019-05-22", false, true},
	} {
		arose, _ := model.ParseDate(c.arose)
		done, _ := model.ParseDate(c.done)
		late, err := Late(rule, arose, done, rulebook.Calendar())
		if (err != nil) != c.fails || (err == nil && late != c.late) {
			t.Errorf("%s to %s: %v %v, want %v, failing %v", c.arose, c.done, late, err, c.late, c.fails)
		}
	}
}
