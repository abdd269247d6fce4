package model

import "time"

// BrandAgreementID identifies one agreement about a brand.
type BrandAgreementID string

// BrandAgreementKind says on what an enterprise bears a brand.
type BrandAgreementKind string

// The grounds on which a brand is borne; only one's own needs no document.
const (
	BrandOwn       BrandAgreementKind = "own"       // 自有品牌
	BrandFranchise BrandAgreementKind = "franchise" // 加盟协议
	BrandAgency    BrandAgreementKind = "agency"    // 代理协议
)

// BrandAgreement is a 品牌协议: that an enterprise may do business under a brand, from a
// day and until another or without end. LastDay is the last day it can count: that of its
// term, or the day before it ended; none where it is open. One entered in error has a day
// in VoidedOn, its own id in VoidMark, and counts on no day.
type BrandAgreement struct {
	ID           BrandAgreementID   `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID EnterpriseID       `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;uniqueIndex:brand_agreements_entry,priority:1"`
	BrandKey     string             `json:"-" gorm:"column:brand_key;size:60;not null;uniqueIndex:brand_agreements_entry,priority:2;index:brand_agreements_brand"`
	From         Date               `json:"from" gorm:"column:valid_from;not null;uniqueIndex:brand_agreements_entry,priority:3"`
	VoidMark     string             `json:"-" gorm:"column:void_mark;size:36;not null;uniqueIndex:brand_agreements_entry,priority:4"`
	Brand        string             `json:"brand" gorm:"column:brand;size:60;not null"`
	Kind         BrandAgreementKind `json:"kind" gorm:"column:kind;size:20;not null"`
	DocumentNo   string             `json:"document_no" gorm:"column:document_no;size:400;not null"`
	Until        Date               `json:"until" gorm:"column:valid_until"`
	LastDay      Date               `json:"last_day" gorm:"column:last_day;index:brand_agreements_last_day"`
	Note         string             `json:"note" gorm:"column:note;size:500;not null"`
	RecordedBy   string             `json:"recorded_by" gorm:"column:recorded_by;size:100;not null"`
	EndedOn      Date               `json:"ended_on" gorm:"column:ended_on"`
	EndReason    string             `json:"end_reason" gorm:"column:end_reason;size:500;not null"`
	EndedBy      string             `json:"ended_by" gorm:"column:ended_by;size:100;not null"`
	VoidedOn     Date               `json:"voided_on" gorm:"column:voided_on"`
	VoidReason   string             `json:"void_reason" gorm:"column:void_reason;size:500;not null"`
	VoidedBy     string             `json:"voided_by" gorm:"column:voided_by;size:100;not null"`
	Demo         bool               `json:"demo" gorm:"column:demo;not null"`
	Version      int64              `json:"version" gorm:"column:version;not null"`
	CreatedAt    time.Time          `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt    time.Time          `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// HeldBrandAgreement is an agreement with its holder, and the first day of one about the
// same brand that lasts longer.
type HeldBrandAgreement struct {
	BrandAgreement
	EnterpriseName string `json:"enterprise_name" gorm:"column:enterprise_name"`
	AreaCode       string `json:"area_code" gorm:"column:area_code"`
	NextFrom       Date   `json:"next_from" gorm:"column:next_from"`
}

// BrandKey is a brand as it is compared: width, case and white space make no other brand.
func BrandKey(brand string) string { return FoldForSearch(brand) }
