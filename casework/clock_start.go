package casework

import (
	"context"
	"maps"
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

// dutiesIn are duty facts of one state, with the days on which their clocks would begin today.
func dutiesIn(status model.DutyFactStatus) openRecords {
	return func(ctx context.Context, d *Desk, cursor string) ([]clocked, string, error) {
		today := d.Today()
		return openIn(status, store.Reader.DutyFacts, func(f model.DutyFact) clocked { return dutyClocks(f, today) })(ctx, d, cursor)
	}
}

// clocksNow read one record of a kind as it stands in the transaction, with the clocks it asks for.
var clocksNow = map[model.Noun]func(ctx context.Context, w work, id string) (clocked, error){
	"endpoints":       clocksIn(store.Reader.EndPoint, endPointClocks),
	"complaints":      clocksIn(store.Reader.Complaint, complaintClocks),
	"inspections":     clocksIn(store.Reader.Inspection, inspectionClocks),
	"monthly-returns": clocksIn(store.Reader.MonthlyReturn, returnClocks),
	"edition-entries": clocksIn(store.Reader.EditionEntry, entryClocks),
	"publications":    clocksIn(store.Reader.Publication, publicationClocks),
	"duty-facts": func(ctx context.Context, w work, id string) (clocked, error) {
		return clocksIn(store.Reader.DutyFact, func(f model.DutyFact) clocked { return dutyClocks(f, w.today()) })(ctx, w, id)
	},
	"penalties": func(ctx context.Context, w work, id string) (clocked, error) {
		live, err := w.LivePublications(ctx, model.PublishedPenalty, id)
		if err != nil {
			return clocked{}, err
		}
		return clocksIn(store.Reader.Penalty, func(p model.Penalty) clocked { return penaltyClocks(p, live) })(ctx, w, id)
	},
}

// ClockedNouns are the kinds of records that clocks are kept for.
func ClockedNouns() []model.Noun { return slices.Sorted(maps.Keys(clocksNow)) }

func clocksIn[T any, ID ~string](find func(store.Reader, context.Context, store.Scope, ID) (T, error), clocks func(T) clocked) func(context.Context, work, string) (clocked, error) {
	return func(ctx context.Context, w work, id string) (clocked, error) {
		record, err := find(w.Reader, ctx, store.Everything(), ID(id))
		if err != nil {
			return clocked{}, err
		}
		return clocks(record), nil
	}
}

// penaltiesIn are cases of one filter; a publication that is drafted of them counts too.
func penaltiesIn(filter func(d *Desk) map[string]string) openRecords {
	return func(ctx context.Context, d *Desk, cursor string) ([]clocked, string, error) {
		page, err := d.Store.Penalties(ctx, store.Everything(), store.Query{Filter: filter(d), Cursor: cursor})
		var records []clocked
		for _, p := range page.Items {
			live, err := d.Store.LivePublications(ctx, model.PublishedPenalty, string(p.ID))
			if err != nil {
				return records, "", err
			}
			records = append(records, penaltyClocks(p, live))
		}
		return records, page.Next, err
	}
}

// draftedPenalties are the cases whose publication is drafted, also slight ones.
func draftedPenalties(ctx context.Context, d *Desk, cursor string) ([]clocked, string, error) {
	page, err := d.Store.Publications(ctx, store.Everything(), store.Query{
		Filter: map[string]string{"kind": string(model.PublishedPenalty), "status": string(model.PublicationDraft)}, Cursor: cursor,
	})
	var records []clocked
	for _, n := range page.Items {
		p, err := d.Store.Penalty(ctx, store.Everything(), model.PenaltyID(n.SubjectID))
		if err != nil {
			return records, "", err
		}
		records = append(records, penaltyClocks(p, []model.Publication{n}))
	}
	return records, page.Next, err
}

func changesThatWait(ctx context.Context, d *Desk, cursor string) ([]clocked, string, error) {
	page, err := d.Store.EndPoints(ctx, store.Everything(), store.Query{
		Filter: map[string]string{"status": string(model.EndPointFiled), "change_pending": "yes"}, Cursor: cursor,
	})
	var records []clocked
	for _, e := range page.Items {
		records = append(records, endPointClocks(e))
	}
	return records, page.Next, err
}

// allOpenRecords is every kind of record that may ask for a clock. The place of a pass
// names a kind by its number, so new ones come last.
func allOpenRecords() []openRecords {
	all := []openRecords{draftedPenalties, penaltiesIn(func(d *Desk) map[string]string {
		return map[string]string{"status": string(model.PenaltyDecided), "unpublicised": d.Today().AddMonths(-policy.LongestPublicityMonths).String()}
	})}
	all = append(all, openIn(model.EntryNoticed, store.Reader.EditionEntries, entryClocks), changesThatWait)
	for _, status := range []model.DutyFactStatus{model.DutyPending, model.DutyContested} {
		all = append(all, dutiesIn(status))
	}
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
	for _, status := range append(pendingPublication, model.PublicationPublished) {
		all = append(all, openIn(status, store.Reader.Publications, publicationClocks))
	}
	return all
}

// startPiece is how many records one run looks at; the next one goes on behind them.
const startPiece = 2000

// StartedClocks is what a piece of a pass over open records did.
type StartedClocks struct {
	Seen    int  // records looked at
	Started int  // of them that lacked a clock
	Failed  int  // of them that could not have it; the log says why
	Ended   bool // whether the pass has come to its end
}

// StartClocks begins a pass over open records, or goes on with the one that has not ended,
// and starts the clocks that they ask for and do not have, on the days they say: such as
// those from before there were clocks, or before the table had the rule. An act starts the
// clocks of its own record itself.
func (d *Desk) StartClocks(ctx context.Context, call model.Call) (StartedClocks, error) {
	if _, err := d.Scope(call.Actor, "clock:sweep"); err != nil {
		return StartedClocks{}, err
	}
	place, err := d.Store.ClockStart(ctx)
	if err != nil {
		return StartedClocks{}, err
	}
	if place.Version == 0 || place.EndedAt != nil {
		place = model.ClockStart{StartedAt: d.now(), Version: place.Version}
	}
	pass := &startPass{Desk: d, call: call}
	err = pass.piece(ctx, place)
	return pass.done, err
}

// goOnStarting is the next piece of a pass that has not ended; the first pass begins by itself.
func (d *Desk) goOnStarting(ctx context.Context, call model.Call) (StartedClocks, error) {
	place, err := d.Store.ClockStart(ctx)
	if err != nil || place.Version > 0 && place.EndedAt != nil {
		return StartedClocks{}, err
	}
	return d.StartClocks(ctx, call)
}

// startPass is one piece on somebody's call, and what it has done so far.
type startPass struct {
	*Desk
	call model.Call
	done StartedClocks
}

func (d *startPass) piece(ctx context.Context, place model.ClockStart) error {
	kinds := allOpenRecords()
	for d.done.Seen < startPiece && !d.done.Ended {
		if place.Kind >= int64(len(kinds)) {
			now := d.now()
			place.EndedAt, d.done.Ended = &now, true
			_, _, err := d.startAll(ctx, nil, place)
			return overtaken(err)
		}
		records, next, err := kinds[place.Kind](ctx, d.Desk, place.Place)
		if model.KindOf(err) == model.Invalid && place.Place != "" { // a place that an older program wrote
			place.Place = ""
			continue
		}
		if err != nil {
			return err
		}
		place.Place, place.Seen = next, place.Seen+int64(len(records))
		if next == "" {
			place.Kind++
		}
		d.done.Seen += len(records)
		lacking, err := d.lacking(ctx, records)
		if err != nil {
			return err
		}
		if place, err = d.startEach(ctx, lacking, place); err != nil {
			return overtaken(err)
		}
	}
	return nil
}

// lacking are the records that ask for a clock they never had.
func (d *startPass) lacking(ctx context.Context, records []clocked) ([]clocked, error) {
	if len(records) == 0 {
		return nil, nil
	}
	var ids []string
	for _, r := range records {
		ids = append(ids, r.id)
	}
	known, err := d.Store.BareClocksOf(ctx, records[0].noun, ids...)
	if err != nil {
		return nil, err
	}
	terms, err := d.termsNow(ctx)
	return slices.DeleteFunc(slices.Clone(records), func(r clocked) bool { return !terms.lacks(r, known) }), err
}

// startEach starts the clocks of a page in one transaction with the place behind it. If
// that fails, each record gets its own, so that one that cannot be done stops no other.
func (d *startPass) startEach(ctx context.Context, lacking []clocked, behind model.ClockStart) (model.ClockStart, error) {
	moved, started, err := d.startAll(ctx, lacking, behind)
	if err == nil {
		d.done.Started += started
		return moved, nil
	}
	if len(lacking) == 0 || model.KindOf(err) == model.Stale || ctx.Err() != nil {
		return behind, err
	}
	for _, r := range lacking {
		lacked := false
		err := d.Store.Tx(ctx, d.sweepStamp(d.call), func(tx *store.Tx) (err error) {
			lacked, err = work{tx, tx.Stamp().At, store.Everything(), d.Desk}.startLacking(ctx, r.noun, r.id)
			return err
		})
		switch {
		case ctx.Err() != nil:
			return behind, err
		case err != nil:
			d.done.Failed++
			d.Log.Warn("clock not started", "noun", string(r.noun), "record", r.id, "error", err.Error())
		case lacked:
			d.done.Started++
		}
	}
	moved, _, err = d.startAll(ctx, nil, behind)
	return moved, err
}

func (d *startPass) startAll(ctx context.Context, lacking []clocked, behind model.ClockStart) (moved model.ClockStart, started int, err error) {
	err = d.Store.Tx(ctx, d.sweepStamp(d.call), func(tx *store.Tx) error {
		started = 0
		if moved, err = tx.MoveClockStart(ctx, behind); err != nil {
			return err
		}
		w := work{tx, tx.Stamp().At, store.Everything(), d.Desk}
		for _, r := range lacking {
			lacked, err := w.startLacking(ctx, r.noun, r.id)
			if err != nil {
				return err
			}
			if lacked {
				started++
			}
		}
		return nil
	})
	return moved, started, err
}

// startLacking starts the clocks that the record asks for and never had, and stops none: it
// may have changed since its page was read, so that it is read again.
func (w work) startLacking(ctx context.Context, noun model.Noun, id string) (bool, error) {
	r, err := clocksNow[noun](ctx, w, id)
	if model.KindOf(err) == model.NotFound { // gone since
		return false, nil
	}
	if err != nil {
		return false, err
	}
	existing, err := w.BareClocksOf(ctx, noun, id)
	if err != nil {
		return false, err
	}
	terms, err := w.terms(ctx)
	if err != nil {
		return false, err
	}
	lacked := false
	for _, duty := range r.duties {
		if !terms.lacksDuty(id, duty, existing) {
			continue
		}
		lacked = true
		if err := w.startClock(ctx, terms, r, duty); err != nil {
			return false, err
		}
		if duty.rule == model.DutyContest {
			if err := w.hearFirm(ctx, model.DutyFactID(id)); err != nil {
				return false, err
			}
		}
	}
	return lacked, nil
}

// lacks reports whether the record asks for a clock that it never had and the table has a rule for.
func (t terms) lacks(r clocked, known []model.Clock) bool {
	return slices.ContainsFunc(r.duties, func(duty duty) bool { return t.lacksDuty(r.id, duty, known) })
}

func (t terms) lacksDuty(id string, duty duty, known []model.Clock) bool {
	return deadline.HasRule(t.rules, duty.rule, duty.start) && !slices.ContainsFunc(known, func(c model.Clock) bool {
		return c.RecordID == id && c.Rule == duty.rule && c.Round == int64(duty.round)
	})
}
