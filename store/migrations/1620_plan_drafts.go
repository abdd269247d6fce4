package migrations

import "time"

type planDraft1620 struct {
	ID              string     `gorm:"column:id;primaryKey;size:36;not null"`
	DocumentNo      string     `gorm:"column:document_no;size:60;not null;index:plan_drafts_document_no"`
	Title           string     `gorm:"column:title;size:200;not null"`
	AnnexTitle      string     `gorm:"column:annex_title;size:200;not null"`
	Issuer          string     `gorm:"column:issuer;size:100;not null"`
	Dated           *time.Time `gorm:"column:dated;type:date"`
	Goal            string     `gorm:"column:goal;type:text"`
	DueOn           *time.Time `gorm:"column:due_on;type:date"`
	SupervisingUnit string     `gorm:"column:supervising_unit;size:40;not null"`
	Origin          string     `gorm:"column:origin;size:20;not null"`
	OriginName      string     `gorm:"column:origin_name;size:200;not null"`
	TextHash        string     `gorm:"column:text_hash;size:64;not null"`
	Flaws           string     `gorm:"column:flaws;type:text"`
	Cells           string     `gorm:"column:cells;type:text"`
	TaskCount       int        `gorm:"column:task_count;not null"`
	Status          string     `gorm:"column:status;size:20;not null;index:plan_drafts_status"`
	Handlers        string     `gorm:"column:handlers;size:4000;not null"`
	DraftedBy       string     `gorm:"column:drafted_by;size:100;not null"`
	SubmittedBy     string     `gorm:"column:submitted_by;size:100;not null"`
	SubmittedOn     *time.Time `gorm:"column:submitted_on;type:date"`
	ReturnReason    string     `gorm:"column:return_reason;size:500;not null"`
	IssuedBy        string     `gorm:"column:issued_by_name;size:100;not null"`
	IssuedOn        *time.Time `gorm:"column:issued_on;type:date"`
	PlanID          string     `gorm:"column:plan_id;size:36;not null"`
	DiscardReason   string     `gorm:"column:discard_reason;size:500;not null"`
	Demo            bool       `gorm:"column:demo;not null"`
	Version         int64      `gorm:"column:version;not null"`
	CreatedAt       time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt       time.Time  `gorm:"column:updated_at;not null"`
}

type planDraftTask1621 struct {
	ID           string     `gorm:"column:id;primaryKey;size:36;not null"`
	DraftID      string     `gorm:"column:draft_id;size:36;not null;index:plan_draft_tasks_draft"`
	Number       int        `gorm:"column:number;not null"`
	GroupTitle   string     `gorm:"column:group_title;size:60;not null"`
	Name         string     `gorm:"column:name;size:200;not null"`
	Content      string     `gorm:"column:content;type:text"`
	Lead         string     `gorm:"column:lead_unit;size:40;not null"`
	LeadText     string     `gorm:"column:lead_text;size:200;not null"`
	Support      string     `gorm:"column:support;type:text"`
	Responsible  string     `gorm:"column:responsible;type:text"`
	BodyGroup    string     `gorm:"column:body_group;size:200;not null"`
	BodyTitle    string     `gorm:"column:body_title;size:200;not null"`
	BodyContent  string     `gorm:"column:body_content;type:text"`
	BodyLead     string     `gorm:"column:body_lead;size:40;not null"`
	BodyLeadText string     `gorm:"column:body_lead_text;size:200;not null"`
	StartOn      *time.Time `gorm:"column:start_on;type:date"`
	DueOn        *time.Time `gorm:"column:due_on;type:date"`
	Rhythm       string     `gorm:"column:rhythm;size:20;not null"`
	Milestones   string     `gorm:"column:milestones;type:text"`
	Flaws        string     `gorm:"column:flaws;type:text"`
	Cells        string     `gorm:"column:cells;type:text"`
	Removed      bool       `gorm:"column:removed;not null"`
	Version      int64      `gorm:"column:version;not null"`
	CreatedAt    time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt    time.Time  `gorm:"column:updated_at;not null"`
}

type plan1622 struct {
	EndedOn   *time.Time `gorm:"column:ended_on;type:date"`
	EndReason string     `gorm:"column:end_reason;size:500;not null;default:''"`
	EndedBy   string     `gorm:"column:ended_by;size:100;not null;default:''"`
}

// Plans are drafted before they are issued, and end.
var planDrafts = []Step{
	{1620, "plan_drafts", create("plan_drafts", &planDraft1620{})},
	{1621, "plan_draft_tasks", create("plan_draft_tasks", &planDraftTask1621{})},
	{1622, "plans.ended_on", addColumn("plans", "EndedOn", &plan1622{})},
	{1623, "plans.end_reason", addColumn("plans", "EndReason", &plan1622{})},
	{1624, "plans.ended_by", addColumn("plans", "EndedBy", &plan1622{})},
}
