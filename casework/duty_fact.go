package casework

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/deadline"
	"yijian/store"
)

var dutyStates = map[model.DutyFactStatus]string{
	model.DutyPending: "待定", model.DutyFinal: "已确定", model.DutyContested: "异议中", model.DutyWithdrawn: "已撤回",
}

var dutyTitles = map[model.DutyClass]string{
	model.LateFiling: "逾期备案", model.LateChange: "逾期变更备案", model.LateReturn: "逾期报送月报", model.MissingReturn: "缺报月报",
	model.UnmendedReturn: "逾期未补正月报", model.LateAnswer: "逾期答复申诉",
}

type dutyStep = step[model.DutyFactStatus]

var (
	contestDuty  = dutyStep{"contest", "提出异议", "duty-fact:contest", []model.DutyFactStatus{model.DutyPending, model.DutyFinal}}
	upholdDuty   = dutyStep{"uphold", "异议不成立，维持记录", "duty-fact:review", []model.DutyFactStatus{model.DutyContested}}
	withdrawDuty = dutyStep{"withdraw", "异议成立，撤回记录", "duty-fact:review", []model.DutyFactStatus{model.DutyContested}}
	dutySteps    = []dutyStep{contestDuty, upholdDuty, withdrawDuty}
)

// DutyLine is a duty fact with how many days after its term it was done, absent where it is
// not done or the last day is not known, and the noun and id of the record that shows it.
type DutyLine struct {
	model.DutyFact
	DaysLate *int       `json:"days_late"`
	PageNoun model.Noun `json:"page_noun"`
	PageID   string     `json:"page_id"`
}

func lineOfDuty(f model.DutyFact) DutyLine {
	line := DutyLine{DutyFact: f, PageNoun: f.SourceNoun, PageID: f.SourceID}
	if f.SourceNoun == "endpoint-changes" {
		line.PageNoun, line.PageID = "endpoints", string(f.EndPointID)
	}
	if f.Class != model.MissingReturn && f.Class != model.UnmendedReturn && !f.DueOn.IsZero() {
		days := -deadline.DaysLeft(f.On, f.DueOn)
		line.DaysLate = &days
	}
	return line
}

// DutyFacts lists duty facts.
func (d *Desk) DutyFacts(ctx context.Context, actor model.Actor, q store.Query) (model.Page[DutyLine], error) {
	scope, err := d.Scope(actor, "duty-fact:read")
	if err != nil {
		return model.Page[DutyLine]{}, err
	}
	page, err := d.Store.DutyFacts(ctx, scope, q)
	return model.Mapped(page, lineOfDuty), err
}

// DutyFactCard returns a duty fact with the acts open to the actor and its history.
func (d *Desk) DutyFactCard(ctx context.Context, actor model.Actor, id model.DutyFactID) (model.Card[DutyLine], error) {
	var card model.Card[DutyLine]
	scope, err := d.Scope(actor, "duty-fact:read")
	if err != nil {
		return card, err
	}
	f, err := d.Store.DutyFact(ctx, scope, id)
	if err != nil {
		return card, err
	}
	card.Record = lineOfDuty(f)
	for _, s := range dutySteps {
		refusal := s.refusal(f.Status, dutyStates)
		if refusal == "" {
			refusal = refusalOf(dutyHindrance(s, f, actor))
		}
		card.Acts = append(card.Acts, d.act(actor, s.name, s.title, s.permission, refusal))
	}
	card.History, err = d.historyFor(ctx, actor, "duty-facts", string(id))
	return card, err
}

func dutyHindrance(s dutyStep, f model.DutyFact, actor model.Actor) error {
	if s.name == contestDuty.name {
		return policy.CanContest(f)
	}
	return policy.CanReview(f, actor.UserID)
}

var dutyEvents = map[string]model.NotificationEventID{
	contestDuty.name: model.EventDutyContested, upholdDuty.name: model.EventDutyUpheld, withdrawDuty.name: model.EventDutyWithdrawn,
}

type dutyOrder struct {
	id     model.DutyFactID
	step   dutyStep
	reason string
}

func (d *Desk) onDuty(ctx context.Context, call model.Call, o dutyOrder, change func(w work, f *model.DutyFact, reason string) error) (model.DutyFact, error) {
	if err := checkReason(o.reason); err != nil {
		return model.DutyFact{}, err
	}
	return perform(ctx, d, call, order{o.step.permission, o.reason, "duty-fact:" + o.step.name}, func(w work) (model.DutyFact, error) {
		f, err := w.DutyFact(ctx, w.scope, o.id)
		if err != nil {
			return f, err
		}
		if err := must(f.Version, call.Version); err != nil {
			return f, err
		}
		if err := o.step.must("duty_fact.wrong_state", f.Status, dutyStates); err != nil {
			return f, err
		}
		if err := dutyHindrance(o.step, f, call.Actor); err != nil {
			return f, err
		}
		if err := change(w, &f, strings.TrimSpace(o.reason)); err != nil {
			return f, err
		}
		if f, err = w.ChangeDutyFact(ctx, f); err != nil {
			return f, err
		}
		return f, w.followDuty(ctx, dutyEvents[o.step.name], f)
	})
}

// ContestDuty is the enterprise's objection, once. In its time the fact does not count until
// it is reviewed; afterwards a settled fact counts meanwhile, from the day it did.
func (d *Desk) ContestDuty(ctx context.Context, call model.Call, id model.DutyFactID, reason string) (model.DutyFact, error) {
	return d.onDuty(ctx, call, dutyOrder{id, contestDuty, reason}, func(w work, f *model.DutyFact, reason string) error {
		w.forFirm(call, f.EnterpriseName)
		isOpen, err := w.mayStillContest(ctx, *f)
		if err != nil {
			return err
		}
		if !isOpen && !f.SettledOn.IsZero() && f.FinalOn.IsZero() { // the job of the night comes after it
			f.FinalOn = w.today()
		}
		f.Status, f.ContestedOn, f.ContestReason = model.DutyContested, w.today(), reason
		return nil
	})
}

// UpholdDuty finds the objection unfounded: the fact is final from today, or when its source
// is settled; one that counted meanwhile stays final from its own day.
func (d *Desk) UpholdDuty(ctx context.Context, call model.Call, id model.DutyFactID, reason string) (model.DutyFact, error) {
	return d.onDuty(ctx, call, dutyOrder{id, upholdDuty, reason}, func(w work, f *model.DutyFact, reason string) error {
		f.Status, f.ReviewedOn, f.ReviewReason = model.DutyPending, w.today(), reason
		if f.FinalOn.IsZero() && !f.SettledOn.IsZero() {
			f.FinalOn = w.today()
		}
		if !f.FinalOn.IsZero() {
			f.Status = model.DutyFinal
		}
		return nil
	})
}

// WithdrawDuty finds the objection right: the fact never counts.
func (d *Desk) WithdrawDuty(ctx context.Context, call model.Call, id model.DutyFactID, reason string) (model.DutyFact, error) {
	return d.onDuty(ctx, call, dutyOrder{id, withdrawDuty, reason}, func(w work, f *model.DutyFact, reason string) error {
		f.Status, f.FinalOn, f.ReviewedOn, f.ReviewReason = model.DutyWithdrawn, model.Date{}, w.today(), reason
		f.WithdrawnOn, f.WithdrawReason = w.today(), "异议成立："+cut(reason, 400)
		return nil
	})
}

// RecordMissingReturns records every owed monthly return whose term is over and that was
// never handed in, or was sent back and not handed in again. Repeated, or done by two
// servers at once, it records each once.
func (d *Desk) RecordMissingReturns(ctx context.Context, call model.Call) (recorded int, err error) {
	if _, err := d.Scope(call.Actor, "duty-fact:record"); err != nil {
		return 0, err
	}
	missing, err := eachOfDuty(ctx, d.Store.UnheardReturns, returnID, func(m model.MonthlyReturn) (bool, error) {
		return d.recordMissing(ctx, call, m.ID, model.MissingReturn)
	})
	unmended, failed := eachOfDuty(ctx, d.Store.UnmendedReturns, returnID, func(m model.MonthlyReturn) (bool, error) {
		return d.recordMissing(ctx, call, m.ID, model.UnmendedReturn)
	})
	return missing + unmended, errors.Join(err, failed)
}

func returnID(m model.MonthlyReturn) model.MonthlyReturnID { return m.ID }

// eachOfDuty does the work on every row, page by page, and counts what was done: one
// enterprise's failure is no other's, and another server that was first is none.
func eachOfDuty[T any, ID ~string](ctx context.Context, page func(context.Context, ID) ([]T, error), id func(T) ID, do func(T) (bool, error)) (count int, failed error) {
	for after := ID(""); ; {
		rows, err := page(ctx, after)
		if err != nil || len(rows) == 0 {
			return count, errors.Join(failed, err)
		}
		for _, row := range rows {
			after = id(row)
			done, err := do(row)
			switch kind := model.KindOf(err); {
			case kind == model.Conflict || kind == model.Stale:
			case err != nil:
				failed = errors.Join(failed, fmt.Errorf("duty of %s: %w", after, err))
			case done:
				count++
			}
		}
	}
}

func (d *Desk) recordMissing(ctx context.Context, call model.Call, id model.MonthlyReturnID, class model.DutyClass) (bool, error) {
	return perform(ctx, d, call, order{permission: "duty-fact:record"}, func(w work) (bool, error) {
		m, err := w.MonthlyReturn(ctx, store.Everything(), id)
		if err != nil {
			return false, err
		}
		terms, err := w.termsOf(ctx, "monthly-returns", string(m.ID))
		if err != nil {
			return false, err
		}
		late, err := terms.missesReturn(m, class, w.today())
		if err != nil || !late {
			return false, err
		}
		return true, w.dutiesOfReturn(ctx, call.Actor, m, class)
	})
}

// missesReturn reports whether the term is over in which the return had to be handed in
// for the first time, or again.
func (t terms) missesReturn(m model.MonthlyReturn, class model.DutyClass, today model.Date) (bool, error) {
	switch {
	case class == model.UnmendedReturn && m.Status == model.MonthlyReturnReturned && m.Owed && m.Versions == 0:
		return t.late(ofReturn(m, model.MonthlyReturnAgain), m.DecidedOn, today)
	case class == model.MissingReturn && owesFirst(m):
		first, err := parseMonth(m.Month)
		if err != nil {
			return false, err
		}
		return t.late(ofReturn(m, model.MonthlyReturnFiling), askedOn(m, first), today)
	}
	return false, nil
}

// FinishDuties makes every settled fact final that the enterprise did not contest in the
// time it had.
func (d *Desk) FinishDuties(ctx context.Context, call model.Call) (int, error) {
	if _, err := d.Scope(call.Actor, "duty-fact:record"); err != nil {
		return 0, err
	}
	page := func(ctx context.Context, after model.DutyFactID) ([]model.DutyFact, error) {
		return d.Store.RipeDutyFacts(ctx, d.Today(), after)
	}
	return eachOfDuty(ctx, page, func(f model.DutyFact) model.DutyFactID { return f.ID }, func(f model.DutyFact) (bool, error) {
		return perform(ctx, d, call, order{permission: "duty-fact:record", act: "duty-fact:finish"}, func(w work) (bool, error) {
			f, err := w.DutyFact(ctx, store.Everything(), f.ID)
			if err != nil || f.Status != model.DutyPending || f.SettledOn.IsZero() {
				return false, err
			}
			if isOpen, err := w.mayStillContest(ctx, f); err != nil || isOpen {
				return false, err
			}
			f.Status, f.FinalOn = model.DutyFinal, w.today()
			if f, err = w.ChangeDutyFact(ctx, f); err != nil {
				return false, err
			}
			return true, w.keepClocks(ctx, dutyClocks(f, w.today()))
		})
	})
}

// dutyFactDuties: what an enterprise contests is reviewed by somebody who did not decide it;
// while its time for that runs, the enterprise is reminded that it may.
func dutyFactDuties() []workSource {
	mayContest := waiting[model.DutyFact]{
		roles: []model.Role{model.RoleFirm}, permission: contestDuty.permission, noun: "duty-facts", act: contestDuty.name, title: "认为有误的，可对履责记录提出异议",
		in: model.DutyPending, sort: "on", list: store.Reader.DutyFacts,
		clockedAs: func(f model.DutyFact) (model.Noun, string) { return "duty-facts", string(f.ID) },
		ask: func(_ context.Context, l *look, f model.DutyFact) (asked, error) {
			key := clockKey{"duty-facts", string(f.ID), model.DutyContest}
			c, begun := l.terms.clocks[key]
			runs := begun && c.Status != model.ClockStopped && policy.CanContest(f) == nil
			due := l.terms.shown(key, model.Date{}, l.Today())
			return asked{runs && due != nil, string(f.ID), dutyTitles[f.Class] + "（" + f.SourceTitle + "）", due}, nil
		},
	}
	return []workSource{mayContest.source(), waiting[model.DutyFact]{
		roles: []model.Role{model.RoleLegal, model.RoleInspector}, permission: upholdDuty.permission, noun: "duty-facts", act: upholdDuty.name, title: "复核企业对履责记录的异议",
		in: model.DutyContested, sort: "on", list: store.Reader.DutyFacts,
		ask: func(_ context.Context, l *look, f model.DutyFact) (asked, error) {
			return asked{his: policy.CanReview(f, l.actor.UserID) == nil, id: string(f.ID), name: f.EnterpriseName + "（" + f.SourceTitle + "）"}, nil
		},
	}.source()}
}
