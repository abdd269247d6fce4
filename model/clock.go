package model

import (
	"encoding/json"
	"fmt"
	"time"
)

// ClockNearDays is how many days before its last day at the latest a clock is near its end.
const ClockNearDays = 3

// ClockID identifies one running or ended term of one record.
type ClockID string

// ClockStatus is whether a clock runs, stands still, or has ended.
type ClockStatus string

// The states of a clock.
const (
	ClockRunning ClockStatus = "running"
	ClockPaused  ClockStatus = "paused"
	ClockStopped ClockStatus = "stopped"
)

// Clock is the term of one duty on one record, counted by the rule as it was on the
// first day. Round tells a term that began anew, such as after a correction, from the
// one before it. DueOn is absent while the calendar does not reach so far, and while the
// clock stands still: nobody knows the last day then. DueAt is the instant at which it has ended,
// EndedBy the act that ended it.
type Clock struct {
	ID       ClockID        `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Noun     Noun           `json:"noun" gorm:"column:noun;size:40;not null;uniqueIndex:clocks_once,priority:1"`
	RecordID string         `json:"record_id" gorm:"column:record_id;size:80;not null;uniqueIndex:clocks_once,priority:2"`
	Rule     DeadlineRuleID `json:"rule" gorm:"column:rule;size:60;not null;uniqueIndex:clocks_once,priority:3"`
	Round    int64          `json:"round" gorm:"column:round;not null;uniqueIndex:clocks_once,priority:4"`

	Title    string `json:"title" gorm:"column:title;size:100;not null"`
	Record   string `json:"record" gorm:"column:record;size:200;not null"`
	Basis    string `json:"basis" gorm:"column:basis;size:400;not null"`
	RuleText string `json:"-" gorm:"column:rule_json;type:text;not null"`

	AreaCode     string       `json:"area_code" gorm:"column:area_code;size:12;not null;index:clocks_area"`
	EnterpriseID EnterpriseID `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;index:clocks_firm"`
	FirmSees     bool         `json:"-" gorm:"column:firm_sees;not null"`
	Holder       Role         `json:"holder" gorm:"column:holder;size:30;not null"`
	HolderName   string       `json:"holder_name" gorm:"column:holder_name;size:200;not null"`

	StartAt    time.Time   `json:"start_at" gorm:"column:start_at;not null"`
	StartOn    Date        `json:"start_on" gorm:"column:start_on;type:date;not null"`
	WarnOn     Date        `json:"warn_on" gorm:"column:warn_on;type:date"`
	DueOn      Date        `json:"due_on" gorm:"column:due_on;type:date;index:clocks_due,priority:2"`
	DueAt      *time.Time  `json:"due_at" gorm:"column:due_at"`
	Extensions int64       `json:"extensions" gorm:"column:extensions;not null"`
	Status     ClockStatus `json:"status" gorm:"column:status;size:10;not null;index:clocks_due,priority:1;index:clocks_next,priority:1"`
	StoppedOn  Date        `json:"stopped_on" gorm:"column:stopped_on;type:date"`
	EndedBy    string      `json:"-" gorm:"column:ended_by;size:80;not null"`

	// NextAt is when the next step of the ladder is due, absent when none is to come.
	NextAt  *time.Time `json:"-" gorm:"column:next_at;index:clocks_next,priority:2"`
	Failure string     `json:"failure" gorm:"column:failure;size:200;not null"`

	Demo      bool      `json:"demo" gorm:"column:demo;not null"`
	Version   int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time `json:"created_at" gorm:"column:created_at;not null"`
	UpdatedAt time.Time `json:"updated_at" gorm:"column:updated_at;not null"`

	Pauses  []ClockPause     `json:"pauses" gorm:"-"`
	Longer  []ClockExtension `json:"extended" gorm:"-"`
	Holders []ClockHolder    `json:"holders" gorm:"-"`
	Steps   []ClockStep      `json:"steps" gorm:"-"`
}

// Row is the deadline table's row of the clock's first day.
func (c Clock) Row() (DeadlineRule, error) {
	var row DeadlineRule
	if err := json.Unmarshal([]byte(c.RuleText), &row); err != nil {
		return row, fmt.Errorf("rule of clock %s: %w", c.ID, err)
	}
	return row, nil
}

// ClockPause is a time in which a clock stood still, and on which ground; without ToOn it
// lasts. DaysLeft and HoursLeft are what was left of the term as it began: calendar days,
// or hours of a term in hours; absent where the last day was not known.
type ClockPause struct {
	ID        string    `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	ClockID   ClockID   `json:"clock_id" gorm:"column:clock_id;size:36;not null;index:clock_pauses_clock"`
	Code      string    `json:"code" gorm:"column:code;size:40;not null"`
	Title     string    `json:"title" gorm:"column:title;size:60;not null"`
	Basis     string    `json:"basis" gorm:"column:basis;size:200;not null"`
	Note      string    `json:"note" gorm:"column:note;size:400;not null"`
	FromOn    Date      `json:"from_on" gorm:"column:from_on;type:date;not null"`
	ToOn      Date      `json:"to_on" gorm:"column:to_on;type:date"`
	DaysLeft  *int64    `json:"days_left" gorm:"column:days_left"`
	HoursLeft *int64    `json:"hours_left" gorm:"column:hours_left"`
	PausedBy  string    `json:"paused_by" gorm:"column:paused_by;size:100;not null"`
	ResumedBy string    `json:"resumed_by" gorm:"column:resumed_by;size:100;not null"`
	Version   int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time `json:"created_at" gorm:"column:created_at;not null"`
	UpdatedAt time.Time `json:"updated_at" gorm:"column:updated_at;not null"`
}

// ExtensionStatus is whether an extension was asked for, approved or refused.
type ExtensionStatus string

// The states of an extension; one that is lapsed was undecided when its clock ended.
const (
	ExtensionAsked    ExtensionStatus = "asked"
	ExtensionApproved ExtensionStatus = "approved"
	ExtensionRefused  ExtensionStatus = "refused"
	ExtensionLapsed   ExtensionStatus = "lapsed"
)

// ClockExtension is one request to lengthen a clock by what its rule allows, and what became of it.
type ClockExtension struct {
	ID        string          `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	ClockID   ClockID         `json:"clock_id" gorm:"column:clock_id;size:36;not null;index:clock_extensions_clock"`
	Status    ExtensionStatus `json:"status" gorm:"column:status;size:10;not null"`
	Basis     string          `json:"basis" gorm:"column:basis;size:200;not null"`
	Reason    string          `json:"reason" gorm:"column:reason;size:400;not null"`
	Decision  string          `json:"decision" gorm:"column:decision;size:400;not null"`
	AskedBy   UserID          `json:"asked_by" gorm:"column:asked_by;size:36;not null"`
	Asker     string          `json:"asker" gorm:"column:asker;size:100;not null"`
	AskedOn   Date            `json:"asked_on" gorm:"column:asked_on;type:date;not null"`
	Decider   string          `json:"decider" gorm:"column:decider;size:100;not null"`
	DecidedOn Date            `json:"decided_on" gorm:"column:decided_on;type:date"`
	WasDue    Date            `json:"was_due" gorm:"column:was_due;type:date"`
	Version   int64           `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time       `json:"created_at" gorm:"column:created_at;not null"`
	UpdatedAt time.Time       `json:"updated_at" gorm:"column:updated_at;not null"`
}

// ClockHolder is who had the record in hand from one day to another; without ToOn still.
type ClockHolder struct {
	ID        string    `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	ClockID   ClockID   `json:"clock_id" gorm:"column:clock_id;size:36;not null;index:clock_holders_clock"`
	Holder    Role      `json:"holder" gorm:"column:holder;size:30;not null"`
	Name      string    `json:"name" gorm:"column:name;size:200;not null"`
	FromOn    Date      `json:"from_on" gorm:"column:from_on;type:date;not null"`
	ToOn      Date      `json:"to_on" gorm:"column:to_on;type:date"`
	Days      int       `json:"days" gorm:"-"`
	Version   int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time `json:"created_at" gorm:"column:created_at;not null"`
	UpdatedAt time.Time `json:"updated_at" gorm:"column:updated_at;not null"`
}

// ClockStep is one step of a ladder that was taken, and how many people it was told to.
type ClockStep struct {
	ID        string    `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	ClockID   ClockID   `json:"clock_id" gorm:"column:clock_id;size:36;not null;uniqueIndex:clock_steps_once,priority:1"`
	Step      string    `json:"step" gorm:"column:step;size:60;not null;uniqueIndex:clock_steps_once,priority:2"`
	Told      int64     `json:"told" gorm:"column:told;not null"`
	CreatedAt time.Time `json:"at" gorm:"column:created_at;not null"`
}

// ClockSweep is how far the running pass over due clocks has come. A pass takes what is
// due when it begins, the oldest first; the next one begins at the front again.
type ClockSweep struct {
	ID        string     `json:"id" gorm:"column:id;primaryKey;size:10;not null"`
	StartedAt time.Time  `json:"started_at" gorm:"column:started_at;not null"`
	CursorAt  *time.Time `json:"cursor_at" gorm:"column:cursor_at"`
	CursorID  ClockID    `json:"cursor_id" gorm:"column:cursor_id;size:36;not null"`
	Version   int64      `json:"version" gorm:"column:version;not null"`
	UpdatedAt time.Time  `json:"updated_at" gorm:"column:updated_at;not null"`
}

// ClockStart is how far the pass over open records has come that starts the clocks they
// lack: the kind of record, and the place in its list. Without EndedAt it goes on.
type ClockStart struct {
	ID        string     `json:"id" gorm:"column:id;primaryKey;size:10;not null"`
	StartedAt time.Time  `json:"started_at" gorm:"column:started_at;not null"`
	EndedAt   *time.Time `json:"ended_at" gorm:"column:ended_at"`
	Kind      int64      `json:"kind" gorm:"column:kind;not null"`
	Place     string     `json:"place" gorm:"column:place;size:400;not null"`
	Seen      int64      `json:"seen" gorm:"column:seen;not null"`
	Version   int64      `json:"version" gorm:"column:version;not null"`
	UpdatedAt time.Time  `json:"updated_at" gorm:"column:updated_at;not null"`
}

// ClockedRules are the deadlines whose clocks an act starts, and which act.
var ClockedRules = map[DeadlineRuleID]string{
	EndpointFiling:           "登记开办的网点时开始，提交备案即止",
	EndpointAcceptance:       "企业提交备案、提交变更时开始，办结或告知补正即止",
	EndpointCorrectionNotice: "企业提交备案时开始，告知补正或办结即止，期满自行结束，此后不再告知补正",
	EndpointChange:           "企业提交变更时一并记下，自变更之日起算，提交之日办结",
	ComplaintAcceptance:      "登记申诉时开始，受理或不予受理即止",
	ComplaintFirmReply:       "转办时开始，企业答复即止",
	ComplaintAnswer:          "受理时开始，自收到之日起算，结案即止",
	ComplaintCallback:        "企业答复时开始，结案即止",
	InspectionPublication:    "录入检查结果时开始，公开即止",
	PenaltyDecision:          "立案拟稿时开始，作出决定即止",
	PenaltyPublication:       "作出决定时开始，公示即止",
	PublicationTerm:          "拟公开时开始，自信息形成之日起算，批准公开即止",
	EditionStatement:         "送达拟列入告知书时开始，期满自行结束",
	ObjectionReview:          "企业对履责记录或公开内容提出异议时开始，复核或答复即止",
	ListCorrection:           "撤销处罚决定时开始，公示和黑榜条目在同一操作中撤下或更正即止；拟更正公开内容时开始，批准即止",
	MonthlyReturnFiling:      "建立待填报的月报时开始，报送即止",
	MonthlyReturnReview:      "企业报送时开始，接收或退回即止",
	MonthlyReturnAgain:       "退回补正时开始，重报即止",
	DutyContest:              "登记履责记录时开始，提出异议即止，期满自行结束",
}

// UnclockedRules are the deadlines that no clock is kept for, and why.
var UnclockedRules = map[DeadlineRuleID]string{
	EditionPublicity:  "平台没有单独的发布前公示环节，榜单批准即发布，没有可以起算的一步",
	TaskMonthlyReport: "每月固定日，不是自某件事起算的期限，由任务亮灯逐月核对",
	TaskSlipBlue:      slipUnclocked,
	TaskSlipOrange:    slipUnclocked,
	TaskSlipRed:       slipUnclocked,
	TaskCoordination:  "时限在提请、退回或者裁定时算定，记在协调事项上；由定时任务【核对协调事项时限】逐日核对",
}

const slipUnclocked = "时限在签发时算定，印在督办单上，此后只因回复退回得晚而顺延；由定时任务【核对督办单时限】逐日核对"

// WindowRules are the deadlines in which something may be done and need not be: an enterprise
// states its case, the bureau has a filing corrected. Their clocks are never overdue, they close
// by themselves.
var WindowRules = map[DeadlineRuleID]bool{EditionStatement: true, DutyContest: true, EndpointCorrectionNotice: true}

// ClockState counts clocks for the metrics. Lag is how many seconds the oldest step waits.
type ClockState struct {
	Running int64
	Overdue int64
	Failing int64
	Lag     int64
}
