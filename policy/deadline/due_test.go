package deadline_test

import (
	"testing"
	"time"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/policy/rulebook"
)

func date(t *testing.T, s string) model.Date {
	t.Helper()
	if s == "" {
		return model.Date{}
	}
	d, err := model.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The dates were counted by hand on the printed 2025 and 2026 calendars.
func TestDueOnThePrintedCalendar(t *testing.T) {
	cases := []struct {
		name  string
		value int
		unit  model.DeadlineUnit
		start string
		want  string // empty: the calendar does not reach that far
	}{
		{"plain week", 5, model.WorkingDay, "2026-03-02", "2026-03-09"},
		{"start on a Saturday", 1, model.WorkingDay, "2026-03-07", "2026-03-09"},
		{"day 0 is not counted", 1, model.CalendarDay, "2026-03-02", "2026-03-03"},

		{"National Day, five working days end on the make-up Saturday", 5, model.WorkingDay, "2026-09-28", "2026-10-10"},
		{"National Day, six go on to Monday", 6, model.WorkingDay, "2026-09-28", "2026-10-12"},
		{"twenty days end on the eve", 20, model.CalendarDay, "2026-09-10", "2026-09-30"},
		{"twenty days end on the first day off", 20, model.CalendarDay, "2026-09-11", "2026-10-08"},
		{"twenty days end on the last day off", 20, model.CalendarDay, "2026-09-17", "2026-10-08"},
		{"twenty days end on the first day back", 20, model.CalendarDay, "2026-09-18", "2026-10-08"},
		{"twenty days end on a make-up Saturday", 20, model.CalendarDay, "2026-09-20", "2026-10-10"},
		{"twenty days end on a plain Sunday", 20, model.CalendarDay, "2026-09-21", "2026-10-12"},
		{"the make-up Sunday before Mid-Autumn counts", 1, model.WorkingDay, "2026-09-19", "2026-09-20"},

		{"Spring Festival, five working days", 5, model.WorkingDay, "2026-02-12", "2026-02-26"},
		{"Spring Festival, seven working days over both make-up Saturdays", 7, model.WorkingDay, "2026-02-13", "2026-03-02"},
		{"fifteen days end on the make-up Saturday", 15, model.CalendarDay, "2026-01-30", "2026-02-14"},
		{"fifteen days end on the first day off", 15, model.CalendarDay, "2026-01-31", "2026-02-24"},
		{"Spring Festival 2025", 5, model.WorkingDay, "2025-01-24", "2025-02-07"},
		{"Spring Festival 2024, back on the make-up Sunday", 1, model.WorkingDay, "2024-02-09", "2024-02-18"},

		{"New Year, back on the make-up Sunday", 1, model.WorkingDay, "2025-12-31", "2026-01-04"},
		{"a month clamps and the make-up Saturday works", 1, model.Month, "2026-01-31", "2026-02-28"},
		{"a month clamps and rolls past Spring Festival", 1, model.Month, "2026-01-15", "2026-02-24"},
		{"twelve months", 12, model.Month, "2025-03-02", "2026-03-02"},

		{"last loaded working day", 1, model.WorkingDay, "2026-12-30", "2026-12-31"},
		{"first unloaded working day", 1, model.WorkingDay, "2026-12-31", ""},
		{"last loaded calendar day", 20, model.CalendarDay, "2026-12-11", "2026-12-31"},
		{"first unloaded calendar day", 20, model.CalendarDay, "2026-12-12", ""},
		{"year before the table", 1, model.CalendarDay, "2023-12-30", ""},

		{"appointed day does not roll", 25, model.DayOfMonth, "2026-10-02", "2026-10-25"},
		{"appointed day after itself stays in its month", 25, model.DayOfMonth, "2026-10-31", "2026-10-25"},
		{"appointed day needs no calendar", 25, model.DayOfMonth, "2020-03-01", "2020-03-25"},
		{"appointed day clamps", 31, model.DayOfMonth, "2026-02-01", "2026-02-28"},
	}
	for _, c := range cases {
		rule := model.DeadlineRule{ID: "test", Value: c.value, Unit: c.unit}
		got, err := deadline.Due(rule, date(t, c.start), rulebook.Calendar())
		if c.want == "" {
			if model.KindOf(err) != model.Conflict || !got.IsZero() {
				t.Errorf("%s: got %s, %v; want a conflict and no date", c.name, got, err)
			}
			continue
		}
		if err != nil || got != date(t, c.want) {
			t.Errorf("%s: got %s, %v; want %s", c.name, got, err, c.want)
		}
	}
}

func TestDueRefusesWhatHasNoDay(t *testing.T) {
	start := model.NewDate(2026, time.March, 2)
	for name, rule := range map[string]model.DeadlineRule{
		"hours":        {Value: 24, Unit: model.Hour},
		"unknown unit": {Value: 1, Unit: "week"},
		"no value":     {Value: 0, Unit: model.CalendarDay},
	} {
		if due, err := deadline.Due(rule, start, rulebook.Calendar()); err == nil {
			t.Errorf("%s: due %s", name, due)
		}
	}
	if due, err := deadline.Due(model.DeadlineRule{Value: 1, Unit: model.CalendarDay}, model.Date{}, rulebook.Calendar()); err == nil {
		t.Errorf("no start: due %s", due)
	}
}

func TestHoursRunThroughNightsAndHolidays(t *testing.T) {
	start := time.Date(2026, time.September, 30, 15, 20, 0, 0, model.Shanghai)
	got, err := deadline.EndAt(model.DeadlineRule{Value: 24, Unit: model.Hour}, start, nil, 0)
	if err != nil || !got.Equal(start.AddDate(0, 0, 1)) {
		t.Errorf("got %s, %v", got, err)
	}
	if _, err := deadline.EndAt(model.DeadlineRule{Value: 1, Unit: model.CalendarDay}, start, nil, 0); err == nil {
		t.Error("a day is not 24 hours from an instant")
	}
}

func TestWarnComesBeforeDue(t *testing.T) {
	rule, err := deadline.RuleOn(rulebook.Deadlines(), model.ComplaintFirmReply, date(t, "2026-03-02"))
	if err != nil {
		t.Fatal(err)
	}
	warn, err := deadline.Warning(rule, deadline.Course{Start: date(t, "2026-03-02")}, rulebook.Calendar())
	if err != nil || warn != date(t, "2026-03-12") {
		t.Errorf("warn %s, %v; want 2026-03-12", warn, err)
	}
	rule.Warn = 0
	if warn, err := deadline.Warning(rule, deadline.Course{Start: date(t, "2026-03-02")}, rulebook.Calendar()); err != nil || !warn.IsZero() {
		t.Errorf("no warning wanted, got %s, %v", warn, err)
	}
}

func TestDaysLeft(t *testing.T) {
	for today, want := range map[string]int{"2026-10-07": 1, "2026-10-08": 0, "2026-10-09": -1, "2025-10-08": 365} {
		if got := deadline.DaysLeft(date(t, today), date(t, "2026-10-08")); got != want {
			t.Errorf("%s: %d, want %d", today, got, want)
		}
	}
}

func TestRuleOnKeepsToItsPeriod(t *testing.T) {
	rules := []model.DeadlineRule{
		{ID: "a", Value: 1, From: date(t, "2025-01-01"), Until: date(t, "2025-12-31")},
		{ID: "a", Value: 2, From: date(t, "2026-01-01")},
	}
	for day, want := range map[string]int{"2024-12-31": 0, "2025-01-01": 1, "2025-12-31": 1, "2026-01-01": 2, "2040-01-01": 2} {
		rule, err := deadline.RuleOn(rules, "a", date(t, day))
		if rule.Value != want || (err == nil) != (want > 0) {
			t.Errorf("%s: value %d, %v; want %d", day, rule.Value, err, want)
		}
	}
	if _, err := deadline.RuleOn(rules, "b", date(t, "2026-01-01")); err == nil {
		t.Error("found a rule that is not in the table")
	}
}

// Every start of two years under every rule of the table, recounted another way.
func TestEveryDueDayIsTheFirstPossible(t *testing.T) {
	cal := rulebook.Calendar()
	works := func(day model.Date) bool {
		working, err := deadline.IsWorkingDay(day, cal)
		if err != nil {
			t.Fatal(err)
		}
		return working
	}
	for _, rule := range rulebook.Deadlines() {
		previous := model.Date{}
		for start := date(t, "2025-01-01"); start.Before(date(t, "2026-10-01")); start = start.AddDays(1) {
			due, err := deadline.Due(rule, start, cal)
			if err != nil {
				t.Fatal(err)
			}
			if rule.Unit == model.DayOfMonth {
				continue
			}
			if !works(due) || due.Before(previous) {
				t.Fatalf("%s from %s: %s is a day off or earlier than yesterday's %s", rule.ID, start, due, previous)
			}
			previous = due
			worked, idle := 0, 0
			for day := start.AddDays(1); !day.After(due); day = day.AddDays(1) {
				if works(day) {
					worked++
				} else if start.DaysUntil(day) >= rule.Value {
					idle++
				}
			}
			if rule.Unit == model.WorkingDay && worked != rule.Value {
				t.Fatalf("%s from %s: %s is %d working days on", rule.ID, start, due, worked)
			}
			if rule.Unit == model.CalendarDay && start.DaysUntil(due) != rule.Value+idle {
				t.Fatalf("%s from %s: %s is not the first working day", rule.ID, start, due)
			}
		}
	}
}
