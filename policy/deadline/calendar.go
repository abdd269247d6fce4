package deadline

import (
	"fmt"
	"slices"
	"time"

	"yijian/model"
)

// IsWorkingDay reports whether offices work on the day, counting make-up days;
// a year the calendar does not hold is an error with reason calendar.year_unknown.
func IsWorkingDay(day model.Date, cal model.Calendar) (bool, error) {
	if !slices.Contains(cal.Years, day.Year()) {
		return false, model.Fail(model.Conflict, "calendar.year_unknown",
			fmt.Sprintf("尚未载入%d年的节假日安排，不能推算期限，请先维护日历", day.Year()))
	}
	if slices.Contains(cal.DaysOff, day) {
		return false, nil
	}
	if slices.Contains(cal.MakeUp, day) {
		return true, nil
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday, nil
}

// roll returns the day itself or the first working day after it (民法典第二百零三条
// 第一款) on which the clock runs.
func roll(day model.Date, pauses []Span, cal model.Calendar) (model.Date, error) {
	for {
		if !isPaused(day, pauses) {
			working, err := IsWorkingDay(day, cal)
			if err != nil || working {
				return day, err
			}
		}
		day = day.AddDays(1)
	}
}

// addWorkingDays counts n working days on which the clock runs; the start is not one
// of them (民法典第二百零一条第一款).
func addWorkingDays(start model.Date, n int, pauses []Span, cal model.Calendar) (model.Date, error) {
	day := start
	for n > 0 {
		day = day.AddDays(1)
		if isPaused(day, pauses) {
			continue
		}
		working, err := IsWorkingDay(day, cal)
		if err != nil {
			return model.Date{}, err
		}
		if working {
			n--
		}
	}
	return day, nil
}
