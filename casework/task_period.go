package casework

import (
	"fmt"
	"time"

	"yijian/model"
)

const (
	// mostPeriod is how many months a report may be about.
	mostPeriod = 12
	// trendMonths is how many months before its end a report looks back.
	trendMonths = 36
)

// TaskPeriod says of which plan, on which months and as of which day a report is made.
type TaskPeriod struct {
	Document string // of the plan; the newest in scope when empty
	From     string // first month, YYYY-MM; To when empty
	To       string // last month, YYYY-MM
	AsOf     model.Date
}

// span is a period whose words were understood: the first days of its months, and the day as of which it is told.
type span struct{ from, to, asOf model.Date }

// read checks a period as far as it needs no plan. Without a day of its own it is told as of
// the last day of its months, or today if that is earlier.
func (p TaskPeriod) read(today model.Date) (span, error) {
	var fields model.FieldErrors
	var s span
	var err error
	if s.to, err = parseMonth(p.To); err != nil || s.to.After(today) {
		fields.Add("/month", "month.invalid", "月份应为 YYYY-MM，且不晚于本月")
		return s, fields.Err()
	}
	s.from = s.to
	if p.From != "" {
		s.from, err = parseMonth(p.From)
		if err != nil || s.from.After(s.to) || !s.from.AddMonths(mostPeriod).After(s.to) {
			fields.Add("/from", "month.from", fmt.Sprintf("起始月份应为 YYYY-MM，不晚于截止月份，最长 %d 个月", mostPeriod))
		}
	}
	if s.asOf = p.AsOf; s.asOf.IsZero() {
		if s.asOf = lastOfMonth(s.to); s.asOf.After(today) {
			s.asOf = today
		}
	}
	if s.asOf.After(today) || s.asOf.Before(s.to) {
		fields.Add("/as_of", "as_of.range", "截至日期不得晚于今天，也不得早于报告期最后一个月的第一天")
	}
	return s, fields.Err()
}

// words says the period as people do.
func (s span) words() string {
	switch {
	case s.from == s.to:
		return s.to.MonthWords()
	case s.from.Month() == time.January && s.to == s.from.AddMonths(11):
		return s.to.Time().Format("2006年")
	case (s.from.Month()-1)%3 == 0 && s.to == s.from.AddMonths(2):
		return s.to.Time().Format("2006年第") + []string{"一", "二", "三", "四"}[(s.from.Month()-1)/3] + "季度"
	}
	return s.from.MonthWords() + "至" + s.to.MonthWords()
}
