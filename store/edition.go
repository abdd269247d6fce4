package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var editions = register(noun{
	name: "editions", table: "editions", label: "title",
	filters: map[string]string{"status": "status"},
	having: map[string]string{
		"unsettled": "EXISTS (SELECT 1 FROM edition_entries AS e WHERE e.edition_id = editions.id AND e.status IN ('noticed', ?))",
	},
	sorts: map[string]string{"as_of": "as_of", "created_at": "created_at"},
})

// A firm learns of its entry by the notice, or by the publication when none is
// served; a candidate nobody has looked at yet is not its business.
var editionEntries = register(noun{
	name: "edition-entries", table: "edition_entries", search: "search_text",
	reach: reach{
		area: "edition_entries.area_code", firm: "edition_entries.enterprise_id",
		firmWhen: "(edition_entries.notice_served_on IS NOT NULL OR edition_entries.published_on IS NOT NULL)",
	},
	filters: map[string]string{"edition_id": "edition_id", "list": "list", "status": "status", "enterprise_id": "enterprise_id"},
	sorts:   map[string]string{"enterprise_name": "enterprise_name", "created_at": "created_at"},
})

// Editions lists the editions.
func (r Reader) Editions(ctx context.Context, scope Scope, q Query) (model.Page[model.Edition], error) {
	return list[model.Edition](ctx, r, editions, scope, q)
}

// Edition returns one edition.
func (r Reader) Edition(ctx context.Context, scope Scope, id model.EditionID) (model.Edition, error) {
	return find[model.Edition](ctx, r, editions, scope, string(id))
}

// EditionByNumber returns the edition with the number, or NotFound.
func (r Reader) EditionByNumber(ctx context.Context, number string) (model.Edition, error) {
	var row model.Edition
	err := r.db.WithContext(ctx).Table("editions").Where("number = ?", number).Take(&row).Error
	return row, absent(err)
}

// IsSuperseded reports whether an edition of a later day is published.
func (r Reader) IsSuperseded(ctx context.Context, day model.Date) (bool, error) {
	var n int64
	err := r.db.WithContext(ctx).Table("editions").Where("status = ? AND as_of > ?", model.EditionPublished, day).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("later editions: %w", err)
	}
	return n > 0, nil
}

// EditionEntries lists entries.
func (r Reader) EditionEntries(ctx context.Context, scope Scope, q Query) (model.Page[model.EditionEntry], error) {
	return list[model.EditionEntry](ctx, r, editionEntries, scope, q)
}

// EditionEntry returns one entry.
func (r Reader) EditionEntry(ctx context.Context, scope Scope, id model.EntryID) (model.EditionEntry, error) {
	return find[model.EditionEntry](ctx, r, editionEntries, scope, string(id))
}

// EntriesOf returns every entry of an edition within the scope in the order of list and name.
func (r Reader) EntriesOf(ctx context.Context, scope Scope, id model.EditionID) ([]model.EditionEntry, error) {
	rows := []model.EditionEntry{}
	err := scope.within(r.db.WithContext(ctx).Table("edition_entries"), editionEntries.reach).Where("edition_id = ?", id).
		Order("list DESC, enterprise_name, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("entries of edition: %w", err)
	}
	return rows, nil
}

// LiveEntriesOf returns the firm's entries of one side that are published or may still be.
func (r Reader) LiveEntriesOf(ctx context.Context, id model.EnterpriseID, side model.CreditList) ([]model.EditionEntry, error) {
	rows := []model.EditionEntry{}
	live := []model.EntryStatus{model.EntryCandidate, model.EntryNoticed, model.EntryPublished}
	err := r.db.WithContext(ctx).Table("edition_entries").
		Where("enterprise_id = ? AND list = ? AND status IN ?", id, side, live).Order("id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("live entries of firm: %w", err)
	}
	return rows, nil
}

// PublishedFirms returns those of the firms of which an entry of one side is published.
func (r Reader) PublishedFirms(ctx context.Context, firms []model.EnterpriseID, side model.CreditList) ([]model.EnterpriseID, error) {
	var listed []model.EnterpriseID
	if len(firms) == 0 {
		return nil, nil
	}
	err := r.db.WithContext(ctx).Table("edition_entries").Distinct("enterprise_id").
		Where("enterprise_id IN ? AND list = ? AND status = ?", firms, side, model.EntryPublished).Pluck("enterprise_id", &listed).Error
	if err != nil {
		return nil, fmt.Errorf("published firms: %w", err)
	}
	return listed, nil
}

// HasConsidered reports whether the person re-checked a statement in the edition.
func (r Reader) HasConsidered(ctx context.Context, id model.EditionID, by model.UserID) (bool, error) {
	var n int64
	err := r.db.WithContext(ctx).Table("edition_entries").Where("edition_id = ? AND considered_by = ?", id, by).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("re-checks in edition: %w", err)
	}
	return n > 0, nil
}

// EditionBundle returns the canonical bytes of an edition's rating.
func (r Reader) EditionBundle(ctx context.Context, id model.EditionID) (string, error) {
	var row struct{ Bundle string }
	err := r.db.WithContext(ctx).Table("edition_bundles").Where("edition_id = ?", id).Take(&row).Error
	return row.Bundle, absent(err)
}

// AddEdition creates an edition with its entries and the bytes of its rating.
func (tx *Tx) AddEdition(ctx context.Context, e *model.Edition, entries []model.EditionEntry, bundle string) error {
	taken := model.Fail(model.Conflict, "edition.exists", "该日期的诚信红黑榜已经生成")
	if err := insert(ctx, tx, editions, string(e.ID), e, taken); err != nil {
		return err
	}
	row := map[string]any{"edition_id": e.ID, "bundle": bundle}
	if err := tx.db.WithContext(ctx).Table("edition_bundles").Create(row).Error; err != nil {
		return fmt.Errorf("keep bundle: %w", err)
	}
	for i := range entries {
		entry := &entries[i]
		entry.SearchText = model.FoldForSearch(entry.EnterpriseName, entry.USCC)
		if err := insert(ctx, tx, editionEntries, string(entry.ID), entry, nil); err != nil {
			return err
		}
	}
	return nil
}

// ReviewEdition records the legal review.
func (tx *Tx) ReviewEdition(ctx context.Context, e model.Edition) (model.Edition, error) {
	return update[model.Edition](ctx, tx, editions, string(e.ID), e.Version, map[string]any{
		"status": e.Status, "reviewed_by": e.ReviewedBy, "reviewed_on": e.ReviewedOn, "review_note": e.ReviewNote,
	}, nil)
}

// PublishEdition records the approval.
func (tx *Tx) PublishEdition(ctx context.Context, e model.Edition) (model.Edition, error) {
	return update[model.Edition](ctx, tx, editions, string(e.ID), e.Version, map[string]any{
		"status": e.Status, "approved_by": e.ApprovedBy, "published_on": e.PublishedOn,
	}, nil)
}

// MoveEntry replaces everything about an entry that an act may change.
func (tx *Tx) MoveEntry(ctx context.Context, e model.EditionEntry) (model.EditionEntry, error) {
	return update[model.EditionEntry](ctx, tx, editionEntries, string(e.ID), e.Version, map[string]any{
		"status": e.Status, "reasons": e.Reasons, "notice_served_on": e.NoticeServedOn, "statement_due": e.StatementDue,
		"statement": e.Statement, "statement_received_on": e.StatementReceivedOn, "considered_by": e.ConsideredBy, "considered_note": e.ConsideredNote,
		"end_reason": e.EndReason, "decision": e.Decision, "published_on": e.PublishedOn, "ends_on": e.EndsOn,
	}, nil)
}
