package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// squaredAway orders by distance: here a degree of longitude is some 0.87 of one of latitude.
const squaredAway = "(endpoints.latitude_micro - ?) * (endpoints.latitude_micro - ?) * 100 + (endpoints.longitude_micro - ?) * (endpoints.longitude_micro - ?) * 76"

// Reach is how many micro-degrees to each side of a spot is looked: closely and, unless enough lies there, farther.
type Reach struct {
	Close, Far int64
	Enough     int
}

// FilingsAround returns what is filed around the spot, in the area where one is given: the nearest, at most so many.
func (r Reader) FilingsAround(ctx context.Context, at model.Spot, area string, reach Reach, most int) ([]model.Filing, error) {
	within := func(reach int64, by string) (string, []any) {
		query, args := " FROM endpoints WHERE endpoints.local_serial IS NOT NULL AND +endpoints.status = ?"+
			" AND endpoints.latitude_micro BETWEEN ? AND ? AND endpoints.longitude_micro BETWEEN ? AND ?",
			[]any{model.EndPointFiled, at.LatitudeMicro - reach, at.LatitudeMicro + reach, at.LongitudeMicro - reach, at.LongitudeMicro + reach}
		if area != "" {
			query, args = query+" AND "+by+"endpoints.area_code = ?", append(args, area)
		}
		return query, args
	}
	inReach, enough := within(reach.Close, "+")
	enough, inReach = append(enough, reach.Enough-1), "EXISTS (SELECT 1"+inReach+" LIMIT 1 OFFSET ?)"
	var args []any
	nearest := func(condition string, reach int64, by string) string {
		query, values := within(reach, by)
		args = append(append(append(args, values...), enough...), at.LatitudeMicro, at.LatitudeMicro, at.LongitudeMicro, at.LongitudeMicro, most)
		return "SELECT endpoints.id" + query + " AND " + condition + " ORDER BY " + squaredAway + ", endpoints.id LIMIT ?"
	}
	either := "SELECT * FROM (" + nearest(inReach, reach.Close, "+") + ") AS near UNION ALL SELECT * FROM (" + nearest("NOT "+inReach, reach.Far, "") + ") AS far"
	rows := []model.Filing{}
	err := withOpener(r.db.WithContext(ctx).Table("("+either+") AS n", args...).Joins(r.inOrder() + "endpoints ON endpoints.id = n.id")).Find(&rows).Error
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
