package deadline

import (
	"strconv"
	"time"

	"yijian/model"
)

// StepKey names a step of a clock's ladder for good. A clock that was lengthened has
// its ladder anew.
func StepKey(step model.LadderStep, extensions int64) string {
	key := string(step.At)
	if step.Days > 0 {
		key += "-" + strconv.Itoa(step.Days)
	}
	if extensions > 0 {
		key += "+" + strconv.FormatInt(extensions, 10)
	}
	return key + "/" + string(step.Tell)
}

// Moment is when a step is due: as the warning day begins, when the term has ended, or
// as the n-th day after the last one begins. There is none while the day it hangs on is
// unknown.
func Moment(step model.LadderStep, warn, due model.Date, end *time.Time) (at time.Time, known bool) {
	switch {
	case step.At == model.AtWarning:
		return StartOf(warn), !warn.IsZero()
	case end == nil || due.IsZero():
		return time.Time{}, false
	case step.At == model.AtEnd:
		return *end, true
	}
	return StartOf(due.AddDays(step.Days)), true
}

// StartOf is the instant at which the day begins in Shanghai.
func StartOf(day model.Date) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, model.Shanghai).UTC()
}
