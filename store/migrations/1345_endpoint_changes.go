package migrations

import "time"

type endPointChange1345 struct {
	ID            string     `gorm:"column:id;primaryKey;size:36;not null"`
	EndPointID    string     `gorm:"column:endpoint_id;size:36;not null;index:endpoint_changes_endpoint"`
	ChangedOn     *time.Time `gorm:"column:changed_on;type:date"`
	Name          string     `gorm:"column:name;size:200;not null"`
	Kind          string     `gorm:"column:kind;size:20;not null"`
	Brands        string     `gorm:"column:brands;size:1300;not null"`
	Services      string     `gorm:"column:services;size:60;not null"`
	Scope         string     `gorm:"column:scope;size:100;not null"`
	BranchID      string     `gorm:"column:branch_id;size:36;not null"`
	ManagerName   string     `gorm:"column:manager_name;size:400;not null"`
	ManagerID     string     `gorm:"column:manager_id;size:400;not null"`
	ManagerPhone  string     `gorm:"column:manager_phone;size:400;not null"`
	IDIndex       string     `gorm:"column:manager_id_index;size:64;not null"`
	PhoneIndex    string     `gorm:"column:manager_phone_index;size:64;not null"`
	ServicePhone  string     `gorm:"column:service_phone;size:30;not null"`
	Note          string     `gorm:"column:note;size:500;not null"`
	SubmittedOn   *time.Time `gorm:"column:submitted_on;type:date"`
	Late          bool       `gorm:"column:late;not null"`
	Outcome       string     `gorm:"column:outcome;size:20;not null"`
	DecidedOn     *time.Time `gorm:"column:decided_on;type:date"`
	DecidedReason string     `gorm:"column:decided_reason;size:500;not null"`
	EnteredBy     string     `gorm:"column:entered_by;size:1000;not null"`
	Version       int64      `gorm:"column:version;not null"`
	CreatedAt     time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt     time.Time  `gorm:"column:updated_at;not null"`
}

type endPoint1346 struct {
	ChangeSubmittedOn *time.Time `gorm:"column:change_submitted_on;type:date;index:endpoints_change_submitted"`
}

var endPointChanges = []Step{
	{1345, "endpoint_changes", create("endpoint_changes", &endPointChange1345{})},
	{1346, "endpoints.change_submitted_on", addColumn("endpoints", "ChangeSubmittedOn", &endPoint1346{})},
	{1347, "endpoints_change_submitted", addIndex("endpoints", "endpoints_change_submitted", &endPoint1346{})},
}
