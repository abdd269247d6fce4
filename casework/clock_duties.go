package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// endPointClocks are the terms of a filing. One that was corrected is examined anew, and
// so is each change of what is filed, whose rounds are told apart by their days.
func endPointClocks(e model.EndPoint) clocked {
	r := clocked{
		noun: "endpoints", id: string(e.ID), title: e.Name, area: e.AreaCode, firm: e.EnterpriseID, firmName: e.EnterpriseName, firmSees: true, demo: e.Demo,
	}
	switch e.Status {
	case model.EndPointDraft:
		if !e.OpenedOn.IsZero() {
			r.duties = []duty{{model.EndpointFiling, e.OpenedOn, 1, model.RoleFirm}}
		}
	case model.EndPointSubmitted:
		if !e.CorrectionRequestedOn.IsZero() {
			r.duties = []duty{{model.EndpointAcceptance, e.SubmittedOn, 2, model.RoleInspector}}
			break
		}
		r.duties = []duty{
			{model.EndpointAcceptance, e.SubmittedOn, 1, model.RoleInspector},
			{model.EndpointCorrectionNotice, e.SubmittedOn, 1, model.RoleInspector},
		}
	case model.EndPointFiled:
		if on := e.ChangeSubmittedOn; !on.IsZero() {
			r.duties = []duty{{model.EndpointAcceptance, on, model.FirstDay.DaysUntil(on), model.RoleInspector}}
		}
	}
	return r
}

// complaintClocks are the terms of a complaint. The answer is counted from its receipt.
func complaintClocks(c model.Complaint) clocked {
	r := clocked{
		noun: "complaints", id: string(c.ID), title: complaintTitle(c), area: c.AreaCode, firm: c.EnterpriseID, firmName: c.EnterpriseName,
		firmSees: !c.TransferredOn.IsZero(), demo: c.Demo, doneOn: c.ClosedOn,
	}
	answer := duty{model.ComplaintAnswer, c.ReceivedOn, 1, model.RoleComplaints}
	switch c.Status {
	case model.ComplaintRegistered:
		r.duties = []duty{{model.ComplaintAcceptance, c.ReceivedOn, 1, model.RoleComplaints}}
	case model.ComplaintAccepted:
		r.duties = []duty{answer}
	case model.ComplaintTransferred:
		answer.holder = model.RoleFirm
		r.duties = []duty{answer, {model.ComplaintFirmReply, c.TransferredOn, 1, model.RoleFirm}}
	case model.ComplaintAnswered:
		r.duties = []duty{answer, {model.ComplaintCallback, c.AnsweredOn, 1, model.RoleComplaints}}
	}
	return r
}

// inspectionClocks is the term for making a result public, from the day of the visit;
// a result that goes back to its officers does not start it anew. One from before the
// platform has none.
func inspectionClocks(i model.Inspection) clocked {
	r := clocked{
		noun: "inspections", id: string(i.ID), title: i.EnterpriseName + "的检查", area: i.AreaCode, firm: i.EnterpriseID, firmName: i.EnterpriseName,
		firmSees: i.Status == model.InspectionConfirmed || i.Status == model.InspectionPublished, demo: i.Demo, doneOn: i.PublishedOn,
	}
	if i.ImportNo == "" && !i.InspectedOn.IsZero() && i.Status != model.InspectionPublished {
		r.duties = []duty{{model.InspectionPublication, i.InspectedOn, 1, model.RoleInspector}}
	}
	return r
}

// penaltyClocks are the terms of a case: its decision, and the publicity of what was
// decided, which a slight one has only while its publication is drafted. One from before the
// platform has none.
func penaltyClocks(p model.Penalty, live []model.Publication) clocked {
	r := clocked{
		noun: "penalties", id: string(p.ID), title: p.EnterpriseName + "（" + p.DocumentNo + "）", area: p.AreaCode, firm: p.EnterpriseID, firmName: p.EnterpriseName,
		firmSees: p.Status == model.PenaltyDecided || p.Status == model.PenaltyWithdrawn, demo: p.Demo,
	}
	opened := model.DateOf(p.CreatedAt)
	switch p.Status {
	case model.PenaltyDraft:
		r.duties = []duty{{model.PenaltyDecision, opened, 1, model.RoleInspector}}
	case model.PenaltyReviewed:
		r.duties = []duty{{model.PenaltyDecision, opened, 1, model.RoleChief}}
	case model.PenaltyDecided:
		r.doneOn = p.DecidedOn
		if public := publicOf(live); public.ID != "" {
			r.doneOn = public.PublishedOn
		} else if p.ImportNo == "" && (policy.IsUsuallyPublished(p.PublicityClass) || len(live) > 0) {
			r.duties = []duty{{model.PenaltyPublication, p.DecidedOn, 1, model.RoleInspector}}
		}
	}
	return r
}

// keepPenaltyClocks keeps the clocks of a case and of its publicity.
func (w work) keepPenaltyClocks(ctx context.Context, p model.Penalty) error {
	live, err := w.LivePublications(ctx, model.PublishedPenalty, string(p.ID))
	if err != nil {
		return err
	}
	return w.keepClocks(ctx, penaltyClocks(p, live))
}

// publicOf is the one that is public, empty when none is.
func publicOf(live []model.Publication) model.Publication {
	for _, p := range live {
		if p.Status == model.PublicationPublished {
			return p
		}
	}
	return model.Publication{}
}

// entryClocks is the time in which an enterprise may state its case against its intended
// place on the black list.
func entryClocks(e model.EditionEntry) clocked {
	r := clocked{
		noun: "edition-entries", id: string(e.ID), title: e.EnterpriseName + "拟列入黑榜", area: e.AreaCode, firm: e.EnterpriseID, firmName: e.EnterpriseName,
		firmSees: true, demo: e.Demo,
	}
	if e.Status == model.EntryNoticed {
		r.duties = []duty{{model.EditionStatement, e.NoticeServedOn, 1, model.RoleFirm}}
	}
	return r
}

// noteDone keeps the clock of a duty that is done in the act in which it becomes known,
// from its first day to the day on which it was done.
func (w work) noteDone(ctx context.Context, r clocked, d duty, doneOn model.Date) error {
	terms, err := w.terms(ctx)
	if err != nil {
		return err
	}
	c, err := terms.newClock(r, d, w.now)
	if model.KindOf(err) == model.Conflict { // from before every rule
		return nil
	}
	if err != nil {
		return err
	}
	c.Status, c.StoppedOn, c.EndedBy, c.NextAt = model.ClockStopped, doneOn, w.Stamp().Act, nil
	if err := w.AddClock(ctx, &c); err != nil {
		return err
	}
	h := holderOf(c, c.StartOn, w.now)
	h.ToOn = doneOn
	return w.AddClockHolder(ctx, h)
}

// followTerm writes the last day of a window into the record that shows it, when its clock
// was counted anew.
func (w work) followTerm(ctx context.Context, c model.Clock) error {
	if c.DueOn.IsZero() || c.Status == model.ClockStopped {
		return nil
	}
	switch c.Rule {
	case model.EditionStatement:
		e, err := w.EditionEntry(ctx, store.Everything(), model.EntryID(c.RecordID))
		if err != nil || e.StatementDue == c.DueOn {
			return err
		}
		e.StatementDue = c.DueOn
		_, err = w.MoveEntry(ctx, e)
		return err
	case model.DutyContest:
		f, err := w.DutyFact(ctx, store.Everything(), model.DutyFactID(c.RecordID))
		if err != nil || f.ContestUntil == c.DueOn {
			return err
		}
		f.ContestUntil = c.DueOn
		_, err = w.ChangeDutyFact(ctx, f)
		return err
	}
	return nil
}
