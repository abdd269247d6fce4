package casework

import (
	"context"
	"errors"
	"fmt"

	"yijian/model"
	"yijian/store"
)

// endChange ends the change that waits, if one does, of a filing that holds no longer, and
// tells the firm why. Its clock ends with the filing's others.
func (w work) endChange(ctx context.Context, e *model.EndPoint) error {
	if e.ChangeSubmittedOn.IsZero() {
		return nil
	}
	e.ChangeSubmittedOn = model.Date{}
	changes, err := w.ChangesOf(ctx, e.ID)
	if err != nil || len(changes) == 0 || changes[0].Outcome != model.ChangeSubmitted {
		return err
	}
	c := changes[0]
	c.Outcome, c.DecidedOn, c.DecidedReason = model.ChangeEnded, w.today(), "备案"+endPointStates[e.Status]+"，待审的变更随之终止"
	if err := w.DecideEndPointChange(ctx, c); err != nil {
		return err
	}
	if err := w.dutiesOfChange(ctx, w.Stamp().Call.Actor, *e, c); err != nil {
		return err
	}
	return w.tellOfEndedChange(ctx, *e, c)
}

// reopenChange lets the change wait again that ended with a filing which holds again.
func (w work) reopenChange(ctx context.Context, e *model.EndPoint) error {
	changes, err := w.ChangesOf(ctx, e.ID)
	if err != nil || len(changes) == 0 || changes[0].Outcome != model.ChangeEnded {
		return err
	}
	c := changes[0]
	c.Outcome, c.DecidedOn, c.DecidedReason, e.ChangeSubmittedOn = model.ChangeSubmitted, model.Date{}, "", c.SubmittedOn
	if err := w.DecideEndPointChange(ctx, c); err != nil {
		return err
	}
	facts, err := w.DutyFactsOf(ctx, "endpoint-changes", string(c.ID))
	for _, f := range facts { // that it was late counts once it is decided, unless it does already
		if err == nil && f.Status == model.DutyPending && !f.SettledOn.IsZero() {
			f.SettledOn = model.Date{}
			_, err = w.ChangeDutyFact(ctx, f)
		}
	}
	return err
}

// endOverlooked ends the changes that filings left behind which ended before changes ended with them.
func (d *Desk) endOverlooked(ctx context.Context, call model.Call) (ended int, failed error) {
	for _, status := range []model.EndPointStatus{model.EndPointLapsed, model.EndPointCancelled} {
		query := store.Query{Limit: store.MaxPage, Filter: map[string]string{"status": string(status), "change_pending": "yes"}}
		for {
			page, err := d.Store.EndPoints(ctx, store.Everything(), query)
			if err != nil {
				return ended, errors.Join(failed, err)
			}
			for _, left := range page.Items {
				err := d.endLeft(ctx, call, left.ID)
				switch {
				case model.KindOf(err) == model.Stale: // another server was first
				case err != nil:
					failed = errors.Join(failed, fmt.Errorf("change of filing %s: %w", left.ID, err))
				default:
					ended++
				}
			}
			if query.Cursor = page.Next; page.Next == "" {
				break
			}
		}
	}
	return ended, failed
}

func (d *Desk) endLeft(ctx context.Context, call model.Call, id model.EndPointID) error {
	_, err := perform(ctx, d, call, order{permission: "endpoint:settle", reason: "备案已经终止"}, func(w work) (model.EndPoint, error) {
		e, err := w.EndPoint(ctx, store.Everything(), id)
		if err != nil {
			return e, err
		}
		if e.ChangeSubmittedOn.IsZero() || e.Status == model.EndPointFiled {
			return e, store.Stale()
		}
		if err := w.endChange(ctx, &e); err != nil {
			return e, err
		}
		if e, err = w.ChangeEndPoint(ctx, e); err != nil {
			return e, err
		}
		return e, w.keepClocks(ctx, endPointClocks(e))
	})
	return err
}
