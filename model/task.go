package model

import "time"

// TaskPlanID identifies a plan kept by the platform.
type TaskPlanID string

// TaskID identifies a task of a plan.
type TaskID string

// TaskReportID identifies the report of one task on one month.
type TaskReportID string

// TaskPlanStatus says whether a plan is being carried out.
type TaskPlanStatus string

// The states of a plan.
const (
	TaskPlanActive TaskPlanStatus = "active" // 实施中
	TaskPlanEnded  TaskPlanStatus = "ended"  // 已结束
)

// TaskPlan is a plan document (实施方案) whose tasks are supervised, unique by its document number.
type TaskPlan struct {
	ID              TaskPlanID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	DocumentNo      string         `json:"document_no" gorm:"column:document_no;size:60;not null;uniqueIndex:plans_document_no"`
	Title           string         `json:"title" gorm:"column:title;size:200;not null"`
	AnnexTitle      string         `json:"annex_title" gorm:"column:annex_title;size:200;not null"`
	Issuer          string         `json:"issuer" gorm:"column:issuer;size:100;not null"`
	Dated           Date           `json:"dated" gorm:"column:dated"`
	Goal            string         `json:"goal" gorm:"column:goal;type:text"`
	DueOn           Date           `json:"due_on" gorm:"column:due_on"`
	SupervisingUnit UnitID         `json:"supervising_unit" gorm:"column:supervising_unit;size:40;not null"`
	TextHash        string         `json:"text_hash" gorm:"column:text_hash;size:64;not null"`
	Status          TaskPlanStatus `json:"status" gorm:"column:status;size:20;not null"`
	EndedOn         Date           `json:"ended_on" gorm:"column:ended_on"` // its last day: lights and what is owed stay as they were then
	EndReason       string         `json:"end_reason" gorm:"column:end_reason;size:500;not null"`
	EndedBy         string         `json:"ended_by" gorm:"column:ended_by;size:100;not null"`
	Demo            bool           `json:"demo" gorm:"column:demo;not null"`
	Version         int64          `json:"version" gorm:"column:version;not null"`
	CreatedAt       time.Time      `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt       time.Time      `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// TaskStatus says how far a task is on its way.
type TaskStatus string

// The states of a task.
const (
	TaskNotStarted  TaskStatus = "not_started"  // 未启动
	TaskInProgress  TaskStatus = "in_progress"  // 推进中
	TaskDonePending TaskStatus = "done_pending" // 已完成（待核）
	TaskClosed      TaskStatus = "closed"       // 已销号
	TaskDeferred    TaskStatus = "deferred"     // 暂缓
	TaskCancelled   TaskStatus = "cancelled"    // 取消
)

// Task is one task of a plan. The annex and the body of the document may name
// different leads; both stand here, as found and as written, with the choice
// that settled the difference. Until then the annex, which assigns the work, binds.
type Task struct {
	ID               TaskID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	PlanID           TaskPlanID `json:"plan_id" gorm:"column:plan_id;size:36;not null;uniqueIndex:tasks_number,priority:1"`
	Number           int        `json:"number" gorm:"column:number;not null;uniqueIndex:tasks_number,priority:2"`
	GroupTitle       string     `json:"group_title" gorm:"column:group_title;size:60;not null"`
	Name             string     `json:"name" gorm:"column:name;size:200;not null"`
	Content          string     `json:"content" gorm:"column:content;type:text"`
	AnnexLead        UnitID     `json:"annex_lead" gorm:"column:annex_lead;size:40;not null"`
	AnnexLeadText    string     `json:"annex_lead_text" gorm:"column:annex_lead_text;size:200;not null"`
	AnnexSupportText string     `json:"annex_support_text" gorm:"column:annex_support_text;size:600;not null"`
	BodyGroup        string     `json:"body_group" gorm:"column:body_group;size:200;not null"`
	BodyTitle        string     `json:"body_title" gorm:"column:body_title;size:200;not null"`
	BodyContent      string     `json:"body_content" gorm:"column:body_content;type:text"`
	BodyLead         UnitID     `json:"body_lead" gorm:"column:body_lead;size:40;not null"`
	BodyLeadText     string     `json:"body_lead_text" gorm:"column:body_lead_text;size:200;not null"`
	BodyUnitsText    string     `json:"body_units_text" gorm:"column:body_units_text;size:600;not null"`
	Conflict         bool       `json:"conflict" gorm:"column:conflict;not null"`
	ResolvedLead     UnitID     `json:"resolved_lead" gorm:"column:resolved_lead;size:40;not null"`
	ResolutionReason string     `json:"resolution_reason" gorm:"column:resolution_reason;size:500;not null"`
	ResolvedBy       UserID     `json:"resolved_by" gorm:"column:resolved_by;size:36;not null"`
	ResolvedOn       Date       `json:"resolved_on" gorm:"column:resolved_on"`
	StartOn          Date       `json:"start_on" gorm:"column:start_on"`
	DueOn            Date       `json:"due_on" gorm:"column:due_on"`
	Status           TaskStatus `json:"status" gorm:"column:status;size:20;not null;index:tasks_status"`
	StatusReason     string     `json:"status_reason" gorm:"column:status_reason;size:500;not null"`
	SuspendedOn      Date       `json:"suspended_on" gorm:"column:suspended_on"`
	AskedStatus      TaskStatus `json:"asked_status" gorm:"column:asked_status;size:20;not null"` // deferral or cancellation that was asked for and is not decided
	AskedDueOn       Date       `json:"asked_due_on" gorm:"column:asked_due_on"`                  // later limit that was asked for and is not decided
	AskedReason      string     `json:"asked_reason" gorm:"column:asked_reason;size:500;not null"`
	AskedBy          UserID     `json:"asked_by" gorm:"column:asked_by;size:36;not null"`
	AskedOn          Date       `json:"asked_on" gorm:"column:asked_on"`
	Rhythm           TaskRhythm `json:"rhythm" gorm:"column:rhythm;size:20;not null"`
	ReportsFrom      Date       `json:"reports_from" gorm:"column:reports_from"`                // reports are owed from here
	SignedUnit       UnitID     `json:"signed_unit" gorm:"column:signed_unit;size:40;not null"` // the lead that signed for it
	SignedBy         UserID     `json:"signed_by" gorm:"column:signed_by;size:36;not null"`
	SignedOn         Date       `json:"signed_on" gorm:"column:signed_on"`
	Progress         int        `json:"progress" gorm:"column:progress;not null"` // whole percent
	FinishedBy       UserID     `json:"finished_by" gorm:"column:finished_by;size:36;not null"`
	FinishedOn       Date       `json:"finished_on" gorm:"column:finished_on"`
	FinishNote       string     `json:"finish_note" gorm:"column:finish_note;size:1000;not null"`
	Handlers         UserIDs    `json:"-" gorm:"column:handlers;size:4000;not null"`    // whoever reported on it or asked to strike it off
	Checker          UserID     `json:"checker" gorm:"column:checker;size:36;not null"` // whom the chief named to check what the supervising unit leads itself
	CheckerName      string     `json:"checker_name" gorm:"column:checker_name;size:100;not null"`
	ClosedBy         UserID     `json:"closed_by" gorm:"column:closed_by;size:36;not null"`
	ClosedOn         Date       `json:"closed_on" gorm:"column:closed_on"`
	Evidence         string     `json:"evidence" gorm:"column:evidence;size:1000;not null"`
	AreaCode         string     `json:"area_code" gorm:"column:area_code;size:12;not null;index:tasks_area"`
	SearchText       string     `json:"-" gorm:"column:search_text;type:text"`
	Demo             bool       `json:"demo" gorm:"column:demo;not null"`
	Version          int64      `json:"version" gorm:"column:version;not null"`
	CreatedAt        time.Time  `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt        time.Time  `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// Lead returns the unit that leads the task today: as resolved, else as the annex says.
func (t Task) Lead() UnitID {
	if t.ResolvedLead != "" {
		return t.ResolvedLead
	}
	return t.AnnexLead
}

// InConflict reports whether annex and body name different leads and nobody has chosen yet.
func (t Task) InConflict() bool { return t.Conflict && t.ResolvedLead == "" }

// Running reports whether the task is to be worked on: neither done, put off, cancelled nor struck off.
func (t Task) Running() bool { return t.Status == TaskNotStarted || t.Status == TaskInProgress }

// Suspended reports whether the task was put off or cancelled by approval.
func (t Task) Suspended() bool { return t.Status == TaskDeferred || t.Status == TaskCancelled }

// Asked reports whether an extension, a deferral or a cancellation was asked for and is not decided.
func (t Task) Asked() bool { return t.AskedStatus != "" || !t.AskedDueOn.IsZero() }

// TaskPart is what a unit has to do with a task.
type TaskPart string

// The parts of units: the first two from the annex, the next two from the body.
const (
	PartLead        TaskPart = "lead"        // 牵头单位
	PartSupport     TaskPart = "support"     // 配合单位
	PartBodyLead    TaskPart = "body_lead"   // 正文牵头单位
	PartResponsible TaskPart = "responsible" // 责任单位
	PartSupervise   TaskPart = "supervise"   // 督导单位
)

// TaskUnit is a unit's part in a task. GroupID names the unit group it belongs
// to by, such as 各乡镇人民政府 expanded on the plan's date; empty when named itself.
type TaskUnit struct {
	ID        string    `json:"-" gorm:"column:id;primaryKey;size:36;not null"`
	TaskID    TaskID    `json:"task_id" gorm:"column:task_id;size:36;not null;uniqueIndex:task_units_part,priority:1"`
	UnitID    UnitID    `json:"unit_id" gorm:"column:unit_id;size:40;not null;uniqueIndex:task_units_part,priority:2;index:task_units_unit"`
	Part      TaskPart  `json:"part" gorm:"column:part;size:20;not null;uniqueIndex:task_units_part,priority:3"`
	GroupID   UnitID    `json:"group_id" gorm:"column:group_id;size:40;not null"`
	Position  int       `json:"position" gorm:"column:position;not null"`
	Version   int64     `json:"-" gorm:"column:version;not null"`
	CreatedAt time.Time `json:"-" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time `json:"-" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// TaskReportStatus says how far a monthly report is on its way.
type TaskReportStatus string

// The states of a monthly report.
const (
	TaskReportSubmitted TaskReportStatus = "submitted" // 已报送
	TaskReportReturned  TaskReportStatus = "returned"  // 已退回
	TaskReportAccepted  TaskReportStatus = "accepted"  // 已审核
)

// TaskReport is what the lead unit says of a task for one month; there is one per task and month.
type TaskReport struct {
	ID           TaskReportID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	TaskID       TaskID           `json:"task_id" gorm:"column:task_id;size:36;not null;uniqueIndex:task_reports_month,priority:1"`
	Month        string           `json:"month" gorm:"column:month;size:7;not null;uniqueIndex:task_reports_month,priority:2"` // YYYY-MM
	UnitID       UnitID           `json:"unit_id" gorm:"column:unit_id;size:40;not null"`
	Progress     int              `json:"progress" gorm:"column:progress;not null"` // whole percent
	Done         string           `json:"done" gorm:"column:done;size:1000;not null"`
	Problems     string           `json:"problems" gorm:"column:problems;size:1000;not null"`
	Coordination string           `json:"coordination" gorm:"column:coordination;size:1000;not null"`
	Status       TaskReportStatus `json:"status" gorm:"column:status;size:20;not null;index:task_reports_status"`
	ReportedBy   UserID           `json:"reported_by" gorm:"column:reported_by;size:36;not null"`
	ReportedOn   Date             `json:"reported_on" gorm:"column:reported_on"`
	ReviewedBy   UserID           `json:"reviewed_by" gorm:"column:reviewed_by;size:36;not null"`
	ReviewedOn   Date             `json:"reviewed_on" gorm:"column:reviewed_on"`
	ReviewNote   string           `json:"review_note" gorm:"column:review_note;size:500;not null"`
	Returns      int              `json:"returns" gorm:"column:returns;not null"`      // how often it was returned
	Handlers     UserIDs          `json:"-" gorm:"column:handlers;size:4000;not null"` // whoever wrote it, filled its form in or changed its files
	Demo         bool             `json:"demo" gorm:"column:demo;not null"`
	Version      int64            `json:"version" gorm:"column:version;not null"`
	CreatedAt    time.Time        `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt    time.Time        `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
