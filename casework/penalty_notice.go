package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// PublicityBasis names the source of the terms for which penalties are public.
func PublicityBasis() string { return policy.PublicityBasis.String() }

// NoticeFacts is what the proposer writes: the case in words fit for the public,
// and for a slight penalty why it is published at all.
type NoticeFacts struct {
	Summary       string
	PublishReason string
}

type noticeStep = step[model.NoticeStatus]

var noticeStates = map[model.NoticeStatus]string{
	model.NoticeProposed: "拟公示", model.NoticePublished: "公示中", model.NoticeWithdrawn: "已撤回", model.NoticeEnded: "期满",
}

var (
	changeNotice   = noticeStep{"change", "修改公示内容", "penalty-notice:change", []model.NoticeStatus{model.NoticeProposed}}
	publishNotice  = noticeStep{"publish", "批准公示", "penalty-notice:publish", []model.NoticeStatus{model.NoticeProposed}}
	withdrawNotice = noticeStep{"withdraw", "撤回公示", "penalty-notice:withdraw",
		[]model.NoticeStatus{model.NoticeProposed, model.NoticePublished}}
)

var noticeSteps = []noticeStep{changeNotice, publishNotice, withdrawNotice}

// noticeHindrance is why this person cannot take the step today although the state allows it.
func noticeHindrance(s noticeStep, n model.PenaltyNotice, by model.UserID, today model.Date) error {
	switch {
	case s.name != publishNotice.name:
		return nil
	case n.Proposers.Has(by):
		return model.Fail(model.Forbidden, "penalty_notice.own_proposal", "拟公示人不得批准自己拟的公示")
	case !today.Before(n.EndsOn):
		return termOver(n.EndsOn)
	}
	return nil
}

func termOver(ends model.Date) error {
	return model.Fail(model.Conflict, "penalty_notice.term_over", "公示期已于"+ends.String()+"届满，不得再公示（"+policy.PublicityBasis.String()+"）")
}

// PenaltyNoticeCard returns a notice with the acts open to the actor, the day by
// which it must be public, and its history.
func (d *Desk) PenaltyNoticeCard(ctx context.Context, actor model.Actor, id model.PenaltyNoticeID) (model.Card[model.PenaltyNotice], error) {
	var card model.Card[model.PenaltyNotice]
	scope, err := d.Scope(actor, "penalty-notice:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.PenaltyNotice(ctx, scope, id); err != nil {
		return card, err
	}
	n := card.Record
	terms, err := d.termsWith(ctx, d.Store.Reader, "penalties", string(n.PenaltyID))
	if err != nil {
		return card, err
	}
	for _, s := range noticeSteps {
		refusal := s.refusal(n.Status, noticeStates)
		if refusal == "" {
			refusal = refusalOf(noticeHindrance(s, n, actor.UserID, d.Today()))
		}
		act := d.act(actor, s.name, s.title, s.permission, refusal)
		if s.name == publishNotice.name && n.Status == model.NoticeProposed {
			act.Due = terms.shown(ofPublicity(n.PenaltyID), n.DecidedOn, d.Today())
		}
		card.Acts = append(card.Acts, act)
	}
	card.History, err = d.historyFor(ctx, actor, "penalty-notices", string(id))
	return card, err
}

// ProposeNotice proposes the publicity of a decided penalty for the longest term
// of its class, counted from the decision's date.
func (d *Desk) ProposeNotice(ctx context.Context, call model.Call, id model.PenaltyID, facts NoticeFacts) (model.PenaltyNotice, error) {
	return perform(ctx, d, call, order{permission: "penalty-notice:create", reason: facts.PublishReason}, func(w work) (model.PenaltyNotice, error) {
		p, err := w.decidedPenalty(ctx, id)
		if err != nil {
			return model.PenaltyNotice{}, err
		}
		if err := facts.check(p.PublicityClass); err != nil {
			return model.PenaltyNotice{}, err
		}
		e, err := w.Enterprise(ctx, store.Everything(), p.EnterpriseID)
		if err != nil {
			return model.PenaltyNotice{}, err
		}
		earliest, latest, err := policy.PublicityEnds(p.PublicityClass, p.DecidedOn)
		if err != nil {
			return model.PenaltyNotice{}, err
		}
		if !w.today().Before(latest) {
			return model.PenaltyNotice{}, termOver(latest)
		}
		n := model.PenaltyNotice{
			ID: model.PenaltyNoticeID(store.NewID()), PenaltyID: p.ID, EnterpriseID: p.EnterpriseID,
			EnterpriseName: p.EnterpriseName, USCC: e.USCC, AreaCode: p.AreaCode, DocumentNo: p.DocumentNo,
			Kind: p.Kind, AmountFen: p.AmountFen, Basis: p.Basis, DecidedOn: p.DecidedOn, PublicityClass: p.PublicityClass,
			Summary: facts.Summary, PublishReason: facts.PublishReason, EarliestEnd: earliest, EndsOn: latest,
			Status: model.NoticeProposed, Proposers: model.UserIDs{call.Actor.UserID}, Demo: p.Demo,
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := w.AddPenaltyNotice(ctx, &n); err != nil {
			return n, err
		}
		if err := w.keepPenaltyClocks(ctx, p); err != nil {
			return n, err
		}
		return n, w.tellOfPublicity(ctx, n)
	})
}

// decidedPenalty returns a penalty within the caller's rows that stands decided; any other is a wrong field.
func (w work) decidedPenalty(ctx context.Context, id model.PenaltyID) (model.Penalty, error) {
	p, err := w.Penalty(ctx, w.scope, id)
	if err != nil && model.KindOf(err) != model.NotFound {
		return p, err
	}
	var fields model.FieldErrors
	switch {
	case err != nil:
		fields.Add("/penalty_id", "penalty.unknown", "没有找到这件处罚")
	case p.Status != model.PenaltyDecided:
		fields.Add("/penalty_id", "penalty.not_decided", "只有已作出且未撤销的处罚决定可以公示")
	}
	return p, fields.Err()
}

func (f NoticeFacts) check(class model.PublicityClass) error {
	if policy.IsUsuallyPublished(class) || f.PublishReason != "" {
		return nil
	}
	var fields model.FieldErrors
	fields.Add("/publish_reason", "penalty_notice.slight", "轻微类一般不公示；确需公示的，须写明理由（"+policy.PublicityBasis.String()+"）")
	return fields.Err()
}

// noticeAct is one step on one notice with the reason for the audit trail.
type noticeAct struct {
	id     model.PenaltyNoticeID
	step   noticeStep
	reason string
}

func (d *Desk) onNotice(ctx context.Context, call model.Call, a noticeAct, change func(work, *model.PenaltyNotice) error) (model.PenaltyNotice, error) {
	return perform(ctx, d, call, order{permission: a.step.permission, reason: a.reason}, func(w work) (model.PenaltyNotice, error) {
		n, err := w.PenaltyNotice(ctx, w.scope, a.id)
		if err != nil {
			return n, err
		}
		if err := must(n.Version, call.Version); err != nil {
			return n, err
		}
		if err := a.step.must("penalty_notice.wrong_state", n.Status, noticeStates); err != nil {
			return n, err
		}
		if err := noticeHindrance(a.step, n, call.Actor.UserID, w.today()); err != nil {
			return n, err
		}
		if err := change(w, &n); err != nil {
			return n, err
		}
		if n, err = w.ChangePenaltyNotice(ctx, n); err != nil {
			return n, err
		}
		p, err := w.Penalty(ctx, store.Everything(), n.PenaltyID)
		if err == nil {
			err = w.keepPenaltyClocks(ctx, p)
		}
		if err != nil || a.step.name != publishNotice.name {
			return n, err
		}
		return n, w.tellOfPublicity(ctx, n)
	})
}

// ChangeNotice rewrites a proposal; whoever does becomes one of its proposers.
func (d *Desk) ChangeNotice(ctx context.Context, call model.Call, id model.PenaltyNoticeID, facts NoticeFacts) (model.PenaltyNotice, error) {
	return d.onNotice(ctx, call, noticeAct{id, changeNotice, ""}, func(_ work, n *model.PenaltyNotice) error {
		n.Summary, n.PublishReason = facts.Summary, facts.PublishReason
		n.Proposers = n.Proposers.With(call.Actor.UserID)
		if len(n.Proposers) > mostDrafters {
			return model.Fail(model.Conflict, "penalty_notice.too_many_proposers", "拟公示人已满十人，请由已参与的人修改")
		}
		return facts.check(n.PublicityClass)
	})
}

// PublishNotice is the approval: the notice is public from today. The penalty
// must still stand, which is read in the same transaction.
func (d *Desk) PublishNotice(ctx context.Context, call model.Call, id model.PenaltyNoticeID) (model.PenaltyNotice, error) {
	return d.onNotice(ctx, call, noticeAct{id, publishNotice, ""}, func(w work, n *model.PenaltyNotice) error {
		p, err := w.Penalty(ctx, store.Everything(), n.PenaltyID)
		if err != nil {
			return err
		}
		if p.Status != model.PenaltyDecided {
			return model.Fail(model.Conflict, "penalty_notice.penalty_withdrawn", "处罚决定已撤销，不得公示")
		}
		n.Status, n.ApprovedBy, n.PublishedOn = model.NoticePublished, call.Actor.UserID, w.today()
		return nil
	})
}

// WithdrawNotice takes a proposal or a public notice back.
func (d *Desk) WithdrawNotice(ctx context.Context, call model.Call, id model.PenaltyNoticeID, reason string) (model.PenaltyNotice, error) {
	return d.onNotice(ctx, call, noticeAct{id, withdrawNotice, reason}, func(w work, n *model.PenaltyNotice) error {
		n.Status, n.WithdrawnOn, n.WithdrawReason = model.NoticeWithdrawn, w.today(), reason
		return checkReason(reason)
	})
}

// withdrawNoticeOf takes back the publicity of a withdrawn penalty.
func (w work) withdrawNoticeOf(ctx context.Context, p model.Penalty) error {
	live, err := w.LiveNoticesOf(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, n := range live {
		n.Status, n.WithdrawnOn, n.WithdrawReason = model.NoticeWithdrawn, w.today(), "处罚决定已撤销："+p.WithdrawReason
		if _, err := w.ChangePenaltyNotice(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// EndLapsedNotices ends every notice whose term is over on the day and returns
// how many; the public stopped seeing them on that day in any case.
func (d *Desk) EndLapsedNotices(ctx context.Context, call model.Call, day model.Date) (int, error) {
	return perform(ctx, d, call, order{permission: "penalty-notice:end"}, func(w work) (int, error) {
		ended := 0
		for {
			lapsed, err := w.LapsedNotices(ctx, day)
			if err != nil || len(lapsed) == 0 {
				return ended, err
			}
			for _, n := range lapsed {
				n.Status = model.NoticeEnded
				if _, err := w.ChangePenaltyNotice(ctx, n); err != nil {
					return ended, err
				}
				ended++
			}
		}
	})
}
