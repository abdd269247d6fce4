package model

import "time"

// AssociationEntryID identifies an entry of the trade's own list.
type AssociationEntryID string

// AssociationEntryStatus says how far such an entry has come.
type AssociationEntryStatus string

// The states of an entry of the trade's own list.
const (
	AssociationSubmitted AssociationEntryStatus = "submitted" // 已报送
	AssociationRecorded  AssociationEntryStatus = "recorded"  // 已登记备查
	AssociationWithdrawn AssociationEntryStatus = "withdrawn" // 已撤销
)

// AssociationEffect is what every recorded entry says about itself.
const AssociationEffect = "行业自律名单，由报送单位依自律公约作出，登记备查，不产生行政处罚、资质限制等任何自动效力"

// AssociationEntry is one enterprise on the self-discipline blacklist (行业自律黑名单)
// of the trade association or the consumers' council, under their convention.
// It is theirs: the bureau records it, and nothing follows from it by itself.
type AssociationEntry struct {
	ID             AssociationEntryID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID   EnterpriseID           `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;index:association_entries_enterprise"`
	EnterpriseName string                 `json:"enterprise_name" gorm:"column:enterprise_name;size:200;not null"`
	AreaCode       string                 `json:"area_code" gorm:"column:area_code;size:12;not null;index:association_entries_area"`
	SearchText     string                 `json:"-" gorm:"column:search_text;size:600;not null"`
	SubmittedBy    UserID                 `json:"submitted_by" gorm:"column:submitted_by;size:36;not null;index:association_entries_submitter"`
	SubmitterName  string                 `json:"submitter_name" gorm:"column:submitter_name;size:100;not null"`
	Convention     string                 `json:"convention" gorm:"column:convention;size:300;not null"`
	Reason         string                 `json:"reason" gorm:"column:reason;size:1000;not null"`
	ListedOn       Date                   `json:"listed_on" gorm:"column:listed_on"`
	EndsOn         Date                   `json:"ends_on" gorm:"column:ends_on"`
	Status         AssociationEntryStatus `json:"status" gorm:"column:status;size:20;not null;index:association_entries_status"`
	Effect         string                 `json:"effect" gorm:"column:effect;size:200;not null"`
	RecordedBy     UserID                 `json:"recorded_by" gorm:"column:recorded_by;size:36;not null"`
	RecordedOn     Date                   `json:"recorded_on" gorm:"column:recorded_on"`
	WithdrawnOn    Date                   `json:"withdrawn_on" gorm:"column:withdrawn_on"`
	WithdrawReason string                 `json:"withdraw_reason" gorm:"column:withdraw_reason;size:500;not null"`
	Demo           bool                   `json:"demo" gorm:"column:demo;not null"`
	Version        int64                  `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time              `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time              `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
