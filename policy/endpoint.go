package policy

import "yijian/model"

// CanFileFor returns nil when the opener may have end points filed: it is in
// business and holds a licence in force (快递末端网点备案暂行规定：备案范围和期限不超过许可).
func CanFileFor(opener model.Enterprise, licences []model.HeldLicence, today model.Date) error {
	licence, held := LicenceOn(licences, today)
	state := StateOfLicence(licence, today)
	switch {
	case opener.Status != model.EnterpriseActive:
		return model.Fail(model.Conflict, "endpoint.opener_inactive", "开办企业已停业或注销，不能备案")
	case !held || licence.Number == "" || state == LicenceUndated:
		return model.Fail(model.Conflict, "endpoint.licence_unknown", "开办企业没有登记许可证，或者许可证没有有效期，请先登记许可")
	case state == LicenceEnded:
		return model.Fail(model.Conflict, "endpoint.licence_ended", "开办企业的快递业务经营许可证已于"+licence.EndedOn.String()+"终止，不能备案")
	case state == LicenceExpired:
		return model.Fail(model.Conflict, "endpoint.licence_expired", "开办企业的快递业务经营许可证已于"+licence.LastDay.String()+"到期，不能备案")
	}
	return nil
}

// FilingBasis is what end points are filed under.
var FilingBasis = model.Basis{Document: "快递末端网点备案暂行规定", Version: "国邮发〔2018〕60号"}

// StandingOf returns what a filing is worth today, and why in words. A filing
// lasts no longer than its opener's licence and goes with its opener.
func StandingOf(f model.Filing, today model.Date) (standing model.FilingStanding, reason string) {
	switch {
	case f.Status == model.EndPointLapsed:
		return model.FilingLapsed, "开办者的许可或分支机构名录已经失效，备案随之失效，此前的回执不再有效。"
	case f.Status != model.EndPointFiled:
		return model.FilingCancelled, "备案已注销，此前的回执不再有效。"
	case f.OpenerStatus == model.EnterpriseClosed:
		return model.FilingOrphaned, "开办企业已注销，备案随之失效。"
	case !f.ValidUntil.IsZero() && f.ValidUntil.Before(today):
		return model.FilingExpired, "备案有效期随开办企业的许可证，已经届满。"
	case f.OpenerStatus == model.EnterpriseSuspended:
		return model.FilingHolds, "今天核验有效；开办企业目前停业。"
	}
	return model.FilingHolds, "今天核验有效。"
}
