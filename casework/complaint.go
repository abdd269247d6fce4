package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

var complaintStates = map[model.ComplaintStatus]string{
	model.ComplaintRegistered: "已登记", model.ComplaintRefused: "不予受理", model.ComplaintAccepted: "已受理",
	model.ComplaintTransferred: "已转办企业", model.ComplaintAnswered: "企业已答复", model.ComplaintClosed: "已结案",
}

type complaintStep = step[model.ComplaintStatus]

func complaintFrom(states ...model.ComplaintStatus) []model.ComplaintStatus { return states }

var (
	changeComplaint   = complaintStep{"change", "修改登记", "complaint:change", complaintFrom(model.ComplaintRegistered)}
	acceptComplaint   = complaintStep{"accept", "受理", "complaint:accept", complaintFrom(model.ComplaintRegistered)}
	refuseComplaint   = complaintStep{"refuse", "不予受理", "complaint:refuse", complaintFrom(model.ComplaintRegistered)}
	transferComplaint = complaintStep{"transfer", "转办企业", "complaint:transfer", complaintFrom(model.ComplaintAccepted)}
	answerComplaint   = complaintStep{"answer", "答复", "complaint:answer", complaintFrom(model.ComplaintTransferred)}
	closeComplaint    = complaintStep{"close", "结案", "complaint:close", complaintFrom(model.ComplaintAccepted, model.ComplaintTransferred, model.ComplaintAnswered)}
)

var complaintSteps = []complaintStep{
	changeComplaint, acceptComplaint, refuseComplaint, transferComplaint, answerComplaint, closeComplaint,
}

// ComplaintCard returns a complaint with the acts open to the actor, their terms
// and its history; those who register complaints also get its tracking number.
func (d *Desk) ComplaintCard(ctx context.Context, actor model.Actor, id model.ComplaintID) (model.ComplaintCard, error) {
	var card model.ComplaintCard
	scope, err := d.Scope(actor, "complaint:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.Complaint(ctx, scope, id); err != nil {
		return card, err
	}
	c := card.Record
	if _, err := d.Scope(actor, "complaint:create"); err == nil {
		card.TrackingNo = c.TrackingNo
	}
	terms, err := d.termsWith(ctx, d.Store.Reader, "complaints", string(id))
	if err != nil {
		return card, err
	}
	for _, s := range complaintSteps {
		refusal := s.refusal(c.Status, complaintStates)
		if refusal == "" {
			refusal = refusalOf(complaintHindrance(s.name, c, d.Today()))
		}
		act := d.act(actor, s.name, s.title, s.permission, refusal)
		act.Due = terms.complaint(s.name, c, d.Today())
		card.Acts = append(card.Acts, act)
	}
	if card.Reveal, err = d.offer(ctx, actor, complaintSecrecy()); err != nil {
		return card, err
	}
	card.History, err = d.historyFor(ctx, actor, "complaints", string(id))
	return card, err
}

// complaintHindrance is why the act cannot be done although the state allows it.
func complaintHindrance(act string, c model.Complaint, today model.Date) error {
	switch act {
	case acceptComplaint.name:
		return policy.CanAcceptComplaint(c, today)
	case transferComplaint.name:
		return policy.CanTransferComplaint(c)
	}
	return nil
}

// complaint is the term of an act on a complaint, nil when none runs.
func (t terms) complaint(act string, c model.Complaint, today model.Date) *model.DueView {
	switch {
	case act == acceptComplaint.name && c.Status == model.ComplaintRegistered:
		return t.shown(ofComplaint(c, model.ComplaintAcceptance), c.ReceivedOn, today)
	case act == answerComplaint.name && c.Status == model.ComplaintTransferred:
		return t.shown(ofComplaint(c, model.ComplaintFirmReply), c.TransferredOn, today)
	case act == closeComplaint.name && closeComplaint.refusal(c.Status, complaintStates) == "":
		return t.shown(ofComplaint(c, model.ComplaintAnswer), c.ReceivedOn, today)
	}
	return nil
}

func ofComplaint(c model.Complaint, rule model.DeadlineRuleID) clockKey {
	return clockKey{"complaints", string(c.ID), rule}
}

// RegisterComplaint records a complaint or report and gives it a tracking number.
func (d *Desk) RegisterComplaint(ctx context.Context, call model.Call, facts ComplaintFacts) (model.Complaint, error) {
	return perform(ctx, d, call, order{permission: "complaint:create"}, func(w work) (model.Complaint, error) {
		c := model.Complaint{
			ID: model.ComplaintID(store.NewID()), TrackingNo: store.NewTrackingNo(), Status: model.ComplaintRegistered,
			Demo: call.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := w.enterComplaint(ctx, &c, facts); err != nil {
			return c, err
		}
		if err := w.AddComplaint(ctx, &c); err != nil {
			return c, err
		}
		return c, w.keepClocks(ctx, complaintClocks(c))
	})
}

// ChangeComplaint corrects what was registered, until the complaint is accepted or refused.
func (d *Desk) ChangeComplaint(ctx context.Context, call model.Call, id model.ComplaintID, facts ComplaintFacts) (model.Complaint, error) {
	return onComplaint(ctx, d, call, complaintOrder{id: id, step: changeComplaint}, func(w work, c *model.Complaint) error {
		facts.keepMasked(*c)
		return w.enterComplaint(ctx, c, facts)
	})
}

type complaintOrder struct {
	id     model.ComplaintID
	step   complaintStep
	reason string
}

// Complaints lists complaints with the end of each waybill number: the whole one,
// by which anybody can follow a parcel, is for whoever opens the record.
func (d *Desk) Complaints(ctx context.Context, actor model.Actor, q store.Query) (model.Page[model.Complaint], error) {
	scope, err := d.Scope(actor, "complaint:read")
	if err != nil {
		return model.Page[model.Complaint]{}, err
	}
	page, err := d.Store.Complaints(ctx, scope, q)
	for i, c := range page.Items {
		if n := len(c.WaybillNo); n > shownOfWaybill {
			page.Items[i].WaybillNo = "…" + c.WaybillNo[n-shownOfWaybill:]
		}
	}
	return page, err
}

// shownOfWaybill is how many characters of a waybill number a list tells.
const shownOfWaybill = 4

// onComplaint is the frame of every act on a complaint: scope, version, state, change.
func onComplaint(ctx context.Context, d *Desk, call model.Call, o complaintOrder, change func(w work, c *model.Complaint) error) (model.Complaint, error) {
	return perform(ctx, d, call, order{permission: o.step.permission, reason: o.reason}, func(w work) (model.Complaint, error) {
		c, err := w.Complaint(ctx, w.scope, o.id)
		if err != nil {
			return c, err
		}
		if err := must(c.Version, call.Version); err != nil {
			return c, err
		}
		if err := o.step.must("complaint.wrong_state", c.Status, complaintStates); err != nil {
			return c, err
		}
		if err := change(w, &c); err != nil {
			return c, err
		}
		if c, err = w.ChangeComplaint(ctx, c); err != nil {
			return c, err
		}
		if err := w.keepClocks(ctx, complaintClocks(c)); err != nil {
			return c, err
		}
		if err := w.dutiesOfComplaint(ctx, call.Actor, c, false); err != nil {
			return c, err
		}
		return c, w.tellOfComplaint(ctx, o.step, c)
	})
}

// AcceptComplaint takes the complaint up.
func (d *Desk) AcceptComplaint(ctx context.Context, call model.Call, id model.ComplaintID) (model.Complaint, error) {
	return onComplaint(ctx, d, call, complaintOrder{id: id, step: acceptComplaint}, func(w work, c *model.Complaint) error {
		if err := policy.CanAcceptComplaint(*c, w.today()); err != nil {
			return err
		}
		c.Status, c.AcceptedOn = model.ComplaintAccepted, w.today()
		return nil
	})
}

// RefuseComplaint ends a complaint that does not meet the conditions, for one of the lawful reasons.
func (d *Desk) RefuseComplaint(ctx context.Context, call model.Call, id model.ComplaintID, reason model.RefusalReason, note string) (model.Complaint, error) {
	o := complaintOrder{id, refuseComplaint, string(reason)}
	return onComplaint(ctx, d, call, o, func(w work, c *model.Complaint) error {
		c.Status, c.RefusalReason, c.ClosingNote, c.ClosedOn = model.ComplaintRefused, reason, note, w.today()
		return nil
	})
}

// TransferComplaint hands the complaint to the firm, which sees it from now on.
func (d *Desk) TransferComplaint(ctx context.Context, call model.Call, id model.ComplaintID) (model.Complaint, error) {
	return onComplaint(ctx, d, call, complaintOrder{id: id, step: transferComplaint}, func(w work, c *model.Complaint) error {
		if err := policy.CanTransferComplaint(*c); err != nil {
			return err
		}
		c.Status, c.TransferredOn = model.ComplaintTransferred, w.today()
		return nil
	})
}

// FirmAnswer is what a firm reports on a transferred complaint; compensation is in fen.
type FirmAnswer struct {
	Investigation   string
	Responsibility  string
	CompensationFen int64
}

// AnswerComplaint records the firm's answer and whether it came late.
func (d *Desk) AnswerComplaint(ctx context.Context, call model.Call, id model.ComplaintID, answer FirmAnswer) (model.Complaint, error) {
	return onComplaint(ctx, d, call, complaintOrder{id: id, step: answerComplaint}, func(w work, c *model.Complaint) error {
		terms, err := w.termsOf(ctx, "complaints", string(c.ID))
		if err != nil {
			return err
		}
		if c.AnsweredLate, err = terms.late(ofComplaint(*c, model.ComplaintFirmReply), c.TransferredOn, w.today()); err != nil {
			return err
		}
		c.Status, c.AnsweredOn = model.ComplaintAnswered, w.today()
		c.Investigation, c.Responsibility, c.CompensationFen = answer.Investigation, answer.Responsibility, answer.CompensationFen
		return nil
	})
}

// Closing is how the bureau ends a complaint; FirmAtFault makes it an upheld one (有效申诉).
type Closing struct {
	Outcome     model.ComplaintOutcome
	FirmAtFault bool
	Note        string
}

// CloseComplaint ends a complaint.
func (d *Desk) CloseComplaint(ctx context.Context, call model.Call, id model.ComplaintID, closing Closing) (model.Complaint, error) {
	o := complaintOrder{id, closeComplaint, closing.Note}
	return onComplaint(ctx, d, call, o, func(w work, c *model.Complaint) error {
		terms, err := w.termsOf(ctx, "complaints", string(c.ID))
		if err != nil {
			return err
		}
		silent, err := terms.firmSilent(*c, w.today())
		if err != nil {
			return err
		}
		if err := policy.CanCloseComplaint(*c, closing.Outcome, closing.FirmAtFault, silent); err != nil {
			return err
		}
		c.Status, c.ClosedOn = model.ComplaintClosed, w.today()
		c.Outcome, c.Upheld, c.ClosingNote = closing.Outcome, closing.FirmAtFault, closing.Note
		if silent {
			return w.dutiesOfComplaint(ctx, call.Actor, *c, true)
		}
		return nil
	})
}

// firmSilent reports whether the firm let the term for its answer pass.
func (t terms) firmSilent(c model.Complaint, today model.Date) (bool, error) {
	if c.Status != model.ComplaintTransferred {
		return false, nil
	}
	return t.late(ofComplaint(c, model.ComplaintFirmReply), c.TransferredOn, today)
}
