package model

import "time"

// PenaltyID identifies an administrative penalty.
type PenaltyID string

// PenaltyStatus says how far a penalty has come.
type PenaltyStatus string

// The states of a penalty.
const (
	PenaltyDraft     PenaltyStatus = "draft"     // 拟稿
	PenaltyReviewed  PenaltyStatus = "reviewed"  // 法制审核通过
	PenaltyDecided   PenaltyStatus = "decided"   // 已决定
	PenaltyWithdrawn PenaltyStatus = "withdrawn" // 已撤销
)

// PenaltyKind is the kind of penalty (行政处罚法第九条); of several kinds in one
// decision, the heaviest.
type PenaltyKind string

// The kinds of penalty that a postal bureau imposes, lightest first.
const (
	PenaltyWarning      PenaltyKind = "warning"      // 警告
	PenaltyCriticism    PenaltyKind = "criticism"    // 通报批评
	PenaltyFine         PenaltyKind = "fine"         // 罚款
	PenaltyConfiscation PenaltyKind = "confiscation" // 没收违法所得、没收非法财物
	PenaltySuspension   PenaltyKind = "suspension"   // 责令停业整顿
	PenaltyRestriction  PenaltyKind = "restriction"  // 限制开展经营活动、限制从业
	PenaltyRevocation   PenaltyKind = "revocation"   // 吊销许可证件
)

// PenaltyTrigger is a circumstance that the rulebook may make a veto, empty when
// there is none; the names are those of the rulebook's veto_triggers.
type PenaltyTrigger string

// The circumstances.
const (
	TriggerRevoked    PenaltyTrigger = "licence_revoked"       // 吊销许可
	TriggerSuspended  PenaltyTrigger = "suspended"             // 停业整顿
	TriggerSafety     PenaltyTrigger = "safety_system_penalty" // 收寄验视、实名收寄、过机安检
	TriggerRefused    PenaltyTrigger = "inspection_refused"    // 拒绝检查
	TriggerUserData   PenaltyTrigger = "user_data_penalty"     // 用户信息泄露
	TriggerMajorFault PenaltyTrigger = "major_liability"       // 重大责任事故
)

// Penalty is a decision to punish an enterprise (行政处罚). AmountFen is fine and
// confiscated sum together. Drafters is everybody who wrote in the draft.
type Penalty struct {
	ID             PenaltyID      `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID   EnterpriseID   `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;index:penalties_enterprise"`
	EnterpriseName string         `json:"enterprise_name" gorm:"column:enterprise_name;size:200;not null"`
	AreaCode       string         `json:"area_code" gorm:"column:area_code;size:12;not null;index:penalties_area"`
	SearchText     string         `json:"-" gorm:"column:search_text;size:1000;not null"`
	DocumentNo     string         `json:"document_no" gorm:"column:document_no;size:80;not null;uniqueIndex:penalties_document_no"`
	DocumentKey    *string        `json:"-" gorm:"column:document_key;size:80;uniqueIndex:penalties_document_key"` // nil where another penalty of before the key has the same
	NumberKey      string         `json:"-" gorm:"column:number_key;size:80;not null;index:penalties_number"`      // the same, also of that one
	Facts          string         `json:"facts" gorm:"column:facts;size:2000;not null"`
	Basis          string         `json:"basis" gorm:"column:basis;size:500;not null"`
	Kind           PenaltyKind    `json:"kind" gorm:"column:kind;size:20;not null"`
	AmountFen      int64          `json:"amount_fen" gorm:"column:amount_fen;not null"`
	PublicityClass PublicityClass `json:"publicity_class" gorm:"column:publicity_class;size:20;not null"`
	Trigger        PenaltyTrigger `json:"trigger" gorm:"column:trigger_kind;size:30;not null"`
	Status         PenaltyStatus  `json:"status" gorm:"column:status;size:20;not null;index:penalties_status"`
	Drafters       UserIDs        `json:"drafters" gorm:"column:drafters;size:400;not null"`
	ReviewedBy     UserID         `json:"reviewed_by" gorm:"column:reviewed_by;size:36;not null"`
	ReviewOpinion  string         `json:"review_opinion" gorm:"column:review_opinion;size:500;not null"`
	SentBackOn     Date           `json:"sent_back_on" gorm:"column:sent_back_on"` // by the legal review, until the draft is changed
	DecidedBy      UserID         `json:"decided_by" gorm:"column:decided_by;size:36;not null"`
	DecidedOn      Date           `json:"decided_on" gorm:"column:decided_on;index:penalties_decided"`
	ServedOn       Date           `json:"served_on" gorm:"column:served_on"`
	WithdrawnOn    Date           `json:"withdrawn_on" gorm:"column:withdrawn_on"`
	WithdrawReason string         `json:"withdraw_reason" gorm:"column:withdraw_reason;size:500;not null"`
	ImportNo       string         `json:"import_no" gorm:"column:import_no;size:40;not null"` // of the import that brought it from before the platform, else empty
	Demo           bool           `json:"demo" gorm:"column:demo;not null"`
	Version        int64          `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time      `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time      `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
