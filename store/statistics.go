package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// FiledCount is how many end points of a kind are filed in a township.
type FiledCount struct {
	AreaCode string             `gorm:"column:area_code"`
	Kind     model.EndPointKind `gorm:"column:kind"`
	Many     int64              `gorm:"column:many"`
}

// CountFiledByKind counts what is filed and within its term on the day, by township and kind.
func (r Reader) CountFiledByKind(ctx context.Context, day model.Date) ([]FiledCount, error) {
	var rows []FiledCount
	err := r.db.WithContext(ctx).Table("endpoints").Select("area_code, kind, COUNT(*) AS many").
		Where("status = ? AND local_serial IS NOT NULL AND (valid_until IS NULL OR valid_until >= ?)", model.EndPointFiled, day).
		Group("area_code, kind").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count filed by kind: %w", err)
	}
	return rows, nil
}

// LicensedCount is how many enterprises that have not closed hold a licence, hold one that
// ends soon, held one, and never had one.
type LicensedCount struct {
	Holding int64 `gorm:"column:holding"`
	Ending  int64 `gorm:"column:ending"`
	Ended   int64 `gorm:"column:ended"`
	Without int64 `gorm:"column:without"`
}

// CountLicensed counts enterprises by how their licences stand on the day; those that end by soon are told apart.
func (r Reader) CountLicensed(ctx context.Context, day, soon model.Date) (LicensedCount, error) {
	var row LicensedCount
	const counted = "COALESCE(SUM(CASE WHEN e.last_day > ? THEN 1 ELSE 0 END), 0) AS holding, COALESCE(SUM(CASE WHEN e.last_day >= ? AND e.last_day <= ? THEN 1 ELSE 0 END), 0) AS ending," +
		" COALESCE(SUM(CASE WHEN e.last_day < ? THEN 1 ELSE 0 END), 0) AS ended, COALESCE(SUM(CASE WHEN e.last_day IS NULL THEN 1 ELSE 0 END), 0) AS without"
	const each = "(SELECT enterprises.id, MAX(l.last_day) AS last_day FROM enterprises LEFT JOIN licences AS l ON l.enterprise_id = enterprises.id AND l.void_mark = ''" +
		" AND (l.valid_from IS NULL OR l.valid_from <= ?) WHERE enterprises.status <> ? GROUP BY enterprises.id) AS e"
	err := r.db.WithContext(ctx).Raw("SELECT "+counted+" FROM "+each, soon, day, soon, day, day, model.EnterpriseClosed).Scan(&row).Error
	if err != nil {
		return row, fmt.Errorf("count licensed: %w", err)
	}
	return row, nil
}

// MonthCount is how much of something there was in a month, such as 2026-03.
type MonthCount struct {
	Month string `gorm:"column:month"`
	What  string `gorm:"column:what"`
	Many  int64  `gorm:"column:many"`
}

// CountComplaintsEnded counts complaints and reports by the month in which they ended and how: by
// their outcome, or refused.
func (r Reader) CountComplaintsEnded(ctx context.Context, from, until model.Date) ([]MonthCount, error) {
	var rows []MonthCount
	err := r.db.WithContext(ctx).Table("complaints").
		Select("SUBSTR(closed_on, 1, 7) AS month, CASE WHEN status = ? THEN 'refused' ELSE outcome END AS what, COUNT(*) AS many", model.ComplaintRefused).
		Where("status IN ? AND closed_on >= ? AND closed_on <= ?", []model.ComplaintStatus{model.ComplaintRefused, model.ComplaintClosed}, from, until).
		Group("month, what").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count complaints that ended: %w", err)
	}
	return rows, nil
}

// CountInspected counts confirmed inspections by the month of the visit.
func (r Reader) CountInspected(ctx context.Context, from, until model.Date) ([]MonthCount, error) {
	var rows []MonthCount
	err := r.db.WithContext(ctx).Table("inspections").Select("SUBSTR(inspected_on, 1, 7) AS month, '' AS what, COUNT(*) AS many").
		Where("status IN ? AND inspected_on >= ? AND inspected_on <= ?", []model.InspectionStatus{model.InspectionConfirmed, model.InspectionPublished}, from, until).
		Group("month").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count inspections: %w", err)
	}
	return rows, nil
}
