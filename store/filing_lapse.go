package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"yijian/model"
)

// LapsedOf is whose lapsed filings are asked for, those of one branch where it is named, by which causes.
type LapsedOf struct {
	Enterprise model.EnterpriseID
	Branch     model.BranchID
	Causes     []model.LapseCause
}

// Lapsed returns the ids of the filings that lapsed by the causes.
func (r Reader) Lapsed(ctx context.Context, of LapsedOf) ([]model.EndPointID, error) {
	db := r.lapsed(ctx).Where("endpoints.enterprise_id = ? AND endpoints.lapse_cause IN ?", of.Enterprise, of.Causes)
	if of.Branch != "" {
		db = db.Where("endpoints.branch_id = ?", of.Branch)
	}
	return idsOfLapsed(db)
}

// LapsedAndRestored returns the ids of the lapsed filings about whose branch, opener or opener's
// licences an entry was taken back, by which they may have lapsed.
func (r Reader) LapsedAndRestored(ctx context.Context) ([]model.EndPointID, error) {
	return idsOfLapsed(r.lapsed(ctx).Where("(endpoints.lapse_cause = ? AND EXISTS (SELECT 1 FROM branches AS b WHERE b.id = endpoints.branch_id AND b.invalid_from IS NULL)"+
		" OR endpoints.lapse_cause IN ? AND EXISTS (SELECT 1 FROM licences AS l WHERE l.enterprise_id = endpoints.enterprise_id AND l.restored_on IS NOT NULL AND l.restored_from <= endpoints.ended_on)"+
		" OR endpoints.lapse_cause = ? AND EXISTS (SELECT 1 FROM enterprises AS f WHERE f.id = endpoints.enterprise_id AND f.restored_on IS NOT NULL AND (f.restored_from IS NULL OR f.restored_from <= endpoints.ended_on)))",
		model.LapseBranchInvalid, []model.LapseCause{model.LapseLicenceEnded, model.LapseLicenceExpired}, model.LapseOpenerClosed))
}

func (r Reader) lapsed(ctx context.Context) *gorm.DB {
	return r.db.WithContext(ctx).Table("endpoints").Where("endpoints.status = ?", model.EndPointLapsed)
}

func idsOfLapsed(db *gorm.DB) ([]model.EndPointID, error) {
	ids := []model.EndPointID{}
	if err := db.Order("endpoints.id").Pluck("endpoints.id", &ids).Error; err != nil {
		return nil, fmt.Errorf("lapsed filings: %w", err)
	}
	return ids, nil
}
