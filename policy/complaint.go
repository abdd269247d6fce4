package policy

import (
	"slices"

	"yijian/model"
)

// daysForTheFirm is how long a firm has to settle a complaint made to it
// (快递暂行条例：自接到投诉之日起7日内处理).
const daysForTheFirm = 7

// CanAcceptComplaint returns nil when the bureau may take the complaint up: the
// firm is known, and was asked first but left the consumer dissatisfied or
// without a reply for more than 7 days. A report of illegality needs neither.
func CanAcceptComplaint(c model.Complaint, today model.Date) error {
	switch {
	case c.Kind == model.ComplaintReport:
		return nil
	case c.EnterpriseID == "":
		return model.Fail(model.Conflict, "complaint.firm_unknown", "尚未查明被申诉企业，请先补充登记")
	case c.FirmComplainedOn.IsZero():
		return model.Fail(model.Conflict, "complaint.firm_first", "用户尚未向企业投诉，不符合受理条件")
	case !c.FirmReplied && !today.After(c.FirmComplainedOn.AddDays(daysForTheFirm)):
		return model.Fail(model.Conflict, "complaint.seven_days", "用户向企业投诉未满7日，企业也未答复，暂不符合受理条件")
	}
	return nil
}

// CanTransferComplaint returns nil when the firm may be shown the complaint; a
// report is never shown to the firm it is about (快递暂行条例：为举报人保密).
func CanTransferComplaint(c model.Complaint) error {
	if c.Kind == model.ComplaintReport {
		return model.Fail(model.Conflict, "complaint.report_secret", "举报须为举报人保密，不得转办企业")
	}
	return nil
}

// CanCloseComplaint returns nil when the complaint may end so. A mediation that
// failed or succeeded needs the firm's answer, or its silence past the term
// (silent); so does finding the firm at fault.
func CanCloseComplaint(c model.Complaint, outcome model.ComplaintOutcome, upheld, silent bool) error {
	mediation := []model.ComplaintOutcome{model.OutcomeMediated, model.OutcomeNotMediated}
	answered := c.Status == model.ComplaintAnswered
	switch {
	case c.Kind == model.ComplaintReport && slices.Contains(mediation, outcome):
		return model.Fail(model.Conflict, "complaint.report_not_mediated", "举报不适用调解，请转线索核查或按其他方式结案")
	case outcome == model.OutcomeMediated && !answered:
		return model.Fail(model.Conflict, "complaint.unanswered", "企业尚未答复，不能以调解成功结案")
	case outcome == model.OutcomeNotMediated && !answered && !silent:
		return model.Fail(model.Conflict, "complaint.unanswered", "企业答复期限未满，不能以调解不成结案")
	case upheld && !answered && !silent:
		return model.Fail(model.Conflict, "complaint.firm_unheard", "企业尚未答复且期限未满，不能认定企业责任")
	}
	return nil
}
