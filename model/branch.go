package model

import "time"

// BranchID identifies a branch.
type BranchID string

// Branch is a 分支机构 of an enterprise in the directory (分支机构名录). The enterprise
// authorises it from AuthorisedFrom on, until AuthorisedUntil if there is one; its entry
// holds from EnteredOn to Until and no longer than its day in InvalidFrom. The fields in Restored
// say who last took back an ending that was entered in error, when, why, and on what that rests.
type Branch struct {
	ID                BranchID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID      EnterpriseID `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;index:branches_enterprise"`
	DirectoryNo       string       `json:"directory_no" gorm:"column:directory_no;size:60;not null;uniqueIndex:branches_directory_no"`
	Name              string       `json:"name" gorm:"column:name;size:200;not null"`
	AreaCode          string       `json:"area_code" gorm:"column:area_code;size:12;not null;index:branches_area"`
	Address           string       `json:"address" gorm:"column:address;size:300;not null"`
	ResponsibleName   PersonName   `json:"responsible_name" gorm:"column:responsible_name;size:400;not null"`
	ServicePhone      string       `json:"service_phone" gorm:"column:service_phone;size:30;not null"`
	AuthorityNo       string       `json:"authority_no" gorm:"column:authority_no;size:400;not null"`
	AuthorisedFrom    Date         `json:"authorised_from" gorm:"column:authorised_from"`
	AuthorisedUntil   Date         `json:"authorised_until" gorm:"column:authorised_until"`
	EnteredOn         Date         `json:"entered_on" gorm:"column:entered_on"`
	Until             Date         `json:"valid_until" gorm:"column:valid_until;index:branches_valid_until"`
	Reason            string       `json:"reason" gorm:"column:reason;size:500;not null"`
	RecordedBy        string       `json:"recorded_by" gorm:"column:recorded_by;size:100;not null"`
	InvalidFrom       Date         `json:"invalid_from" gorm:"column:invalid_from"`
	InvalidDocumentNo string       `json:"invalid_document_no" gorm:"column:invalid_document_no;size:400;not null"`
	InvalidReason     string       `json:"invalid_reason" gorm:"column:invalid_reason;size:500;not null"`
	InvalidatedBy     string       `json:"invalidated_by" gorm:"column:invalidated_by;size:100;not null"`
	RestoredOn        Date         `json:"restored_on" gorm:"column:restored_on"`
	RestoredBy        string       `json:"restored_by" gorm:"column:restored_by;size:100;not null"`
	RestoredBasis     string       `json:"restored_basis" gorm:"column:restored_basis;size:400;not null"`
	RestoredReason    string       `json:"restored_reason" gorm:"column:restored_reason;size:500;not null"`
	SearchText        string       `json:"-" gorm:"column:search_text;size:1200;not null"`
	Demo              bool         `json:"demo" gorm:"column:demo;not null"`
	Version           int64        `json:"version" gorm:"column:version;not null"`
	CreatedAt         time.Time    `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt         time.Time    `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// HeldBranch is a branch with the name of its enterprise.
type HeldBranch struct {
	Branch
	EnterpriseName string `json:"enterprise_name" gorm:"column:enterprise_name"`
}
