package migrations

import "time"

type networkPart1560 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	Kind           string     `gorm:"column:kind;size:20;not null;uniqueIndex:network_parts_name,priority:1"`
	NameKey        string     `gorm:"column:name_key;size:100;not null;uniqueIndex:network_parts_name,priority:2"`
	VoidMark       string     `gorm:"column:void_mark;size:36;not null;uniqueIndex:network_parts_name,priority:3"`
	Name           string     `gorm:"column:name;size:100;not null"`
	AreaCode       string     `gorm:"column:area_code;size:12;not null;index:network_parts_area"`
	Address        string     `gorm:"column:address;size:300;not null"`
	EnterpriseID   string     `gorm:"column:enterprise_id;size:36;not null;index:network_parts_enterprise"`
	EnterpriseName string     `gorm:"column:enterprise_name;size:200;not null"`
	From           *time.Time `gorm:"column:valid_from;type:date;not null"`
	SourceNo       string     `gorm:"column:source_no;size:200;not null"`
	SourceOn       *time.Time `gorm:"column:source_on;type:date;not null"`
	Note           string     `gorm:"column:note;size:500;not null"`
	RecordedBy     string     `gorm:"column:recorded_by;size:100;not null"`
	EndedOn        *time.Time `gorm:"column:ended_on;type:date"`
	EndReason      string     `gorm:"column:end_reason;size:500;not null"`
	EndedBy        string     `gorm:"column:ended_by;size:100;not null"`
	VoidedOn       *time.Time `gorm:"column:voided_on;type:date"`
	VoidReason     string     `gorm:"column:void_reason;size:500;not null"`
	VoidedBy       string     `gorm:"column:voided_by;size:100;not null"`
	SearchText     string     `gorm:"column:search_text;size:900;not null"`
	Demo           bool       `gorm:"column:demo;not null"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

var networkParts = []Step{
	{1560, "network_parts", create("network_parts", &networkPart1560{})},
}
