package casework

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

// clockKey is one duty on one record.
type clockKey struct {
	noun model.Noun
	id   string
	rule model.DeadlineRuleID
}

// seeing are the terms together with clocks that run or stand still; what hangs on one
// of their duties is answered by the clock.
func (t terms) seeing(clocks []model.Clock) terms {
	t.clocks = map[clockKey]model.Clock{}
	for _, c := range clocks {
		if c.Status != model.ClockStopped {
			t.clocks[clockKey{c.Noun, c.RecordID, c.Rule}] = c
		}
	}
	return t
}

// newClock is the clock of a duty on its first day, by the rule of that day.
func (t terms) newClock(r clocked, duty duty, now time.Time) (model.Clock, error) {
	c := model.Clock{
		ID: model.ClockID(store.NewID()), Noun: r.noun, RecordID: r.id, Rule: duty.rule, Round: int64(duty.round),
		Status: model.ClockRunning, StartAt: now, Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	r.describe(&c, duty)
	err := t.begin(&c, duty.start)
	return c, err
}

// begin sets the clock on its first day and takes the rule of that day.
func (t terms) begin(c *model.Clock, start model.Date) error {
	row, err := deadline.RuleOn(t.rules, c.Rule, start)
	if err != nil {
		return err
	}
	c.StartOn = start
	return t.rule(c, row)
}

// rule gives the clock a row of the deadline table and counts it.
func (t terms) rule(c *model.Clock, row model.DeadlineRule) error {
	text, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("rule %s: %w", row.ID, err)
	}
	c.RuleText, c.Title, c.Basis = string(text), row.Title, row.Basis.String()
	return t.count(c)
}

// count fills in the days of a clock from its rule and from what happened to it. The
// last day stays absent where the calendar does not reach so far.
func (t terms) count(c *model.Clock) error {
	row, err := c.Row()
	if err != nil {
		return err
	}
	c.DueOn, c.WarnOn, c.DueAt = model.Date{}, model.Date{}, nil
	switch {
	case c.Status == model.ClockPaused: // nobody knows the last day of a clock that stands still
	case row.Unit == model.Hour:
		err = countHours(c, row)
	default:
		err = t.countDays(c, row)
	}
	if err != nil {
		return err
	}
	c.NextAt = nextStep(*c, row)
	return nil
}

func countHours(c *model.Clock, row model.DeadlineRule) error {
	end, err := deadline.EndAt(row, c.StartAt, breaksOf(*c), int(c.Extensions))
	if err != nil {
		return err
	}
	c.DueOn, c.DueAt = model.DateOf(end), &end
	if at := warningOf(*c, row); at != nil {
		c.WarnOn = model.DateOf(*at)
	}
	return nil
}

// warningOf is when the warning of a clock is due, nil for none.
func warningOf(c model.Clock, row model.DeadlineRule) *time.Time {
	if row.Unit == model.Hour {
		at, known, err := deadline.WarnAt(row, c.StartAt, breaksOf(c), int(c.Extensions))
		if err != nil || !known {
			return nil
		}
		return &at
	}
	if c.WarnOn.IsZero() {
		return nil
	}
	at := deadline.StartOf(c.WarnOn)
	return &at
}

func marksOf(c model.Clock, row model.DeadlineRule) deadline.Marks {
	return deadline.Marks{Warning: warningOf(c, row), Due: c.DueOn, End: c.DueAt}
}

func (t terms) countDays(c *model.Clock, row model.DeadlineRule) error {
	course := deadline.Course{Start: c.StartOn, Pauses: spansOf(*c), Extensions: int(c.Extensions)}
	due, err := deadline.End(row, course, t.calendar)
	if model.KindOf(err) == model.Conflict { // a year that is not loaded
		return nil
	}
	if err != nil {
		return err
	}
	end := deadline.StartOf(due.AddDays(1))
	c.DueOn, c.DueAt = due, &end
	c.WarnOn, err = deadline.Warning(row, course, t.calendar)
	return err
}

// spansOf are the pauses that have ended; what of one lies before a corrected start is left out.
func spansOf(c model.Clock) []deadline.Span {
	var spans []deadline.Span
	for _, p := range c.Pauses {
		if p.ToOn.IsZero() || !p.ToOn.After(c.StartOn) {
			continue
		}
		span := deadline.Span{From: p.FromOn, To: p.ToOn}
		if span.From.Before(c.StartOn) {
			span.From = c.StartOn
		}
		spans = append(spans, span)
	}
	return spans
}

func breaksOf(c model.Clock) []deadline.Break {
	var breaks []deadline.Break
	for _, p := range c.Pauses {
		if !p.ToOn.IsZero() {
			breaks = append(breaks, deadline.Break{From: p.CreatedAt, To: p.UpdatedAt})
		}
	}
	return breaks
}

// dueSteps are the steps of the ladder not yet taken that are due by the instant, in
// the order of their moments.
func dueSteps(c model.Clock, row model.DeadlineRule, by time.Time) []model.LadderStep {
	var due []model.LadderStep
	marks := marksOf(c, row)
	moment := func(step model.LadderStep) time.Time {
		at, _ := deadline.Moment(step, marks)
		return at
	}
	for _, step := range row.Ladder {
		_, known := deadline.Moment(step, marks)
		if known && !moment(step).After(by) && !isTaken(c, step) {
			due = append(due, step)
		}
	}
	slices.SortStableFunc(due, func(a, b model.LadderStep) int { return moment(a).Compare(moment(b)) })
	return due
}

func isTaken(c model.Clock, step model.LadderStep) bool {
	key := deadline.StepKey(step, c.Extensions)
	return slices.ContainsFunc(c.Steps, func(s model.ClockStep) bool { return s.Step == key })
}

// nextStep is when the first step that was not taken is due, or a window closes; nil when
// nothing is to come or the clock does not run.
func nextStep(c model.Clock, row model.DeadlineRule) *time.Time {
	if c.Status != model.ClockRunning {
		return nil
	}
	var next *time.Time
	if model.WindowRules[c.Rule] {
		next = c.DueAt
	}
	marks := marksOf(c, row)
	for _, step := range row.Ladder {
		at, known := deadline.Moment(step, marks)
		if known && !isTaken(c, step) && (next == nil || at.Before(*next)) {
			next = &at
		}
	}
	return next
}

// openPause is the pause that lasts, nil for a clock that does not stand still.
func openPause(c model.Clock) *model.ClockPause {
	at := slices.IndexFunc(c.Pauses, func(p model.ClockPause) bool { return p.ToOn.IsZero() })
	if c.Status != model.ClockPaused || at < 0 {
		return nil
	}
	return &c.Pauses[at]
}

func pauseOf(c model.Clock) *model.PauseView {
	p := openPause(c)
	if p == nil {
		return &model.PauseView{}
	}
	return &model.PauseView{Since: p.FromOn, Reason: p.Title, Basis: p.Basis, DaysLeft: p.DaysLeft, HoursLeft: p.HoursLeft}
}

// viewOf shows a clock where its duty is shown.
func viewOf(c model.Clock, today model.Date) *model.DueView {
	view := model.DueView{Title: c.Title, Basis: c.Basis}
	switch {
	case c.Status == model.ClockPaused:
		view.Paused = pauseOf(c)
	case c.DueOn.IsZero():
		view.Title += noYear
	default:
		view.DueOn, view.DaysLeft = c.DueOn, deadline.DaysLeft(today, c.DueOn)
	}
	return &view
}
