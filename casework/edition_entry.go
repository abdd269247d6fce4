package casework

import (
	"context"
	"encoding/json"
	"fmt"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// NotifyEntry records that the firm was served the notice of its intended place
// on the black list; the term for statement and defence starts with it.
func (d *Desk) NotifyEntry(ctx context.Context, call model.Call, id model.EntryID, servedOn model.Date) (model.EditionEntry, error) {
	return d.moveEntry(ctx, call, id, order{permission: "edition-entry:notify"}, func(w work, e *model.EditionEntry) error {
		if e.List != model.BlackList || e.Status != model.EntryCandidate {
			return entryState("只有黑榜候选条目需要送达拟列入告知书，且只送达一次")
		}
		if servedOn.IsZero() || servedOn.After(w.today()) {
			return oneField("/served_on", "entry.served_on", "送达日期不能为空或晚于今天")
		}
		if proposed := model.DateOf(e.CreatedAt); servedOn.Before(proposed) {
			return oneField("/served_on", "entry.served_before", "送达日期不能早于提名之日（"+proposed.String()+"）")
		}
		terms, err := w.terms(ctx)
		if err != nil {
			return err
		}
		due, err := terms.dueOf(model.EditionStatement, servedOn)
		if err != nil {
			return err
		}
		e.Status, e.NoticeServedOn, e.StatementDue = model.EntryNoticed, servedOn, due
		return nil
	})
}

// ExcludeEntry leaves a candidate off the list, with the reason.
func (d *Desk) ExcludeEntry(ctx context.Context, call model.Call, id model.EntryID, reason string) (model.EditionEntry, error) {
	return d.moveEntry(ctx, call, id, order{permission: "edition-entry:exclude", reason: reason}, func(_ work, e *model.EditionEntry) error {
		if e.Status != model.EntryCandidate && e.Status != model.EntryNoticed {
			return entryState("只有尚未发布的条目可以不予列入")
		}
		e.Status, e.EndReason = model.EntryExcluded, reason
		return nil
	})
}

// WithdrawEntry takes a published entry off the public pages at once, with the reason.
func (d *Desk) WithdrawEntry(ctx context.Context, call model.Call, id model.EntryID, reason string) (model.EditionEntry, error) {
	return d.moveEntry(ctx, call, id, order{permission: "edition-entry:withdraw", reason: reason}, func(_ work, e *model.EditionEntry) error {
		if e.Status != model.EntryPublished {
			return entryState("只有已发布的条目可以撤回")
		}
		e.Status, e.EndReason = model.EntryWithdrawn, reason
		return nil
	})
}

func (d *Desk) moveEntry(ctx context.Context, call model.Call, id model.EntryID, o order, move func(work, *model.EditionEntry) error) (model.EditionEntry, error) {
	return perform(ctx, d, call, o, func(w work) (model.EditionEntry, error) {
		e, err := w.EditionEntry(ctx, w.scope, id)
		if err != nil {
			return e, err
		}
		if err := must(e.Version, call.Version); err != nil {
			return e, err
		}
		was := e
		if err := move(w, &e); err != nil {
			return e, err
		}
		if e, err = w.keepEntry(ctx, e); err != nil {
			return e, err
		}
		if err := w.keepClocks(ctx, entryClocks(e)); err != nil {
			return e, err
		}
		return e, w.tellOfEntry(ctx, e, was)
	})
}

func entryState(detail string) *model.Error {
	return model.Fail(model.Conflict, "entry.state", detail)
}

func oneField(pointer, reason, detail string) error {
	var fields model.FieldErrors
	fields.Add(pointer, reason, detail)
	return fields.Err()
}

// publishEntries publishes the entries that may be published today and notes the decision with each.
func publishEntries(ctx context.Context, w work, actor model.Actor, edition model.Edition, outcome *Approval) error {
	entries, err := w.EntriesOf(ctx, store.Everything(), edition.ID)
	if err != nil {
		return err
	}
	superseded, err := w.IsSuperseded(ctx, edition.AsOf)
	if err != nil {
		return err
	}
	rested, err := groundsOf(ctx, w.Reader, edition.ID)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Status != model.EntryCandidate && e.Status != model.EntryNoticed {
			continue
		}
		if superseded && e.List == model.RedList {
			(publishing{w, actor, edition, outcome}).hold(e, "更晚一期的红榜已经发布")
			continue
		}
		if err := (publishing{w, actor, edition, outcome}).publish(ctx, e, rested[e.EnterpriseID]); err != nil {
			return err
		}
	}
	return nil
}

// publishing is an approval in progress.
type publishing struct {
	work
	actor   model.Actor
	edition model.Edition
	outcome *Approval
}

func (w publishing) hold(e model.EditionEntry, why string) {
	w.outcome.Held = append(w.outcome.Held, HeldEntry{e.ID, e.EnterpriseName, e.List, []string{why}})
}

func (w publishing) publish(ctx context.Context, e model.EditionEntry, g grounds) error {
	penalties, err := w.DecidedPenaltiesOf(ctx, e.EnterpriseID)
	if err != nil {
		return err
	}
	facts, decision, err := entryDecision(ctx, w.Reader, w.edition, judged{e, g, penalties}, w.today())
	if err != nil {
		return err
	}
	if !decision.Allowed {
		w.outcome.Held = append(w.outcome.Held, held(e, decision))
		return nil
	}
	if words := g.words(penalties); e.List == model.BlackList && words != e.Reasons {
		e.Reasons = words
		if e, err = w.keepEntry(ctx, e); err != nil {
			return err
		}
	}
	text, err := json.Marshal(decision)
	if err != nil {
		return fmt.Errorf("keep decision: %w", err)
	}
	e.Status, e.PublishedOn, e.Decision = model.EntryPublished, w.today(), string(text)
	// A red entry ends when the next edition appears, at the latest after a year.
	e.EndsOn = w.today().AddMonths(12)
	if e.List == model.BlackList {
		if e.EndsOn, err = facts.Grounds.EndsOn(w.today()); err != nil {
			return err
		}
	}
	return w.show(ctx, e)
}

// show makes the entry public with its reviewed text, or holds it when that is not ready.
func (w publishing) show(ctx context.Context, e model.EditionEntry) error {
	p, err := w.textOf(ctx, e)
	if err != nil {
		return err
	}
	if refusal := entryRefusal(p, w.actor.UserID); refusal != "" {
		w.hold(e, refusal)
		return nil
	}
	if err := w.makePublic(ctx, w.actor, &p, composeEntry(w.edition, e)); err != nil {
		return err
	}
	if p, err = w.ChangePublication(ctx, p); err != nil {
		return err
	}
	if e, err = w.MoveEntry(ctx, e); err != nil {
		return err
	}
	if err := w.keepClocks(ctx, entryClocks(e)); err != nil {
		return err
	}
	w.outcome.Published++
	return w.keepClocks(ctx, publicationClocks(p))
}

// textOf is the publication of an entry. An edition that was reviewed before there were any has
// its texts drafted now, by the same reviewer, and held for the reviews.
func (w publishing) textOf(ctx context.Context, e model.EditionEntry) (model.Publication, error) {
	live, err := w.LivePublications(ctx, model.PublishedListEntry, string(e.ID))
	if err != nil || len(live) > 0 {
		return append(live, model.Publication{})[0], err
	}
	return w.draftEntry(ctx, e, model.Publication{Drafters: model.UserIDs{w.edition.ReviewedBy}}, model.Actor{AreaCode: e.AreaCode})
}

// judged is an entry with what its rating rests on and the firm's decided penalties.
type judged struct {
	entry     model.EditionEntry
	grounds   grounds
	penalties []model.Penalty
}

// entryDecision is whether the entry may be published on the day, and on which facts.
func entryDecision(ctx context.Context, r store.Reader, edition model.Edition, j judged, day model.Date) (policy.EntryFacts, model.Decision, error) {
	e := j.entry
	pending, err := r.PendingFindings(ctx, e.EnterpriseID)
	findings := 0
	for _, i := range pending {
		findings += len(i.Findings)
	}
	facts := policy.EntryFacts{
		List: string(e.List), NoticeServedOn: e.NoticeServedOn, StatementUntil: e.StatementDue,
		StatementReceived: e.Statement != "", ConsideredBy: string(e.ConsideredBy),
		ProposedBy: string(edition.ProposedBy), LegalReviewedBy: string(edition.ReviewedBy),
		LegalReviewPassed: edition.ReviewedBy != "", ApprovedBy: string(edition.ApprovedBy), PendingFindings: findings,
		Grounds: j.grounds.facts(j.penalties), NewVetoes: j.grounds.newVetoes(j.penalties),
	}
	return facts, policy.CanPublishEntry(facts, day), err
}

func held(e model.EditionEntry, decision model.Decision) HeldEntry {
	h := HeldEntry{EntryID: e.ID, EnterpriseName: e.EnterpriseName, List: e.List, Reasons: []string{}}
	for _, line := range decision.Failed() {
		h.Reasons = append(h.Reasons, line.Title+"：否。"+line.Seen)
	}
	return h
}

func endFormerRedEntries(ctx context.Context, w work, edition model.Edition) error {
	query := store.Query{Filter: map[string]string{"list": string(model.RedList), "status": string(model.EntryPublished)}}
	for {
		page, err := w.EditionEntries(ctx, store.Everything(), query)
		if err != nil {
			return err
		}
		for _, e := range page.Items {
			if e.EditionID == edition.ID {
				continue
			}
			e.Status, e.EndReason = model.EntryEnded, "新一期榜单已发布"
			if _, err := w.keepEntry(ctx, e); err != nil {
				return err
			}
		}
		if page.Next == "" {
			return nil
		}
		query.Cursor = page.Next
	}
}

// EndTerms ends the publicity of entries whose term has passed; the nightly job calls it.
func (d *Desk) EndTerms(ctx context.Context, call model.Call, asOf model.Date) (int, error) {
	return perform(ctx, d, call, order{permission: "edition-entry:end"}, func(w work) (int, error) {
		ended, err := w.EndedEntries(ctx, asOf)
		if err != nil {
			return 0, err
		}
		for _, e := range ended {
			e.Status, e.EndReason = model.EntryEnded, "公示期满"
			if _, err := w.keepEntry(ctx, e); err != nil {
				return 0, err
			}
		}
		return len(ended), nil
	})
}

// EntryCard returns an entry with the acts open to the actor, their terms and bases.
func (d *Desk) EntryCard(ctx context.Context, actor model.Actor, id model.EntryID) (model.Card[model.EditionEntry], error) {
	var card model.Card[model.EditionEntry]
	scope, err := d.Scope(actor, "edition-entry:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.EditionEntry(ctx, scope, id); err != nil {
		return card, err
	}
	e := card.Record
	unless := func(open bool, why string) string {
		if open {
			return ""
		}
		return why
	}
	considering := ""
	if _, err := d.Scope(actor, "edition-entry:consider"); err == nil {
		considering = refusalOf(considerHindrance(ctx, d.Store.Reader, e, actor.UserID))
	}
	pending := e.Status == model.EntryCandidate || e.Status == model.EntryNoticed
	stating := d.act(actor, "state", "提交陈述申辩", "edition-entry:state", unless(e.Status == model.EntryNoticed, "尚未送达告知书，或已办结"))
	if !e.StatementDue.IsZero() {
		terms, err := d.termsNow(ctx)
		if err != nil {
			return card, err
		}
		stating.Due = terms.kept(model.EditionStatement, e.NoticeServedOn, e.StatementDue, d.Today())
	}
	card.Acts = []model.Act{
		d.act(actor, "notify", "送达拟列入告知书", "edition-entry:notify", unless(e.List == model.BlackList && e.Status == model.EntryCandidate, "仅黑榜候选条目需要告知")),
		stating,
		d.act(actor, "consider", "复核陈述申辩", "edition-entry:consider", considering),
		d.act(actor, "exclude", "不予列入", "edition-entry:exclude", unless(pending, "已发布或已办结")),
		d.act(actor, "withdraw", "撤回公示", "edition-entry:withdraw", unless(e.Status == model.EntryPublished, "尚未发布或已撤回")),
	}
	card.History, err = d.historyFor(ctx, actor, "edition-entries", string(id))
	return card, err
}
