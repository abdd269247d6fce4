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
		db = db.Where("endpoints.area_code = ?", area)
	}
	err := db.Where("endpoints.status = ?", model.EndPointFiled).
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

// FiledByArea is how many end points are filed in each township.
func (r Reader) FiledByArea(ctx context.Context) (map[string]int64, error) {
	var rows []struct {
		AreaCode string
		Filed    int64
	}
	err := r.filings(ctx).Where("endpoints.status = ?", model.EndPointFiled).
		Select("endpoints.area_code, COUNT(*) AS filed").Group("endpoints.area_code").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("filings by area: %w", err)
	}
	filed := map[string]int64{}
	for _, row := range rows {
		filed[row.AreaCode] = row.Filed
	}
	return filed, nil
}
