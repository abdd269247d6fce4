package model

import "time"

// DutyFactID identifies one duty that an enterprise missed.
type DutyFactID string

// DutyClass says which duty was missed.
type DutyClass string

// The duties that are recorded when they are missed.
const (
	LateFiling     DutyClass = "late_filing"     // 逾期备案
	LateChange     DutyClass = "late_change"     // 逾期变更备案
	LateReturn     DutyClass = "late_return"     // 逾期报送月报
	MissingReturn  DutyClass = "missing_return"  // 缺报月报
	LateAnswer     DutyClass = "late_answer"     // 逾期答复申诉
	UnmendedReturn DutyClass = "unmended_return" // 逾期未补正月报
)

// DutyClasses lists every class.
var DutyClasses = []DutyClass{LateFiling, LateChange, LateReturn, MissingReturn, UnmendedReturn, LateAnswer}

// DutyFactStatus says whether a duty fact counts.
type DutyFactStatus string

// The states of a duty fact. A withdrawn one never counts again.
const (
	DutyPending   DutyFactStatus = "pending"   // 待定
	DutyFinal     DutyFactStatus = "final"     // 已确定
	DutyContested DutyFactStatus = "contested" // 异议中
	DutyWithdrawn DutyFactStatus = "withdrawn" // 已撤回
)

// DutyFact is one duty that an enterprise missed (履责记录), as the act on its source showed
// it. What it says never changes, only how it stands: it is final once its source is settled
// (SettledOn) and not contested, and not before the enterprise had its time to contest it,
// which lasts up to ContestUntil (absent where the calendar does not reach so far). Of a source there is one fact of a class. DueOn is the last
// day of the term where it is known. DecidedBy are the officials who acted on the source.
type DutyFact struct {
	ID             DutyFactID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID   EnterpriseID   `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;index:duty_facts_enterprise"`
	EnterpriseName string         `json:"enterprise_name" gorm:"column:enterprise_name;size:200;not null"`
	EndPointID     EndPointID     `json:"endpoint_id" gorm:"column:endpoint_id;size:36;not null"`
	AreaCode       string         `json:"area_code" gorm:"column:area_code;size:12;not null;index:duty_facts_area"`
	Class          DutyClass      `json:"class" gorm:"column:class;size:20;not null;uniqueIndex:duty_facts_once,priority:3"`
	On             Date           `json:"on" gorm:"column:arose_on;index:duty_facts_arose"`
	SourceNoun     Noun           `json:"source_noun" gorm:"column:source_noun;size:40;not null;uniqueIndex:duty_facts_once,priority:1"`
	SourceID       string         `json:"source_id" gorm:"column:source_id;size:80;not null;uniqueIndex:duty_facts_once,priority:2"`
	SourceVersion  int64          `json:"source_version" gorm:"column:source_version;not null"`
	SourceTitle    string         `json:"source_title" gorm:"column:source_title;size:300;not null"`
	Rule           DeadlineRuleID `json:"rule" gorm:"column:rule;size:60;not null"`
	Basis          string         `json:"basis" gorm:"column:basis;size:400;not null"`
	DueOn          Date           `json:"due_on" gorm:"column:due_on"`
	Status         DutyFactStatus `json:"status" gorm:"column:status;size:20;not null;index:duty_facts_status"`
	SettledOn      Date           `json:"settled_on" gorm:"column:settled_on"`
	FinalOn        Date           `json:"final_on" gorm:"column:final_on"`
	ContestUntil   Date           `json:"contest_until" gorm:"column:contest_until"`
	ContestedOn    Date           `json:"contested_on" gorm:"column:contested_on"`
	ContestReason  string         `json:"contest_reason" gorm:"column:contest_reason;size:500;not null"`
	ReviewedOn     Date           `json:"reviewed_on" gorm:"column:reviewed_on"`
	ReviewReason   string         `json:"review_reason" gorm:"column:review_reason;size:500;not null"`
	WithdrawnOn    Date           `json:"withdrawn_on" gorm:"column:withdrawn_on"`
	WithdrawReason string         `json:"withdraw_reason" gorm:"column:withdraw_reason;size:500;not null"`
	DecidedBy      UserIDs        `json:"-" gorm:"column:decided_by;size:1000;not null"`
	SearchText     string         `json:"-" gorm:"column:search_text;size:600;not null"`
	Demo           bool           `json:"demo" gorm:"column:demo;not null"`
	Version        int64          `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time      `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time      `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
