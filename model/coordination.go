package model

import (
	"fmt"
	"time"
)

// CoordinationID identifies a request for coordination.
type CoordinationID string

// CoordinationStatus says how far a request for coordination is on its way.
type CoordinationStatus string

// The states of a request for coordination; the first four are open.
const (
	CoordinationAsked     CoordinationStatus = "asked"     // 待回复
	CoordinationReturned  CoordinationStatus = "returned"  // 退回再办
	CoordinationEscalated CoordinationStatus = "escalated" // 待裁定
	CoordinationAnswered  CoordinationStatus = "answered"  // 已回复
	CoordinationSettled   CoordinationStatus = "settled"   // 已办结
	CoordinationDismissed CoordinationStatus = "dismissed" // 不予协调
	CoordinationWithdrawn CoordinationStatus = "withdrawn" // 已撤回
	CoordinationEnded     CoordinationStatus = "ended"     // 已终止
)

// Coordination is what the lead of a task asks of one unit (协调事项): what is to be done, by
// which day it is wished, and until when an answer is owed. Of several units each has a row of
// its own under the same number of the year, and answers for itself. What is asked never
// changes. The limit counts anew where an answer is sent back or a decision has it done;
// FirstDueOn and FirstAnsweredOn stay, by which the unit is measured.
type Coordination struct {
	ID       CoordinationID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Year     int            `json:"year" gorm:"column:year;not null;uniqueIndex:coordinations_number,priority:1"`
	Sequence int            `json:"sequence" gorm:"column:sequence;not null;uniqueIndex:coordinations_number,priority:2"`
	Part     int            `json:"part" gorm:"column:part;not null;uniqueIndex:coordinations_number,priority:3"`
	Number   string         `json:"number" gorm:"column:number;size:40;not null"`

	TaskID    TaskID       `json:"task_id" gorm:"column:task_id;size:36;not null;index:coordinations_task"`
	TaskName  string       `json:"task_name" gorm:"column:task_name;size:200;not null"`
	ReportID  TaskReportID `json:"report_id" gorm:"column:report_id;size:36;not null"` // from which it follows, if any
	AskerUnit UnitID       `json:"asker_unit" gorm:"column:asker_unit;size:40;not null"`
	AskerName string       `json:"asker_name" gorm:"column:asker_name;size:200;not null"`
	UnitID    UnitID       `json:"unit_id" gorm:"column:unit_id;size:40;not null;index:coordinations_unit,priority:1"`
	UnitName  string       `json:"unit_name" gorm:"column:unit_name;size:200;not null"`

	Matter   string         `json:"matter" gorm:"column:matter;size:100;not null"`
	Detail   string         `json:"detail" gorm:"column:detail;size:1000;not null"`
	WishedOn Date           `json:"wished_on" gorm:"column:wished_on;type:date;not null"`
	AskedOn  Date           `json:"asked_on" gorm:"column:asked_on;type:date;not null"`
	AskedBy  string         `json:"asked_by" gorm:"column:asked_by;size:100;not null"`
	Rule     DeadlineRuleID `json:"rule" gorm:"column:rule;size:60;not null"`
	FromOn   Date           `json:"from_on" gorm:"column:from_on;type:date;not null"` // from which the limit counts
	DueOn    Date           `json:"due_on" gorm:"column:due_on;type:date;not null"`
	DueBasis string         `json:"due_basis" gorm:"column:due_basis;size:400;not null"`

	FirstDueOn      Date `json:"first_due_on" gorm:"column:first_due_on;type:date;not null;index:coordinations_unit,priority:2"`
	FirstAnsweredOn Date `json:"first_answered_on" gorm:"column:first_answered_on;type:date"`

	Status      CoordinationStatus `json:"status" gorm:"column:status;size:20;not null;index:coordinations_status"`
	AnsweredOn  Date               `json:"answered_on" gorm:"column:answered_on;type:date"`
	AnsweredBy  string             `json:"answered_by" gorm:"column:answered_by;size:100;not null"`
	AnswererID  UserID             `json:"-" gorm:"column:answerer_id;size:36;not null"`
	Agreed      bool               `json:"agreed" gorm:"column:agreed;not null"` // the unit does it; if not it says why not
	Answer      string             `json:"answer" gorm:"column:answer;size:1000;not null"`
	Refusals    int                `json:"refusals" gorm:"column:refusals;not null"`
	JudgedOn    Date               `json:"judged_on" gorm:"column:judged_on;type:date"`
	JudgedBy    string             `json:"judged_by" gorm:"column:judged_by;size:100;not null"`
	JudgeNote   string             `json:"judge_note" gorm:"column:judge_note;size:500;not null"`
	EscalatedOn Date               `json:"escalated_on" gorm:"column:escalated_on;type:date"`
	DecidedOn   Date               `json:"decided_on" gorm:"column:decided_on;type:date"`
	DecidedBy   string             `json:"decided_by" gorm:"column:decided_by;size:100;not null"`
	Decision    string             `json:"decision" gorm:"column:decision;size:500;not null"`
	EndedOn     Date               `json:"ended_on" gorm:"column:ended_on;type:date"`
	EndedBy     string             `json:"ended_by" gorm:"column:ended_by;size:100;not null"`
	EndReason   string             `json:"end_reason" gorm:"column:end_reason;size:700;not null"`

	SearchText string    `json:"-" gorm:"column:search_text;size:700;not null"`
	Demo       bool      `json:"demo" gorm:"column:demo;not null"`
	Version    int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt  time.Time `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt  time.Time `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// CoordinationNumber is the number of a request: 协调〔2026〕1号, and 协调〔2026〕1-2号 for the
// second of several units that are asked at once.
func CoordinationNumber(year, sequence, part, parts int) string {
	if parts == 1 {
		return fmt.Sprintf("协调〔%d〕%d号", year, sequence)
	}
	return fmt.Sprintf("协调〔%d〕%d-%d号", year, sequence, part)
}

// IsOpen reports whether something is still to be done about the request.
func (c Coordination) IsOpen() bool { return c.AwaitsAnswer() || c.Status == CoordinationAnswered }

// AwaitsAnswer reports whether the unit still owes an answer.
func (c Coordination) AwaitsAnswer() bool {
	return c.Status == CoordinationAsked || c.Status == CoordinationReturned || c.Status == CoordinationEscalated
}

// Punctuality says how a unit's answer to a request stands to the limit.
type Punctuality string

// What became of a request by its limit.
const (
	AnsweredInTime Punctuality = "in_time" // 按期回复
	AnsweredLate   Punctuality = "late"    // 逾期回复
	NotAnswered    Punctuality = "not"     // 未回复
	NotCounted     Punctuality = ""        // withdrawn, or over before the limit
)

// PunctualityOn says how the first answer to the request stands to its first limit at the end
// of the day. What was withdrawn by that limit does not count, nor what was over before an answer
// was late; withdrawn later it counts for what became of it by its limit.
func (c Coordination) PunctualityOn(day Date) Punctuality {
	answered := !c.FirstAnsweredOn.IsZero() && !c.FirstAnsweredOn.After(day)
	switch {
	case c.Status == CoordinationWithdrawn && !c.EndedOn.After(c.FirstDueOn):
		return NotCounted
	case answered && !c.FirstAnsweredOn.After(c.FirstDueOn):
		return AnsweredInTime
	case !c.EndedOn.IsZero() && !c.EndedOn.After(c.FirstDueOn) || !c.FirstDueOn.Before(day):
		return NotCounted
	case answered:
		return AnsweredLate
	}
	return NotAnswered
}
