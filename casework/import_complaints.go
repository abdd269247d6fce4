package casework

import (
	"yijian/model"
	"yijian/store"
)

var (
	complaintChannels = []model.Choice{
		{Value: "12305", Title: "12305 转办"}, {Value: "12345", Title: "12345 转办"}, {Value: "visit", Title: "来访"}, {Value: "letter", Title: "来信"}, {Value: "web", Title: "网上"},
	}
	complaintCategories = []model.Choice{
		{Value: "loss", Title: "丢失短少"}, {Value: "delivery", Title: "投递服务"}, {Value: "delay", Title: "延误"}, {Value: "damage", Title: "损毁"},
		{Value: "pickup", Title: "收寄服务"}, {Value: "overcharge", Title: "违规收费"}, {Value: "cod", Title: "代收货款"}, {Value: "other", Title: "其他"},
	}
	complaintOutcomes = choicesWith(
		[]model.ComplaintOutcome{model.OutcomeMediated, model.OutcomeNotMediated, model.OutcomeWithdrawn, model.OutcomeUnreachable, model.OutcomeToClue},
		map[model.ComplaintOutcome]string{
			model.OutcomeMediated: "调解成功", model.OutcomeNotMediated: "调解不成", model.OutcomeWithdrawn: "撤回", model.OutcomeUnreachable: "联系无果", model.OutcomeToClue: "转线索核查",
		})
)

func pastComplaintSheet() importSheet {
	return importSheet{
		Sheet: model.Sheet{
			Noun: "complaints", Title: "申诉", NoPersons: true,
			Note: "已结案的申诉，每件一行，按申诉编号认定。不导入用户的姓名、电话、地址和事由；举报不导入。",
			Columns: []model.SheetColumn{
				numbered("external_no", "申诉编号", "来源系统里的编号；不能重复。", model.CellCode, 60),
				firmColumn("被申诉企业", true),
				{Key: "received_on", Title: "接收日期", Kind: model.CellDay, Required: true, Width: 13, Note: "如 2025-01-02。"},
				{Key: "closed_on", Title: "结案日期", Kind: model.CellDay, Required: true, Width: 13, Note: "一般在近 24 个月以内。"},
				{Key: "channel", Title: "来源渠道", Kind: model.CellChoice, Required: true, Width: 14, Choices: complaintChannels, Note: "从下拉列表中选。"},
				{Key: "category", Title: "问题类别", Kind: model.CellChoice, Required: true, Width: 14, Choices: complaintCategories, Note: "从下拉列表中选。"},
				{Key: "outcome", Title: "结案方式", Kind: model.CellChoice, Required: true, Width: 14, Choices: complaintOutcomes, Note: "从下拉列表中选。"},
				{Key: "upheld", Title: "有效申诉", Kind: model.CellChoice, Required: true, Width: 10, Choices: yesOrNo, Note: "认定企业有责任的填“是”。"},
			},
		},
		take: takePastComplaint, end: (*importPass).settlePastComplaints,
	}
}

func takePastComplaint(p *importPass, r *importRow) error {
	r.shape()
	received := r.past("received_on", model.FirstDay)
	closed := r.recent("closed_on")
	if !closed.IsZero() && closed.Before(received) {
		r.fault("closed_on", "date.too_early", "结案日期不能早于接收日期 "+received.String())
	}
	firm, _ := p.pastFirm(r)
	number := r.asGiven("external_no")
	key := model.DocumentKey(number)
	if number != "" {
		r.once("external_no", key)
	}
	if firm == nil || number == "" {
		r.settle(false, false)
		return nil
	}
	is := model.Complaint{
		ID: model.ComplaintID(r.newID()), TrackingNo: store.NewTrackingNo(), Channel: r.choice("channel"), ExternalNo: number,
		Kind: model.ComplaintToBureau, EnterpriseID: firm.ID, EnterpriseName: firm.Name, AreaCode: firm.AreaCode, Category: r.choice("category"),
		Statement: "历史申诉 " + number, ReceivedOn: received, Status: model.ComplaintClosed, Outcome: model.ComplaintOutcome(r.choice("outcome")),
		Upheld: r.choice("upheld") == "yes", ClosedOn: closed, ImportNo: p.number, HistoryKey: &key, Demo: p.demoOf(firm), Version: 1,
	}
	if p.promotes() {
		is.CreatedAt, is.UpdatedAt = p.now(), p.now()
	}
	p.Past.Complaints = append(p.Past.Complaints, &pastRecord[model.Complaint]{key, []*importRow{r}, is})
	if len(p.Past.Complaints) < importBatchRows {
		return nil
	}
	return p.settlePastComplaints()
}

func (p *importPass) settlePastComplaints() error {
	records := p.Past.Complaints
	p.Past.Complaints = nil
	return settlePast(p, pastKind[model.Complaint]{
		column: "external_no",
		find: func(r store.Reader, keys []string) (map[string]model.Complaint, error) {
			return r.PastComplaints(p.ctx, keys)
		},
		id:   func(is model.Complaint) string { return string(is.ID) },
		area: func(was model.Complaint) string { return was.AreaCode },
		same: samePastComplaint,
		on:   func(is model.Complaint) (string, model.Date) { return "closed_on", is.ClosedOn },
		add: func(p *importPass, rows []*model.Complaint) error {
			return p.write.bring(func(w work) error { return w.AddPastComplaints(p.ctx, rows) })
		},
	}, records)
}

func samePastComplaint(was, is model.Complaint) bool {
	return was.EnterpriseID == is.EnterpriseID && was.ReceivedOn == is.ReceivedOn && was.ClosedOn == is.ClosedOn && was.Status == is.Status &&
		was.Category == is.Category && was.Outcome == is.Outcome && was.Upheld == is.Upheld
}
