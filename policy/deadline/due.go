package deadline

import (
	"fmt"

	"yijian/model"
)

// Due returns the last day of a duty whose clock neither stood still nor was
// lengthened. The start is not counted. Calendar days and months roll from a day off
// to the next working day; an appointed day of the month is that day in the start's
// own month and does not roll. Hours run from an instant, so EndAt counts them and
// Due refuses.
func Due(rule model.DeadlineRule, start model.Date, cal model.Calendar) (model.Date, error) {
	return End(rule, Course{Start: start}, cal)
}

func count(rule model.DeadlineRule, term term, course Course, cal model.Calendar) (model.Date, error) {
	if term.start.IsZero() || term.value < 1 {
		return model.Date{}, fmt.Errorf("deadline %s: start %q, value %d", rule.ID, term.start, term.value)
	}
	due, err := term.last(course.Pauses, cal)
	if err != nil {
		return model.Date{}, fmt.Errorf("deadline %s from %s: %w", rule.ID, term.start, err)
	}
	return due, nil
}

// term is a number of units from a start.
type term struct {
	start model.Date
	value int
	unit  model.DeadlineUnit
}

func (t term) last(pauses []Span, cal model.Calendar) (model.Date, error) {
	switch t.unit {
	case model.CalendarDay:
		return roll(stretched(t.start, t.start.AddDays(t.value), pauses), pauses, cal)
	case model.Month:
		return roll(stretched(t.start, t.start.AddMonths(t.value), pauses), pauses, cal)
	case model.WorkingDay:
		return addWorkingDays(t.start, t.value, pauses, cal)
	case model.DayOfMonth:
		if len(pauses) > 0 {
			return model.Date{}, fmt.Errorf("an appointed day does not stand still")
		}
		first := model.NewDate(t.start.Year(), t.start.Month(), 1)
		last := first.AddMonths(1).AddDays(-1)
		return first.AddDays(min(t.value, last.Day()) - 1), nil
	}
	return model.Date{}, fmt.Errorf("unit %q has no due day", t.unit)
}

// DaysLeft returns the calendar days from today to the due day, 0 on the day
// itself and negative once overdue.
func DaysLeft(today, due model.Date) int { return today.DaysUntil(due) }

// RuleOn returns the rule of the table that is valid on the day.
func RuleOn(rules []model.DeadlineRule, id model.DeadlineRuleID, day model.Date) (model.DeadlineRule, error) {
	for _, rule := range rules {
		if rule.ID == id && !day.Before(rule.From) && (rule.Until.IsZero() || !day.After(rule.Until)) {
			return rule, nil
		}
	}
	return model.DeadlineRule{}, model.Fail(model.Conflict, "deadline.no_rule",
		fmt.Sprintf("%s还没有这项期限的规定（%s），不能推算期限", day, id))
}

// HasRule reports whether the rules appoint a deadline of the kind on the day.
func HasRule(rules []model.DeadlineRule, id model.DeadlineRuleID, day model.Date) bool {
	_, err := RuleOn(rules, id, day)
	return err == nil
}
