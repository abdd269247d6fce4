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
// one before it. DueOn is absent while the calendar does not reach so far; DueAt is the
// instant at which it has ended.
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

// ClockPause is a time in which a clock stood still, and on which ground; without ToOn it lasts.
type ClockPause struct {
	ID        string    `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	ClockID   ClockID   `json:"clock_id" gorm:"column:clock_id;size:36;not null;index:clock_pauses_clock"`
	Code      string    `json:"code" gorm:"column:code;size:40;not null"`
	Title     string    `json:"title" gorm:"column:title;size:60;not null"`
	Basis     string    `json:"basis" gorm:"column:basis;size:200;not null"`
	Note      string    `json:"note" gorm:"column:note;size:400;not null"`
	FromOn    Date      `json:"from_on" gorm:"column:from_on;type:date;not null"`
	ToOn      Date      `json:"to_on" gorm:"column:to_on;type:date"`
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

// ClockedRules are the deadlines whose clocks the platform keeps; the others are days in
// their records, such as the end of a publicity.
var ClockedRules = map[DeadlineRuleID]bool{
	EndpointFiling: true, EndpointAcceptance: true, EndpointCorrectionNotice: true,
	ComplaintAcceptance: true, ComplaintFirmReply: true, ComplaintAnswer: true, ComplaintCallback: true,
	InspectionPublication: true, PenaltyDecision: true, PenaltyPublication: true,
	MonthlyReturnFiling: true, MonthlyReturnReview: true, MonthlyReturnAgain: true,
}

// ClockState counts clocks for the metrics. Lag is how many seconds the oldest step waits.
type ClockState struct {
	Running int64
	Overdue int64
	Failing int64
	Lag     int64
}
