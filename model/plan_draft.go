package model

import (
	"database/sql/driver"
	"encoding/json"
	"time"
)

// PlanDraftID identifies the draft of a plan.
type PlanDraftID string

// PlanDraftTaskID identifies one task of a draft.
type PlanDraftTaskID string

// PlanDraftStatus says how far a draft is on its way to a plan.
type PlanDraftStatus string

// The states of a draft.
const (
	PlanDrafting       PlanDraftStatus = "drafting"  // 拟订中
	PlanDraftSubmitted PlanDraftStatus = "submitted" // 待印发
	PlanDraftIssued    PlanDraftStatus = "issued"    // 已印发
	PlanDraftDiscarded PlanDraftStatus = "discarded" // 已废弃
)

// PlanOrigin says where a draft came from.
type PlanOrigin string

// The doors through which a draft comes in.
const (
	OriginConsole  PlanOrigin = "console"  // 手工拟订
	OriginWorkbook PlanOrigin = "workbook" // Excel 模板
	OriginDocument PlanOrigin = "document" // 方案文件
	OriginPlan     PlanOrigin = "plan"     // 复制已有方案
)

// PlanDraft is a plan before it is issued (方案拟稿). It is a record of its own: no board, list
// of tasks, reminder or public page can find it, and it owes nothing. Version counts every
// change of it and of its tasks. Flaws are what could not be taken over from a file into its head,
// and Cells where its fields stand there.
type PlanDraft struct {
	ID              PlanDraftID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	DocumentNo      string          `json:"document_no" gorm:"column:document_no;size:60;not null;index:plan_drafts_document_no"`
	Title           string          `json:"title" gorm:"column:title;size:200;not null"`
	AnnexTitle      string          `json:"annex_title" gorm:"column:annex_title;size:200;not null"`
	Issuer          string          `json:"issuer" gorm:"column:issuer;size:100;not null"`
	Dated           Date            `json:"dated" gorm:"column:dated"`
	Goal            string          `json:"goal" gorm:"column:goal;type:text"`
	DueOn           Date            `json:"due_on" gorm:"column:due_on"`
	SupervisingUnit UnitID          `json:"supervising_unit" gorm:"column:supervising_unit;size:40;not null"`
	Origin          PlanOrigin      `json:"origin" gorm:"column:origin;size:20;not null"`
	OriginName      string          `json:"origin_name" gorm:"column:origin_name;size:200;not null"` // of the file, or the number of the plan
	TextHash        string          `json:"text_hash" gorm:"column:text_hash;size:64;not null"`      // of the document, while nothing was changed
	Flaws           PlanFlaws       `json:"flaws" gorm:"column:flaws;type:text"`
	Cells           PlanCells       `json:"cells" gorm:"column:cells;type:text"`
	TaskCount       int             `json:"task_count" gorm:"column:task_count;not null"`
	Status          PlanDraftStatus `json:"status" gorm:"column:status;size:20;not null;index:plan_drafts_status"`
	Handlers        UserIDs         `json:"-" gorm:"column:handlers;size:4000;not null"` // whoever wrote on it
	DraftedBy       string          `json:"drafted_by" gorm:"column:drafted_by;size:100;not null"`
	SubmittedBy     string          `json:"submitted_by" gorm:"column:submitted_by;size:100;not null"`
	SubmittedOn     Date            `json:"submitted_on" gorm:"column:submitted_on"`
	ReturnReason    string          `json:"return_reason" gorm:"column:return_reason;size:500;not null"`
	IssuedBy        string          `json:"issued_by_name" gorm:"column:issued_by_name;size:100;not null"`
	IssuedOn        Date            `json:"issued_on" gorm:"column:issued_on"`
	PlanID          TaskPlanID      `json:"plan_id" gorm:"column:plan_id;size:36;not null"`
	DiscardReason   string          `json:"discard_reason" gorm:"column:discard_reason;size:500;not null"`
	Demo            bool            `json:"demo" gorm:"column:demo;not null"`
	Version         int64           `json:"version" gorm:"column:version;not null"`
	CreatedAt       time.Time       `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt       time.Time       `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// IsOpen reports whether the draft may still become a plan.
func (p PlanDraft) IsOpen() bool {
	return p.Status == PlanDrafting || p.Status == PlanDraftSubmitted
}

// PlanDraftTask is one task of a draft: what the annex says, and what the body says where the
// draft came from a document. A task that was taken out stays, as removed. Units that are written
// but not known have no id. Flaws are what could not be taken over from the file, and Cells where
// its fields stand there; both are over once a person enters the task.
type PlanDraftTask struct {
	ID           PlanDraftTaskID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	DraftID      PlanDraftID     `json:"draft_id" gorm:"column:draft_id;size:36;not null;index:plan_draft_tasks_draft"`
	Number       int             `json:"number" gorm:"column:number;not null"`
	GroupTitle   string          `json:"group_title" gorm:"column:group_title;size:60;not null"`
	Name         string          `json:"name" gorm:"column:name;size:200;not null"`
	Content      string          `json:"content" gorm:"column:content;type:text"`
	Lead         UnitID          `json:"lead" gorm:"column:lead_unit;size:40;not null"`
	LeadText     string          `json:"lead_text" gorm:"column:lead_text;size:200;not null"`
	Support      PlanUnits       `json:"support" gorm:"column:support;type:text"`
	Responsible  PlanUnits       `json:"responsible" gorm:"column:responsible;type:text"`
	BodyGroup    string          `json:"body_group" gorm:"column:body_group;size:200;not null"`
	BodyTitle    string          `json:"body_title" gorm:"column:body_title;size:200;not null"`
	BodyContent  string          `json:"body_content" gorm:"column:body_content;type:text"`
	BodyLead     UnitID          `json:"body_lead" gorm:"column:body_lead;size:40;not null"`
	BodyLeadText string          `json:"body_lead_text" gorm:"column:body_lead_text;size:200;not null"`
	StartOn      Date            `json:"start_on" gorm:"column:start_on"`
	DueOn        Date            `json:"due_on" gorm:"column:due_on"`
	Rhythm       TaskRhythm      `json:"rhythm" gorm:"column:rhythm;size:20;not null"`
	Milestones   PlanSteps       `json:"milestones" gorm:"column:milestones;type:text"`
	Flaws        PlanFlaws       `json:"flaws" gorm:"column:flaws;type:text"`
	Cells        PlanCells       `json:"cells" gorm:"column:cells;type:text"`
	Removed      bool            `json:"removed" gorm:"column:removed;not null"`
	Version      int64           `json:"version" gorm:"column:version;not null"`
	CreatedAt    time.Time       `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt    time.Time       `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// PlanStep is a milestone of a task as a draft has it; without an owner it is the lead's.
type PlanStep struct {
	Title       string `json:"title"`
	Deliverable string `json:"deliverable"`
	Owner       UnitID `json:"owner"`
	OwnerText   string `json:"owner_text"`
	Weight      int64  `json:"weight"`
	DueOn       Date   `json:"due_on"`
}

// CellBreak parts the lines within one cell of a plan document's table.
const CellBreak = "\u2028"

// PlanFlaw is something of a file that could not be taken over: the field that it was for, and why.
// A doubt is of no field: somebody should look at it.
type PlanFlaw struct {
	Field  string `json:"field"`
	Step   int    `json:"step"` // the milestone, from 1
	Detail string `json:"detail"`
	Doubt  bool   `json:"doubt"`
	Sheet  string `json:"sheet"`
	Cell   string `json:"cell"`
	Line   int    `json:"line"`
}

// PlanCell is where a field stands in the workbook that a draft came from.
type PlanCell struct {
	Field string `json:"field"`
	Step  int    `json:"step"` // the milestone, from 1
	Sheet string `json:"sheet"`
	Cell  string `json:"cell"`
}

// PlanProblem is something about a draft that somebody should look at: an error keeps it from being
// issued, a doubt does not. Task is its number, 0 for the head; Step the milestone, from 1. Sheet
// and Cell say where it stands in a workbook, Line in a document. Proposals are what may be meant.
type PlanProblem struct {
	Error     bool     `json:"error"`
	Task      int      `json:"task"`
	Step      int      `json:"step"`
	Field     string   `json:"field"`
	Detail    string   `json:"detail"`
	Proposals []string `json:"proposals"`
	Sheet     string   `json:"sheet"`
	Cell      string   `json:"cell"`
	Line      int      `json:"line"`
}

// PlanUnits, PlanSteps, PlanFlaws and PlanCells are kept in one column of their task each.
type (
	PlanUnits []PlanUnit
	PlanSteps []PlanStep
	PlanFlaws []PlanFlaw
	PlanCells []PlanCell
)

// GormDataType keeps them in a text column.
func (PlanUnits) GormDataType() string { return "string" }

// GormDataType keeps them in a text column.
func (PlanSteps) GormDataType() string { return "string" }

// GormDataType keeps them in a text column.
func (PlanFlaws) GormDataType() string { return "string" }

// Value stores them in their order.
func (l PlanUnits) Value() (driver.Value, error) { return valueJSON(l) }

// Value stores them in their order.
func (l PlanSteps) Value() (driver.Value, error) { return valueJSON(l) }

// Value stores them in their order.
func (l PlanFlaws) Value() (driver.Value, error) { return valueJSON(l) }

// Scan reads what Value stored.
func (l *PlanUnits) Scan(src any) error { return scanJSON(src, l) }

// Scan reads what Value stored.
func (l *PlanSteps) Scan(src any) error { return scanJSON(src, l) }

// Scan reads what Value stored.
func (l *PlanFlaws) Scan(src any) error { return scanJSON(src, l) }

// MarshalJSON writes none as an empty list.
func (l PlanUnits) MarshalJSON() ([]byte, error) { return json.Marshal(append([]PlanUnit{}, l...)) }

// MarshalJSON writes none as an empty list.
func (l PlanSteps) MarshalJSON() ([]byte, error) { return json.Marshal(append([]PlanStep{}, l...)) }

// MarshalJSON writes none as an empty list.
func (l PlanFlaws) MarshalJSON() ([]byte, error) { return json.Marshal(append([]PlanFlaw{}, l...)) }

// GormDataType keeps them in a text column.
func (PlanCells) GormDataType() string { return "string" }

// Value stores them in their order.
func (l PlanCells) Value() (driver.Value, error) { return valueJSON(l) }

// Scan reads what Value stored.
func (l *PlanCells) Scan(src any) error { return scanJSON(src, l) }

// MarshalJSON writes none as an empty list.
func (l PlanCells) MarshalJSON() ([]byte, error) { return json.Marshal(append([]PlanCell{}, l...)) }
