package deadline

import (
	"testing"

	"yijian/model"
)

func TestANewRowLeavesTheDaysBeforeItAlone(t *testing.T) {
	day := func(m, d int) model.Date { return model.NewDate(2026, 0, 1).AddMonths(m).AddDays(d - 1) }
	older := []model.DeadlineRule{{ID: "x", Value: 15, From: day(1, 1)}, {ID: "y", Value: 3, From: day(1, 1)}}
	newer := Succeeded(older, model.DeadlineRule{ID: "x", Value: 10, From: day(6, 1)})
	if len(newer) != 2 || newer[0].Until != day(5, 31) || newer[1].Value != 10 {
		t.Fatalf("rows %+v", newer)
	}
	for from, want := range map[model.Date]bool{day(6, 1): false, day(5, 31): false, day(6, 2): true, day(9, 1): true} {
		if got := AltersBefore(older, newer, "x", from); got != want {
			t.Errorf("holding from %s, alters what was before: %v, want %v", from, got, want)
		}
	}
	for name, rows := range map[string][]model.DeadlineRule{
		"another value":   {{ID: "x", Value: 14, From: day(1, 1)}},
		"another unit":    {{ID: "x", Value: 15, Unit: model.WorkingDay, From: day(1, 1)}},
		"a reminder":      {{ID: "x", Value: 15, Warn: 5, From: day(1, 1)}},
		"another name":    {{ID: "x", Value: 15, Title: "other", From: day(1, 1)}},
		"another basis":   {{ID: "x", Value: 15, Basis: model.Basis{Document: "other"}, From: day(1, 1)}},
		"a later start":   {{ID: "x", Value: 15, From: day(2, 1)}},
		"an earlier end":  {{ID: "x", Value: 15, From: day(1, 1), Until: day(3, 1)}},
		"an early change": {{ID: "x", Value: 15, From: day(1, 1), Until: day(3, 1)}, {ID: "x", Value: 9, From: day(3, 2), Until: day(3, 9)}, {ID: "x", Value: 15, From: day(3, 10)}},
	} {
		if !AltersBefore(older, rows, "x", day(6, 1)) {
			t.Errorf("%s is not noticed", name)
		}
	}
	again := Succeeded(newer, model.DeadlineRule{ID: "x", Value: 12, From: day(6, 1)})
	if len(again) != 2 || again[1].Value != 12 {
		t.Errorf("a row of the same first day stays: %+v", again)
	}
}

func TestAGapIsTheFirstDayWithoutARule(t *testing.T) {
	day := func(d int) model.Date { return model.NewDate(2026, 1, 1).AddDays(d) }
	row := func(from, until int) model.DeadlineRule {
		r := model.DeadlineRule{ID: "x", From: day(from)}
		if until > 0 {
			r.Until = day(until)
		}
		return r
	}
	for name, c := range map[string]struct {
		rows []model.DeadlineRule
		gap  int
	}{
		"without end":   {[]model.DeadlineRule{row(0, 0)}, 0},
		"joined":        {[]model.DeadlineRule{row(0, 9), row(10, 0)}, 0},
		"one day short": {[]model.DeadlineRule{row(0, 9), row(11, 0)}, 10},
		"with an end":   {[]model.DeadlineRule{row(11, 20), row(0, 10)}, 21},
		"begins late":   {[]model.DeadlineRule{row(6, 0)}, 5},
		"no rows":       {nil, 5},
	} {
		gap, found := FirstGap(c.rows, "x", day(5))
		if found != (c.gap > 0) || found && gap != day(c.gap) {
			t.Errorf("%s: %s %v", name, gap, found)
		}
	}
}
