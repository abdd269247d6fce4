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
	if step.Hours > 0 {
		key += "-" + strconv.Itoa(step.Hours) + "h"
	}
	if extensions > 0 {
		key += "+" + strconv.FormatInt(extensions, 10)
	}
	return key + "/" + string(step.Tell)
}

// Marks are the instants on which the steps of a ladder hang; one that is unknown is absent.
type Marks struct {
	Warning *time.Time // as the warning day begins, or when the warning hour has come
	Due     model.Date
	End     *time.Time
}

// Moment is when a step is due: at the warning, hours before the end, when the term has
// ended, or as the n-th day after the last one begins. There is none while the instant it
// hangs on is unknown.
func Moment(step model.LadderStep, m Marks) (at time.Time, known bool) {
	switch {
	case step.At == model.AtWarning && m.Warning != nil:
		return *m.Warning, true
	case step.At == model.AtWarning || m.End == nil || m.Due.IsZero():
		return time.Time{}, false
	case step.At == model.BeforeEnd:
		return m.End.Add(-time.Duration(step.Hours) * time.Hour), true
	case step.At == model.AtEnd:
		return *m.End, true
	}
	return StartOf(m.Due.AddDays(step.Days)), true
}

// StartOf is the instant at which the day begins in Shanghai.
func StartOf(day model.Date) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, model.Shanghai).UTC()
}
