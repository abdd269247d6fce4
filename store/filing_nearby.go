package store

import (
	"context"
	"fmt"

	"gorm.io/gorm/clause"

	"yijian/model"
)

// squaredAway orders by distance: here a degree of longitude is some 0.87 of one of latitude.
const squaredAway = "(endpoints.latitude_micro - ?) * (endpoints.latitude_micro - ?) * 100 + (endpoints.longitude_micro - ?) * (endpoints.longitude_micro - ?) * 76"

// FilingsAround returns what is filed within so many micro-degrees to each side of the spot,
// in the area where one is given: the nearest, at most so many.
func (r Reader) FilingsAround(ctx context.Context, at model.Spot, area string, reach int64, most int) ([]model.Filing, error) {
	rows := []model.Filing{}
	db := withOpener(r.filings(ctx))
	if area != "" {
		db = db.Where("+endpoints.area_code = ?", area)
	}
	err := db.Where("+endpoints.status = ?", model.EndPointFiled).
		Where("endpoints.latitude_micro BETWEEN ? AND ? AND endpoints.longitude_micro BETWEEN ? AND ?",
			at.LatitudeMicro-reach, at.LatitudeMicro+reach, at.LongitudeMicro-reach, at.LongitudeMicro+reach).
		Clauses(clause.OrderBy{Expression: clause.Expr{
			SQL:  squaredAway + ", endpoints.id",
			Vars: []any{at.LatitudeMicro, at.LatitudeMicro, at.LongitudeMicro, at.LongitudeMicro},
		}}).Limit(most).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("filings around a spot: %w", err)
	}
	return rows, nil
}

// FiledArea is an area and how many end points are filed in it.
type FiledArea struct {
	model.AreaRecord
	Filed int64
}

// FiledByArea returns every area with how many end points are filed in it.
func (r Reader) FiledByArea(ctx context.Context) ([]FiledArea, error) {
	rows := []FiledArea{}
	counts := r.db.WithContext(ctx).Table("endpoints").Select("area_code, COUNT(*) AS filed").Where("status = ? AND local_serial IS NOT NULL", model.EndPointFiled).Group("area_code")
	err := r.db.WithContext(ctx).Table("areas").Select("areas.*, COALESCE(n.filed, 0) AS filed").Joins("LEFT JOIN (?) AS n ON n.area_code = areas.code", counts).Order("areas.code").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("filings by area: %w", err)
	}
	return rows, nil
}
