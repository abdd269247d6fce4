package migrations

import "time"

type endpoint0210 struct {
	ID                    string     `gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID          string     `gorm:"column:enterprise_id;size:36;not null;index:endpoints_enterprise"`
	EnterpriseName        string     `gorm:"column:enterprise_name;size:200;not null"`
	Name                  string     `gorm:"column:name;size:200;not null"`
	Kind                  string     `gorm:"column:kind;size:20;not null"`
	Brands                string     `gorm:"column:brands;size:800;not null"`
	Services              string     `gorm:"column:services;size:60;not null"`
	AreaCode              string     `gorm:"column:area_code;size:12;not null;index:endpoints_area"`
	Address               string     `gorm:"column:address;size:300;not null"`
	LongitudeMicro        *int64     `gorm:"column:longitude_micro"`
	LatitudeMicro         *int64     `gorm:"column:latitude_micro"`
	OpenedOn              *time.Time `gorm:"column:opened_on;type:date"`
	ManagerName           string     `gorm:"column:manager_name;size:60;not null"`
	ManagerID             string     `gorm:"column:manager_id;size:18;not null"`
	ManagerPhone          string     `gorm:"column:manager_phone;size:30;not null"`
	ServicePhone          string     `gorm:"column:service_phone;size:30;not null"`
	Cameras               int        `gorm:"column:cameras;not null"`
	FloorArea             int        `gorm:"column:floor_area;not null"`
	Status                string     `gorm:"column:status;size:20;not null;index:endpoints_status"`
	FirstSubmittedOn      *time.Time `gorm:"column:first_submitted_on;type:date"`
	SubmittedOn           *time.Time `gorm:"column:submitted_on;type:date"`
	FiledLate             bool       `gorm:"column:filed_late;not null"`
	CorrectionText        string     `gorm:"column:correction_text;size:1000;not null"`
	CorrectionRequestedOn *time.Time `gorm:"column:correction_requested_on;type:date"`
	FiledOn               *time.Time `gorm:"column:filed_on;type:date"`
	ValidUntil            *time.Time `gorm:"column:valid_until;type:date"`
	LocalSerial           *string    `gorm:"column:local_serial;size:40;uniqueIndex:endpoints_serial"`
	NationalReceiptNo     string     `gorm:"column:national_receipt_no;size:60;not null"`
	EndedOn               *time.Time `gorm:"column:ended_on;type:date"`
	EndReason             string     `gorm:"column:end_reason;size:500;not null"`
	SearchText            string     `gorm:"column:search_text;size:1500;not null"`
	Demo                  bool       `gorm:"column:demo;not null"`
	Version               int64      `gorm:"column:version;not null"`
	CreatedAt             time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt             time.Time  `gorm:"column:updated_at;not null"`
}

var endpoints = []Step{
	{210, "endpoints", create("endpoints", &endpoint0210{})},
}
