package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// EnterpriseOfCode returns the enterprise with the unified social credit code.
func (r Reader) EnterpriseOfCode(ctx context.Context, uscc string) (model.Enterprise, error) {
	var rows []model.Enterprise
	if err := r.db.WithContext(ctx).Table("enterprises").Where("uscc = ?", uscc).Limit(1).Find(&rows).Error; err != nil {
		return model.Enterprise{}, fmt.Errorf("enterprise of a code: %w", err)
	}
	if len(rows) == 0 {
		return model.Enterprise{}, unknownCode()
	}
	return rows[0], nil
}

func unknownCode() error {
	return model.Fail(model.NotFound, "enterprise.unknown", "登记簿里没有这个统一社会信用代码的企业，请核对；查不到不等于违规，它可能不经营快递业务，也可能登记在别的地方")
}

// PublicFirm is an enterprise with the brands that it may carry on a day, commas between.
type PublicFirm struct {
	model.Enterprise
	BrandWords string `gorm:"column:brand_words"`
}

// FirmWithBrands returns the enterprise with the code and its brands of the day.
func (r Reader) FirmWithBrands(ctx context.Context, uscc string, day model.Date) (PublicFirm, error) {
	const brands = "COALESCE((SELECT GROUP_CONCAT(DISTINCT b.brand) FROM brand_agreements AS b WHERE b.enterprise_id = enterprises.id AND b.void_mark = ''" +
		" AND b.valid_from <= ? AND (b.last_day IS NULL OR b.last_day >= ?)), '') AS brand_words"
	var rows []PublicFirm
	err := r.db.WithContext(ctx).Table("enterprises").Select("enterprises.*, "+brands, day, day).Where("uscc = ?", uscc).Limit(1).Find(&rows).Error
	if err != nil {
		return PublicFirm{}, fmt.Errorf("enterprise with brands: %w", err)
	}
	if len(rows) == 0 {
		return PublicFirm{}, unknownCode()
	}
	return rows[0], nil
}

// FirmFiling is something filed of an enterprise or, without a serial, how much is filed in a township.
type FirmFiling struct {
	model.Filing
	Filed int64 `gorm:"column:filed"`
}

// FiledOfFirm returns the newest end points that the enterprise has entered and filed, at most so many, and in one look how much of it is in its term on the day in each township.
func (r Reader) FiledOfFirm(ctx context.Context, id model.EnterpriseID, day model.Date, most int) (newest []FirmFiling, towns map[string]int64, err error) {
	const query = "SELECT * FROM (SELECT local_serial, name, kind, area_code, address, status, filed_on, valid_until, 0 AS filed FROM endpoints" +
		" WHERE enterprise_id = ? AND status = ? AND local_serial IS NOT NULL ORDER BY id DESC LIMIT ?) AS newest" +
		" UNION ALL SELECT NULL, '', '', area_code, '', '', NULL, NULL, COUNT(*) FROM endpoints" +
		" WHERE enterprise_id = ? AND +status = ? AND local_serial IS NOT NULL AND (valid_until IS NULL OR valid_until >= ?) GROUP BY area_code" // not by the index of states
	var rows []FirmFiling
	if err := r.db.WithContext(ctx).Raw(query, id, model.EndPointFiled, most, id, model.EndPointFiled, day).Scan(&rows).Error; err != nil {
		return nil, nil, fmt.Errorf("filed of an enterprise: %w", err)
	}
	towns = map[string]int64{}
	for _, row := range rows {
		if row.LocalSerial == "" {
			towns[row.AreaCode] = row.Filed
			continue
		}
		newest = append(newest, row)
	}
	return newest, towns, nil
}

// PublishedOfFirm returns what the public may see on the day of the enterprise with the code, the
// checks after everything else, the newest first, at most a public page.
func (r Reader) PublishedOfFirm(ctx context.Context, day model.Date, uscc string) ([]model.Publication, error) {
	rows := []model.Publication{}
	if err := r.public(ctx, day, PublicQuery{USCC: uscc}).Order("CASE WHEN publications.kind = 'inspection_result' THEN 1 ELSE 0 END, publications.published_on DESC, publications.id DESC").
		Limit(PublicPage).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("published of an enterprise: %w", err)
	}
	return rows, nil
}
