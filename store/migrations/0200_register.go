package migrations

import "time"

type enterprise0201 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	USCC           string     `gorm:"column:uscc;size:18;not null;uniqueIndex:enterprises_uscc"`
	Name           string     `gorm:"column:name;size:200;not null"`
	SearchText     string     `gorm:"column:search_text;size:600;not null"`
	Brand          string     `gorm:"column:brand;size:60;not null;index:enterprises_brand"`
	LicenceNo      string     `gorm:"column:licence_no;size:40;not null"`
	LicenceExpires *time.Time `gorm:"column:licence_expires;type:date"`
	AreaCode       string     `gorm:"column:area_code;size:12;not null;index:enterprises_area"`
	Address        string     `gorm:"column:address;size:300;not null"`
	Representative string     `gorm:"column:representative;size:60;not null"`
	ServicePhone   string     `gorm:"column:service_phone;size:30;not null"`
	Status         string     `gorm:"column:status;size:20;not null;index:enterprises_status"`
	Demo           bool       `gorm:"column:demo;not null"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

var register = []Step{
	{201, "enterprises", create("enterprises", &enterprise0201{})},
}
