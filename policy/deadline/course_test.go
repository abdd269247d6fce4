package deadline_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/policy/rulebook"
)

// recount finds the last day by going through the days one by one: it knows which days
// the clock runs on and nothing of how the product adds.
func recount(start model.Date, value int, unit model.DeadlineUnit, pauses []deadline.Span, cal model.Calendar) (model.Date, bool) {
	works := func(d model.Date) bool {
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		return slices.Contains(cal.MakeUp, d) || !weekend && !slices.Contains(cal.DaysOff, d)
	}
	stands := func(d model.Date) bool {
		return slices.ContainsFunc(pauses, func(p deadline.Span) bool { return p.From.Before(d) && !p.To.Before(d) })
	}
	left := value
	if unit == model.Month {
		left = start.DaysUntil(start.AddMonths(value))
	}
	for day := start.AddDays(1); ; day = day.AddDays(1) {
		known := slices.Contains(cal.Years, day.Year())
		if stands(day) {
			continue
		}
		if unit == model.WorkingDay {
			if !known {
				return model.Date{}, false
			}
			if works(day) {
				left--
			}
			if left == 0 {
				return day, true
			}
			continue
		}
		left--
		if left > 0 {
			continue
		}
		if !known {
			return model.Date{}, false
		}
		if works(day) {
			return day, true
		}
	}
}

func TestRandomCoursesRecountedDayByDay(t *testing.T) {
	cal := rulebook.Calendar()
	random := rand.New(rand.NewPCG(2025, 2026))
	units := []model.DeadlineUnit{model.CalendarDay, model.WorkingDay, model.Month}
	counted, unknown := 0, 0
	for range 20000 {
		start := model.NewDate(2025, time.January, 1).AddDays(random.IntN(700))
		rule := model.DeadlineRule{ID: "random", Value: 1 + random.IntN(60), Unit: units[random.IntN(3)]}
		if rule.Unit == model.Month {
			rule.Value = 1 + rule.Value/15
		}
		course := deadline.Course{Start: start}
		for at := start; len(course.Pauses) < random.IntN(4); {
			from := at.AddDays(random.IntN(20))
			at = from.AddDays(random.IntN(25))
			course.Pauses = append(course.Pauses, deadline.Span{From: from, To: at})
		}
		if random.IntN(3) == 0 {
			rule.Extension = &model.ExtensionRule{Value: 1 + random.IntN(30), Unit: units[random.IntN(2)]}
			course.Extensions = 1 + random.IntN(2)
		}
		want, known := recount(start, rule.Value, rule.Unit, course.Pauses, cal)
		for range course.Extensions {
			if known {
				want, known = recount(want, rule.Extension.Value, rule.Extension.Unit, course.Pauses, cal)
			}
		}
		got, err := deadline.End(rule, course, cal)
		if (err == nil) != known || known && got != want {
			t.Fatalf("%d %s from %s, %+v, extension %+v: got %s, %v; want %s", rule.Value, rule.Unit, start, course, rule.Extension, got, err, want)
		}
		if known {
			counted++
		} else {
			unknown++
		}
	}
	if counted < 10000 || unknown < 100 {
		t.Errorf("%d counted, %d beyond the calendar: the sample says too little", counted, unknown)
	}
}

// The examples of the published document, each of them counted by hand.
func TestThePublishedExamples(t *testing.T) {
	text, err := os.ReadFile("../../docs/期限计算.md")
	if err != nil {
		t.Fatal(err)
	}
	units := map[string]model.DeadlineUnit{"日": model.CalendarDay, "工作日": model.WorkingDay, "月": model.Month}
	rows := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 6 || !strings.HasPrefix(strings.TrimSpace(cells[0]), "20") {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		value := func(cell string) (int, model.DeadlineUnit) {
			number, unit, _ := strings.Cut(cell, " ")
			n, err := strconv.Atoi(number)
			if err != nil || units[unit] == "" {
				t.Fatalf("%s: cannot read %q", line, cell)
			}
			return n, units[unit]
		}
		rule, course := model.DeadlineRule{ID: "published"}, deadline.Course{Start: date(t, cells[0])}
		rule.Value, rule.Unit = value(cells[1])
		if cells[2] != "—" {
			for _, pause := range strings.Split(cells[2], "、") {
				from, to, _ := strings.Cut(pause, " 至 ")
				course.Pauses = append(course.Pauses, deadline.Span{From: date(t, from), To: date(t, to)})
			}
		}
		if cells[3] != "—" {
			rule.Extension, course.Extensions = &model.ExtensionRule{}, 1
			rule.Extension.Value, rule.Extension.Unit = value(cells[3])
		}
		got, err := deadline.End(rule, course, rulebook.Calendar())
		if err != nil || got != date(t, cells[4]) {
			t.Errorf("%s: got %s, %v", strings.TrimSpace(line), got, err)
		}
		rows++
	}
	if rows < 20 {
		t.Errorf("%d examples, want at least 20", rows)
	}
}

func TestAPauseAtEachEdge(t *testing.T) {
	five := model.DeadlineRule{ID: "edge", Value: 5, Unit: model.CalendarDay} // 2026-03-02 is a Monday
	for name, c := range map[string]struct{ from, to, want string }{
		"ends on the day it began":         {"2026-03-04", "2026-03-04", "2026-03-09"},
		"one day":                          {"2026-03-04", "2026-03-05", "2026-03-09"},
		"two days, ends on the weekend":    {"2026-03-04", "2026-03-06", "2026-03-09"},
		"three days":                       {"2026-03-04", "2026-03-07", "2026-03-10"},
		"from the first day":               {"2026-03-02", "2026-03-05", "2026-03-10"},
		"from the day before the last":     {"2026-03-06", "2026-03-10", "2026-03-11"},
		"while the last day rolls":         {"2026-03-07", "2026-03-10", "2026-03-11"},
		"on the rolled last day":           {"2026-03-09", "2026-03-11", "2026-03-09"},
		"after the last day moves nothing": {"2026-03-10", "2026-03-12", "2026-03-09"},
	} {
		got, err := deadline.End(five, deadline.Course{Start: date(t, "2026-03-02"), Pauses: []deadline.Span{{From: date(t, c.from), To: date(t, c.to)}}}, rulebook.Calendar())
		if err != nil || got != date(t, c.want) {
			t.Errorf("%s: got %s, %v; want %s", name, got, err, c.want)
		}
	}
}

func TestACourseOutOfOrderIsRefused(t *testing.T) {
	rule := model.DeadlineRule{ID: "x", Value: 5, Unit: model.CalendarDay}
	span := func(from, to string) deadline.Span { return deadline.Span{From: date(t, from), To: date(t, to)} }
	for name, c := range map[string]deadline.Course{
		"before the start": {Pauses: []deadline.Span{span("2026-03-01", "2026-03-04")}},
		"turned round":     {Pauses: []deadline.Span{span("2026-03-05", "2026-03-04")}},
		"across":           {Pauses: []deadline.Span{span("2026-03-03", "2026-03-06"), span("2026-03-05", "2026-03-07")}},
		"not allowed":      {Extensions: 1},
	} {
		c.Start = date(t, "2026-03-02")
		if due, err := deadline.End(rule, c, rulebook.Calendar()); err == nil {
			t.Errorf("%s: due %s", name, due)
		}
	}
	day := model.DeadlineRule{ID: "x", Value: 25, Unit: model.DayOfMonth}
	if due, err := deadline.End(day, deadline.Course{Start: date(t, "2026-03-02"), Pauses: []deadline.Span{span("2026-03-03", "2026-03-04")}}, rulebook.Calendar()); err == nil {
		t.Errorf("an appointed day stood still: %s", due)
	}
}

func TestHoursStandStillBetweenInstants(t *testing.T) {
	at := func(h int) time.Time {
		return time.Date(2026, time.September, 30, 8, 0, 0, 0, model.Shanghai).Add(time.Duration(h) * time.Hour)
	}
	rule := model.DeadlineRule{ID: "h", Value: 24, Unit: model.Hour, Extension: &model.ExtensionRule{Value: 12, Unit: model.Hour, Times: 1}}
	for name, c := range map[string]struct {
		breaks     []deadline.Break
		extensions int
		want       int
	}{
		"three hours":        {[]deadline.Break{{at(5), at(8)}}, 0, 27},
		"twice":              {[]deadline.Break{{at(5), at(8)}, {at(9), at(10)}}, 0, 28},
		"in the last second": {[]deadline.Break{{at(24).Add(-time.Second), at(30)}}, 0, 30},
		"at the end":         {[]deadline.Break{{at(24), at(30)}}, 0, 24},
		"extended":           {nil, 1, 36},
		"within the longer":  {[]deadline.Break{{at(30), at(31)}}, 1, 37},
	} {
		got, err := deadline.EndAt(rule, at(0), c.breaks, c.extensions)
		want := at(c.want)
		if name == "in the last second" {
			want = want.Add(time.Second)
		}
		if err != nil || !got.Equal(want) {
			t.Errorf("%s: got %s, %v; want %s", name, got, err, want)
		}
	}
	if _, err := deadline.EndAt(rule, at(0), []deadline.Break{{at(5), at(4)}}, 0); err == nil {
		t.Error("a break that is turned round was counted")
	}
}

func TestAnExtendedClockWarnsAsEarlyAsBefore(t *testing.T) {
	rule := model.DeadlineRule{ID: "w", Value: 90, Warn: 75, Unit: model.CalendarDay, Extension: &model.ExtensionRule{Value: 30, Unit: model.CalendarDay, Times: 1}}
	start := date(t, "2026-03-02") // 90 days: 05-31 is a Sunday, so 06-01; 30 more: 07-01
	for extensions, want := range map[int]string{0: "2026-05-18", 1: "2026-06-16"} {
		warn, err := deadline.Warning(rule, deadline.Course{Start: start, Extensions: extensions}, rulebook.Calendar())
		if err != nil || warn != date(t, want) {
			t.Errorf("%d extensions: %s, %v; want %s", extensions, warn, err, want)
		}
	}
	rule.Extension.Value = 15
	if warn, err := deadline.Warning(rule, deadline.Course{Start: start, Extensions: 1}, rulebook.Calendar()); err != nil || warn != date(t, "2026-06-01") {
		t.Errorf("a short extension warns on %s, %v; want the old last day", warn, err)
	}
}

func TestDaysHeldLeaveOutThePauses(t *testing.T) {
	pauses := []deadline.Span{{From: date(t, "2026-03-04"), To: date(t, "2026-03-07")}, {From: date(t, "2026-03-10"), To: date(t, "2026-03-20")}}
	for last, want := range map[string]int{"2026-03-02": 0, "2026-03-04": 2, "2026-03-05": 2, "2026-03-07": 2, "2026-03-08": 3, "2026-03-10": 5, "2026-03-15": 5, "2026-03-21": 6} {
		if got := deadline.DaysHeld(date(t, "2026-03-02"), date(t, last), pauses); got != want {
			t.Errorf("until %s: %d, want %d", last, got, want)
		}
	}
}
