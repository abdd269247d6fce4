package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type complaintList struct {
	Paging
	Status       string `query:"status" enum:"registered,refused,accepted,transferred,answered,closed"`
	Kind         string `query:"kind" enum:"complaint_to_bureau,report"`
	Category     string `query:"category" enum:"loss,delivery,delay,damage,pickup,overcharge,cod,other"`
	Channel      string `query:"channel" enum:"12305,12345,visit,letter,web"`
	EnterpriseID string `query:"enterprise_id" maxLength:"36"`
	ImportNo     string `query:"import_no" maxLength:"40" doc:"number of an import: what it brought"`
	Outcome      string `query:"outcome" enum:"mediated,not_mediated,withdrawn,unreachable,to_clue"`
}

func (a *API) listComplaints(ctx context.Context, call model.Call, in *complaintList) (*plain[model.Page[model.Complaint]], error) {
	return body(a.Desk.Complaints(ctx, call.Actor, in.query(map[string]string{
		"status": in.Status, "kind": in.Kind, "category": in.Category, "channel": in.Channel,
		"enterprise_id": in.EnterpriseID, "outcome": in.Outcome, "import_no": in.ImportNo,
	})))
}

func (a *API) readComplaint(ctx context.Context, call model.Call, in *onID) (*record[model.ComplaintCard], error) {
	card, err := a.Desk.ComplaintCard(ctx, call.Actor, model.ComplaintID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// ComplaintFields is what may be entered and changed; a masked value sent back leaves the stored one.
type ComplaintFields struct {
	Channel          string              `json:"channel" enum:"12305,12345,visit,letter,web" doc:"来源渠道"`
	ExternalNo       string              `json:"external_no,omitempty" maxLength:"60" doc:"来源系统编号"`
	Kind             model.ComplaintKind `json:"kind" enum:"complaint_to_bureau,report" doc:"申诉或举报"`
	EnterpriseID     string              `json:"enterprise_id,omitempty" maxLength:"36" doc:"被申诉企业，未查明时留空"`
	WaybillNo        string              `json:"waybill_no,omitempty" pattern:"^[0-9A-Za-z-]{0,40}$" doc:"运单号"`
	ConsumerName     string              `json:"consumer_name,omitempty" maxLength:"30" doc:"用户姓名，举报可匿名"`
	ConsumerPhone    string              `json:"consumer_phone,omitempty" maxLength:"30" doc:"用户电话"`
	Category         string              `json:"category" enum:"loss,delivery,delay,damage,pickup,overcharge,cod,other" doc:"问题类别"`
	Statement        string              `json:"statement" minLength:"2" maxLength:"2000" doc:"事由"`
	Claim            string              `json:"claim,omitempty" maxLength:"500" doc:"请求"`
	FirmComplainedOn model.Date          `json:"firm_complained_on,omitempty" format:"date" doc:"用户向企业投诉的日期"`
	FirmReplied      bool                `json:"firm_replied,omitempty" doc:"企业已答复，用户不满意"`
	ReceivedOn       model.Date          `json:"received_on" format:"date" doc:"接收日期"`
}

func (f ComplaintFields) facts() casework.ComplaintFacts {
	return casework.ComplaintFacts{
		Channel: f.Channel, ExternalNo: f.ExternalNo, Kind: f.Kind, EnterpriseID: model.EnterpriseID(f.EnterpriseID),
		WaybillNo: f.WaybillNo, ConsumerName: model.PersonName(f.ConsumerName), ConsumerPhone: model.Phone(f.ConsumerPhone),
		Category: f.Category, Statement: f.Statement, Claim: f.Claim,
		FirmComplainedOn: f.FirmComplainedOn, FirmReplied: f.FirmReplied, ReceivedOn: f.ReceivedOn,
	}
}

type complaintEntry struct{ Body ComplaintFields }

func (a *API) registerComplaint(ctx context.Context, call model.Call, in *complaintEntry) (*created[model.Complaint], error) {
	c, err := a.Desk.RegisterComplaint(ctx, call, in.Body.facts())
	return made("complaints", string(c.ID), c, err)
}

type complaintChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body ComplaintFields
}

func (a *API) changeComplaint(ctx context.Context, call model.Call, in *complaintChange) (*record[model.Complaint], error) {
	c, err := a.Desk.ChangeComplaint(ctx, call, model.ComplaintID(in.ID), in.Body.facts())
	return versioned(c, c.Version, err)
}

func (a *API) acceptComplaint(ctx context.Context, call model.Call, in *onID) (*record[model.Complaint], error) {
	c, err := a.Desk.AcceptComplaint(ctx, call, model.ComplaintID(in.ID))
	return versioned(c, c.Version, err)
}

type complaintRefusal struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Reason model.RefusalReason `json:"reason" enum:"not_postal,not_party,unclear,firm_first,over_one_year,duplicate,elsewhere" doc:"不予受理的理由"`
		Note   string              `json:"note,omitempty" maxLength:"500" doc:"说明"`
	}
}

func (a *API) refuseComplaint(ctx context.Context, call model.Call, in *complaintRefusal) (*record[model.Complaint], error) {
	c, err := a.Desk.RefuseComplaint(ctx, call, model.ComplaintID(in.ID), in.Body.Reason, in.Body.Note)
	return versioned(c, c.Version, err)
}

func (a *API) transferComplaint(ctx context.Context, call model.Call, in *onID) (*record[model.Complaint], error) {
	c, err := a.Desk.TransferComplaint(ctx, call, model.ComplaintID(in.ID))
	return versioned(c, c.Version, err)
}

type firmAnswer struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Investigation   string `json:"investigation" minLength:"2" maxLength:"2000" doc:"调查结果和处理意见"`
		Responsibility  string `json:"responsibility" enum:"firm,consumer,third_party,none" doc:"责任认定"`
		CompensationFen int64  `json:"compensation_fen" minimum:"0" maximum:"100000000000" doc:"赔偿金额，分"`
	}
}

func (a *API) answerComplaint(ctx context.Context, call model.Call, in *firmAnswer) (*record[model.Complaint], error) {
	c, err := a.Desk.AnswerComplaint(ctx, call, model.ComplaintID(in.ID), casework.FirmAnswer{
		Investigation: in.Body.Investigation, Responsibility: in.Body.Responsibility, CompensationFen: in.Body.CompensationFen,
	})
	return versioned(c, c.Version, err)
}

type complaintClosing struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Outcome     model.ComplaintOutcome `json:"outcome" enum:"mediated,not_mediated,withdrawn,unreachable,to_clue" doc:"结案方式"`
		FirmAtFault bool                   `json:"firm_at_fault" doc:"企业有责，即有效申诉"`
		Note        string                 `json:"note,omitempty" maxLength:"500" doc:"说明"`
	}
}

func (a *API) closeComplaint(ctx context.Context, call model.Call, in *complaintClosing) (*record[model.Complaint], error) {
	c, err := a.Desk.CloseComplaint(ctx, call, model.ComplaintID(in.ID), casework.Closing{
		Outcome: in.Body.Outcome, FirmAtFault: in.Body.FirmAtFault, Note: in.Body.Note,
	})
	return versioned(c, c.Version, err)
}
