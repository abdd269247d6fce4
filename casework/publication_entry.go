package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

const entryBasis = "《重庆市邮政条例》关于诚信经营考核与公告的规定；本期评价规则（示例模型）"

var sideTitles = map[model.CreditList]string{model.RedList: "诚信红榜", model.BlackList: "诚信黑榜"}

// An entry of the 诚信红黑榜 is drafted by the legal review of its edition, reviewed as any other
// publication, and approved with the edition, whose rules may hold it back.
var entryPublication = publish(publicationKind{
	kind: model.PublishedListEntry, title: "红黑榜条目", noun: "edition-entries", read: "edition-entry:read",
	columns: columnsOf("list", "榜别", "reasons", "列入理由", "as_of", "评价截至", "edition", "期次"),
	compose: func(ctx context.Context, w work, scope store.Scope, p model.Publication) (composed, error) {
		e, err := w.EditionEntry(ctx, scope, model.EntryID(p.SubjectID))
		if err != nil {
			return composed{}, err
		}
		edition, err := w.Edition(ctx, store.Everything(), e.EditionID)
		if err != nil {
			return composed{}, err
		}
		return composeEntry(edition, e), nil
	},
	follow:    followEntry,
	elsewhere: "红黑榜条目在法制审核时拟稿，随本期榜单一并批准公开，请到“诚信红黑榜”办理",
})

func composeEntry(edition model.Edition, e model.EditionEntry) composed {
	c := composed{
		firm: model.Enterprise{ID: e.EnterpriseID}, name: e.EnterpriseName, uscc: e.USCC, area: e.AreaCode, demo: e.Demo,
		title: e.EnterpriseName + "列入" + sideTitles[e.List], topic: string(e.List), series: edition.Number, source: edition.Title,
		basis: entryBasis, formed: edition.AsOf,
		fields: []model.PublicField{
			said("list", sideTitles[e.List]), said("reasons", e.Reasons),
			said("as_of", edition.AsOf.Words()), said("edition", edition.Title),
		},
	}
	if !e.EndsOn.IsZero() {
		c.ends = e.EndsOn.AddDays(1) // an entry is public on its last day too
	}
	return c
}

// draftEntries drafts what is to be published of an edition, as its legal reviewer, and hands
// it to the reviews.
func (w work) draftEntries(ctx context.Context, actor model.Actor, edition model.Edition) error {
	entries, err := w.EntriesOf(ctx, store.Everything(), edition.ID)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Status != model.EntryCandidate && e.Status != model.EntryNoticed {
			continue
		}
		if _, err := w.draftEntry(ctx, e, model.Publication{}, actor); err != nil {
			return err
		}
	}
	return nil
}

// draftEntry drafts what is to be published of an entry, and hands it to the reviews.
func (w work) draftEntry(ctx context.Context, e model.EditionEntry, p model.Publication, actor model.Actor) (model.Publication, error) {
	p.SubjectID, p.Status = string(e.ID), model.PublicationSecrecy
	return w.draft(ctx, entryPublication, actor, p, PublicationFacts{})
}

// resubmit hands a publication to the first of its reviews.
func (w work) resubmit(ctx context.Context, p model.Publication) (model.Publication, error) {
	p.Status = model.PublicationSecrecy
	p, err := w.ChangePublication(ctx, p)
	if err != nil {
		return p, err
	}
	return p, w.keepClocks(ctx, publicationClocks(p))
}

// entryRefusal is why the text of an entry cannot be published yet, "" when it can.
func entryRefusal(p model.Publication, by model.UserID) string {
	if p.Status != model.PublicationApproval {
		return "公开文本尚未通过审查（" + publicationStates[p.Status] + "）"
	}
	return refusalOf(mayApprove(p, by))
}

// keepEntry writes an entry and takes what became of it into its publication: what is no
// longer to be published is given up, what is no longer true is withdrawn, and the corrected
// text goes to the reviews.
func (w work) keepEntry(ctx context.Context, e model.EditionEntry) (model.EditionEntry, error) {
	e, err := w.MoveEntry(ctx, e)
	if err != nil {
		return e, err
	}
	switch e.Status {
	case model.EntryExcluded, model.EntryWithdrawn:
		return e, w.withdrawOf(ctx, model.PublishedListEntry, string(e.ID), e.EndReason)
	case model.EntryEnded:
		return e, w.endEntry(ctx, e)
	}
	return e, w.redrawEntry(ctx, e)
}

func (w work) endEntry(ctx context.Context, e model.EditionEntry) error {
	live, err := w.LivePublications(ctx, model.PublishedListEntry, string(e.ID))
	if err != nil {
		return err
	}
	for _, p := range live {
		how := model.PublicationDiscarded
		if p.Status == model.PublicationPublished {
			how = model.PublicationEnded
		}
		if _, err := w.leave(ctx, p, how, e.EndReason); err != nil {
			return err
		}
	}
	return nil
}

// redrawEntry follows a change of the reasons or the term of an entry that has a publication: one under
// review goes through it anew, a public one is taken down at once and its correction reviewed.
func (w work) redrawEntry(ctx context.Context, e model.EditionEntry) error {
	live, err := w.LivePublications(ctx, model.PublishedListEntry, string(e.ID))
	if err != nil || len(live) == 0 {
		return err
	}
	edition, err := w.Edition(ctx, store.Everything(), e.EditionID)
	if err != nil {
		return err
	}
	c := composeEntry(edition, e)
	for _, p := range live {
		now := p
		if err := c.put(&now, w.today()); err != nil {
			return err
		}
		isPublic := p.Status == model.PublicationPublished
		if now.TextHash == p.TextHash && (!isPublic || now.EndsOn == p.EndsOn) {
			continue
		}
		if !isPublic {
			if _, err := w.resubmit(ctx, now); err != nil {
				return err
			}
			continue
		}
		const why = "据以列入的事实有变，按现在的事实更正"
		if _, err := w.leave(ctx, p, model.PublicationWithdrawn, why); err != nil {
			return err
		}
		drafted := correctionOf(p, why)
		drafted.Drafters = p.Drafters
		if len(drafted.Drafters) == 0 {
			drafted.Drafters = model.UserIDs{edition.ReviewedBy}
		}
		if _, err := w.draftEntry(ctx, e, drafted, model.Actor{AreaCode: p.AreaCode}); err != nil {
			return err
		}
	}
	return nil
}

// followEntry takes a withdrawal, a discarding or an end of the publication into the entry.
func followEntry(ctx context.Context, w work, p model.Publication) error {
	ends := map[model.PublicationStatus]model.EntryStatus{
		model.PublicationWithdrawn: model.EntryWithdrawn, model.PublicationEnded: model.EntryEnded, model.PublicationDiscarded: model.EntryExcluded,
	}
	status, over := ends[p.Status]
	if !over {
		return nil
	}
	e, err := w.EditionEntry(ctx, store.Everything(), model.EntryID(p.SubjectID))
	if err != nil {
		return err
	}
	was := e.Status
	switch {
	case was == model.EntryPublished && status == model.EntryExcluded: // a correction was given up: what was withdrawn stays so
		status = model.EntryWithdrawn
	case was != model.EntryCandidate && was != model.EntryNoticed && was != model.EntryPublished:
		return nil
	}
	if was == model.EntryPublished && p.Status == model.PublicationDiscarded {
		live, err := w.LivePublications(ctx, p.Kind, p.SubjectID)
		if err != nil || publicOf(live).ID != "" {
			return err // the text that it was to correct stays public
		}
	}
	e.Status, e.EndReason = status, p.LeaveReason
	if e, err = w.MoveEntry(ctx, e); err != nil {
		return err
	}
	return w.keepClocks(ctx, entryClocks(e))
}
