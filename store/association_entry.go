package store

import (
	"context"

	"yijian/model"
)

var associationEntries = register(noun{
	name: "association-entries", table: "association_entries", search: "search_text",
	reach:   reach{area: "area_code", user: "submitted_by"},
	filters: map[string]string{"status": "status", "enterprise_id": "enterprise_id"},
	sorts:   map[string]string{"listed_on": "listed_on", "created_at": "created_at", "enterprise_name": "enterprise_name"},
})

func associationText(e model.AssociationEntry) string {
	return model.FoldForSearch(e.EnterpriseName, e.SubmitterName, e.Convention)
}

// AssociationEntries lists the trade's own blacklist.
func (r Reader) AssociationEntries(ctx context.Context, scope Scope, q Query) (model.Page[model.AssociationEntry], error) {
	return list[model.AssociationEntry](ctx, r, associationEntries, scope, q)
}

// AssociationEntry returns one entry of the trade's own blacklist.
func (r Reader) AssociationEntry(ctx context.Context, scope Scope, id model.AssociationEntryID) (model.AssociationEntry, error) {
	return find[model.AssociationEntry](ctx, r, associationEntries, scope, string(id))
}

// AddAssociationEntry keeps an entry as submitted.
func (tx *Tx) AddAssociationEntry(ctx context.Context, e *model.AssociationEntry) error {
	e.SearchText = associationText(*e)
	return insert(ctx, tx, associationEntries, string(e.ID), e, nil)
}

// ChangeAssociationEntry writes everything that may change of an entry, if it still has its version.
func (tx *Tx) ChangeAssociationEntry(ctx context.Context, e model.AssociationEntry) (model.AssociationEntry, error) {
	return update[model.AssociationEntry](ctx, tx, associationEntries, string(e.ID), e.Version, map[string]any{
		"convention": e.Convention, "reason": e.Reason, "listed_on": e.ListedOn, "ends_on": e.EndsOn,
		"status": e.Status, "effect": e.Effect, "recorded_by": e.RecordedBy, "recorded_on": e.RecordedOn,
		"withdrawn_on": e.WithdrawnOn, "withdraw_reason": e.WithdrawReason, "search_text": associationText(e),
	}, nil)
}
