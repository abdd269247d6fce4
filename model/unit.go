package model

import "time"

// UnitID identifies a department, township or other unit.
type UnitID string

// Unit is a department, township, subdistrict or other body that has duties, as
// the reference data name it. A unit that was merged or renamed keeps its row
// and names its successor; CurrentID is who acts for it today, itself if nobody else.
type Unit struct {
	ID          UnitID    `json:"id" gorm:"column:id;primaryKey;size:40;not null"`
	Name        string    `json:"name" gorm:"column:name;size:100;not null;index:units_name"`
	Kind        string    `json:"kind" gorm:"column:kind;size:20;not null"`
	AreaCode    string    `json:"area_code" gorm:"column:area_code;size:12;not null"`
	From        Date      `json:"from" gorm:"column:valid_from"`
	Until       Date      `json:"until" gorm:"column:valid_until"`
	SuccessorID UnitID    `json:"successor_id" gorm:"column:successor_id;size:40;not null"`
	CurrentID   UnitID    `json:"current_id" gorm:"column:current_id;size:40;not null;index:units_current"`
	SearchText  string    `json:"-" gorm:"column:search_text;size:1000;not null"`
	Version     int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt   time.Time `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt   time.Time `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// UnitAlias is another name under which documents know a unit.
type UnitAlias struct {
	ID        string    `json:"-" gorm:"column:id;primaryKey;size:36;not null"`
	UnitID    UnitID    `json:"unit_id" gorm:"column:unit_id;size:40;not null;uniqueIndex:unit_aliases_name,priority:1"`
	Name      string    `json:"name" gorm:"column:name;size:100;not null;uniqueIndex:unit_aliases_name,priority:2"`
	Version   int64     `json:"-" gorm:"column:version;not null"`
	CreatedAt time.Time `json:"-" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time `json:"-" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// Area is a district, township or subdistrict by its official code.
type Area struct {
	Code      string    `json:"code" gorm:"column:id;primaryKey;size:12;not null"`
	Name      string    `json:"name" gorm:"column:name;size:60;not null"`
	Parent    string    `json:"parent" gorm:"column:parent;size:12;not null;index:areas_parent"`
	Version   int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time `json:"-" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time `json:"-" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
