package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"yijian/model"
)

// overdueOn holds for the end points with a term on them that had run out before the day.
var overdueOn = "EXISTS (SELECT 1 FROM clocks WHERE clocks.noun = 'endpoints' AND clocks.record_id = endpoints.id AND clocks.status = 'running' AND clocks.due_on < ? AND " + noWindow + ")"

const (
	// unplaced holds for the end points that stand nowhere on the map.
	unplaced = "(endpoints.longitude_micro IS NULL OR endpoints.latitude_micro IS NULL)"
)

// BrandNamed is the filter brand of end points: those that name the brand, whole.
func BrandNamed(brand string) string {
	if brand == "" {
		return ""
	}
	word, _ := model.WordList{brand}.Value() // as it stands in the column
	text, _ := word.(string)
	return text[1 : len(text)-1]
}

// BrandPart is the filter brand of end points: those that name a brand with the part in it.
func BrandPart(part string) string { return strings.Trim(BrandNamed(part), `"`) }

// sought makes the condition that a record holds all words of a search, to the letter.
func (r Reader) sought(ctx context.Context, n noun, search string) (func(*gorm.DB) *gorm.DB, error) {
	h, err := r.huntFor(ctx, n, model.SearchWords(search))
	if err != nil {
		return nil, err
	}
	var ids []string
	few := false
	if grams := h.grams(); len(grams) > 0 {
		if ids, few, err = r.candidates(ctx, n, grams, ""); err != nil {
			return nil, err
		}
	}
	return func(db *gorm.DB) *gorm.DB {
		if few {
			db = h.within(db, ids)
		}
		return h.holds(db, h.words)
	}, nil
}

// MapQuery asks which end points are on the map: their spots at most so many, and in the area where one is given.
type MapQuery struct {
	Query
	Area  string
	Today model.Date
	Most  int
}

// EndPointMap is what a question about end points finds: how many in each area, wherever they
// lie, and those with a place, the newest first.
func (r Reader) EndPointMap(ctx context.Context, scope Scope, q MapQuery) (map[string]model.EndPointCount, []model.EndPointSpot, error) {
	holds, err := r.sought(ctx, endpoints, q.Search)
	if err != nil {
		return nil, nil, err
	}
	rows := func() *gorm.DB {
		return holds(endpoints.narrow(endpoints.visible(endpoints.rows(r.db.WithContext(ctx)), scope), q.Query))
	}
	var counted []struct {
		AreaCode string
		model.EndPointCount
	}
	when := func(condition, name string) string {
		return ", SUM(CASE WHEN " + condition + " THEN 1 ELSE 0 END) AS " + name
	}
	err = rows().Select("endpoints.area_code, COUNT(*) AS total"+when("endpoints.status = 'filed'", "filed")+when("endpoints.late_filed", "late")+
		when(overdueOn, "overdue")+when(unplaced, "unplaced"), q.Today).Group("endpoints.area_code").Find(&counted).Error
	if err != nil {
		return nil, nil, fmt.Errorf("end points by area: %w", err)
	}
	counts := map[string]model.EndPointCount{}
	for _, row := range counted {
		counts[row.AreaCode] = row.EndPointCount
	}
	spots := []model.EndPointSpot{}
	db := rows().Where("NOT " + unplaced)
	if q.Area != "" {
		db = db.Where("endpoints.area_code = ?", q.Area)
	}
	err = db.Select("endpoints.id, endpoints.name, endpoints.enterprise_id, endpoints.enterprise_name, endpoints.kind, endpoints.status, endpoints.area_code, "+
		"endpoints.longitude_micro, endpoints.latitude_micro, COALESCE(endpoints.late_filed, FALSE) AS late_filed, "+overdueOn+" AS overdue", q.Today).
		Order("endpoints.id DESC").Limit(q.Most).Find(&spots).Error
	if err != nil {
		return nil, nil, fmt.Errorf("end points on the map: %w", err)
	}
	return counts, spots, nil
}

// LicencesOfOpeners returns all licences of those of the enterprises that have an end point within
// the scope, each one's in the order of their first days: by what they hold its filing holds.
func (r Reader) LicencesOfOpeners(ctx context.Context, scope Scope, ids []model.EnterpriseID) (map[model.EnterpriseID][]model.HeldLicence, error) {
	held := map[model.EnterpriseID][]model.HeldLicence{}
	if len(ids) == 0 {
		return held, nil
	}
	rows := []model.HeldLicence{}
	seen := endpoints.visible(r.db.WithContext(ctx).Table("endpoints"), scope).Where("endpoints.enterprise_id IN ?", ids).Select("endpoints.enterprise_id")
	if err := licences.rows(r.db.WithContext(ctx)).Where("enterprise_id IN (?)", seen).Order("valid_from, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("licences of enterprises: %w", err)
	}
	for _, row := range rows {
		held[row.EnterpriseID] = append(held[row.EnterpriseID], row)
	}
	return held, nil
}
