package model

import "time"

// EnterpriseID identifies an enterprise in the register.
type EnterpriseID string

// EnterpriseStatus says whether an enterprise is in business.
type EnterpriseStatus string

// The states of an enterprise.
const (
	EnterpriseActive    EnterpriseStatus = "active"    // 存续
	EnterpriseSuspended EnterpriseStatus = "suspended" // 停业
	EnterpriseClosed    EnterpriseStatus = "closed"    // 注销
)

// EnterpriseStatusTitles are the states as people say them.
var EnterpriseStatusTitles = map[EnterpriseStatus]string{EnterpriseActive: "存续", EnterpriseSuspended: "停业", EnterpriseClosed: "注销"}

// Enterprise is a licensed express firm (快递企业), unique by its 统一社会信用代码. Brand is
// its principal one, which lists show; all it holds are its BrandAgreements. The
// fields in Restored say when and why it was last taken back that it had closed, and since when
// it had been entered as closed, where that is known.
type Enterprise struct {
	ID             EnterpriseID     `json:"id" gorm:"column:id;primaryKey;size:36;not null;index:enterprises_standing,priority:1"`
	USCC           string           `json:"uscc" gorm:"column:uscc;size:18;not null;uniqueIndex:enterprises_uscc"`
	Name           string           `json:"name" gorm:"column:name;size:200;not null"`
	SearchText     string           `json:"-" gorm:"column:search_text;size:1200;not null"`
	Brand          string           `json:"brand" gorm:"column:brand;size:60;not null;index:enterprises_brand"`
	AreaCode       string           `json:"area_code" gorm:"column:area_code;size:12;not null;index:enterprises_area"`
	Address        string           `json:"address" gorm:"column:address;size:300;not null"`
	Representative string           `json:"representative" gorm:"column:representative;size:60;not null"`
	ServicePhone   string           `json:"service_phone" gorm:"column:service_phone;size:30;not null"`
	Status         EnterpriseStatus `json:"status" gorm:"column:status;size:20;not null;index:enterprises_status;index:enterprises_standing,priority:2"`
	RestoredFrom   Date             `json:"restored_from" gorm:"column:restored_from"`
	RestoredOn     Date             `json:"restored_on" gorm:"column:restored_on"`
	RestoredBasis  string           `json:"restored_basis" gorm:"column:restored_basis;size:400;not null"`
	RestoredReason string           `json:"restored_reason" gorm:"column:restored_reason;size:500;not null"`
	Demo           bool             `json:"demo" gorm:"column:demo;not null"`
	Version        int64            `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time        `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time        `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// LicensedEnterprise is an enterprise with its newest licence: the number, and the last
// day that any of its licences covers.
type LicensedEnterprise struct {
	Enterprise
	LicenceNo      string `json:"licence_no" gorm:"column:licence_no"`
	LicenceExpires Date   `json:"licence_expires" gorm:"column:licence_expires"`
}
