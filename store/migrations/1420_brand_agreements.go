package migrations

import (
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
)

type brandAgreement1420 struct {
	ID           string     `gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID string     `gorm:"column:enterprise_id;size:36;not null;uniqueIndex:brand_agreements_entry,priority:1"`
	BrandKey     string     `gorm:"column:brand_key;size:60;not null;uniqueIndex:brand_agreements_entry,priority:2;index:brand_agreements_brand"`
	From         *time.Time `gorm:"column:valid_from;type:date;not null;uniqueIndex:brand_agreements_entry,priority:3"`
	VoidMark     string     `gorm:"column:void_mark;size:36;not null;uniqueIndex:brand_agreements_entry,priority:4"`
	Brand        string     `gorm:"column:brand;size:60;not null"`
	Kind         string     `gorm:"column:kind;size:20;not null"`
	DocumentNo   string     `gorm:"column:document_no;size:400;not null"`
	Until        *time.Time `gorm:"column:valid_until;type:date"`
	LastDay      *time.Time `gorm:"column:last_day;type:date;index:brand_agreements_last_day"`
	Note         string     `gorm:"column:note;size:500;not null"`
	RecordedBy   string     `gorm:"column:recorded_by;size:100;not null"`
	EndedOn      *time.Time `gorm:"column:ended_on;type:date"`
	EndReason    string     `gorm:"column:end_reason;size:500;not null"`
	EndedBy      string     `gorm:"column:ended_by;size:100;not null"`
	VoidedOn     *time.Time `gorm:"column:voided_on;type:date"`
	VoidReason   string     `gorm:"column:void_reason;size:500;not null"`
	VoidedBy     string     `gorm:"column:voided_by;size:100;not null"`
	Demo         bool       `gorm:"column:demo;not null"`
	Version      int64      `gorm:"column:version;not null"`
	CreatedAt    time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt    time.Time  `gorm:"column:updated_at;not null"`
}

type enterprise1422 struct {
	SearchText string `gorm:"column:search_text;size:1200;not null"`
}

// brandKey1420 is how brands were compared when the table came.
func brandKey1420(brand string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		switch {
		case r == '\u3000' || r == ' ' || r == '\t' || r == '\n':
			return -1
		case r >= '\uff01' && r <= '\uff5e':
			return r - 0xfee0
		}
		return r
	}, brand))
}

const (
	brandsAtOnce1420 = 100
	note1420         = "升级时由企业登记的品牌转来，起始日期为企业建档日；有协议的请另行登记，并作废这一条"
)

// fillBrands makes the brand of each enterprise an agreement, some at a time in the order of
// their ids. An enterprise had one brand, so the row takes its id: taken again, the step
// finds those that are there and goes on.
func fillBrands(db *gorm.DB) error {
	for after := ""; ; {
		var firms []struct {
			ID, Brand string
			Demo      bool
			CreatedAt time.Time
			UpdatedAt time.Time
		}
		err := db.Table("enterprises").Select("id, brand, demo, created_at, updated_at").
			Where("id > ? AND brand <> '' AND id NOT IN (SELECT id FROM brand_agreements)", after).Order("id").Limit(brandsAtOnce1420).Find(&firms).Error
		if err != nil {
			return fmt.Errorf("brands of enterprises: %w", err)
		}
		if len(firms) == 0 {
			return nil
		}
		after = firms[len(firms)-1].ID
		var rows []map[string]any // days as texts, as the program writes them
		for _, f := range firms {
			if brandKey1420(f.Brand) == "" {
				continue
			}
			rows = append(rows, map[string]any{
				"id": f.ID, "enterprise_id": f.ID, "brand_key": brandKey1420(f.Brand), "void_mark": "", "brand": strings.TrimSpace(f.Brand), "kind": "own",
				"valid_from": f.CreatedAt.UTC().Add(8 * time.Hour).Format(time.DateOnly), "document_no": "", "note": note1420, "recorded_by": "",
				"end_reason": "", "ended_by": "", "void_reason": "", "voided_by": "", "demo": f.Demo, "version": 1, "created_at": f.UpdatedAt, "updated_at": f.UpdatedAt,
			})
		}
		if len(rows) == 0 {
			continue
		}
		if err := db.Table("brand_agreements").Create(rows).Error; err != nil {
			return fmt.Errorf("agreements of brands: %w", err)
		}
	}
}

var brandAgreements = []Step{
	{1420, "brand_agreements", create("brand_agreements", &brandAgreement1420{})},
	{1421, "brands of enterprises", fillBrands},
	{1422, "enterprises.search_text", widen("enterprises", "SearchText", &enterprise1422{})},
}
