package model

import "time"

// InspectionID identifies an inspection.
type InspectionID string

// InspectionStatus says how far an inspection has come.
type InspectionStatus string

// The states of an inspection.
const (
	InspectionPlanned   InspectionStatus = "planned"   // 计划
	InspectionRecorded  InspectionStatus = "recorded"  // 已录入，待审核
	InspectionConfirmed InspectionStatus = "confirmed" // 已审核
	InspectionPublished InspectionStatus = "published" // 结果已公开
)

// Inspection is one visit to an enterprise (行政检查). The platform is a ledger:
// task number and notice stay with the city's enforcement system.
// One from before the platform has the number of its import; its officers are names, who
// need no account.
type Inspection struct {
	ID             InspectionID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID   EnterpriseID     `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;index:inspections_enterprise"`
	EnterpriseName string           `json:"enterprise_name" gorm:"column:enterprise_name;size:200;not null"`
	EndpointID     EndPointID       `json:"endpoint_id" gorm:"column:endpoint_id;size:36;not null"`
	AreaCode       string           `json:"area_code" gorm:"column:area_code;size:12;not null;index:inspections_area"`
	SearchText     string           `json:"-" gorm:"column:search_text;size:600;not null"`
	Kind           InspectionKind   `json:"kind" gorm:"column:kind;size:20;not null"`
	Basis          string           `json:"basis" gorm:"column:basis;size:300;not null"`
	Drawn          bool             `json:"drawn" gorm:"column:drawn;not null"`
	PlannedOn      Date             `json:"planned_on" gorm:"column:planned_on"`
	InspectedOn    Date             `json:"inspected_on" gorm:"column:inspected_on;index:inspections_inspected;index:inspections_visited,priority:2"`
	Officers       UserIDs          `json:"officers" gorm:"column:officers;size:400;not null"`
	Units          int64            `json:"units" gorm:"column:units;not null"`
	Result         ResultCode       `json:"result" gorm:"column:result;size:30;not null"`
	Auxiliary      AuxiliaryCode    `json:"auxiliary" gorm:"column:auxiliary;size:30;not null"`
	Findings       Findings         `json:"findings" gorm:"column:findings;type:mediumtext;not null"`
	Status         InspectionStatus `json:"status" gorm:"column:status;size:20;not null;index:inspections_status;index:inspections_visited,priority:1"`
	RecordedBy     UserID           `json:"recorded_by" gorm:"column:recorded_by;size:36;not null"`
	ConfirmedBy    UserID           `json:"confirmed_by" gorm:"column:confirmed_by;size:36;not null"`
	PublishedOn    Date             `json:"published_on" gorm:"column:published_on"`
	ImportNo       string           `json:"import_no" gorm:"column:import_no;size:40;not null"`     // of the import that brought it from before the platform, else empty
	DocumentNo     string           `json:"document_no" gorm:"column:document_no;size:80;not null"` // of what was imported
	OfficerNames   string           `json:"officer_names" gorm:"column:officer_names;size:200;not null"`
	HistoryKey     *string          `json:"-" gorm:"column:history_key;size:200;uniqueIndex:inspections_history"`
	Demo           bool             `json:"demo" gorm:"column:demo;not null"`
	Version        int64            `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time        `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time        `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
