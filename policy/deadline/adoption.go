package deadline

import (
	"reflect"
	"slices"

	"yijian/model"
)

// AltersBefore reports whether newer rows say anything else of the deadline, its value,
// name or basis, on some day before the one from which they are to hold. A clock that has
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
		return (hadRule == nil) != (hasRule == nil) || !Same(whatItSays(was), whatItSays(is))
	})
}

// Same reports whether two rows say the same.
func Same(a, b model.DeadlineRule) bool { return reflect.DeepEqual(a, b) }

// whatItSays is a rule without its period.
func whatItSays(rule model.DeadlineRule) model.DeadlineRule {
	rule.From, rule.Until = model.Date{}, model.Date{}
	return rule
}

// FirstGap returns the first day from the given one on, without end, for which the
// rows have no rule of the deadline; on that day the duty would have no term.
func FirstGap(rules []model.DeadlineRule, id model.DeadlineRuleID, from model.Date) (gap model.Date, found bool) {
	for {
		rule, err := RuleOn(rules, id, from)
		if err != nil {
			return from, true
		}
		if rule.Until.IsZero() {
			return model.Date{}, false
		}
		from = rule.Until.AddDays(1)
	}
}

// EveryClock returns the day from which a change that reaches running clocks must
// have a rule: the first day of the deadline's rows, or today for one without any.
func EveryClock(rules []model.DeadlineRule, id model.DeadlineRuleID, today model.Date) model.Date {
	first := today
	for _, rule := range rules {
		if rule.ID == id && rule.From.Before(first) {
			first = rule.From
		}
	}
	return first
}

// Filled gives a row that says nothing of pauses, extension and ladder those of the
// deadline's row on its first day, or its last row: such a row changes the term alone.
func Filled(rules []model.DeadlineRule, row model.DeadlineRule) model.DeadlineRule {
	now, err := RuleOn(rules, row.ID, row.From)
	for i := len(rules) - 1; err != nil && i >= 0; i-- {
		if rules[i].ID == row.ID {
			now, err = rules[i], nil
		}
	}
	if row.Pauses == nil && row.Extension == nil && row.Ladder == nil {
		row.Pauses, row.Extension, row.Ladder = now.Pauses, now.Extension, now.Ladder
	}
	if row.Warn == 0 { // a step at the warning needs one
		row.Ladder = slices.DeleteFunc(slices.Clone(row.Ladder), func(s model.LadderStep) bool { return s.At == model.AtWarning })
	}
	if len(row.Ladder) == 0 {
		row.Ladder = nil
	}
	return row
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
