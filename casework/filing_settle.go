package casework

import (
	"context"
	"errors"
	"fmt"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// Settled is how many filings lapsed, of how many the last day moved, how many hold again
// whose lapse had been taken back, and how many changes had waited beyond the end of theirs.
type Settled struct{ Lapsed, Moved, Restored, Ended int }

// SettleFilings lets every filing lapse whose opener's licence or branch holds no longer
// on the day, and lets the others last as long as these do now. Repeated for the same
// day, or done by two servers at once, it changes each filing once.
func (d *Desk) SettleFilings(ctx context.Context, call model.Call, day model.Date) (Settled, error) {
	var settled Settled
	if _, err := d.Scope(call.Actor, "endpoint:settle"); err != nil {
		return settled, err
	}
	query := store.Query{Limit: store.MaxPage, Filter: map[string]string{"status": string(model.EndPointFiled)}}
	openers := map[openedBy]policy.FilingFacts{}
	var failed error // one filing's failure is no other's
	for {
		page, err := d.Store.EndPoints(ctx, store.Everything(), query)
		if err != nil {
			return settled, errors.Join(failed, err)
		}
		for _, e := range page.Items {
			changed, err := d.settle(ctx, call, e, openers, day)
			switch {
			case model.KindOf(err) == model.Stale: // somebody else was there first
			case err != nil:
				failed = errors.Join(failed, fmt.Errorf("filing %s: %w", e.ID, err))
			case changed.Status == model.EndPointLapsed:
				settled.Lapsed++
			case changed.ID != "":
				settled.Moved++
			}
		}
		if query.Cursor = page.Next; page.Next == "" {
			settled.Restored, err = d.restoreOverlooked(ctx, call)
			failed = errors.Join(failed, err)
			settled.Ended, err = d.endOverlooked(ctx, call)
			return settled, errors.Join(failed, err)
		}
	}
}

// openedBy is by whose licence and branch a filing holds.
type openedBy struct {
	firm   model.EnterpriseID
	branch model.BranchID
}

// settle changes a filing that is due, and returns it then. A look at it with what was
// already read of its opener spares the others a transaction.
func (d *Desk) settle(ctx context.Context, call model.Call, e model.EndPoint, openers map[openedBy]policy.FilingFacts, day model.Date) (model.EndPoint, error) {
	by := openedBy{e.EnterpriseID, e.BranchID}
	facts, known := openers[by]
	facts.EndPoint = e
	if !known {
		if err := loadOpener(ctx, d.Store.Reader, &facts); err != nil {
			return model.EndPoint{}, err
		}
		openers[by] = facts
	}
	seen, lapse := toSettle(facts, day)
	if seen.ID == "" {
		return seen, nil
	}
	return perform(ctx, d, call, order{permission: "endpoint:settle", reason: lapse}, func(w work) (model.EndPoint, error) {
		e, err := w.EndPoint(ctx, store.Everything(), seen.ID)
		if err != nil || e.Status != model.EndPointFiled {
			return model.EndPoint{}, err
		}
		facts := policy.FilingFacts{EndPoint: e}
		if err := loadOpener(ctx, w.Reader, &facts); err != nil {
			return model.EndPoint{}, err
		}
		e, lapse := toSettle(facts, day)
		if e.ID == "" {
			return e, nil
		}
		if lapse != "" {
			lapsed(&e, lapse, day)
			if err := w.endChange(ctx, &e); err != nil {
				return e, err
			}
		}
		changed, err := w.ChangeEndPoint(ctx, e)
		if err != nil {
			return changed, err
		}
		if err := w.keepClocks(ctx, endPointClocks(changed)); err != nil || lapse == "" {
			return changed, err
		}
		return changed, w.tellOfLapse(ctx, model.EventEndPointLapsed, e, lapse)
	})
}

// lapsed ends a filing on the day, with the reason.
func lapsed(e *model.EndPoint, reason string, day model.Date) {
	e.Status, e.EndedOn, e.PremisesClaim = model.EndPointLapsed, day, ""
	e.EndReason = reason + "，备案随之失效（" + policy.FilingBasis.String() + "）"
}

// tellOfLapse tells the opener that a filing lapsed, or that it holds again, and why.
func (w work) tellOfLapse(ctx context.Context, event model.NotificationEventID, e model.EndPoint, reason string) error {
	return announce(ctx, w.Tx, announcement{
		event: event, to: toFirm(e.EnterpriseID), noun: "endpoints", id: string(e.ID), demo: e.Demo,
		values: map[string]string{"name": e.Name, "serial": string(e.LocalSerial), "reason": reason},
	})
}

// toSettle is a filing that lapses on the day, with the reason, or whose last day has moved; a
// zero one where nothing is to be done.
func toSettle(facts policy.FilingFacts, day model.Date) (e model.EndPoint, lapse string) {
	e = facts.EndPoint
	e.LapseCause, lapse = policy.LapseOf(facts, day)
	end := facts.End(day)
	spelt := e.Premises != "" || e.Address == "" // those filed before premises were kept are not
	switch {
	case lapse == "" && spelt && (end.IsZero() || end == e.ValidUntil):
		return model.EndPoint{}, ""
	case lapse == "" && !end.IsZero():
		e.ValidUntil = end
	}
	return e, lapse
}
