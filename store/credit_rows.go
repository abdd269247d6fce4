package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// openFinding is how the JSON of an unrectified finding reads in its column.
const openFinding = `%"open":true%`

// RatedInspections returns the inspections a rating looks at, by enterprise and
// day: held from since to until, or older ones with a finding still open.
func (r Reader) RatedInspections(ctx context.Context, since, until model.Date) ([]model.Inspection, error) {
	rows := []model.Inspection{}
	err := r.db.WithContext(ctx).Table("inspections").
		Where("status <> ? AND inspected_on <= ? AND (inspected_on >= ? OR findings LIKE ?)", model.InspectionPlanned, until, since, openFinding).
		Order("enterprise_id, inspected_on, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("rated inspections: %w", err)
	}
	return rows, nil
}

// InspectionsOf returns the firm's inspections held from since to until.
func (r Reader) InspectionsOf(ctx context.Context, id model.EnterpriseID, since, until model.Date) ([]model.Inspection, error) {
	rows := []model.Inspection{}
	err := r.db.WithContext(ctx).Table("inspections").
		Where("enterprise_id = ? AND status <> ? AND inspected_on >= ? AND inspected_on <= ?", id, model.InspectionPlanned, since, until).
		Order("inspected_on, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("inspections of firm: %w", err)
	}
	return rows, nil
}

// PendingFindings returns the firm's inspections whose findings nobody has confirmed yet.
func (r Reader) PendingFindings(ctx context.Context, id model.EnterpriseID) ([]model.Inspection, error) {
	rows := []model.Inspection{}
	err := r.db.WithContext(ctx).Table("inspections").
		Where("enterprise_id = ? AND status = ? AND findings <> ?", id, model.InspectionRecorded, "[]").Order("id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("pending findings: %w", err)
	}
	return rows, nil
}

// DecidedPenaltiesOf returns the firm's penalties in force, oldest decision first.
func (r Reader) DecidedPenaltiesOf(ctx context.Context, id model.EnterpriseID) ([]model.Penalty, error) {
	rows := []model.Penalty{}
	err := r.db.WithContext(ctx).Table("penalties").
		Where("enterprise_id = ? AND status = ?", id, model.PenaltyDecided).Order("decided_on, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("decided penalties of firm: %w", err)
	}
	return rows, nil
}

// DecidedPenalties returns the penalties in force that were decided until the
// day, however old, by enterprise.
func (r Reader) DecidedPenalties(ctx context.Context, until model.Date) ([]model.Penalty, error) {
	rows := []model.Penalty{}
	err := r.db.WithContext(ctx).Table("penalties").
		Where("status = ? AND decided_on <= ?", model.PenaltyDecided, until).
		Order("enterprise_id, decided_on, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("decided penalties: %w", err)
	}
	return rows, nil
}
