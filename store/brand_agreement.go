package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// heldBrandAgreements are the agreements, each with its holder and the first day of one
// about the same brand that lasts longer.
const heldBrandAgreements = "(SELECT brand_agreements.*, enterprises.name AS enterprise_name, enterprises.area_code AS area_code, enterprises.search_text AS search_text," +
	" (SELECT MIN(n.valid_from) FROM brand_agreements AS n WHERE n.enterprise_id = brand_agreements.enterprise_id AND n.brand_key = brand_agreements.brand_key" +
	" AND n.void_mark = '' AND n.id <> brand_agreements.id AND (n.last_day IS NULL OR n.last_day > brand_agreements.last_day)) AS next_from" +
	" FROM brand_agreements JOIN enterprises ON enterprises.id = brand_agreements.enterprise_id) AS brand_agreements"

var brandAgreements = register(noun{
	name: "brand-agreements", table: "brand_agreements", label: "brand", from: heldBrandAgreements, search: "search_text",
	reach:   reach{area: "area_code", firm: "enterprise_id"},
	filters: map[string]string{"enterprise_id": "enterprise_id", "kind": "kind"},
	having: map[string]string{
		"brand":       "INSTR(brand_agreements.brand_key, ?) > 0",
		"ends_before": "brand_agreements.last_day < ? AND brand_agreements.void_mark = '' AND brand_agreements.ended_on IS NULL AND brand_agreements.next_from IS NULL",
	},
	sorts: map[string]string{"last_day": "last_day", "created_at": "created_at"},
})

// BrandAgreements lists agreements about brands.
func (r Reader) BrandAgreements(ctx context.Context, scope Scope, q Query) (model.Page[model.HeldBrandAgreement], error) {
	return list[model.HeldBrandAgreement](ctx, r, brandAgreements, scope, q)
}

// BrandAgreement returns one agreement within the scope.
func (r Reader) BrandAgreement(ctx context.Context, scope Scope, id model.BrandAgreementID) (model.HeldBrandAgreement, error) {
	return find[model.HeldBrandAgreement](ctx, r, brandAgreements, scope, string(id))
}

// BrandAgreementsOf returns all agreements of an enterprise in the order of their first days.
func (r Reader) BrandAgreementsOf(ctx context.Context, id model.EnterpriseID) ([]model.HeldBrandAgreement, error) {
	rows := []model.HeldBrandAgreement{}
	err := brandAgreements.rows(r.db.WithContext(ctx)).Where("enterprise_id = ?", id).Order("valid_from, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("brand agreements of an enterprise: %w", err)
	}
	return rows, nil
}

// BrandAgreementsOfFiler returns all agreements of whoever opened the end point of the serial.
func (r Reader) BrandAgreementsOfFiler(ctx context.Context, serial model.Serial) ([]model.HeldBrandAgreement, error) {
	rows := []model.HeldBrandAgreement{}
	err := brandAgreements.rows(r.db.WithContext(ctx)).Where("enterprise_id = (SELECT e.enterprise_id FROM endpoints AS e WHERE e.local_serial = ?)", serial).
		Order("valid_from, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("brand agreements of a filer: %w", err)
	}
	return rows, nil
}

// AddBrandAgreement records an agreement; the same brand from the same day for the same
// enterprise is a Conflict on /from.
func (tx *Tx) AddBrandAgreement(ctx context.Context, a *model.BrandAgreement) error {
	const reason, detail = "brand-agreement.twice", "这家企业从这一天起的这个品牌已经登记"
	a.BrandKey = model.BrandKey(a.Brand)
	return insert(ctx, tx, brandAgreements, string(a.ID), a, &model.Error{Kind: model.Conflict, Reason: reason, Detail: detail,
		Fields: []model.FieldError{{Pointer: "/from", Reason: reason, Detail: detail}}})
}

// ChangeBrandAgreement writes that an agreement ended or was entered in error, if it still has its version.
func (tx *Tx) ChangeBrandAgreement(ctx context.Context, a model.BrandAgreement) (model.BrandAgreement, error) {
	return update[model.BrandAgreement](ctx, tx, brandAgreements, string(a.ID), a.Version, map[string]any{
		"last_day": a.LastDay, "ended_on": a.EndedOn, "end_reason": a.EndReason, "ended_by": a.EndedBy,
		"voided_on": a.VoidedOn, "voided_by": a.VoidedBy, "void_reason": a.VoidReason, "void_mark": a.VoidMark,
	}, nil)
}
