package migrations

import "time"

type inspection0301 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID   string     `gorm:"column:enterprise_id;size:36;not null;index:inspections_enterprise"`
	EnterpriseName string     `gorm:"column:enterprise_name;size:200;not null"`
	EndpointID     string     `gorm:"column:endpoint_id;size:36;not null"`
	AreaCode       string     `gorm:"column:area_code;size:12;not null;index:inspections_area"`
	SearchText     string     `gorm:"column:search_text;size:600;not null"`
	Kind           string     `gorm:"column:kind;size:20;not null"`
	Basis          string     `gorm:"column:basis;size:300;not null"`
	Drawn          bool       `gorm:"column:drawn;not null"`
	PlannedOn      *time.Time `gorm:"column:planned_on;type:date"`
	InspectedOn    *time.Time `gorm:"column:inspected_on;type:date;index:inspections_inspected"`
	Officers       string     `gorm:"column:officers;size:400;not null"`
	Units          int64      `gorm:"column:units;not null"`
	Result         string     `gorm:"column:result;size:30;not null"`
	Auxiliary      string     `gorm:"column:auxiliary;size:30;not null"`
	Findings       string     `gorm:"column:findings;type:mediumtext;not null"`
	Status         string     `gorm:"column:status;size:20;not null;index:inspections_status"`
	RecordedBy     string     `gorm:"column:recorded_by;size:36;not null"`
	ConfirmedBy    string     `gorm:"column:confirmed_by;size:36;not null"`
	PublishedOn    *time.Time `gorm:"column:published_on;type:date"`
	Demo           bool       `gorm:"column:demo;not null"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

var inspections = []Step{
	{301, "inspections", create("inspections", &inspection0301{})},
}
