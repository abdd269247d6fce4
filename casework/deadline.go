package casework

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/deadline"
	"yijian/policy/rulebook"
	"yijian/store"
)

// terms are the deadlines and the calendar in force: what the program ships with,
// and in its place what the bureau has adopted.
type terms struct {
	rules    []model.DeadlineRule
	years    []model.CalendarYear
	calendar model.Calendar
	clocks   map[clockKey]model.Clock    // that are kept of what is asked about
	months   map[model.Date]*reportMonth // what was asked of the reports on months, by the first day of each
}

// termsCache keeps the terms of the adopted texts it names; adopted texts never change.
type termsCache struct {
	mutex sync.Mutex
	of    []string
	terms terms
}

func shippedTerms() terms {
	return terms{rules: rulebook.Deadlines(), years: rulebook.Years(), calendar: rulebook.Calendar()}
}

// termsNow are the terms as committed.
func (d *Desk) termsNow(ctx context.Context) (terms, error) { return d.termsIn(ctx, d.Store.Reader) }

func (d *Desk) termsIn(ctx context.Context, r store.Reader) (terms, error) {
	ids, err := r.AdoptedRuleTextIDs(ctx)
	if err != nil {
		return terms{}, err
	}
	d.terms.mutex.Lock()
	defer d.terms.mutex.Unlock()
	if d.terms.of != nil && slices.Equal(ids, d.terms.of) {
		return d.terms.terms.remembering(), nil
	}
	t := shippedTerms()
	texts, err := r.AdoptedRuleTexts(ctx)
	if err != nil {
		return t, err
	}
	for _, text := range texts {
		if t, err = t.with(text); err != nil {
			return t, fmt.Errorf("adopted text %s: %w", text.ID, err)
		}
	}
	d.terms.of, d.terms.terms = ids, t
	return t.remembering(), nil
}

// remembering are the same terms for one question, which may ask the same of many tasks.
func (t terms) remembering() terms {
	t.months = map[model.Date]*reportMonth{}
	return t
}

// with are the terms after the text is adopted.
func (t terms) with(text model.RuleText) (terms, error) {
	if text.Kind == model.TextOfCalendar {
		years, err := rulebook.ParseYears([]byte(text.Text))
		if err != nil {
			return t, err
		}
		t.years = rulebook.OverlayYears(t.years, years)
		t.calendar = rulebook.CalendarOf(t.years)
		return t, nil
	}
	rules, err := rulebook.ParseDeadlines([]byte(text.Text))
	if err != nil {
		return t, err
	}
	t.rules = rulebook.OverlayDeadlines(t.rules, rules)
	return t, nil
}

// term computes a running deadline. When the calendar does not reach far enough
// the view still names the rule and its basis, and the error says why the day
// is missing; pages show the view, acts that hang on the day fail with the error.
func (t terms) term(id model.DeadlineRuleID, start, today model.Date) (model.DueView, error) {
	rule, err := deadline.RuleOn(t.rules, id, start)
	if err != nil {
		return model.DueView{Title: string(id)}, err
	}
	view := model.DueView{Title: rule.Title, Basis: rule.Basis.String()}
	due, err := deadline.Due(rule, start, t.calendar)
	if err != nil {
		view.Title += noYear
		return view, err
	}
	view.DueOn, view.DaysLeft = due, deadline.DaysLeft(today, due)
	return view, nil
}

// noYear follows the name of a term whose last day cannot be known yet.
const noYear = "（期限届满年份的节假日安排未载入，暂不能推算）"

// shown is the term for a page by its clock, or as its clock will be counted, nil when
// it has not begun.
func (t terms) shown(key clockKey, start, today model.Date) *model.DueView {
	c, known := t.clocks[key]
	if !known && start.IsZero() {
		return nil
	}
	view := viewOf(c, today)
	if !known {
		term, _ := t.term(key.rule, start, today) // the view says by itself that the day is missing
		view = &term
	}
	if model.WindowRules[key.rule] && !view.DueOn.IsZero() && view.DaysLeft < 0 { // it is over, and nothing is late
		return nil
	}
	return view
}

// late reports whether a duty that arose on one day and is done today misses its
// term, by the rule of the day on which it arose; one older than the rule, by today's.
// A clock that is kept for it decides, with its pauses and extensions.
func (t terms) late(key clockKey, arose, today model.Date) (bool, error) {
	if c, known := t.clocks[key]; known && (c.Status == model.ClockPaused || !c.DueOn.IsZero()) {
		return c.Status == model.ClockRunning && today.After(c.DueOn), nil
	}
	rule, err := deadline.RuleOn(t.rules, key.rule, arose)
	if err != nil {
		rule, err = deadline.RuleOn(t.rules, key.rule, today)
	}
	if err != nil {
		return false, err
	}
	return policy.Late(rule, arose, today, t.calendar)
}

// dueOf counts a term of the deadline table from its first day.
func (t terms) dueOf(rule model.DeadlineRuleID, start model.Date) (model.Date, error) {
	row, err := deadline.RuleOn(t.rules, rule, start)
	if err != nil {
		return model.Date{}, err
	}
	return deadline.Due(row, start, t.calendar)
}

// kept shows a term whose last day was fixed when it began, by the rule of that day.
func (t terms) kept(rule model.DeadlineRuleID, start, due, today model.Date) *model.DueView {
	row, err := deadline.RuleOn(t.rules, rule, start)
	if err != nil {
		return nil
	}
	return &model.DueView{Title: row.Title, DueOn: due, DaysLeft: deadline.DaysLeft(today, due), Basis: row.Basis.String()}
}

// basisOf is the basis of the rule that holds on the day, "" where there is none.
func (t terms) basisOf(id model.DeadlineRuleID, day model.Date) string {
	row, err := deadline.RuleOn(t.rules, id, day)
	if err != nil {
		return ""
	}
	return row.Basis.String()
}
