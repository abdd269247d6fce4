package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/store"
)

// complaintNumber names a complaint in texts that leave the platform: by the
// number it came with, else by the end of its id. The waybill and the tracking
// number are the consumer's.
func complaintNumber(c model.Complaint) string {
	if c.ExternalNo != "" {
		return c.ExternalNo
	}
	id := string(c.ID)
	return "尾号" + strings.ToUpper(id[max(0, len(id)-6):])
}

// tellOfComplaint tells who has to do the next thing about a complaint.
func (w work) tellOfComplaint(ctx context.Context, step complaintStep, c model.Complaint) error {
	a := announcement{noun: "complaints", id: string(c.ID), demo: c.Demo}
	switch step.name {
	case transferComplaint.name:
		a.event, a.to = model.EventComplaintTransferred, toFirm(c.EnterpriseID)
	case answerComplaint.name:
		a.event, a.to = model.EventComplaintAnswered, toDuty(model.RoleComplaints, c.AreaCode)
	default:
		return nil
	}
	terms, err := w.termsOf(ctx, "complaints", string(c.ID))
	if err != nil {
		return err
	}
	due := terms.complaint(answerComplaint.name, c, w.today())
	if a.event == model.EventComplaintAnswered {
		due = terms.complaint(closeComplaint.name, c, w.today())
	}
	a.values = map[string]string{"record": complaintNumber(c), "firm": c.EnterpriseName, "due": dayWords(due)}
	return announce(ctx, w.Tx, a)
}

// tellOfLodging tells the complaint officers that one came in from the public site.
func (w work) tellOfLodging(ctx context.Context, c model.Complaint) error {
	terms, err := w.termsOf(ctx, "complaints", string(c.ID))
	if err != nil {
		return err
	}
	firm := c.EnterpriseName
	if firm == "" {
		firm = "尚未查明的企业"
	}
	return announce(ctx, w.Tx, announcement{
		event: model.EventComplaintLodged, to: toDuty(model.RoleComplaints, c.AreaCode), noun: "complaints", id: string(c.ID), demo: c.Demo,
		values: map[string]string{"record": complaintNumber(c), "firm": firm, "due": dayWords(terms.complaint(acceptComplaint.name, c, w.today()))},
	})
}

// tellOfEndPoint tells the firm what became of its filing, and the inspectors that one waits.
func (w work) tellOfEndPoint(ctx context.Context, step endPointStep, e model.EndPoint) error {
	a := announcement{to: toFirm(e.EnterpriseID), noun: "endpoints", id: string(e.ID), demo: e.Demo}
	switch step.name {
	case submitEndPoint.name:
		a.event, a.to = model.EventEndPointSubmitted, toDuty(model.RoleInspector, e.AreaCode)
	case askCorrection.name:
		a.event = model.EventEndPointCorrection
	case acceptEndPoint.name:
		a.event = model.EventEndPointAccepted
	case returnEndPoint.name, refuseEndPoint.name:
		a.event = model.EventEndPointReturned
	case proposeChange.name:
		a.event, a.to = model.EventChangeSubmitted, toDuty(model.RoleInspector, e.AreaCode)
	case acceptChange.name, returnChange.name:
		a.event = model.EventChangeDecided
	default:
		return nil
	}
	terms, err := w.termsOf(ctx, "endpoints", string(e.ID))
	if err != nil {
		return err
	}
	a.values = map[string]string{
		"name": e.Name, "firm": e.EnterpriseName, "serial": string(e.LocalSerial),
		"due": dayWords(terms.endPoint(acceptEndPoint.name, e, w.today())), "outcome": changeOutcomes[step.name],
	}
	return announce(ctx, w.Tx, a)
}

// tellOfEndedChange tells the firm that a change waits no longer, because its filing ended.
func (w work) tellOfEndedChange(ctx context.Context, e model.EndPoint, c model.EndPointChange) error {
	return announce(ctx, w.Tx, announcement{
		event: model.EventChangeDecided, to: toFirm(e.EnterpriseID), noun: "endpoints", id: string(e.ID), demo: e.Demo,
		values: map[string]string{"name": e.Name, "outcome": "已终止，" + c.DecidedReason},
	})
}

var changeOutcomes = map[string]string{acceptChange.name: "已同意", returnChange.name: "已退回，理由见平台"}

// tellOfEntry tells the firm of its intended place on the black list, or those who re-check what it says.
func (w work) tellOfEntry(ctx context.Context, e model.EditionEntry, was model.EditionEntry) error {
	a := announcement{noun: "edition-entries", id: string(e.ID), demo: e.Demo}
	switch {
	case e.Status == model.EntryNoticed && was.Status == model.EntryCandidate:
		a.event, a.to = model.EventEntryNoticed, toFirm(e.EnterpriseID)
	case e.Statement != was.Statement:
		a.event, a.to = model.EventEntryStated, toDuty(model.RoleLegal, e.AreaCode)
	default:
		return nil
	}
	edition, err := w.Edition(ctx, store.Everything(), e.EditionID)
	if err != nil {
		return err
	}
	a.values = map[string]string{"edition": edition.Title, "firm": e.EnterpriseName, "due": e.StatementDue.String()}
	return announce(ctx, w.Tx, a)
}

// tellOfReport tells the supervising unit that a monthly report waits, and the lead that one came back.
func (w work) tellOfReport(ctx context.Context, t taskInPlan, r model.TaskReport) error {
	a := announcement{
		event: model.EventReportSubmitted, noun: "task-reports", id: string(r.ID), demo: r.Demo,
		values: map[string]string{"task": t.Name, "month": r.Month},
	}
	a.to.Role, a.to.Unit = model.RoleSupervisor, t.plan.SupervisingUnit
	if r.Status == model.TaskReportReturned {
		a.event, a.to.Role, a.to.Unit = model.EventReportReturned, model.RoleLead, t.Lead()
	}
	return announce(ctx, w.Tx, a)
}

var requestKinds = map[model.AccountRequestKind]string{
	model.RequestReset: "重置密码与动态口令", model.RequestGrant: "授予岗位或调整范围",
}

// tellOfRequest tells the security administrators that a request waits, and who asked what became of it.
func (w work) tellOfRequest(ctx context.Context, r model.AccountRequest) error {
	u, err := w.User(ctx, store.Everything(), r.UserID)
	if err != nil {
		return err
	}
	a := announcement{
		event: model.EventRequestOpened, noun: "account-requests", id: string(r.ID), demo: u.Demo,
		values: map[string]string{"account": u.Name, "kind": requestKinds[r.Kind], "outcome": requestTitles[r.Status]},
	}
	a.to.Role = model.RoleSecurityAdmin
	if r.Status != model.RequestOpen {
		a.event, a.to = model.EventRequestDecided, toPerson(r.RequestedBy)
	}
	return announce(ctx, w.Tx, a)
}

// tellPerson tells somebody what was done with his account.
func (w work) tellPerson(ctx context.Context, u model.User, event model.NotificationEventID, values map[string]string) error {
	values["account"] = u.Name
	return announce(ctx, w.Tx, announcement{event: event, to: toPerson(u.ID), values: values, demo: u.Demo})
}

// meanwhileWords say whether a contested fact counts while it is reviewed.
func meanwhileWords(f model.DutyFact) string {
	if isContestedLate(f) {
		return "异议期满以后提出的，复核期间照常计入诚信评价"
	}
	return "复核以前不计入诚信评价"
}

// tellOfDuty tells the enterprise what became of a duty fact, and those who decide that it
// is contested. Whoever acts for the enterprise is told too: that what he handed in late made
// a fact, he could not know, and of his contest he has the receipt.
func (w work) tellOfDuty(ctx context.Context, event model.NotificationEventID, f model.DutyFact) error {
	terms, err := w.termsOf(ctx, "duty-facts", string(f.ID))
	if err != nil {
		return err
	}
	rule := model.DutyContest
	if event == model.EventDutyContested {
		rule = model.ObjectionReview
	}
	a := announcement{
		event: event, to: toFirm(f.EnterpriseID), noun: "duty-facts", id: string(f.ID), demo: f.Demo, own: true,
		values: map[string]string{
			"firm": f.EnterpriseName, "duty": dutyTitles[f.Class], "source": cut(f.SourceTitle, 60), "basis": f.Basis,
			"due":   dayWords(terms.shown(clockKey{"duty-facts", string(f.ID), rule}, model.Date{}, w.today())),
			"right": terms.basisOf(model.DutyContest, w.today()), "reason": cut(f.ReviewReason, 300),
			"effect": meanwhileWords(f),
		},
	}
	if event == model.EventDutyWithdrawn {
		a.values["reason"] = cut(f.WithdrawReason, 300)
	}
	if err := announce(ctx, w.Tx, a); err != nil || event != model.EventDutyContested {
		return err
	}
	a.to, a.own = toDuty(model.RoleLegal, f.AreaCode), false
	return announce(ctx, w.Tx, a)
}
