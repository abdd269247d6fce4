package deadline

import (
	"slices"
	"time"

	"yijian/model"
)

// MissingYear returns the first of this year and the next whose arrangement is not
// in the calendar, 0 for neither. It is urgent for this year always and for the
// next from 1 December on, when the notice is usually out and terms reach into it.
func MissingYear(cal model.Calendar, today model.Date) (year int, urgent bool) {
	if !slices.Contains(cal.Years, today.Year()) {
		return today.Year(), true
	}
	if next := today.Year() + 1; !slices.Contains(cal.Years, next) {
		return next, today.Month() == time.December
	}
	return 0, false
}

// Restarts says what interrupts the clock of a deadline, empty for nothing: the
// platform counts every other one from its first day to its last without a pause.
func Restarts(id model.DeadlineRuleID) string {
	switch id {
	case model.EndpointAcceptance, model.EndpointCorrectionNotice:
		return "告知补正后停止计时，自企业重新提交之日起重新计算"
	case model.ComplaintFirmReply:
		return "自转办之日起计算，与对用户答复的期限并行"
	}
	return ""
}
