package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// officerFiles are the accounts, each with the last day that its certificates cover.
const officerFiles = "(SELECT users.*, (SELECT MAX(valid_to) FROM certificate_periods AS p" +
	" WHERE p.user_id = users.id AND p.number <> '' AND p.voided_on IS NULL) AS certificate_expires FROM users) AS users"

// certificateGap holds for an officer whose next certificate begins after @today and not straight
// after an earlier one.
func certificateGap() string {
	return "EXISTS (SELECT 1 FROM certificate_periods AS later WHERE later.user_id = users.id AND later.number <> '' AND later.voided_on IS NULL" +
		" AND later.valid_from > @today AND NOT EXISTS (SELECT 1 FROM certificate_periods AS held WHERE held.user_id = users.id" +
		" AND held.number <> '' AND held.voided_on IS NULL AND (held.valid_from IS NULL OR held.valid_from < later.valid_from)" +
		" AND held.valid_to >= DATE_SUB(later.valid_from, INTERVAL 1 DAY)))"
}

// The rows are accounts; only those that inspect are officers.
var certificates = register(noun{
	name: "certificates", table: "users", from: officerFiles,
	filters: map[string]string{"unit_id": "unit_id"},
	having: map[string]string{
		"role": "INSTR(users.roles, ?) > 0", "expires_before": "users.certificate_expires < ?",
	},
	sorts: map[string]string{"expires": "certificate_expires"},
	reach: reach{user: "id", area: "area_code"},
})

var (
	certificatePeriods     = register(noun{name: "certificate-periods", table: "certificate_periods"})
	certificateSuspensions = register(noun{name: "certificate-suspensions", table: "certificate_suspensions"})
)

// Certificates lists the officers' certificates, the query's filter narrowed to inspectors.
func (r Reader) Certificates(ctx context.Context, scope Scope, q Query) (model.Page[model.Certificate], error) {
	filter := map[string]string{"role": string(model.RoleInspector)}
	for name, value := range q.Filter {
		filter[name] = value
	}
	q.Filter = filter
	page, err := list[model.Certificate](ctx, r, certificates, scope, q)
	if err != nil {
		return page, err
	}
	return page, r.fillCertificates(ctx, page.Items)
}

// Certificate returns one officer's certificate within the scope.
func (r Reader) Certificate(ctx context.Context, scope Scope, id model.UserID) (model.Certificate, error) {
	c, err := find[model.Certificate](ctx, r, certificates, scope, string(id))
	if err != nil {
		return c, err
	}
	one := []model.Certificate{c}
	err = r.fillCertificates(ctx, one)
	return one[0], err
}

// CertificatesOf returns those of the named accounts that are within the scope, for teams.
func (r Reader) CertificatesOf(ctx context.Context, scope Scope, ids []model.UserID) ([]model.Certificate, error) {
	rows := []model.Certificate{}
	if err := certificates.visible(certificates.rows(r.db.WithContext(ctx)), scope).Where("id IN ?", ids).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("certificates of officers: %w", err)
	}
	return rows, r.fillCertificates(ctx, rows)
}

// fillCertificates adds periods and suspensions, each in the order of their first days.
func (r Reader) fillCertificates(ctx context.Context, rows []model.Certificate) error {
	ids, at := make([]model.UserID, len(rows)), map[model.UserID]int{}
	for i := range rows {
		ids[i], at[rows[i].ID] = rows[i].ID, i
		rows[i].Periods, rows[i].Suspensions = []model.CertificatePeriod{}, []model.CertificateSuspension{}
	}
	var periods []model.CertificatePeriod
	if err := r.db.WithContext(ctx).Table("certificate_periods").Where("user_id IN ?", ids).Order("valid_from, id").Find(&periods).Error; err != nil {
		return fmt.Errorf("certificate periods: %w", err)
	}
	for _, p := range periods {
		c := &rows[at[p.UserID]]
		c.Periods = append(c.Periods, p)
	}
	var suspensions []model.CertificateSuspension
	if err := r.db.WithContext(ctx).Table("certificate_suspensions").Where("user_id IN ?", ids).Order("suspended_on, id").Find(&suspensions).Error; err != nil {
		return fmt.Errorf("certificate suspensions: %w", err)
	}
	for _, s := range suspensions {
		c := &rows[at[s.UserID]]
		c.Suspensions = append(c.Suspensions, s)
	}
	return nil
}

// ChangedCertificate raises the version of an officer's account, if it still has the one of the
// certificate before its change: of two acts on one certificate at once, one wins. It audits the
// certificate with all periods and suspensions, before and after.
func (tx *Tx) ChangedCertificate(ctx context.Context, before model.Certificate) (model.Certificate, error) {
	raised := tx.db.WithContext(ctx).Table(certificates.table).Where("id = ? AND version = ?", before.ID, before.Version).
		Updates(map[string]any{"version": before.Version + 1, "updated_at": tx.stamp.At})
	if raised.Error != nil {
		return before, fmt.Errorf("change certificate: %w", raised.Error)
	}
	if raised.RowsAffected != 1 {
		return before, Stale()
	}
	after, err := tx.Certificate(ctx, Everything(), before.ID)
	if err != nil {
		return after, err
	}
	return after, tx.auditChange(ctx, certificates, string(before.ID), before, after)
}

// AddCertificatePeriod records a certificate that was issued.
func (tx *Tx) AddCertificatePeriod(ctx context.Context, p *model.CertificatePeriod) error {
	return insert(ctx, tx, certificatePeriods, string(p.ID), p, nil)
}

// VoidCertificatePeriod writes that a certificate was entered in error, if it still has its version.
func (tx *Tx) VoidCertificatePeriod(ctx context.Context, p model.CertificatePeriod) error {
	_, err := update[model.CertificatePeriod](ctx, tx, certificatePeriods, string(p.ID), p.Version, map[string]any{
		"voided_on": p.VoidedOn, "voided_by": p.VoidedBy, "void_reason": p.VoidReason,
	}, nil)
	return err
}

// AddCertificateSuspension records that a certificate was taken away.
func (tx *Tx) AddCertificateSuspension(ctx context.Context, s *model.CertificateSuspension) error {
	return insert(ctx, tx, certificateSuspensions, s.ID, s, nil)
}

// EndCertificateSuspension writes that a certificate was given back, if the suspension still has its version.
func (tx *Tx) EndCertificateSuspension(ctx context.Context, s model.CertificateSuspension) error {
	_, err := update[model.CertificateSuspension](ctx, tx, certificateSuspensions, s.ID, s.Version, map[string]any{
		"returned_on": s.ReturnedOn, "returned_by": s.ReturnedBy, "return_reason": s.ReturnReason,
	}, nil)
	return err
}
