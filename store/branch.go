package store

import (
	"context"

	"yijian/model"
)

// heldBranches are the branches, each with its enterprise's name.
const heldBranches = "(SELECT branches.*, enterprises.name AS enterprise_name FROM branches" +
	" JOIN enterprises ON enterprises.id = branches.enterprise_id) AS branches"

var branches = register(noun{
	name: "branches", table: "branches", label: "name", from: heldBranches, search: "search_text", grams: "branch_grams",
	others:  []otherwise{inArea("branches.area_code"), ofFirmNamed("branches.enterprise_id")},
	reach:   reach{area: "area_code", firm: "enterprise_id"},
	filters: map[string]string{"enterprise_id": "enterprise_id", "area_code": "area_code"},
	having:  map[string]string{"import_no": broughtBy("branches")},
	sorts:   map[string]string{"name": "name", "valid_until": "valid_until", "created_at": "created_at"},
	sealed:  []sealedColumn{personNameIn("responsible_name")},
})

func branchText(b model.Branch) string { return model.FoldForSearch(b.Name, b.DirectoryNo, b.Address) }

// Branches lists the directory.
func (r Reader) Branches(ctx context.Context, scope Scope, q Query) (model.Page[model.HeldBranch], error) {
	return list[model.HeldBranch](ctx, r, branches, scope, q)
}

// Branch returns one branch within the scope.
func (r Reader) Branch(ctx context.Context, scope Scope, id model.BranchID) (model.HeldBranch, error) {
	return find[model.HeldBranch](ctx, r, branches, scope, string(id))
}

func directoryNoTaken() *model.Error {
	const reason, detail = "branch.directory_no_taken", "这个名录编号已经登记"
	return &model.Error{Kind: model.Conflict, Reason: reason, Detail: detail,
		Fields: []model.FieldError{{Pointer: "/directory_no", Reason: reason, Detail: detail}}}
}

// AddBranch enters a branch; a taken directory number is a Conflict on /directory_no.
func (tx *Tx) AddBranch(ctx context.Context, b *model.Branch) error {
	b.SearchText = branchText(*b)
	return insert(ctx, tx, branches, string(b.ID), b, directoryNoTaken())
}

// ChangeBranch replaces what may change of a branch, if it still has its version.
func (tx *Tx) ChangeBranch(ctx context.Context, b model.Branch) (model.Branch, error) {
	return update[model.Branch](ctx, tx, branches, string(b.ID), b.Version, map[string]any{
		"directory_no": b.DirectoryNo, "name": b.Name, "area_code": b.AreaCode, "address": b.Address, "responsible_name": string(b.ResponsibleName),
		"service_phone": b.ServicePhone, "authority_no": b.AuthorityNo, "authorised_from": b.AuthorisedFrom, "authorised_until": b.AuthorisedUntil,
		"entered_on": b.EnteredOn, "valid_until": b.Until, "reason": b.Reason, "invalid_from": b.InvalidFrom,
		"invalid_document_no": b.InvalidDocumentNo, "invalid_reason": b.InvalidReason, "invalidated_by": b.InvalidatedBy,
		"restored_on": b.RestoredOn, "restored_by": b.RestoredBy, "restored_basis": b.RestoredBasis, "restored_reason": b.RestoredReason, "search_text": branchText(b),
	}, directoryNoTaken())
}
