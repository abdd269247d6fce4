package casework

import (
	"context"
	"strings"

	"yijian/model"
)

// ComplaintFacts is what an officer enters about a complaint or report.
type ComplaintFacts struct {
	Channel          string
	ExternalNo       string
	Kind             model.ComplaintKind
	EnterpriseID     model.EnterpriseID
	WaybillNo        string
	ConsumerName     model.PersonName
	ConsumerPhone    model.Phone
	Category         string
	Statement        string
	Claim            string
	FirmComplainedOn model.Date
	FirmReplied      bool
	ReceivedOn       model.Date
}

// keepMasked takes a mask that was sent back as "unchanged".
func (f *ComplaintFacts) keepMasked(c model.Complaint) {
	f.ConsumerName = f.ConsumerName.Or(c.ConsumerName)
	f.ConsumerPhone = f.ConsumerPhone.Or(c.ConsumerPhone)
}

func (f ComplaintFacts) apply(c *model.Complaint) {
	c.Channel, c.ExternalNo, c.Kind, c.WaybillNo = f.Channel, f.ExternalNo, f.Kind, f.WaybillNo
	c.ConsumerName, c.ConsumerPhone = f.ConsumerName, f.ConsumerPhone
	c.Category, c.Statement, c.Claim = f.Category, f.Statement, f.Claim
	c.FirmComplainedOn, c.FirmReplied, c.ReceivedOn = f.FirmComplainedOn, f.FirmReplied, f.ReceivedOn
}

// enterComplaint checks the facts and puts them on the record. The record
// belongs to the firm's area, or to the officer's while the firm is not known.
func (w work) enterComplaint(ctx context.Context, c *model.Complaint, facts ComplaintFacts) error {
	fields := facts.check(w.today())
	c.EnterpriseID, c.EnterpriseName, c.AreaCode = "", "", w.Stamp().Call.Actor.AreaCode
	if facts.EnterpriseID != "" {
		firm, err := w.firm(ctx, &fields, facts.EnterpriseID)
		if err != nil {
			return err
		}
		c.EnterpriseID, c.EnterpriseName, c.AreaCode, c.Demo = firm.ID, firm.Name, firm.AreaCode, c.Demo || firm.Demo
	}
	facts.apply(c)
	return fields.Err()
}

func (f ComplaintFacts) check(today model.Date) model.FieldErrors {
	var fields model.FieldErrors
	if strings.TrimSpace(f.Statement) == "" {
		fields.Add("/statement", "required", "请填写事由")
	}
	if f.ReceivedOn.IsZero() || f.ReceivedOn.After(today) {
		fields.Add("/received_on", "complaint.received_later", "接收日期不能为空，也不能晚于今天")
	}
	if f.FirmComplainedOn.After(f.ReceivedOn) {
		fields.Add("/firm_complained_on", "complaint.firm_later", "向企业投诉的日期不能晚于提出申诉的日期")
	}
	if f.FirmReplied && f.FirmComplainedOn.IsZero() {
		fields.Add("/firm_replied", "complaint.firm_not_asked", "未向企业投诉的，不应填写企业已答复")
	}
	if f.Kind == model.ComplaintToBureau && f.ConsumerName == "" {
		fields.Add("/consumer_name", "complaint.consumer_missing", "申诉须有用户姓名；举报可以匿名")
	}
	if f.Kind == model.ComplaintToBureau && f.ConsumerPhone == "" {
		fields.Add("/consumer_phone", "complaint.consumer_missing", "申诉须有联系电话；举报可以不留")
	}
	checkPersonName(&fields, "/consumer_name", f.ConsumerName)
	checkPhone(&fields, "/consumer_phone", string(f.ConsumerPhone))
	return fields
}
