package casework

import (
	"context"
	"errors"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

var endPointStates = model.EndPointStatusTitles

type endPointStep = step[model.EndPointStatus]

func endPointFrom(states ...model.EndPointStatus) []model.EndPointStatus { return states }

var (
	changeEndPoint = endPointStep{"change", "修改备案信息", "endpoint:change", endPointFrom(model.EndPointDraft, model.EndPointCorrection)}
	submitEndPoint = endPointStep{"submit", "提交备案", "endpoint:submit", endPointFrom(model.EndPointDraft, model.EndPointCorrection)}
	askCorrection  = endPointStep{"request-correction", "一次性告知补正", "endpoint:request-correction", endPointFrom(model.EndPointSubmitted)}
	acceptEndPoint = endPointStep{"accept", "予以备案", "endpoint:accept", endPointFrom(model.EndPointSubmitted)}
	returnEndPoint = endPointStep{"return", "退回（不属备案范围）", "endpoint:return", endPointFrom(model.EndPointSubmitted)}
	refuseEndPoint = endPointStep{"refuse", "补正后仍不齐，退回", "endpoint:refuse", endPointFrom(model.EndPointSubmitted)}
	cancelEndPoint = endPointStep{"cancel", "注销备案", "endpoint:cancel", endPointFrom(model.EndPointFiled)}
)

var endPointSteps = []endPointStep{
	changeEndPoint, submitEndPoint, askCorrection, acceptEndPoint, refuseEndPoint, returnEndPoint,
	acceptChange, returnChange, withdrawChange, placeEndPoint, correctPlace, proposeChange, cancelEndPoint,
}

// EndPointFile is an end point with what else is filed at its premises, and its changes since, the
// newest first. LateDays is how many days after its term it was handed in, or is if it was not yet.
type EndPointFile struct {
	model.EndPoint
	LateDays  int                    `json:"late_days"`
	SamePlace []model.SamePlace      `json:"same_place"`
	Changes   []model.EndPointChange `json:"changes"`
	Former    *model.MovedFiling     `json:"former,omitempty"` // in whose place it stands
	Latter    *model.MovedFiling     `json:"latter,omitempty"` // that stands in its place
}

// EndPointCard returns an end point with the acts open to the actor, their terms, what the
// rules say of it now, as long as it is not filed, and its history.
func (d *Desk) EndPointCard(ctx context.Context, actor model.Actor, id model.EndPointID) (model.Card[EndPointFile], error) {
	var card model.Card[EndPointFile]
	scope, err := d.Scope(actor, "endpoint:read")
	if err != nil {
		return card, err
	}
	e, err := d.Store.EndPoint(ctx, scope, id)
	if err != nil {
		return card, err
	}
	terms, err := d.termsWith(ctx, d.Store.Reader, "endpoints", string(id))
	if err != nil {
		return card, err
	}
	facts, err := terms.filingFacts(ctx, d.Store.Reader, e, d.Today())
	if err != nil {
		return card, err
	}
	if submitEndPoint.refusal(e.Status, endPointStates) == "" || e.Status == model.EndPointSubmitted {
		e.Checks = policy.CheckFiling(facts, d.Today())
	}
	changes, err := d.Store.ChangesOf(ctx, id)
	if err != nil {
		return card, err
	}
	card.Record = EndPointFile{EndPoint: e, LateDays: lateDays(facts, d.Today()), SamePlace: othersFiled(facts), Changes: changes}
	if card.Record.Former, card.Record.Latter, err = movedFilings(ctx, d.Store.Reader, scope, e); err != nil {
		return card, err
	}
	for _, s := range endPointSteps {
		if s.name == cancelEndPoint.name { // what ends the filing comes last
			card.Acts = append(card.Acts, d.act(actor, moveAct, "迁址", "endpoint:create", moveRefusal(e, card.Record.Latter)))
		}
		refusal := s.refusal(e.Status, endPointStates)
		if refusal == "" {
			refusal = refusalOf(terms.endPointHindrance(actor, s.name, facts, d.Today()))
		}
		act := d.act(actor, s.name, s.title, s.permission, refusal)
		act.Due = terms.endPoint(s.name, e, d.Today())
		card.Acts = append(card.Acts, act)
	}
	if card.Reveal, err = d.offer(ctx, actor, endPointSecrecy()); err != nil {
		return card, err
	}
	card.History, err = d.historyFor(ctx, actor, "endpoints", string(id))
	return card, err
}

// lateDays is how many days late a filing is or was; of one filed before the platform nobody knows.
func lateDays(facts policy.FilingFacts, today model.Date) int {
	if facts.EndPoint.FirstSubmittedOn.IsZero() && facts.EndPoint.Status != model.EndPointDraft {
		return 0
	}
	return max(0, policy.FilingLateBy(facts, today))
}

// endPointHindrance is why the act cannot be done although the state allows it.
func (t terms) endPointHindrance(actor model.Actor, act string, facts policy.FilingFacts, today model.Date) error {
	switch act {
	case askCorrection.name:
		return t.mayAskCorrection(facts.EndPoint, today)
	case acceptEndPoint.name:
		return mayAccept(actor, facts, policy.CheckFiling(facts, today), today)
	case refuseEndPoint.name:
		return mayRefuse(facts.EndPoint)
	case proposeChange.name, acceptChange.name, returnChange.name, withdrawChange.name:
		return changeHindrance(act, facts.EndPoint)
	case placeEndPoint.name:
		return placeHindrance(facts.EndPoint)
	case correctPlace.name:
		return correctionHindrance(facts.EndPoint)
	}
	return nil
}

// endPoint is the term of an act on an end point, nil when none runs.
func (t terms) endPoint(act string, e model.EndPoint, today model.Date) *model.DueView {
	switch {
	case act == submitEndPoint.name && e.Status == model.EndPointDraft:
		return t.shown(ofEndPoint(e, model.EndpointFiling), e.OpenedOn, today)
	case act == askCorrection.name && e.Status == model.EndPointSubmitted && e.CorrectionRequestedOn.IsZero():
		return t.shown(ofEndPoint(e, model.EndpointCorrectionNotice), e.SubmittedOn, today)
	case act == acceptEndPoint.name && e.Status == model.EndPointSubmitted:
		return t.shown(ofEndPoint(e, model.EndpointAcceptance), e.SubmittedOn, today)
	case act == acceptChange.name && e.Status == model.EndPointFiled:
		return t.shown(ofEndPoint(e, model.EndpointAcceptance), e.ChangeSubmittedOn, today)
	}
	return nil
}

// earliest is the term of examining a filing that ends first: of the one notice of correction
// as long as it may be given, then of the decision.
func (t terms) earliest(e model.EndPoint, today model.Date) *model.DueView {
	notice, decision := t.endPoint(askCorrection.name, e, today), t.endPoint(acceptEndPoint.name, e, today)
	if notice == nil || notice.DueOn.IsZero() || decision != nil && decision.DueOn.Before(notice.DueOn) && !decision.DueOn.IsZero() {
		return decision
	}
	return notice
}

func ofEndPoint(e model.EndPoint, rule model.DeadlineRuleID) clockKey {
	return clockKey{"endpoints", string(e.ID), rule}
}

// mayAskCorrection holds the bureau to one notice, in time.
func (t terms) mayAskCorrection(e model.EndPoint, today model.Date) error {
	if !e.CorrectionRequestedOn.IsZero() {
		return model.Fail(model.Conflict, "endpoint.correction_used", "已于"+e.CorrectionRequestedOn.String()+"一次性告知补正，不得再次告知")
	}
	key := ofEndPoint(e, model.EndpointCorrectionNotice)
	late, err := t.late(key, e.SubmittedOn, today)
	if err != nil || !late {
		return err
	}
	due := t.clocks[key].DueOn
	if due.IsZero() {
		if due, err = t.dueOf(key.rule, e.SubmittedOn); err != nil {
			return err
		}
	}
	return model.Fail(model.Conflict, "endpoint.correction_late", "一次性告知补正的期限已于"+due.String()+"届满")
}

// DraftEndPoint starts a filing, by the firm for itself or by an inspector on its behalf.
func (d *Desk) DraftEndPoint(ctx context.Context, call model.Call, opener model.EnterpriseID, facts EndPointFacts) (model.EndPoint, error) {
	return perform(ctx, d, call, order{permission: "endpoint:create"}, func(w work) (model.EndPoint, error) {
		e := model.EndPoint{
			ID: model.EndPointID(store.NewID()), EnterpriseID: opener, Status: model.EndPointDraft, Checks: model.Decision{Lines: []model.DecisionLine{}},
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := w.moves(ctx, &e, &facts); err != nil {
			return e, err
		}
		facts.apply(&e)
		if err := w.branchOf(ctx, e); err != nil {
			return e, err
		}
		fields := facts.check(w.today())
		firm, err := w.newOpener(ctx, &fields, opener)
		if err != nil {
			return e, err
		}
		if err := fields.Err(); err != nil {
			return e, err
		}
		e.EnterpriseName, e.Demo = firm.Name, firm.Demo
		w.forFirm(call, firm.Name)
		w.enteredBy(call, &e)
		if err := w.AddEndPoint(ctx, &e); err != nil {
			return e, err
		}
		if err := w.keepClocks(ctx, endPointClocks(e)); err != nil {
			return e, err
		}
		_, err = w.EndPoint(ctx, w.scope, e.ID)
		return e, staysInArea(err)
	})
}

// newOpener returns the enterprise of a new end point; one for which none may be filed is a wrong field.
func (w work) newOpener(ctx context.Context, fields *model.FieldErrors, id model.EnterpriseID) (model.Enterprise, error) {
	firm, err := w.firm(ctx, fields, id)
	if err != nil || firm.ID == "" {
		return firm, err
	}
	licences, err := w.LicencesOf(ctx, firm.ID)
	var refused *model.Error
	if errors.As(policy.CanFileFor(firm, licences, w.today()), &refused) {
		fields.Add("/enterprise_id", refused.Reason, refused.Detail)
	}
	return firm, err
}

// firm returns the enterprise a new record is about; one out of reach is a wrong field.
func (w work) firm(ctx context.Context, fields *model.FieldErrors, id model.EnterpriseID) (model.Enterprise, error) {
	firm, err := w.Enterprise(ctx, w.scope, id)
	if model.KindOf(err) == model.NotFound {
		fields.Add("/enterprise_id", "enterprise.unknown", "没有找到这家企业")
		return firm, nil
	}
	return firm, err
}

// onEndPoint is the frame of every act on an end point: scope, version, state, change.
func onEndPoint(ctx context.Context, d *Desk, call model.Call, o endPointOrder, change func(w work, e *model.EndPoint) error) (model.EndPoint, error) {
	return perform(ctx, d, call, order{permission: o.step.permission, reason: o.reason}, func(w work) (model.EndPoint, error) {
		e, err := w.EndPoint(ctx, w.scope, o.id)
		if err != nil {
			return e, err
		}
		if err := must(e.Version, call.Version); err != nil {
			return e, err
		}
		if err := o.step.must("endpoint.wrong_state", e.Status, endPointStates); err != nil {
			return e, err
		}
		if err := change(w, &e); err != nil {
			return e, err
		}
		var changed model.EndPoint
		if o.step.name == acceptEndPoint.name {
			changed, err = w.FileEndPoint(ctx, e, endPointSeries(e.AreaCode, w.today()))
		} else {
			changed, err = w.ChangeEndPoint(ctx, e)
		}
		if err != nil {
			return changed, err
		}
		if _, err = w.EndPoint(ctx, w.scope, e.ID); err != nil {
			return changed, staysInArea(err)
		}
		if err := w.keepClocks(ctx, endPointClocks(changed)); err != nil {
			return changed, err
		}
		if err := w.dutiesOfEndPoint(ctx, call.Actor, changed); err != nil {
			return changed, err
		}
		return changed, w.tellOfEndPoint(ctx, o.step, changed)
	})
}

type endPointOrder struct {
	id     model.EndPointID
	step   endPointStep
	reason string
}

// ChangeEndPoint replaces what was entered, while the filing is a draft or under correction.
func (d *Desk) ChangeEndPoint(ctx context.Context, call model.Call, id model.EndPointID, facts EndPointFacts) (model.EndPoint, error) {
	return onEndPoint(ctx, d, call, endPointOrder{id: id, step: changeEndPoint}, func(w work, e *model.EndPoint) error {
		facts.keepMasked(*e)
		fields := facts.check(w.today())
		if err := fields.Err(); err != nil {
			return err
		}
		facts.apply(e)
		w.forFirm(call, e.EnterpriseName)
		w.enteredBy(call, e)
		return w.branchOf(ctx, *e)
	})
}

// SubmitEndPoint hands a complete filing to the bureau and settles whether it is late.
func (d *Desk) SubmitEndPoint(ctx context.Context, call model.Call, id model.EndPointID) (model.EndPoint, error) {
	return onEndPoint(ctx, d, call, endPointOrder{id: id, step: submitEndPoint}, func(w work, e *model.EndPoint) error {
		if err := completeEndPoint(*e, w.today()); err != nil {
			return err
		}
		terms, err := w.termsOf(ctx, "endpoints", string(e.ID))
		if err != nil {
			return err
		}
		facts, err := terms.filingFacts(ctx, w.Reader, *e, w.today())
		if err != nil {
			return err
		}
		if earlier := facts.OwnNear(); len(earlier) > 0 {
			return store.PremisesTwice(policy.NamedFiling(earlier[0]))
		}
		e.EnterpriseName = facts.Opener.Name
		w.forFirm(call, e.EnterpriseName)
		w.enteredBy(call, e)
		e.Checks = policy.CheckFiling(facts, w.today())
		e.Status, e.SubmittedOn, e.PremisesClaim = model.EndPointSubmitted, w.today(), store.ClaimOf(*e)
		if !e.FirstSubmittedOn.IsZero() {
			return nil
		}
		e.FirstSubmittedOn = w.today()
		late, err := terms.late(ofEndPoint(*e, model.EndpointFiling), e.OpenedOn, w.today())
		e.FiledLate = &late
		return err
	})
}

// RequestCorrection sends a filing back once, with everything that is missing.
func (d *Desk) RequestCorrection(ctx context.Context, call model.Call, id model.EndPointID, text string) (model.EndPoint, error) {
	return onEndPoint(ctx, d, call, endPointOrder{id, askCorrection, text}, func(w work, e *model.EndPoint) error {
		terms, err := w.termsOf(ctx, "endpoints", string(e.ID))
		if err != nil {
			return err
		}
		if err := terms.mayAskCorrection(*e, w.today()); err != nil {
			return err
		}
		e.Status, e.CorrectionText, e.CorrectionRequestedOn = model.EndPointCorrection, text, w.today()
		return nil
	})
}

// FilingAcceptance is what the bureau adds when it files an end point: the national system's
// receipt, and why although materials are missing.
type FilingAcceptance struct {
	ReceiptNo string
	Reason    string
}

// AcceptEndPoint files the end point and gives it its local serial. Filing is
// not approval: only the form and what the opener's licence allows are checked.
func (d *Desk) AcceptEndPoint(ctx context.Context, call model.Call, id model.EndPointID, a FilingAcceptance) (model.EndPoint, error) {
	a.Reason = strings.TrimSpace(a.Reason)
	return onEndPoint(ctx, d, call, endPointOrder{id, acceptEndPoint, a.Reason}, func(w work, e *model.EndPoint) error {
		terms, err := w.terms(ctx)
		if err != nil {
			return err
		}
		facts, err := terms.filingFacts(ctx, w.Reader, *e, w.today())
		if err != nil {
			return err
		}
		decision := policy.CheckFiling(facts, w.today())
		if err := mayAccept(call.Actor, facts, decision, w.today()); err != nil {
			return err
		}
		if err := reasonForGaps(decision, a.Reason); err != nil {
			return err
		}
		e.Status, e.FiledOn, e.NationalReceiptNo, e.Checks = model.EndPointFiled, w.today(), a.ReceiptNo, decision
		e.ValidUntil = facts.End(w.today())
		return nil
	})
}

// ReturnEndPoint ends a filing that the rules do not cover.
func (d *Desk) ReturnEndPoint(ctx context.Context, call model.Call, id model.EndPointID, reason string) (model.EndPoint, error) {
	return onEndPoint(ctx, d, call, endPointOrder{id, returnEndPoint, reason}, func(w work, e *model.EndPoint) error {
		e.Status, e.EndedOn, e.EndReason, e.PremisesClaim = model.EndPointReturned, w.today(), reason, ""
		return nil
	})
}

// CancelEndPoint ends a filing whose end point has closed.
func (d *Desk) CancelEndPoint(ctx context.Context, call model.Call, id model.EndPointID, reason string) (model.EndPoint, error) {
	return onEndPoint(ctx, d, call, endPointOrder{id, cancelEndPoint, reason}, func(w work, e *model.EndPoint) error {
		e.Status, e.EndedOn, e.EndReason, e.PremisesClaim = model.EndPointCancelled, w.today(), reason, ""
		return w.endChange(ctx, e)
	})
}
