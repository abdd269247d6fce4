package policy

import (
	"yijian/model"
	"yijian/policy/deadline"
)

// longestBreak is more days than any official holiday has joined, so a term
// never rolls further than this.
const longestBreak = 15

// FiledLate reports whether an end point opened on one day and first submitted
// on the other missed the term. It needs the calendar only when the answer
// hangs on whether the last day was a day off.
func FiledLate(rule model.DeadlineRule, opened, submitted model.Date, cal model.Calendar) (bool, error) {
	plain := opened.AddDays(rule.Value)
	if !submitted.After(plain) {
		return false, nil
	}
	if submitted.After(plain.AddDays(longestBreak)) {
		return true, nil
	}
	due, err := deadline.Due(rule, opened, cal)
	return submitted.After(due), err
}

// CanFileFor returns nil when the opener may have end points filed: it is in
// business and its licence has not run out (快递末端网点备案暂行规定：备案范围和期限不超过许可).
func CanFileFor(opener model.Enterprise, today model.Date) error {
	switch {
	case opener.Status != model.EnterpriseActive:
		return model.Fail(model.Conflict, "endpoint.opener_inactive", "开办企业已停业或注销，不能备案")
	case opener.LicenceNo == "" || opener.LicenceExpires.IsZero():
		return model.Fail(model.Conflict, "endpoint.licence_unknown", "开办企业的许可证号或有效期未登记，请先补全企业登记信息")
	case opener.LicenceExpires.Before(today):
		return model.Fail(model.Conflict, "endpoint.licence_expired", "开办企业的快递业务经营许可证已于"+opener.LicenceExpires.String()+"到期，不能备案")
	}
	return nil
}
