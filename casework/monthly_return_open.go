package casework

import (
	"context"
	"errors"
	"fmt"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// mostMonthsOpened is for how many months that are over returns are still opened.
const mostMonthsOpened = 3

var errOwesNothing = errors.New("a closed enterprise owes no returns")

// OpenReturns opens the return of each of the last months for every enterprise with a
// licence that was known in that month. Months before the first one that was ever asked for owe none.
// Repeated, or done by two servers at once, it opens each return once.
func (d *Desk) OpenReturns(ctx context.Context, call model.Call, day model.Date) (opened int, err error) {
	if _, err := d.Scope(call.Actor, "monthly-return:open"); err != nil {
		return 0, err
	}
	first, err := d.Store.FirstReturnMonth(ctx)
	if err != nil {
		return 0, err
	}
	newest := lastMonth(day)
	if first == "" {
		first = newest
	}
	holders, err := d.licenceHolders(ctx)
	if err != nil {
		return 0, err
	}
	var failed error // one enterprise's failure is no other's
	for back := mostMonthsOpened; back > 0; back-- {
		month := firstOfMonth(day).AddMonths(-back)
		if monthOf(month) < first {
			continue
		}
		n, err := d.openMonth(ctx, call, month, holders)
		opened += n
		failed = errors.Join(failed, err)
	}
	return opened, failed
}

// licenceHolders are all licences by their holders.
func (d *Desk) licenceHolders(ctx context.Context) (map[model.EnterpriseID][]model.HeldLicence, error) {
	holders := map[model.EnterpriseID][]model.HeldLicence{}
	for query := (store.Query{Limit: store.MaxPage}); ; {
		page, err := d.Store.Licences(ctx, store.Everything(), query)
		if err != nil {
			return holders, err
		}
		for _, l := range page.Items {
			holders[l.EnterpriseID] = append(holders[l.EnterpriseID], l)
		}
		if query.Cursor = page.Next; page.Next == "" {
			return holders, nil
		}
	}
}

func (d *Desk) openMonth(ctx context.Context, call model.Call, first model.Date, holders map[model.EnterpriseID][]model.HeldLicence) (int, error) {
	month, opened := monthOf(first), 0
	there, err := d.Store.ReturnsBetween(ctx, store.Everything(), month, month)
	if err != nil {
		return 0, err
	}
	known := map[model.EnterpriseID]bool{}
	for _, m := range there {
		known[m.EnterpriseID] = true
	}
	var failed error
	for id, licences := range holders {
		if known[id] || !policy.LicensedIn(licences, first, lastOfMonth(first)) {
			continue
		}
		_, err := perform(ctx, d, call, order{permission: "monthly-return:open"}, func(w work) (model.MonthlyReturn, error) {
			firm, err := w.Enterprise(ctx, store.Everything(), id)
			if err != nil {
				return model.MonthlyReturn{}, err
			}
			if firm.Status == model.EnterpriseClosed {
				return model.MonthlyReturn{}, errOwesNothing
			}
			return w.openReturn(ctx, firm, first, true)
		})
		switch {
		case errors.Is(err, errOwesNothing):
		case model.KindOf(err) == model.Conflict: // somebody else was there first
		case err != nil:
			failed = errors.Join(failed, fmt.Errorf("return of %s for %s: %w", id, month, err))
		default:
			opened++
		}
	}
	return opened, failed
}
