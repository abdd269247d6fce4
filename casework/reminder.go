package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// RemindTerms tells people of their due work whose term ends in as many days as
// the bureau has set, once per term and number of days, and returns how many
// pieces of work it found. What a past day would have reminded of is not made up for.
func (d *Desk) RemindTerms(ctx context.Context, call model.Call) (int, error) {
	if _, err := d.Scope(call.Actor, "term:remind"); err != nil {
		return 0, err
	}
	found, query := 0, store.Query{Sort: "name"}
	var failed error // one person's failure is nobody else's
	for {
		page, err := d.Store.Users(ctx, store.Everything(), query)
		if err != nil {
			return found, errors.Join(failed, err)
		}
		for _, u := range page.Items {
			n, err := d.remind(ctx, call, u)
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("remind %s: %w", u.ID, err))
			}
			found += n
		}
		if page.Next == "" {
			return found, failed
		}
		query.Cursor = page.Next
	}
}

func (d *Desk) remind(ctx context.Context, call model.Call, u model.User) (int, error) {
	if u.Disabled || len(u.Roles) == 0 {
		return 0, nil
	}
	var items []model.WorkItem
	err := d.eachWork(ctx, actorOf(u), func(_ workSource, found []model.WorkItem, _ bool) {
		items = append(items, slices.DeleteFunc(found, func(item model.WorkItem) bool {
			_, now := d.remindedAt(item)
			return !now
		})...)
	})
	if err != nil {
		return 0, err
	}
	if len(items) == 0 {
		return 0, nil
	}
	stamp := model.Stamp{Call: call, Act: "term:remind", At: d.now()}
	return len(items), d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		for _, item := range items {
			mark, _ := d.remindedAt(item)
			err := announce(ctx, tx, announcement{
				event: model.EventTermNear, to: toPerson(u.ID), noun: item.Noun, id: item.ID, demo: u.Demo,
				once: "term/" + string(item.Noun) + "/" + item.ID + "/" + item.Act + "/" + item.Due.DueOn.String() + "/" + strconv.Itoa(mark),
				values: map[string]string{
					"item": item.Title, "due": item.Due.DueOn.String(), "days": strconv.Itoa(item.Due.DaysLeft), "basis": item.Due.Basis,
				},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// remindedAt is how many days before the end people are to be told of the item now. Of
// a certificate, a licence or a brand agreement they are told once from each of its marks on, whichever
// day that is noticed: a new one takes weeks.
func (d *Desk) remindedAt(item model.WorkItem) (days int, now bool) {
	if item.Due == nil || item.Due.DueOn.IsZero() {
		return 0, false
	}
	switch {
	case item.Noun == "certificates":
		return policy.CertificateStage(item.Due.DaysLeft)
	case item.Act == licenceTerm || item.Act == agreementTerm:
		return policy.LicenceStage(item.Due.DaysLeft)
	}
	return item.Due.DaysLeft, slices.Contains(d.Rules.RemindDays, item.Due.DaysLeft)
}
