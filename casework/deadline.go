package casework

import (
	"yijian/model"
	"yijian/policy"
	"yijian/policy/deadline"
	"yijian/policy/rulebook"
)

// term computes a running deadline. When the calendar does not reach far enough
// the view still names the rule and its basis, and the error says why the day
// is missing; pages show the view, acts that hang on the day fail with the error.
func term(id model.DeadlineRuleID, start, today model.Date) (model.DueView, error) {
	rule, err := deadline.RuleOn(rulebook.Deadlines(), id, start)
	if err != nil {
		return model.DueView{Title: string(id)}, err
	}
	view := model.DueView{Title: rule.Title, Basis: rule.Basis.String()}
	due, err := deadline.Due(rule, start, rulebook.Calendar())
	if err != nil {
		view.Title += "（期限届满年份的节假日安排未载入，暂不能推算）"
		return view, err
	}
	view.DueOn, view.DaysLeft = due, deadline.DaysLeft(today, due)
	return view, nil
}

// shown is the term for a page, nil when it has not begun.
func shown(id model.DeadlineRuleID, start, today model.Date) *model.DueView {
	if start.IsZero() {
		return nil
	}
	view, _ := term(id, start, today) // the view says by itself that the day is missing
	return &view
}

// late reports whether a duty that arose on one day and is done today misses its
// term, by the rule that is valid today.
func late(id model.DeadlineRuleID, arose, today model.Date) (bool, error) {
	rule, err := deadline.RuleOn(rulebook.Deadlines(), id, today)
	if err != nil {
		return false, err
	}
	return policy.Late(rule, arose, today, rulebook.Calendar())
}
