package migrations

import "time"

type branch1330 struct {
	ID                string     `gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID      string     `gorm:"column:enterprise_id;size:36;not null;index:branches_enterprise"`
	DirectoryNo       string     `gorm:"column:directory_no;size:60;not null;uniqueIndex:branches_directory_no"`
	Name              string     `gorm:"column:name;size:200;not null"`
	AreaCode          string     `gorm:"column:area_code;size:12;not null;index:branches_area"`
	Address           string     `gorm:"column:address;size:300;not null"`
	ResponsibleName   string     `gorm:"column:responsible_name;size:400;not null"`
	ServicePhone      string     `gorm:"column:service_phone;size:30;not null"`
	AuthorityNo       string     `gorm:"column:authority_no;size:400;not null"`
	AuthorisedFrom    *time.Time `gorm:"column:authorised_from;type:date"`
	AuthorisedUntil   *time.Time `gorm:"column:authorised_until;type:date"`
	EnteredOn         *time.Time `gorm:"column:entered_on;type:date"`
	Until             *time.Time `gorm:"column:valid_until;type:date;index:branches_valid_until"`
	Reason            string     `gorm:"column:reason;size:500;not null"`
	RecordedBy        string     `gorm:"column:recorded_by;size:100;not null"`
	InvalidFrom       *time.Time `gorm:"column:invalid_from;type:date"`
	InvalidDocumentNo string     `gorm:"column:invalid_document_no;size:400;not null"`
	InvalidReason     string     `gorm:"column:invalid_reason;size:500;not null"`
	InvalidatedBy     string     `gorm:"column:invalidated_by;size:100;not null"`
	SearchText        string     `gorm:"column:search_text;size:1200;not null"`
	Demo              bool       `gorm:"column:demo;not null"`
	Version           int64      `gorm:"column:version;not null"`
	CreatedAt         time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt         time.Time  `gorm:"column:updated_at;not null"`
}

var branches = []Step{
	{1330, "branches", create("branches", &branch1330{})},
}
