package migrations

import "time"

type plan0711 struct {
	ID              string     `gorm:"column:id;primaryKey;size:36;not null"`
	DocumentNo      string     `gorm:"column:document_no;size:60;not null;uniqueIndex:plans_document_no"`
	Title           string     `gorm:"column:title;size:200;not null"`
	AnnexTitle      string     `gorm:"column:annex_title;size:200;not null"`
	Issuer          string     `gorm:"column:issuer;size:100;not null"`
	Dated           *time.Time `gorm:"column:dated;type:date"`
	Goal            string     `gorm:"column:goal;type:text"`
	DueOn           *time.Time `gorm:"column:due_on;type:date"`
	SupervisingUnit string     `gorm:"column:supervising_unit;size:40;not null"`
	TextHash        string     `gorm:"column:text_hash;size:64;not null"`
	Status          string     `gorm:"column:status;size:20;not null"`
	Demo            bool       `gorm:"column:demo;not null"`
	Version         int64      `gorm:"column:version;not null"`
	CreatedAt       time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt       time.Time  `gorm:"column:updated_at;not null"`
}

type task0712 struct {
	ID               string     `gorm:"column:id;primaryKey;size:36;not null"`
	PlanID           string     `gorm:"column:plan_id;size:36;not null;uniqueIndex:tasks_number,priority:1"`
	Number           int        `gorm:"column:number;not null;uniqueIndex:tasks_number,priority:2"`
	GroupTitle       string     `gorm:"column:group_title;size:60;not null"`
	Name             string     `gorm:"column:name;size:200;not null"`
	Content          string     `gorm:"column:content;type:text"`
	AnnexLead        string     `gorm:"column:annex_lead;size:40;not null"`
	AnnexLeadText    string     `gorm:"column:annex_lead_text;size:200;not null"`
	AnnexSupportText string     `gorm:"column:annex_support_text;size:600;not null"`
	BodyGroup        string     `gorm:"column:body_group;size:200;not null"`
	BodyTitle        string     `gorm:"column:body_title;size:200;not null"`
	BodyContent      string     `gorm:"column:body_content;type:text"`
	BodyLead         string     `gorm:"column:body_lead;size:40;not null"`
	BodyLeadText     string     `gorm:"column:body_lead_text;size:200;not null"`
	BodyUnitsText    string     `gorm:"column:body_units_text;size:600;not null"`
	Conflict         bool       `gorm:"column:conflict;not null"`
	ResolvedLead     string     `gorm:"column:resolved_lead;size:40;not null"`
	ResolutionReason string     `gorm:"column:resolution_reason;size:500;not null"`
	ResolvedBy       string     `gorm:"column:resolved_by;size:36;not null"`
	ResolvedOn       *time.Time `gorm:"column:resolved_on;type:date"`
	StartOn          *time.Time `gorm:"column:start_on;type:date"`
	DueOn            *time.Time `gorm:"column:due_on;type:date"`
	Status           string     `gorm:"column:status;size:20;not null;index:tasks_status"`
	StatusReason     string     `gorm:"column:status_reason;size:500;not null"`
	SuspendedOn      *time.Time `gorm:"column:suspended_on;type:date"`
	ReportsFrom      *time.Time `gorm:"column:reports_from;type:date"`
	Progress         int        `gorm:"column:progress;not null"`
	FinishedBy       string     `gorm:"column:finished_by;size:36;not null"`
	FinishedOn       *time.Time `gorm:"column:finished_on;type:date"`
	FinishNote       string     `gorm:"column:finish_note;size:1000;not null"`
	ClosedBy         string     `gorm:"column:closed_by;size:36;not null"`
	ClosedOn         *time.Time `gorm:"column:closed_on;type:date"`
	Evidence         string     `gorm:"column:evidence;size:1000;not null"`
	AreaCode         string     `gorm:"column:area_code;size:12;not null;index:tasks_area"`
	SearchText       string     `gorm:"column:search_text;type:text"`
	Demo             bool       `gorm:"column:demo;not null"`
	Version          int64      `gorm:"column:version;not null"`
	CreatedAt        time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt        time.Time  `gorm:"column:updated_at;not null"`
}

type taskUnit0713 struct {
	ID        string    `gorm:"column:id;primaryKey;size:36;not null"`
	TaskID    string    `gorm:"column:task_id;size:36;not null;uniqueIndex:task_units_part,priority:1"`
	UnitID    string    `gorm:"column:unit_id;size:40;not null;uniqueIndex:task_units_part,priority:2;index:task_units_unit"`
	Part      string    `gorm:"column:part;size:20;not null;uniqueIndex:task_units_part,priority:3"`
	GroupID   string    `gorm:"column:group_id;size:40;not null"`
	Position  int       `gorm:"column:position;not null"`
	Version   int64     `gorm:"column:version;not null"`
	CreatedAt time.Time `gorm:"column:created_at;not null"`
	UpdatedAt time.Time `gorm:"column:updated_at;not null"`
}

type taskReport0714 struct {
	ID           string     `gorm:"column:id;primaryKey;size:36;not null"`
	TaskID       string     `gorm:"column:task_id;size:36;not null;uniqueIndex:task_reports_month,priority:1"`
	Month        string     `gorm:"column:month;size:7;not null;uniqueIndex:task_reports_month,priority:2"`
	UnitID       string     `gorm:"column:unit_id;size:40;not null"`
	Progress     int        `gorm:"column:progress;not null"`
	Done         string     `gorm:"column:done;size:1000;not null"`
	Problems     string     `gorm:"column:problems;size:1000;not null"`
	Coordination string     `gorm:"column:coordination;size:1000;not null"`
	Status       string     `gorm:"column:status;size:20;not null;index:task_reports_status"`
	ReportedBy   string     `gorm:"column:reported_by;size:36;not null"`
	ReportedOn   *time.Time `gorm:"column:reported_on;type:date"`
	ReviewedBy   string     `gorm:"column:reviewed_by;size:36;not null"`
	ReviewedOn   *time.Time `gorm:"column:reviewed_on;type:date"`
	ReviewNote   string     `gorm:"column:review_note;size:500;not null"`
	Demo         bool       `gorm:"column:demo;not null"`
	Version      int64      `gorm:"column:version;not null"`
	CreatedAt    time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt    time.Time  `gorm:"column:updated_at;not null"`
}

var tasks = []Step{
	{711, "plans", create("plans", &plan0711{})},
	{712, "tasks", create("tasks", &task0712{})},
	{713, "task_units", create("task_units", &taskUnit0713{})},
	{714, "task_reports", create("task_reports", &taskReport0714{})},
}
