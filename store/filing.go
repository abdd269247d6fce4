package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"yijian/model"
)

// filingColumns are what may leave this package for the public, and nothing else is read.
const filingColumns = "endpoints.local_serial, endpoints.national_receipt_no, endpoints.name, endpoints.enterprise_name, endpoints.kind, " +
	"endpoints.brands, endpoints.services, endpoints.area_code, endpoints.address, endpoints.service_phone, endpoints.opened_on, " +
	"endpoints.filed_on, endpoints.valid_until, endpoints.ended_on, endpoints.status, endpoints.demo, enterprises.status AS opener_status"

// filings is every end point that has been filed, whether it still is or not.
func (r Reader) filings(ctx context.Context) *gorm.DB {
	return r.db.WithContext(ctx).Table("endpoints").
		Where("endpoints.local_serial IS NOT NULL AND endpoints.status IN ?", []model.EndPointStatus{model.EndPointFiled, model.EndPointCancelled, model.EndPointLapsed})
}

func withOpener(db *gorm.DB) *gorm.DB {
	return db.Joins("JOIN enterprises ON enterprises.id = endpoints.enterprise_id").Select(filingColumns)
}

// Filings returns a page of what is filed, narrowed by text and area, either of which
// may be empty, the newest first. What is filed no longer is found by its serial only.
func (r Reader) Filings(ctx context.Context, search, area string, page int) (rows []model.Filing, total int64, err error) {
	base := func() *gorm.DB {
		db := r.filings(ctx).Where("(endpoints.status = ? OR endpoints.local_serial = ?)", model.EndPointFiled, strings.TrimSpace(search))
		if text := model.FoldForSearch(search); text != "" {
			db = db.Where(r.saidOf(ctx, text))
		}
		if area != "" {
			db = db.Where("endpoints.area_code = ?", area)
		}
		return db
	}
	if err = base().Count(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count filings: %w", err)
	}
	rows = []model.Filing{}
	err = withOpener(base()).Order("CASE endpoints.status WHEN 'filed' THEN 0 ELSE 1 END, endpoints.filed_on DESC, endpoints.id").
		Limit(PublicPage).Offset((page - 1) * PublicPage).Find(&rows).Error
	if err != nil {
		return nil, 0, fmt.Errorf("filings: %w", err)
	}
	return rows, total, nil
}

// fewestDigits is how many digits of a telephone number are looked for at least.
const fewestDigits = 5

// saidOf holds for filings of which the folded words are part: of their text, of what
// their kind is called, or of the service telephone, however it is written.
func (r Reader) saidOf(ctx context.Context, words string) *gorm.DB {
	said := r.db.WithContext(ctx).Where("endpoints.search_text LIKE ? ESCAPE '!'", "%"+escapeLike(words)+"%")
	if kinds := model.EndPointKindsSaid(words); len(kinds) > 0 {
		said = said.Or("endpoints.kind IN ?", kinds)
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, words)
	if len(digits) >= fewestDigits && len(digits) >= len(words)-2 {
		said = said.Or("REPLACE(REPLACE(endpoints.service_phone, '-', ''), ' ', '') LIKE ?", "%"+digits+"%")
	}
	return said
}

// Filing returns what was filed under the serial.
func (r Reader) Filing(ctx context.Context, serial model.Serial) (model.Filing, error) {
	var rows []model.Filing
	if err := withOpener(r.filings(ctx)).Where("endpoints.local_serial = ?", serial).Limit(1).Find(&rows).Error; err != nil {
		return model.Filing{}, fmt.Errorf("filing: %w", err)
	}
	if len(rows) == 0 {
		return model.Filing{}, model.Fail(model.NotFound, "filing.not_found", "没有这个备案号，请核对；怀疑回执是假的，请向邮政管理机构反映")
	}
	return rows[0], nil
}
