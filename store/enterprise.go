package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"yijian/model"
)

// licensedFirms are the enterprises, each with its newest licence's number and the last
// day that its licences cover.
const licensedFirms = "(SELECT enterprises.*," +
	" COALESCE((SELECT number FROM licences AS l WHERE l.enterprise_id = enterprises.id AND l.void_mark = '' ORDER BY l.valid_from DESC, l.id DESC LIMIT 1), '') AS licence_no," +
	" (SELECT MAX(last_day) FROM licences AS l WHERE l.enterprise_id = enterprises.id AND l.void_mark = '') AS licence_expires FROM enterprises) AS enterprises"

// mayFile holds for the enterprises for which policy.CanFileFor lets an end point be filed
// on the day: of the licences that began by then the last one must still count.
const mayFile = "enterprises.status = 'active' AND EXISTS (SELECT 1 FROM licences AS l WHERE l.enterprise_id = enterprises.id" +
	" AND l.void_mark = '' AND l.number <> '' AND (l.valid_from IS NULL OR l.valid_from <= @value) AND l.last_day >= @value" +
	" AND NOT EXISTS (SELECT 1 FROM licences AS n WHERE n.enterprise_id = l.enterprise_id AND n.void_mark = '' AND n.valid_from <= @value" +
	" AND (l.valid_from IS NULL OR n.valid_from > l.valid_from OR n.valid_from = l.valid_from AND n.id > l.id)))"

// holdsBrand holds for the enterprises with an agreement about a brand on a day: BrandOn says both in one.
const holdsBrand = "EXISTS (SELECT 1 FROM brand_agreements AS b WHERE b.enterprise_id = enterprises.id AND b.void_mark = '' AND b.brand_key = SUBSTR(@value, 12)" +
	" AND b.valid_from <= SUBSTR(@value, 1, 10) AND (b.last_day IS NULL OR b.last_day >= SUBSTR(@value, 1, 10)))"

// BrandOn is the filter brand_on of enterprises: those that hold the brand on the day; none without a brand.
func BrandOn(day model.Date, brand string) string {
	if key := model.BrandKey(brand); key != "" {
		return day.String() + "|" + key
	}
	return ""
}

var enterprises = register(noun{
	name: "enterprises", table: "enterprises", label: "name", from: licensedFirms, search: "search_text", grams: "enterprise_grams",
	others:  []otherwise{inArea("enterprises.area_code"), entitled("enterprises.status", model.EnterpriseStatusTitles)},
	reach:   reach{area: "area_code", firm: "id"},
	filters: map[string]string{"status": "status", "area_code": "area_code"},
	having:  map[string]string{"licence_ends_before": "enterprises.licence_expires < ?", "may_file_on": mayFile, "brand_on": holdsBrand, "import_no": broughtBy("enterprises")},
	sorts:   map[string]string{"name": "name", "licence_expires": "licence_expires", "created_at": "created_at"},
})

func usccTaken() *model.Error {
	return &model.Error{Kind: model.Conflict, Reason: "enterprise.uscc_taken", Detail: "该统一社会信用代码已登记",
		Fields: []model.FieldError{{Pointer: "/uscc", Reason: "enterprise.uscc_taken", Detail: "该统一社会信用代码已登记"}}}
}

// How many licence numbers and brands of an enterprise its search finds, the newest.
const (
	searchedLicences = 3
	searchedBrands   = 20
)

// enterpriseText is what an enterprise is found by: its brands are its own and those of the
// agreements that have neither ended nor run out on the day.
func enterpriseText(e model.Enterprise, licences []model.HeldLicence, agreements []model.HeldBrandAgreement, day model.Date) string {
	words := []string{e.Name, e.USCC, e.Brand, e.Address}
	for _, l := range slices.Backward(licences) {
		if len(words) < 4+searchedLicences && l.VoidedOn.IsZero() && !slices.Contains(words, l.Number) {
			words = append(words, l.Number)
		}
	}
	most := len(words) + searchedBrands
	for _, a := range slices.Backward(agreements) {
		counts := a.VoidedOn.IsZero() && a.EndedOn.IsZero() && (a.LastDay.IsZero() || !a.LastDay.Before(day))
		if len(words) < most && counts && !slices.Contains(words, a.Brand) {
			words = append(words, a.Brand)
		}
	}
	return model.FoldForSearch(words...)
}

// textOf is what an enterprise with its licences and brands of this moment is found by.
func (tx *Tx) textOf(ctx context.Context, e model.Enterprise) (string, error) {
	licences, err := tx.LicencesOf(ctx, e.ID)
	if err != nil {
		return "", err
	}
	agreements, err := tx.BrandAgreementsOf(ctx, e.ID)
	return enterpriseText(e, licences, agreements, model.DateOf(tx.Stamp().At)), err
}

// Enterprises lists the register.
func (r Reader) Enterprises(ctx context.Context, scope Scope, q Query) (model.Page[model.LicensedEnterprise], error) {
	return list[model.LicensedEnterprise](ctx, r, enterprises, scope, q)
}

// LicensedEnterprise returns one enterprise within the scope with its newest licence.
func (r Reader) LicensedEnterprise(ctx context.Context, scope Scope, id model.EnterpriseID) (model.LicensedEnterprise, error) {
	return find[model.LicensedEnterprise](ctx, r, enterprises, scope, string(id))
}

// Enterprise returns one enterprise within the scope.
func (r Reader) Enterprise(ctx context.Context, scope Scope, id model.EnterpriseID) (model.Enterprise, error) {
	e, err := r.LicensedEnterprise(ctx, scope, id)
	return e.Enterprise, err
}

// ClosedOn is the day on which the enterprise was last entered as closed, as its changes tell;
// zero where they do not.
func (r Reader) ClosedOn(ctx context.Context, id model.EnterpriseID) (model.Date, error) {
	const closed = `%"status":"closed"%` // no text holds this: its quotes would be escaped
	var rows []struct{ At time.Time }
	err := r.db.WithContext(ctx).Table("audit_entries").Select("at").Where("noun = ? AND record_id = ?", enterprises.name, id).
		Where("after_json LIKE ? AND before_json NOT LIKE ?", closed, closed).Order("id DESC").Limit(1).Find(&rows).Error
	switch {
	case err != nil:
		return model.Date{}, fmt.Errorf("closing of an enterprise: %w", err)
	case len(rows) == 0:
		return model.Date{}, nil
	}
	return model.DateOf(rows[0].At), nil
}

// AddEnterprise registers an enterprise; a taken USCC is a Conflict on /uscc.
func (tx *Tx) AddEnterprise(ctx context.Context, e *model.Enterprise) error {
	e.SearchText = enterpriseText(*e, nil, nil, model.Date{})
	return insert(ctx, tx, enterprises, string(e.ID), e, usccTaken())
}

// ChangeEnterprise replaces what may be changed of an enterprise, if it still has its version.
func (tx *Tx) ChangeEnterprise(ctx context.Context, e model.Enterprise) (model.Enterprise, error) {
	text, err := tx.textOf(ctx, e)
	if err != nil {
		return e, err
	}
	return update[model.Enterprise](ctx, tx, enterprises, string(e.ID), e.Version, map[string]any{
		"name": e.Name, "brand": e.Brand, "area_code": e.AreaCode, "address": e.Address, "representative": e.Representative,
		"service_phone": e.ServicePhone, "status": e.Status, "search_text": text,
		"restored_from": e.RestoredFrom, "restored_on": e.RestoredOn, "restored_basis": e.RestoredBasis, "restored_reason": e.RestoredReason,
	}, usccTaken())
}
