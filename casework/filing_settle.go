package casework

import (
	"context"
	"errors"
	"fmt"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// Settled is how many filings lapsed, and of how many the last day moved.
type Settled struct{ Lapsed, Moved int }

// SettleFilings lets every filing lapse whose opener's licence or branch holds no longer
// on the day, and lets the others last as long as these do now. Repeated for the same
// day, or done by two servers at once, it changes each filing once.
func (d *Desk) SettleFilings(ctx context.Context, call model.Call, day model.Date) (Settled, error) {
	var settled Settled
	if _, err := d.Scope(call.Actor, "endpoint:settle"); err != nil {
		return settled, err
	}
	query := store.Query{Limit: store.MaxPage, Filter: map[string]string{"status": string(model.EndPointFiled)}}
	var failed error // one filing's failure is no other's
	for {
		page, err := d.Store.EndPoints(ctx, store.Everything(), query)
		if err != nil {
			return settled, errors.Join(failed, err)
		}
		for _, e := range page.Items {
			changed, err := d.settle(ctx, call, e.ID, day)
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
			return settled, failed
		}
	}
}

// settle looks at one filing and returns it when it changed it.
func (d *Desk) settle(ctx context.Context, call model.Call, id model.EndPointID, day model.Date) (model.EndPoint, error) {
	e, lapse, err := d.due(ctx, d.Store.Reader, id, day)
	if err != nil || e.ID == "" {
		return model.EndPoint{}, err
	}
	return perform(ctx, d, call, order{permission: "endpoint:settle", reason: lapse}, func(w work) (model.EndPoint, error) {
		e, lapse, err := d.due(ctx, w.Reader, id, day)
		if err != nil || e.ID == "" {
			return model.EndPoint{}, err
		}
		if lapse != "" {
			e.Status, e.EndedOn, e.PremisesClaim = model.EndPointLapsed, day, ""
			e.EndReason = lapse + "，备案随之失效（" + policy.FilingBasis.String() + "）"
		}
		changed, err := w.ChangeEndPoint(ctx, e)
		if err != nil {
			return changed, err
		}
		if err := w.keepClocks(ctx, endPointClocks(changed)); err != nil || lapse == "" {
			return changed, err
		}
		return changed, announce(ctx, w.Tx, announcement{
			event: model.EventEndPointLapsed, to: toFirm(e.EnterpriseID), noun: "endpoints", id: string(e.ID), demo: e.Demo,
			values: map[string]string{"name": e.Name, "serial": string(e.LocalSerial), "reason": lapse},
		})
	})
}

// due is a filing that lapses on the day, with the reason, or whose last day has moved; a
// zero one where nothing is to be done.
func (d *Desk) due(ctx context.Context, r store.Reader, id model.EndPointID, day model.Date) (e model.EndPoint, lapse string, err error) {
	if e, err = r.EndPoint(ctx, store.Everything(), id); err != nil || e.Status != model.EndPointFiled {
		return model.EndPoint{}, "", err
	}
	facts := policy.FilingFacts{EndPoint: e}
	if err := loadOpener(ctx, r, &facts); err != nil {
		return model.EndPoint{}, "", err
	}
	lapse = policy.LapseOf(facts, day)
	end := facts.End(day)
	spelt := e.Premises != "" || e.Address == "" // those filed before premises were kept are not
	if lapse == "" && spelt && (end.IsZero() || end == e.ValidUntil) {
		return model.EndPoint{}, "", nil
	}
	if lapse == "" && !end.IsZero() {
		e.ValidUntil = end
	}
	return e, lapse, nil
}
