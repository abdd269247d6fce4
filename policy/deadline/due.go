package deadline

import (
	"fmt"
	"time"

	"yijian/model"
)

// Due returns the last day on which the duty can be done in time. The start is
// not counted. Calendar days and months roll from a day off to the next working
// day; an appointed day of the month is that day in the start's own month and
// does not roll. Hours run from an instant, so DueAt counts them and Due refuses.
func Due(rule model.DeadlineRule, start model.Date, cal model.Calendar) (model.Date, error) {
	return count(rule, rule.Value, start, cal)
}

// Warn returns the day from which a reminder is due, no date when the rule has none.
func Warn(rule model.DeadlineRule, start model.Date, cal model.Calendar) (model.Date, error) {
	if rule.Warn == 0 {
		return model.Date{}, nil
	}
	return count(rule, rule.Warn, start, cal)
}

func count(rule model.DeadlineRule, value int, start model.Date, cal model.Calendar) (model.Date, error) {
	if start.IsZero() || value < 1 {
		return model.Date{}, fmt.Errorf("deadline %s: start %q, value %d", rule.ID, start, value)
	}
	var due model.Date
	var err error
	switch rule.Unit {
	case model.CalendarDay:
		due, err = rollToWorkingDay(start.AddDays(value), cal)
	case model.WorkingDay:
		due, err = addWorkingDays(start, value, cal)
	case model.Month:
		due, err = rollToWorkingDay(start.AddMonths(value), cal)
	case model.DayOfMonth:
		first := model.NewDate(start.Year(), start.Month(), 1)
		last := first.AddMonths(1).AddDays(-1)
		due = first.AddDays(min(value, last.Day()) - 1)
	default:
		err = fmt.Errorf("unit %q has no due day", rule.Unit)
	}
	if err != nil {
		return model.Date{}, fmt.Errorf("deadline %s from %s: %w", rule.ID, start, err)
	}
	return due, nil
}

// DueAt returns the instant at which a deadline in hours ends; nights and days
// off count (民法典第二百零一条第二款).
func DueAt(rule model.DeadlineRule, start time.Time) (time.Time, error) {
	if rule.Unit != model.Hour || rule.Value < 1 {
		return time.Time{}, fmt.Errorf("deadline %s: %d %s is not hours", rule.ID, rule.Value, rule.Unit)
	}
	return start.Add(time.Duration(rule.Value) * time.Hour), nil
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
