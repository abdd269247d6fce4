package casework

import (
	"context"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

// countUncounted counts the clocks whose last day lies in a year that was loaded only now.
func (d *Desk) countUncounted(ctx context.Context, call model.Call) (int, error) {
	terms, err := d.termsNow(ctx)
	if err != nil {
		return 0, err
	}
	counted, after := 0, model.ClockID("")
	for {
		page, err := d.Store.UncountedClocks(ctx, after, sweepPage)
		if err != nil || len(page) == 0 {
			return counted, err
		}
		after = page[len(page)-1].ID
		for _, c := range page {
			if err := terms.count(&c); err != nil || c.DueOn.IsZero() {
				continue // a clock that cannot be read is told of when its steps are due
			}
			err := d.Store.Tx(ctx, d.sweepStamp(call), func(tx *store.Tx) error {
				if _, err := tx.ChangeClock(ctx, c); err != nil {
					return err
				}
				return work{tx, tx.Stamp().At, store.Everything(), d}.followTerm(ctx, c)
			})
			if err != nil && model.KindOf(err) != model.Stale {
				return counted, err
			}
			counted++
		}
	}
}

// moved is the clock as it would be if the text counted: by another arrangement of
// holidays, or, where the text reaches running clocks, by another rule.
func (t terms) moved(c model.Clock, text model.RuleText) (model.Clock, error) {
	switch {
	case text.Kind == model.TextOfCalendar:
		err := t.count(&c)
		return c, err
	case !text.ReachesRunning:
		return c, nil
	}
	old, err := c.Row()
	if err != nil {
		return c, err
	}
	row, err := deadline.RuleOn(t.rules, c.Rule, c.StartOn)
	if err != nil {
		return c, err
	}
	if row.Extension == nil { // what was approved stays approved
		row.Extension = old.Extension
	}
	err = t.rule(&c, row)
	return c, err
}

// moveClocks counts the running clocks again that an adopted text reaches.
func (w work) moveClocks(ctx context.Context, change ruleChange, text model.RuleText) error {
	for _, id := range change.reached(text) {
		open, err := w.OpenClocks(ctx, id)
		if err != nil {
			return err
		}
		for _, row := range open {
			c, err := w.Clock(ctx, store.Everything(), row.ID)
			if err != nil {
				return err
			}
			is, err := change.after.moved(c, text)
			if err != nil {
				return err
			}
			if is.DueOn == c.DueOn && is.RuleText == c.RuleText && is.WarnOn == c.WarnOn {
				continue
			}
			if _, err := w.ChangeClock(ctx, is); err != nil {
				return err
			}
			if err := w.followTerm(ctx, is); err != nil {
				return err
			}
		}
	}
	return nil
}

// reached are the deadlines whose running clocks the text may move.
func (c ruleChange) reached(text model.RuleText) []model.DeadlineRuleID {
	switch {
	case text.Kind == model.TextOfCalendar:
		return model.DeadlineRuleIDs
	case text.ReachesRunning:
		return c.ids
	}
	return nil
}
