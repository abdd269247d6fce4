package model

import "time"

// PenaltyNoticeID identifies the publicity of one penalty.
type PenaltyNoticeID string

// NoticeStatus says how far the publicity of a penalty has come.
type NoticeStatus string

// The states of a notice.
const (
	NoticeProposed  NoticeStatus = "proposed"  // 拟公示
	NoticePublished NoticeStatus = "published" // 公示中
	NoticeWithdrawn NoticeStatus = "withdrawn" // 已撤回
	NoticeEnded     NoticeStatus = "ended"     // 期满
)

// PenaltyNotice is the bureau's own publicity of a penalty (行政处罚信息公示). It
// copies what the public may see, so that a later change of the case does not
// change what was published. EarliestEnd is the first day repair may end it,
// EndsOn the day on which it stops by itself. LiveKey is the penalty's id while
// the notice is proposed or public, so that a penalty has one at most.
type PenaltyNotice struct {
	ID             PenaltyNoticeID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	PenaltyID      PenaltyID       `json:"penalty_id" gorm:"column:penalty_id;size:36;not null;index:penalty_notices_penalty"`
	LiveKey        *string         `json:"-" gorm:"column:live_key;size:36;uniqueIndex:penalty_notices_live"`
	EnterpriseID   EnterpriseID    `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;index:penalty_notices_enterprise"`
	EnterpriseName string          `json:"enterprise_name" gorm:"column:enterprise_name;size:200;not null"`
	USCC           string          `json:"uscc" gorm:"column:uscc;size:18;not null"`
	AreaCode       string          `json:"area_code" gorm:"column:area_code;size:12;not null;index:penalty_notices_area"`
	SearchText     string          `json:"-" gorm:"column:search_text;size:600;not null"`
	DocumentNo     string          `json:"document_no" gorm:"column:document_no;size:80;not null"`
	Kind           PenaltyKind     `json:"kind" gorm:"column:kind;size:20;not null"`
	AmountFen      int64           `json:"amount_fen" gorm:"column:amount_fen;not null"`
	Basis          string          `json:"basis" gorm:"column:basis;size:500;not null"`
	DecidedOn      Date            `json:"decided_on" gorm:"column:decided_on"`
	PublicityClass PublicityClass  `json:"publicity_class" gorm:"column:publicity_class;size:20;not null"`
	Summary        string          `json:"summary" gorm:"column:summary;size:1000;not null"`
	PublishReason  string          `json:"publish_reason" gorm:"column:publish_reason;size:500;not null"`
	EarliestEnd    Date            `json:"earliest_end" gorm:"column:earliest_end"`
	EndsOn         Date            `json:"ends_on" gorm:"column:ends_on;index:penalty_notices_ends"`
	Status         NoticeStatus    `json:"status" gorm:"column:status;size:20;not null;index:penalty_notices_status"`
	Proposers      UserIDs         `json:"proposers" gorm:"column:proposers;size:400;not null"`
	ApprovedBy     UserID          `json:"approved_by" gorm:"column:approved_by;size:36;not null"`
	PublishedOn    Date            `json:"published_on" gorm:"column:published_on"`
	WithdrawnOn    Date            `json:"withdrawn_on" gorm:"column:withdrawn_on"`
	WithdrawReason string          `json:"withdraw_reason" gorm:"column:withdraw_reason;size:500;not null"`
	Demo           bool            `json:"demo" gorm:"column:demo;not null"`
	Version        int64           `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time       `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time       `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// IsPublicOn reports whether the public sees the notice on the day, whether or
// not the daily job has already ended it.
func (n PenaltyNotice) IsPublicOn(day Date) bool {
	return n.Status == NoticePublished && !day.Before(n.PublishedOn) && day.Before(n.EndsOn)
}
