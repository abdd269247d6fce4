package deadline

import (
	"fmt"
	"time"

	"yijian/model"
)

// Span is a time in which a clock stands still: the days after From up to and with To.
// The day on which it stops still counts, the one on which it goes on does not, as on
// the first day of a term.
type Span struct {
	From, To model.Date
}

// Course is what happened to a clock: its start, its pauses in their order, and how
// often it was lengthened. A pause that still lasts has no place in it, because nobody
// knows the last day yet.
type Course struct {
	Start      model.Date
	Pauses     []Span
	Extensions int
}

// check refuses pauses before the start, turned round or across each other.
func (c Course) check() error {
	earliest := c.Start
	for _, p := range c.Pauses {
		if p.From.Before(earliest) || p.To.Before(p.From) {
			return fmt.Errorf("pause from %s to %s is not in order after %s", p.From, p.To, earliest)
		}
		earliest = p.To
	}
	return nil
}

// End returns the last day on which the duty can be done in time. Days within a pause
// are not counted, and a last day that falls into one or on a day off moves to the next
// working day outside of every pause. Each extension counts from the last day before it.
func End(rule model.DeadlineRule, course Course, cal model.Calendar) (model.Date, error) {
	if err := course.check(); err != nil {
		return model.Date{}, fmt.Errorf("deadline %s: %w", rule.ID, err)
	}
	due, err := count(rule, term{course.Start, rule.Value, rule.Unit}, course, cal)
	for range course.Extensions {
		if err != nil {
			return due, err
		}
		if rule.Extension == nil {
			return model.Date{}, fmt.Errorf("deadline %s: the rule allows no extension", rule.ID)
		}
		due, err = count(rule, term{due, rule.Extension.Value, rule.Extension.Unit}, course, cal)
	}
	return due, err
}

// Warning returns the day from which a reminder is due, no date when the rule has none.
// After an extension it lies as many units before the last day as before it, and never
// before the last day that was extended.
func Warning(rule model.DeadlineRule, course Course, cal model.Calendar) (model.Date, error) {
	if rule.Warn == 0 {
		return model.Date{}, nil
	}
	if course.Extensions == 0 {
		if err := course.check(); err != nil {
			return model.Date{}, fmt.Errorf("deadline %s: %w", rule.ID, err)
		}
		return count(rule, term{course.Start, rule.Warn, rule.Unit}, course, cal)
	}
	course.Extensions--
	old, err := End(rule, course, cal)
	if err != nil {
		return old, err
	}
	early := rule.Extension.Value - (rule.Value - rule.Warn)
	if early < 1 {
		return old, nil
	}
	return count(rule, term{old, early, rule.Extension.Unit}, course, cal)
}

// DaysHeld returns the days after the first up to the last on which the clock ran.
func DaysHeld(first, last model.Date, pauses []Span) int {
	held := first.DaysUntil(last)
	for _, p := range pauses {
		from, to := p.From, p.To
		if from.Before(first) {
			from = first
		}
		if to.After(last) {
			to = last
		}
		if from.Before(to) {
			held -= from.DaysUntil(to)
		}
	}
	return max(held, 0)
}

// stretched moves a last day by the days before it on which the clock stood still.
func stretched(start, last model.Date, pauses []Span) model.Date {
	for _, p := range pauses {
		from := p.From
		if from.Before(start) {
			from = start
		}
		if !from.Before(last) {
			break
		}
		if p.To.After(from) {
			last = last.AddDays(from.DaysUntil(p.To))
		}
	}
	return last
}

// isPaused reports whether the day lies within a pause.
func isPaused(day model.Date, pauses []Span) bool {
	for _, p := range pauses {
		if day.After(p.From) && !day.After(p.To) {
			return true
		}
	}
	return false
}

// WarnAt returns the instant from which a reminder of a deadline in hours is due; known is
// false when the rule has none. After an extension it lies as many hours before the end as
// before it, and never before the end that was extended.
func WarnAt(rule model.DeadlineRule, start time.Time, breaks []Break, extensions int) (at time.Time, known bool, err error) {
	if rule.Warn == 0 {
		return at, false, nil
	}
	early := rule
	early.Value, early.Extension = rule.Warn, nil
	if extensions > 0 && rule.Extension != nil {
		early.Value = max(rule.Warn+extensions*rule.Extension.Value, rule.Value+(extensions-1)*rule.Extension.Value)
	}
	at, err = EndAt(early, start, breaks, 0)
	return at, err == nil, err
}

// Break is a time in which a clock in hours stands still.
type Break struct {
	From, To time.Time
}

// EndAt returns the instant at which a deadline in hours ends; nights and days off
// count (民法典第二百零一条第二款), a break does not. One that begins when the term has
// ended moves nothing.
func EndAt(rule model.DeadlineRule, start time.Time, breaks []Break, extensions int) (time.Time, error) {
	if rule.Unit != model.Hour || rule.Value < 1 {
		return time.Time{}, fmt.Errorf("deadline %s: %d %s is not hours", rule.ID, rule.Value, rule.Unit)
	}
	hours := rule.Value
	if extensions > 0 {
		if rule.Extension == nil || rule.Extension.Unit != model.Hour {
			return time.Time{}, fmt.Errorf("deadline %s: the rule allows no extension in hours", rule.ID)
		}
		hours += extensions * rule.Extension.Value
	}
	end, earliest := start.Add(time.Duration(hours)*time.Hour), start
	for _, b := range breaks {
		if b.From.Before(earliest) || b.To.Before(b.From) {
			return time.Time{}, fmt.Errorf("deadline %s: break from %s is not in order", rule.ID, b.From)
		}
		earliest = b.To
		if b.From.Before(end) {
			end = end.Add(b.To.Sub(b.From))
		}
	}
	return end, nil
}
