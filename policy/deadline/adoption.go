package deadline

import (
	"slices"

	"yijian/model"
)

// AltersBefore reports whether newer rows give the deadline another value, unit or
// reminder on some day before the one from which they are to hold. A clock that has
// started keeps the rule of its first day, so such a change reaches running clocks.
func AltersBefore(older, newer []model.DeadlineRule, id model.DeadlineRuleID, from model.Date) bool {
	days := []model.Date{from.AddDays(-1)}
	for _, rule := range append(slices.Clone(older), newer...) {
		if rule.ID != id {
			continue
		}
		days = append(days, rule.From, rule.From.AddDays(-1))
		if !rule.Until.IsZero() {
			days = append(days, rule.Until, rule.Until.AddDays(1))
		}
	}
	return slices.ContainsFunc(days, func(day model.Date) bool {
		if !day.Before(from) {
			return false
		}
		was, hadRule := RuleOn(older, id, day)
		is, hasRule := RuleOn(newer, id, day)
		return (hadRule == nil) != (hasRule == nil) || was.Value != is.Value || was.Unit != is.Unit || was.Warn != is.Warn
	})
}

// Succeeded returns the rows of a deadline with a new one that holds from its first
// day on: the row valid until then ends the day before, and later ones fall away.
func Succeeded(rules []model.DeadlineRule, next model.DeadlineRule) []model.DeadlineRule {
	rows := []model.DeadlineRule{}
	for _, rule := range rules {
		if rule.ID != next.ID || !rule.From.Before(next.From) {
			continue
		}
		if last := next.From.AddDays(-1); rule.Until.IsZero() || rule.Until.After(last) {
			rule.Until = last
		}
		rows = append(rows, rule)
	}
	return append(rows, next)
}

// Corrected returns the rows of a deadline with the one that holds on the new row's
// first day replaced by it, its period kept: a mistake in the table is put right for
// the clocks that run already, too.
func Corrected(rules []model.DeadlineRule, right model.DeadlineRule) []model.DeadlineRule {
	rows := []model.DeadlineRule{}
	for _, rule := range rules {
		if rule.ID != right.ID {
			continue
		}
		if !right.From.Before(rule.From) && (rule.Until.IsZero() || !right.From.After(rule.Until)) {
			right.From, right.Until = rule.From, rule.Until
			rule = right
		}
		rows = append(rows, rule)
	}
	return rows
}
