package model

import (
	"fmt"
	"time"
)

// TaskSlipID identifies a supervision slip.
type TaskSlipID string

// SlipColour says how urgent a supervision slip is.
type SlipColour string

// The colours of slips, in the order in which one follows another.
const (
	SlipBlue   SlipColour = "blue"   // 提醒
	SlipOrange SlipColour = "orange" // 警告
	SlipRed    SlipColour = "red"    // 督办、问责提示
)

// Title returns the words that stand beside the colour, which is never shown alone.
func (c SlipColour) Title() string {
	switch c {
	case SlipBlue:
		return c.Name() + "（提醒）"
	case SlipOrange:
		return c.Name() + "（警告）"
	}
	return c.Name() + "（问责提示）"
}

// Name returns the colour alone, for use within a sentence.
func (c SlipColour) Name() string {
	switch c {
	case SlipBlue:
		return "蓝色"
	case SlipOrange:
		return "橙色"
	}
	return "红色"
}

// TaskSlipStatus says how far a slip is on its way.
type TaskSlipStatus string

// The states of a slip; the first three are open, of which a task has one at most.
const (
	SlipIssued    TaskSlipStatus = "issued"    // 待签收
	SlipSigned    TaskSlipStatus = "signed"    // 待回复
	SlipAnswered  TaskSlipStatus = "answered"  // 待审核
	SlipClosed    TaskSlipStatus = "closed"    // 已办结
	SlipReissued  TaskSlipStatus = "reissued"  // 逾期升级
	SlipWithdrawn TaskSlipStatus = "withdrawn" // 已撤回
	SlipEnded     TaskSlipStatus = "ended"     // 已终止
)

// TaskSlip is a supervision slip (督办单) on a task: a numbered paper to the unit that leads it,
// which says what is behind, what is asked for and until when. What it says is as it was on the
// day it was issued; only how it stands changes, and its last day where an answer is refused so
// late that no working day would be left for another, which its basis then says. Its number is
// the next of the issuing unit and the year and is given once. Round counts the slips that
// followed each other without an answer. An answer that is refused stays as it was given until
// the next one.
type TaskSlip struct {
	ID         TaskSlipID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	IssuerUnit UnitID     `json:"issuer_unit" gorm:"column:issuer_unit;size:40;not null;uniqueIndex:task_slips_number,priority:1"`
	Year       int        `json:"year" gorm:"column:year;not null;uniqueIndex:task_slips_number,priority:2"`
	Sequence   int        `json:"sequence" gorm:"column:sequence;not null;uniqueIndex:task_slips_number,priority:3"`
	Number     string     `json:"number" gorm:"column:number;size:40;not null"`
	IssuerName string     `json:"issuer_name" gorm:"column:issuer_name;size:200;not null"`

	TaskID   TaskID `json:"task_id" gorm:"column:task_id;size:36;not null;uniqueIndex:task_slips_open,priority:1"`
	OpenMark string `json:"-" gorm:"column:open_mark;size:36;not null;uniqueIndex:task_slips_open,priority:2"` // the id once it is over
	TaskName string `json:"task_name" gorm:"column:task_name;size:200;not null"`
	UnitID   UnitID `json:"unit_id" gorm:"column:unit_id;size:40;not null;index:task_slips_unit"`
	UnitName string `json:"unit_name" gorm:"column:unit_name;size:200;not null"`

	Colour      SlipColour     `json:"colour" gorm:"column:colour;size:10;not null"`
	Round       int            `json:"round" gorm:"column:round;not null"`
	Light       Light          `json:"light" gorm:"column:light;size:10;not null"`
	Matter      string         `json:"matter" gorm:"column:matter;size:600;not null"`
	MatterBasis string         `json:"matter_basis" gorm:"column:matter_basis;size:300;not null"`
	Demand      string         `json:"demand" gorm:"column:demand;size:500;not null"`
	Person      string         `json:"person" gorm:"column:person;size:100;not null"`
	Rule        DeadlineRuleID `json:"rule" gorm:"column:rule;size:60;not null"`
	DueOn       Date           `json:"due_on" gorm:"column:due_on;type:date;not null"`
	DueBasis    string         `json:"due_basis" gorm:"column:due_basis;size:400;not null"`
	IssuedOn    Date           `json:"issued_on" gorm:"column:issued_on;type:date;not null"`
	IssuedBy    string         `json:"issued_by" gorm:"column:issued_by;size:100;not null"`
	FormerID    TaskSlipID     `json:"former_id" gorm:"column:former_id;size:36;not null"` // the slip that this one follows
	FormerNo    string         `json:"former_no" gorm:"column:former_no;size:40;not null"`

	Status       TaskSlipStatus `json:"status" gorm:"column:status;size:20;not null;index:task_slips_status"`
	SignedOn     Date           `json:"signed_on" gorm:"column:signed_on;type:date"`
	SignedBy     string         `json:"signed_by" gorm:"column:signed_by;size:100;not null"`
	AnsweredOn   Date           `json:"answered_on" gorm:"column:answered_on;type:date"`
	AnsweredBy   string         `json:"answered_by" gorm:"column:answered_by;size:100;not null"`
	AnswererID   UserID         `json:"-" gorm:"column:answerer_id;size:36;not null"`
	Cause        string         `json:"cause" gorm:"column:cause;size:1000;not null"`
	Measures     string         `json:"measures" gorm:"column:measures;size:1000;not null"`
	Refusals     int            `json:"refusals" gorm:"column:refusals;not null"`
	JudgedOn     Date           `json:"judged_on" gorm:"column:judged_on;type:date"`
	JudgedBy     string         `json:"judged_by" gorm:"column:judged_by;size:100;not null"`
	JudgeNote    string         `json:"judge_note" gorm:"column:judge_note;size:500;not null"`
	Instruction  string         `json:"instruction" gorm:"column:instruction;size:500;not null"`
	InstructedOn Date           `json:"instructed_on" gorm:"column:instructed_on;type:date"`
	InstructedBy string         `json:"instructed_by" gorm:"column:instructed_by;size:100;not null"`
	EndedOn      Date           `json:"ended_on" gorm:"column:ended_on;type:date"`
	EndedBy      string         `json:"ended_by" gorm:"column:ended_by;size:100;not null"`
	EndReason    string         `json:"end_reason" gorm:"column:end_reason;size:700;not null"`

	SearchText string    `json:"-" gorm:"column:search_text;size:700;not null"`
	Demo       bool      `json:"demo" gorm:"column:demo;not null"`
	Version    int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt  time.Time `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt  time.Time `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// SlipNumber is the number of the slip with the place in the year's series, such as 督办〔2026〕1号.
func SlipNumber(year, sequence int) string { return fmt.Sprintf("督办〔%d〕%d号", year, sequence) }

// IsOpen reports whether something is still to be done about the slip.
func (s TaskSlip) IsOpen() bool {
	return s.Status == SlipIssued || s.Status == SlipSigned || s.Status == SlipAnswered
}

// AwaitsAnswer reports whether the unit still owes the slip an answer.
func (s TaskSlip) AwaitsAnswer() bool { return s.Status == SlipIssued || s.Status == SlipSigned }

// RedPassed reports whether the limit of a red slip passed without an answer: its own before the
// day, or that of the red one that it follows.
func (s TaskSlip) RedPassed(day Date) bool {
	return s.Colour == SlipRed && s.AwaitsAnswer() && (s.Round > slipColours || s.DueOn.Before(day))
}

// slipColours is how many slips it takes to come to a red one.
const slipColours = 3
