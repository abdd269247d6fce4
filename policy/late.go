package policy

import (
	"yijian/model"
	"yijian/policy/deadline"
)

// longestBreak is more days than any official holiday has joined, so a term
// never rolls further than this.
const longestBreak = 15

// Late reports whether a duty that arose on one day and was done on the other
// missed its term in days or working days, of which so many take as many days at
// least. It needs the calendar only when the answer hangs on which days were off.
func Late(rule model.DeadlineRule, arose, done model.Date, cal model.Calendar) (bool, error) {
	plain := arose.AddDays(rule.Value)
	if !done.After(plain) {
		return false, nil
	}
	if rule.Unit == model.CalendarDay && done.After(plain.AddDays(longestBreak)) {
		return true, nil
	}
	due, err := deadline.Due(rule, arose, cal)
	return done.After(due), err
}
