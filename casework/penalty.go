package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// PenaltyFacts is what a draft says.
type PenaltyFacts struct {
	DocumentNo     string
	Facts          string
	Basis          string
	Kind           model.PenaltyKind
	AmountFen      int64
	PublicityClass model.PublicityClass
	Trigger        model.PenaltyTrigger
}

func (f PenaltyFacts) apply(p *model.Penalty) {
	if f.DocumentNo != p.DocumentNo {
		key := model.DocumentKey(f.DocumentNo)
		p.DocumentKey = &key
	}
	p.DocumentNo, p.Facts, p.Basis, p.Kind = f.DocumentNo, f.Facts, f.Basis, f.Kind
	p.AmountFen, p.PublicityClass, p.Trigger = f.AmountFen, f.PublicityClass, f.Trigger
}

type penaltyStep = step[model.PenaltyStatus]

var penaltyStates = map[model.PenaltyStatus]string{
	model.PenaltyDraft: "拟稿", model.PenaltyReviewed: "法制审核通过", model.PenaltyDecided: "已决定", model.PenaltyWithdrawn: "已撤销",
}

var (
	changePenalty   = penaltyStep{"change", "修改拟稿", "penalty:change", []model.PenaltyStatus{model.PenaltyDraft}}
	reviewPenalty   = penaltyStep{"review", "法制审核", "penalty:review", []model.PenaltyStatus{model.PenaltyDraft}}
	decidePenalty   = penaltyStep{"decide", "作出决定", "penalty:decide", []model.PenaltyStatus{model.PenaltyReviewed}}
	servePenalty    = penaltyStep{"serve", "登记送达", "penalty:serve", []model.PenaltyStatus{model.PenaltyDecided}}
	withdrawPenalty = penaltyStep{"withdraw", "撤销决定", "penalty:withdraw", []model.PenaltyStatus{model.PenaltyDecided}}
)

var penaltySteps = []penaltyStep{changePenalty, reviewPenalty, decidePenalty, servePenalty, withdrawPenalty}

// penaltyHindrance is why this person cannot take the step although the state
// allows it: drafting, review and decision are three people's (行政处罚法第五十八条).
func penaltyHindrance(s penaltyStep, p model.Penalty, by model.UserID) error {
	switch {
	case s.name == reviewPenalty.name && p.Drafters.Has(by):
		return model.Fail(model.Forbidden, "penalty.own_draft", "拟稿人不得审核自己的拟稿")
	case s.name == decidePenalty.name && (p.Drafters.Has(by) || p.ReviewedBy == by):
		return model.Fail(model.Forbidden, "penalty.own_review", "拟稿人、法制审核人不得作出决定")
	case s.name == servePenalty.name && !p.ServedOn.IsZero():
		return model.Fail(model.Conflict, "penalty.served", "已登记送达")
	}
	return nil
}

// PenaltyCard returns a penalty with the acts open to the actor and its history.
func (d *Desk) PenaltyCard(ctx context.Context, actor model.Actor, id model.PenaltyID) (model.Card[model.Penalty], error) {
	var card model.Card[model.Penalty]
	scope, err := d.Scope(actor, "penalty:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.Penalty(ctx, scope, id); err != nil {
		return card, err
	}
	for _, s := range penaltySteps {
		refusal := s.refusal(card.Record.Status, penaltyStates)
		if refusal == "" {
			refusal = refusalOf(penaltyHindrance(s, card.Record, actor.UserID))
		}
		card.Acts = append(card.Acts, d.act(actor, s.name, s.title, s.permission, refusal))
	}
	publicity, err := d.publicityDue(ctx, actor, card.Record)
	if err != nil {
		return card, err
	}
	card.Acts = append(card.Acts, publicity)
	card.History, err = d.historyFor(ctx, actor, "penalties", string(id))
	return card, err
}

// publicityDue is the act that drafts the penalty's publication, with the clock of its publicity.
func (d *Desk) publicityDue(ctx context.Context, actor model.Actor, p model.Penalty) (model.Act, error) {
	refusal := ""
	switch {
	case p.Status != model.PenaltyDecided:
		refusal = "作出决定后才能公示，撤销的不再公示"
	case p.ImportNo != "":
		refusal = "历史导入（" + p.ImportNo + "）：导入不公示，也不计期限；仍应公示的，在“信息公开”中拟公开"
	}
	act, live, err := d.publicise(ctx, actor, model.PublishedPenalty, string(p.ID), refusal)
	if err != nil || refusal != "" || publicOf(live).ID != "" {
		return act, err
	}
	if policy.IsUsuallyPublished(p.PublicityClass) || len(live) > 0 {
		terms, err := d.termsWith(ctx, d.Store.Reader, "penalties", string(p.ID))
		if err != nil {
			return act, err
		}
		act.Due = terms.shown(ofPublicity(p.ID), p.DecidedOn, d.Today())
	}
	return act, nil
}

func ofPublicity(id model.PenaltyID) clockKey {
	return clockKey{"penalties", string(id), model.PenaltyPublication}
}

// DraftPenalty starts a case against an enterprise of the caller's area.
func (d *Desk) DraftPenalty(ctx context.Context, call model.Call, enterprise model.EnterpriseID, facts PenaltyFacts) (model.Penalty, error) {
	return perform(ctx, d, call, order{permission: "penalty:create"}, func(w work) (model.Penalty, error) {
		var fields model.FieldErrors
		e, err := w.firm(ctx, &fields, enterprise)
		if err != nil {
			return model.Penalty{}, err
		}
		p := model.Penalty{
			ID: model.PenaltyID(store.NewID()), EnterpriseID: e.ID, EnterpriseName: e.Name, AreaCode: e.AreaCode,
			Status: model.PenaltyDraft, Drafters: model.UserIDs{call.Actor.UserID}, Demo: e.Demo,
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		facts.apply(&p)
		fields = append(fields, policy.CheckPenalty(p)...)
		if err := fields.Err(); err != nil {
			return p, err
		}
		if err := w.AddPenalty(ctx, &p); err != nil {
			return p, err
		}
		return p, w.keepPenaltyClocks(ctx, p)
	})
}

// penaltyAct is one step on one penalty with the reason for the audit trail.
type penaltyAct struct {
	id     model.PenaltyID
	step   penaltyStep
	reason string
}

// onPenalty is the frame of every act on a penalty: scope, version, state, person, change.
func (d *Desk) onPenalty(ctx context.Context, call model.Call, a penaltyAct, change func(work, *model.Penalty) error) (model.Penalty, error) {
	return perform(ctx, d, call, order{permission: a.step.permission, reason: a.reason}, func(w work) (model.Penalty, error) {
		p, err := w.Penalty(ctx, w.scope, a.id)
		if err != nil {
			return p, err
		}
		if err := must(p.Version, call.Version); err != nil {
			return p, err
		}
		if err := a.step.must("penalty.wrong_state", p.Status, penaltyStates); err != nil {
			return p, err
		}
		if err := penaltyHindrance(a.step, p, call.Actor.UserID); err != nil {
			return p, err
		}
		if err := change(w, &p); err != nil {
			return p, err
		}
		if p, err = w.ChangePenalty(ctx, p); err != nil {
			return p, err
		}
		return p, w.keepPenaltyClocks(ctx, p)
	})
}

const mostDrafters = 10

// ChangePenalty rewrites a draft; whoever does becomes one of its drafters.
func (d *Desk) ChangePenalty(ctx context.Context, call model.Call, id model.PenaltyID, facts PenaltyFacts) (model.Penalty, error) {
	return d.onPenalty(ctx, call, penaltyAct{id, changePenalty, ""}, func(_ work, p *model.Penalty) error {
		facts.apply(p)
		p.Drafters, p.SentBackOn = p.Drafters.With(call.Actor.UserID), model.Date{}
		if len(p.Drafters) > mostDrafters {
			return model.Fail(model.Conflict, "penalty.too_many_drafters", "拟稿人已满十人，请由已参与的人修改")
		}
		return policy.CheckPenalty(*p).Err()
	})
}

// ReviewPenalty is the legal review (法制审核): it passes, or the draft goes back with the opinion.
func (d *Desk) ReviewPenalty(ctx context.Context, call model.Call, id model.PenaltyID, passed bool, opinion string) (model.Penalty, error) {
	return d.onPenalty(ctx, call, penaltyAct{id, reviewPenalty, opinion}, func(w work, p *model.Penalty) error {
		p.ReviewOpinion, p.SentBackOn = opinion, model.Date{}
		if !passed {
			p.SentBackOn = w.today()
			return checkWords("/opinion", opinion)
		}
		p.Status, p.ReviewedBy = model.PenaltyReviewed, call.Actor.UserID
		return nil
	})
}

// DecidePenalty is the decision by the head of the bureau, dated as its document.
// A published red entry of the firm ends with it.
func (d *Desk) DecidePenalty(ctx context.Context, call model.Call, id model.PenaltyID, on model.Date) (model.Penalty, error) {
	return d.onPenalty(ctx, call, penaltyAct{id, decidePenalty, ""}, func(w work, p *model.Penalty) error {
		var fields model.FieldErrors
		checkPast(&fields, "/decided_on", on, model.FirstDay, w.today())
		p.Status, p.DecidedBy, p.DecidedOn = model.PenaltyDecided, call.Actor.UserID, on
		if err := fields.Err(); err != nil {
			return err
		}
		return w.endRedEntriesOn(ctx, *p)
	})
}

// ServePenalty notes the day on which the decision reached the enterprise.
func (d *Desk) ServePenalty(ctx context.Context, call model.Call, id model.PenaltyID, on model.Date) (model.Penalty, error) {
	return d.onPenalty(ctx, call, penaltyAct{id, servePenalty, ""}, func(w work, p *model.Penalty) error {
		var fields model.FieldErrors
		checkPast(&fields, "/served_on", on, p.DecidedOn, w.today())
		p.ServedOn = on
		return fields.Err()
	})
}

// WithdrawPenalty takes a decision back and, with it, its publicity, which the
// law wants gone within three days (行政处罚法第四十八条), and what rests on it on
// the black list.
func (d *Desk) WithdrawPenalty(ctx context.Context, call model.Call, id model.PenaltyID, reason string) (model.Penalty, error) {
	return d.onPenalty(ctx, call, penaltyAct{id, withdrawPenalty, reason}, func(w work, p *model.Penalty) error {
		if err := checkReason(reason); err != nil {
			return err
		}
		p.Status, p.WithdrawnOn, p.WithdrawReason = model.PenaltyWithdrawn, w.today(), reason
		if err := w.withdrawOf(ctx, model.PublishedPenalty, string(p.ID), "处罚决定已撤销："+reason); err != nil {
			return err
		}
		if err := w.withdrawEntriesOn(ctx, *p); err != nil {
			return err
		}
		return w.noteDone(ctx, penaltyClocks(*p, nil), duty{model.ListCorrection, w.today(), 1, model.RoleInspector}, w.today())
	})
}
