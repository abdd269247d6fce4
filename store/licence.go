package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// heldLicences are the licences, each with its holder and the first day of the next one.
const heldLicences = "(SELECT licences.*, enterprises.name AS enterprise_name, enterprises.area_code AS area_code, enterprises.search_text AS search_text," +
	" (SELECT MIN(n.valid_from) FROM licences AS n WHERE n.enterprise_id = licences.enterprise_id AND n.void_mark = ''" +
	" AND (n.valid_from > licences.valid_from OR licences.valid_from IS NULL AND n.id <> licences.id)) AS next_from" +
	" FROM licences JOIN enterprises ON enterprises.id = licences.enterprise_id) AS licences"

var licences = register(noun{
	name: "licences", table: "licences", from: heldLicences, search: "search_text", grams: "enterprise_grams", gramsOf: "enterprise_id",
	others:  []otherwise{inArea("licences.area_code"), entitled("licences.kind", model.LicenceKindTitles), entitled("licences.ending", model.LicenceEndingTitles)},
	reach:   reach{area: "area_code", firm: "enterprise_id"},
	filters: map[string]string{"enterprise_id": "enterprise_id", "kind": "kind", "ending": "ending"},
	having:  map[string]string{"expires_before": "licences.last_day < ? AND licences.void_mark = '' AND licences.next_from IS NULL", "import_no": broughtBy("licences")},
	sorts:   map[string]string{"last_day": "last_day", "created_at": "created_at"},
})

// Licences lists licences as they were issued.
func (r Reader) Licences(ctx context.Context, scope Scope, q Query) (model.Page[model.HeldLicence], error) {
	return list[model.HeldLicence](ctx, r, licences, scope, q)
}

// Licence returns one licence within the scope.
func (r Reader) Licence(ctx context.Context, scope Scope, id model.LicenceID) (model.HeldLicence, error) {
	return find[model.HeldLicence](ctx, r, licences, scope, string(id))
}

// LicencesOf returns all licences of an enterprise in the order of their first days.
func (r Reader) LicencesOf(ctx context.Context, id model.EnterpriseID) ([]model.HeldLicence, error) {
	rows := []model.HeldLicence{}
	err := licences.rows(r.db.WithContext(ctx)).Where("enterprise_id = ?", id).Order("valid_from, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("licences of an enterprise: %w", err)
	}
	return rows, nil
}

// LicenceHolders names the other enterprises that a licence number is registered for.
func (r Reader) LicenceHolders(ctx context.Context, number string, but model.EnterpriseID) ([]string, error) {
	var names []string
	err := licences.rows(r.db.WithContext(ctx)).Where("number = ? AND enterprise_id <> ? AND void_mark = ''", number, but).
		Order("enterprise_name").Distinct().Limit(3).Pluck("enterprise_name", &names).Error
	if err != nil {
		return nil, fmt.Errorf("holders of a licence number: %w", err)
	}
	return names, nil
}

// CountFiled counts the filings of an enterprise that hold.
func (r Reader) CountFiled(ctx context.Context, id model.EnterpriseID) (int64, error) {
	var count int64
	err := r.db.WithContext(ctx).Table("endpoints").Where("enterprise_id = ? AND status = ?", id, model.EndPointFiled).Count(&count).Error
	if err != nil {
		return 0, fmt.Errorf("filings of an enterprise: %w", err)
	}
	return count, nil
}

// TouchEnterprise raises the version of an enterprise, if it still has the one given, and
// lets its search find its licences and brands: of two acts on them at once, one wins.
func (tx *Tx) TouchEnterprise(ctx context.Context, e model.Enterprise) error {
	text, err := tx.textOf(ctx, e)
	if err != nil {
		return err
	}
	_, err = update[model.Enterprise](ctx, tx, enterprises, string(e.ID), e.Version, map[string]any{"search_text": text}, nil)
	return err
}

// AddLicence records a licence; the same number from the same day for the same
// enterprise is a Conflict on /from.
func (tx *Tx) AddLicence(ctx context.Context, l *model.Licence) error {
	return insert(ctx, tx, licences, string(l.ID), l, licenceTwice())
}

func licenceTwice() *model.Error {
	const reason, detail = "licence.twice", "这家企业从这一天起的这个许可证号已经登记"
	return &model.Error{Kind: model.Conflict, Reason: reason, Detail: detail, Fields: []model.FieldError{{Pointer: "/from", Reason: reason, Detail: detail}}}
}

// ChangeLicence writes that a licence ended or was entered in error, or that such an entry was taken
// back, if it still has its version; what was registered in its place is a Conflict.
func (tx *Tx) ChangeLicence(ctx context.Context, l model.Licence) (model.Licence, error) {
	return update[model.Licence](ctx, tx, licences, string(l.ID), l.Version, map[string]any{
		"last_day": l.LastDay, "ending": l.Ending, "ended_on": l.EndedOn, "end_document_no": l.EndDocumentNo, "end_reason": l.EndReason,
		"ended_by": l.EndedBy, "voided_on": l.VoidedOn, "voided_by": l.VoidedBy, "void_reason": l.VoidReason, "void_mark": l.VoidMark,
		"restored_entry": l.RestoredEntry, "restored_from": l.RestoredFrom, "restored_on": l.RestoredOn,
		"restored_by": l.RestoredBy, "restored_basis": l.RestoredBasis, "restored_reason": l.RestoredReason,
	}, licenceTwice())
}
