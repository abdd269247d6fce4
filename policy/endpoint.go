package policy

import "yijian/model"

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
