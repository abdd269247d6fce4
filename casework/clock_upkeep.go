package casework

import (
	"context"
	"slices"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/deadline"
	"yijian/store"
)

// openRecords pages through the records of one kind that may ask for a clock.
type openRecords func(ctx context.Context, d *Desk, cursor string) (records []clocked, next string, err error)

func openIn[T any, S ~string](status S, list func(store.Reader, context.Context, store.Scope, store.Query) (model.Page[T], error), clocks func(T) clocked) openRecords {
	return func(ctx context.Context, d *Desk, cursor string) ([]clocked, string, error) {
		page, err := list(d.Store.Reader, ctx, store.Everything(), store.Query{Filter: map[string]string{"status": string(status)}, Cursor: cursor})
		var records []clocked
		for _, row := range page.Items {
			records = append(records, clocks(row))
		}
		return records, page.Next, err
	}
}

// penaltiesIn are cases of one filter; a notice that is proposed for them counts too.
func penaltiesIn(filter func(d *Desk) map[string]string) openRecords {
	return func(ctx context.Context, d *Desk, cursor string) ([]clocked, string, error) {
		page, err := d.Store.Penalties(ctx, store.Everything(), store.Query{Filter: filter(d), Cursor: cursor})
		var records []clocked
		for _, p := range page.Items {
			live, err := d.Store.LiveNoticesOf(ctx, p.ID)
			if err != nil {
				return records, "", err
			}
			records = append(records, penaltyClocks(p, live))
		}
		return records, page.Next, err
	}
}

func proposedNotices(ctx context.Context, d *Desk, cursor string) ([]clocked, string, error) {
	page, err := d.Store.PenaltyNotices(ctx, store.Everything(), store.Query{Filter: map[string]string{"status": string(model.NoticeProposed)}, Cursor: cursor})
	var records []clocked
	for _, n := range page.Items {
		p, err := d.Store.Penalty(ctx, store.Everything(), n.PenaltyID)
		if err != nil {
			return records, "", err
		}
		records = append(records, penaltyClocks(p, []model.PenaltyNotice{n}))
	}
	return records, page.Next, err
}

func allOpenRecords() []openRecords {
	all := []openRecords{proposedNotices, penaltiesIn(func(d *Desk) map[string]string {
		return map[string]string{"status": string(model.PenaltyDecided), "unpublicised": d.Today().AddMonths(-policy.LongestPublicityMonths).String()}
	})}
	for _, status := range []model.EndPointStatus{model.EndPointDraft, model.EndPointSubmitted} {
		all = append(all, openIn(status, store.Reader.EndPoints, endPointClocks))
	}
	for _, status := range []model.MonthlyReturnStatus{model.MonthlyReturnAwaited, model.MonthlyReturnDraft, model.MonthlyReturnSubmitted, model.MonthlyReturnReturned} {
		all = append(all, openIn(status, store.Reader.MonthlyReturns, returnClocks))
	}
	for _, status := range []model.ComplaintStatus{model.ComplaintRegistered, model.ComplaintAccepted, model.ComplaintTransferred, model.ComplaintAnswered} {
		all = append(all, openIn(status, store.Reader.Complaints, complaintClocks))
	}
	for _, status := range []model.InspectionStatus{model.InspectionPlanned, model.InspectionRecorded, model.InspectionConfirmed} {
		all = append(all, openIn(status, store.Reader.Inspections, inspectionClocks))
	}
	for _, status := range []model.PenaltyStatus{model.PenaltyDraft, model.PenaltyReviewed} {
		all = append(all, penaltiesIn(func(*Desk) map[string]string { return map[string]string{"status": string(status)} }))
	}
	return all
}

// startMissing starts the clocks that open records ask for and do not have, such as
// those from before there were clocks, on the days the records say.
func (d *Desk) startMissing(ctx context.Context, call model.Call) (int, error) {
	started := 0
	for _, open := range allOpenRecords() {
		for cursor := ""; ; {
			records, next, err := open(ctx, d, cursor)
			if err != nil {
				return started, err
			}
			n, err := d.startMissingOf(ctx, call, records)
			started += n
			if err != nil {
				return started, err
			}
			if next == "" {
				break
			}
			cursor = next
		}
	}
	return started, nil
}

func (d *Desk) startMissingOf(ctx context.Context, call model.Call, records []clocked) (int, error) {
	if len(records) == 0 {
		return 0, nil
	}
	var ids []string
	for _, r := range records {
		ids = append(ids, r.id)
	}
	known, err := d.Store.BareClocksOf(ctx, records[0].noun, ids...)
	if err != nil {
		return 0, err
	}
	terms, err := d.termsNow(ctx)
	if err != nil {
		return 0, err
	}
	lacking := slices.DeleteFunc(slices.Clone(records), func(r clocked) bool { return !terms.lacks(r, known) })
	if len(lacking) == 0 {
		return 0, nil
	}
	return len(lacking), overtaken(d.Store.Tx(ctx, d.sweepStamp(call), func(tx *store.Tx) error {
		w := work{tx, tx.Stamp().At, store.Everything(), d}
		for _, r := range lacking {
			if err := w.keepClocks(ctx, r); err != nil {
				return err
			}
		}
		return nil
	}))
}

// lacks reports whether the record asks for a clock that it never had and the table has a rule for.
func (t terms) lacks(r clocked, known []model.Clock) bool {
	return slices.ContainsFunc(r.duties, func(duty duty) bool {
		return deadline.HasRule(t.rules, duty.rule, duty.start) && !slices.ContainsFunc(known, func(c model.Clock) bool {
			return c.RecordID == r.id && c.Rule == duty.rule && c.Round == int64(duty.round)
		})
	})
}

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
				_, err := tx.ChangeClock(ctx, c)
				return err
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
