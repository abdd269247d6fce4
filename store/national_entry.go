package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// Imported entries belong to a registered enterprise by its exact USCC only, and
// whenever it registered; so nothing but the USCC is kept.
var nationalEntries = register(noun{
	name: "national-entries", table: "national_entries", search: "search_text",
	reach:   reach{firm: "(SELECT e.id FROM enterprises e WHERE e.uscc = national_entries.uscc)"},
	filters: map[string]string{"status": "status", "source": "source", "uscc": "uscc"},
	sorts:   map[string]string{"listed_on": "listed_on", "name": "name", "created_at": "created_at"},
})

func nationalTaken() *model.Error {
	return &model.Error{Kind: model.Conflict, Reason: "national_entry.imported", Detail: "该文书对该主体的记录已导入",
		Fields: []model.FieldError{{Pointer: "/document_no", Reason: "national_entry.imported", Detail: "该文书对该主体的记录已导入"}}}
}

// NationalEntries lists imported entries with the enterprises they match.
func (r Reader) NationalEntries(ctx context.Context, scope Scope, q Query) (model.Page[model.NationalMatch], error) {
	page := model.Page[model.NationalMatch]{Items: []model.NationalMatch{}}
	found, err := list[model.NationalEntry](ctx, r, nationalEntries, scope, q)
	if err != nil {
		return page, err
	}
	page.Next = found.Next
	page.Items, err = r.matched(ctx, found.Items)
	return page, err
}

// NationalEntry returns one imported entry with the enterprise it matches.
func (r Reader) NationalEntry(ctx context.Context, scope Scope, id model.NationalEntryID) (model.NationalMatch, error) {
	entry, err := find[model.NationalEntry](ctx, r, nationalEntries, scope, string(id))
	if err != nil {
		return model.NationalMatch{}, err
	}
	matches, err := r.matched(ctx, []model.NationalEntry{entry})
	if err != nil {
		return model.NationalMatch{}, err
	}
	return matches[0], nil
}

func (r Reader) matched(ctx context.Context, entries []model.NationalEntry) ([]model.NationalMatch, error) {
	matches := make([]model.NationalMatch, len(entries))
	codes := make([]string, len(entries))
	for i, e := range entries {
		matches[i].NationalEntry, codes[i] = e, e.USCC
	}
	var firms []model.Enterprise
	err := r.db.WithContext(ctx).Table("enterprises").Select("id", "uscc", "name").Where("uscc IN ?", codes).Find(&firms).Error
	if err != nil {
		return nil, fmt.Errorf("match imported entries: %w", err)
	}
	for _, firm := range firms {
		for i := range matches {
			if matches[i].USCC == firm.USCC {
				matches[i].EnterpriseID, matches[i].EnterpriseName = firm.ID, firm.Name
			}
		}
	}
	return matches, nil
}

// AddNationalEntry keeps an imported entry; the same document on the same
// subject from the same source is a Conflict on /document_no.
func (tx *Tx) AddNationalEntry(ctx context.Context, e *model.NationalEntry) error {
	e.SearchText = model.FoldForSearch(e.Name, e.USCC, e.DocumentNo, e.Source)
	return insert(ctx, tx, nationalEntries, string(e.ID), e, nationalTaken())
}

// EndNationalEntry marks an imported entry as ended, if it still has its version.
func (tx *Tx) EndNationalEntry(ctx context.Context, e model.NationalEntry) (model.NationalEntry, error) {
	return update[model.NationalEntry](ctx, tx, nationalEntries, string(e.ID), e.Version, map[string]any{
		"status": e.Status, "ended_on": e.EndedOn, "end_reason": e.EndReason,
	}, nil)
}
