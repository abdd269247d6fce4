package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// mostNear is how many filings around a spot are read to find the nearest.
const mostNear = 2000

// FilingsAround returns what is filed within so many micro-degrees to each side of the spot.
func (r Reader) FilingsAround(ctx context.Context, at model.Spot, reach int64) ([]model.Filing, error) {
	rows := []model.Filing{}
	err := withOpener(r.filings(ctx)).Where("endpoints.status = ?", model.EndPointFiled).
		Where("endpoints.latitude_micro BETWEEN ? AND ? AND endpoints.longitude_micro BETWEEN ? AND ?",
			at.LatitudeMicro-reach, at.LatitudeMicro+reach, at.LongitudeMicro-reach, at.LongitudeMicro+reach).
		Order("endpoints.id").Limit(mostNear).Find(&rows).Error
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
