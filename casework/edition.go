package casework

import (
	"context"
	"fmt"

	"yijian/model"
	"yijian/policy/canonical"
	"yijian/policy/credit"
	"yijian/policy/rulebook"
	"yijian/store"
)

// ProposeEdition rates every enterprise on the day and keeps the outcome as an
// edition of candidates, once per day: a repeated call returns the first edition.
func (d *Desk) ProposeEdition(ctx context.Context, call model.Call, asOf model.Date) (model.Edition, error) {
	return perform(ctx, d, call, order{permission: "edition:propose"}, func(w work) (model.Edition, error) {
		existing, err := w.EditionByNumber(ctx, asOf.String())
		if model.KindOf(err) != model.NotFound {
			return existing, err
		}
		if asOf.After(w.today()) {
			return existing, oneField("/as_of", "edition.future", "不能按未来日期计算诚信红黑榜")
		}
		return propose(ctx, w, call.Actor, asOf)
	})
}

func propose(ctx context.Context, w work, actor model.Actor, asOf model.Date) (model.Edition, error) {
	var none model.Edition
	book, _, err := rulebook.Current()
	if err != nil {
		return none, fmt.Errorf("rulebook: %w", err)
	}
	firms, err := creditSubjects(ctx, w.Reader, asOf, int(book.WindowMonths))
	if err != nil {
		return none, err
	}
	subjects := make([]model.CreditSubject, 0, len(firms))
	for _, firm := range firms {
		subjects = append(subjects, firm.subject)
	}
	bundle, err := credit.Bundle(asOf.String(), book, asOf, subjects)
	if err != nil {
		return none, fmt.Errorf("rate: %w", err)
	}
	text, err := canonical.Marshal(bundle)
	if err != nil {
		return none, fmt.Errorf("bundle: %w", err)
	}
	bundleHash, err := canonical.Hash(bundle)
	if err != nil {
		return none, fmt.Errorf("bundle: %w", err)
	}
	edition := model.Edition{
		ID: model.EditionID(store.NewID()), Number: asOf.String(), AsOf: asOf,
		Title:      "诚信红黑榜（截至" + asOf.Words() + "）",
		RulebookID: book.ID, RulebookHash: bundle.RulebookHash, ResultsHash: bundle.ResultsHash, BundleHash: bundleHash,
		Subjects: len(subjects), Status: model.EditionCandidate, ProposedBy: actor.UserID,
		Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
	var entries []model.EditionEntry
	for _, result := range bundle.Results {
		if result.List == model.NoList {
			continue
		}
		firm := firms[result.ID]
		edition.Demo = edition.Demo || firm.firm.Demo
		entries = append(entries, candidate(w, edition, firm, result))
	}
	return edition, w.AddEdition(ctx, &edition, entries, string(text))
}

func candidate(w work, edition model.Edition, rated *rated, result model.CreditResult) model.EditionEntry {
	firm := rated.firm
	return model.EditionEntry{
		ID: model.EntryID(store.NewID()), EditionID: edition.ID, EnterpriseID: firm.ID, EnterpriseName: firm.Name,
		USCC: firm.USCC, AreaCode: firm.AreaCode, List: result.List, Band: result.Band, Score: result.Inspection.Score,
		Reasons: reasonsOf(result, rated), Status: model.EntryCandidate, Demo: firm.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
}

// ReviewEdition records that the legal reviewer found the edition in order; with it he drafts
// what is to be published of its entries, and hands that to the reviews.
func (d *Desk) ReviewEdition(ctx context.Context, call model.Call, id model.EditionID, note string) (model.Edition, error) {
	return perform(ctx, d, call, order{permission: "edition:review", reason: note}, func(w work) (model.Edition, error) {
		e, err := w.Edition(ctx, w.scope, id)
		if err != nil {
			return e, err
		}
		if err := must(e.Version, call.Version); err != nil {
			return e, err
		}
		considered, err := w.HasConsidered(ctx, e.ID, call.Actor.UserID)
		if err != nil {
			return e, err
		}
		if refusal := reviewRefusal(e, call.Actor, considered); refusal != "" {
			return e, model.Fail(model.Conflict, "edition.not_reviewable", refusal)
		}
		e.Status, e.ReviewedBy, e.ReviewedOn, e.ReviewNote = model.EditionReviewed, call.Actor.UserID, w.today(), note
		if e, err = w.ReviewEdition(ctx, e); err != nil {
			return e, err
		}
		return e, w.draftEntries(ctx, call.Actor, e)
	})
}

func reviewRefusal(e model.Edition, actor model.Actor, considered bool) string {
	switch {
	case e.Status != model.EditionCandidate:
		return "本期已经过法制审核"
	case e.ProposedBy != "" && e.ProposedBy == actor.UserID:
		return "提名人不得审核本人提名的榜单"
	case considered:
		return "复核过本期陈述申辩的人不得作法制审核"
	}
	return ""
}

// Approval is the outcome of an approval: what was published and what must wait, with why.
type Approval struct {
	Edition   model.Edition `json:"edition"`
	Published int           `json:"published"`
	Held      []HeldEntry   `json:"held"`
}

// HeldEntry is an entry that may not be published yet.
type HeldEntry struct {
	EntryID        model.EntryID    `json:"entry_id"`
	EnterpriseName string           `json:"enterprise_name"`
	List           model.CreditList `json:"list"`
	Reasons        []string         `json:"reasons"`
}

// ApproveEdition publishes every entry whose rules hold today and whose text passed its reviews, and says of the
// others why they must wait; it may be repeated when their terms have passed.
// The approver is neither the proposer nor the legal reviewer.
func (d *Desk) ApproveEdition(ctx context.Context, call model.Call, id model.EditionID) (Approval, error) {
	return perform(ctx, d, call, order{permission: "edition:approve"}, func(w work) (Approval, error) {
		outcome := Approval{Held: []HeldEntry{}}
		e, err := w.Edition(ctx, w.scope, id)
		if err != nil {
			return outcome, err
		}
		if err := must(e.Version, call.Version); err != nil {
			return outcome, err
		}
		superseded, err := w.IsSuperseded(ctx, e.AsOf)
		if err != nil {
			return outcome, err
		}
		if refusal := approveRefusal(e, call.Actor, superseded); refusal != "" {
			return outcome, model.Fail(model.Conflict, "edition.not_approvable", refusal)
		}
		first := e.Status != model.EditionPublished
		if first {
			e.Status, e.PublishedOn = model.EditionPublished, w.today()
		}
		e.ApprovedBy = call.Actor.UserID
		if outcome.Edition, err = w.PublishEdition(ctx, e); err != nil {
			return outcome, err
		}
		if err := publishEntries(ctx, w, call.Actor, outcome.Edition, &outcome); err != nil {
			return outcome, err
		}
		if first {
			err = endFormerRedEntries(ctx, w, outcome.Edition)
		}
		return outcome, err
	})
}

func approveRefusal(e model.Edition, actor model.Actor, superseded bool) string {
	switch {
	case superseded && e.Status != model.EditionPublished:
		return "截至日更晚的一期已经发布，本期不再发布"
	case e.Status == model.EditionCandidate:
		return "须先经法制审核，再行批准"
	case e.ReviewedBy == actor.UserID:
		return "法制审核人不得批准同一期榜单"
	case e.ProposedBy != "" && e.ProposedBy == actor.UserID:
		return "提名人不得批准本人提名的榜单"
	}
	return ""
}

// EditionCard returns an edition with the entries the actor may read and the open acts.
func (d *Desk) EditionCard(ctx context.Context, actor model.Actor, id model.EditionID) (model.Card[EditionView], error) {
	var card model.Card[EditionView]
	scope, err := d.Scope(actor, "edition:read")
	if err != nil {
		return card, err
	}
	if card.Record.Edition, err = d.Store.Edition(ctx, scope, id); err != nil {
		return card, err
	}
	within, err := d.Scope(actor, "edition-entry:read")
	if err != nil {
		return card, err
	}
	if card.Record.Entries, err = d.Store.EntriesOf(ctx, within, id); err != nil {
		return card, err
	}
	e := card.Record.Edition
	superseded, err := d.Store.IsSuperseded(ctx, e.AsOf)
	if err != nil {
		return card, err
	}
	considered, err := d.Store.HasConsidered(ctx, e.ID, actor.UserID)
	if err != nil {
		return card, err
	}
	card.Acts = []model.Act{
		d.act(actor, "review", "法制审核通过", "edition:review", reviewRefusal(e, actor, considered)),
		d.act(actor, "approve", "批准发布", "edition:approve", approveRefusal(e, actor, superseded)),
	}
	card.History, err = d.historyFor(ctx, actor, "editions", string(id))
	return card, err
}

// EditionView is an edition with its entries within the reader's reach.
type EditionView struct {
	model.Edition
	Entries []model.EditionEntry `json:"entries"`
}
