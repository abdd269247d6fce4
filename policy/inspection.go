package policy

import (
	"fmt"
	"slices"

	"yijian/model"
)

// TwoOfficersBasis is why an inspection needs two officers who hold a certificate.
var TwoOfficersBasis = model.Basis{Document: "中华人民共和国行政处罚法", Version: "2021年修订", Article: "42"}

// CheckOfficers names what is wrong with a team of inspectors on a day: fewer
// than two, one twice, no inspector, or a certificate that is missing, suspended or not
// valid then.
func CheckOfficers(team []model.UserID, officers []model.Certificate, on model.Date) model.FieldErrors {
	var fields model.FieldErrors
	if len(team) < 2 {
		fields.Add("/officers", "inspection.officers_too_few", "执法人员不得少于两人（"+TwoOfficersBasis.String()+"）")
	}
	for i, id := range team {
		pointer := fmt.Sprintf("/officers/%d", i)
		found := slices.IndexFunc(officers, func(c model.Certificate) bool { return c.ID == id })
		switch {
		case slices.Contains(team[:i], id):
			fields.Add(pointer, "inspection.officer_twice", "同一名执法人员不能重复列入")
		case found < 0 || officers[found].Disabled || !slices.Contains(officers[found].Roles, model.RoleInspector):
			fields.Add(pointer, "inspection.officer_unknown", "没有这名在岗执法人员")
		default:
			if reason, detail := certificateRefusal(officers[found], on); reason != "" {
				fields.Add(pointer, reason, detail)
			}
		}
	}
	return fields
}

// CheckResult names what does not fit between a result code and its number of findings.
func CheckResult(result model.ResultCode, findings int) model.FieldErrors {
	var fields model.FieldErrors
	switch {
	case result.Title() == "":
		fields.Add("/result", "inspection.result_unknown", "没有这个检查结果代码")
	case result.FindsFault() && findings == 0:
		fields.Add("/findings", "inspection.findings_missing", "检查结果为“"+result.Title()+"”的，须写明发现的问题")
	case !result.FindsFault() && findings > 0:
		fields.Add("/findings", "inspection.findings_unexpected", "检查结果为“"+result.Title()+"”的，不得填写问题")
	}
	return fields
}
