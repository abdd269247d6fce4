package migrations

import "time"

type unit0701 struct {
	ID          string     `gorm:"column:id;primaryKey;size:40;not null"`
	Name        string     `gorm:"column:name;size:100;not null;index:units_name"`
	Kind        string     `gorm:"column:kind;size:20;not null"`
	AreaCode    string     `gorm:"column:area_code;size:12;not null"`
	From        *time.Time `gorm:"column:valid_from;type:date"`
	Until       *time.Time `gorm:"column:valid_until;type:date"`
	SuccessorID string     `gorm:"column:successor_id;size:40;not null"`
	CurrentID   string     `gorm:"column:current_id;size:40;not null;index:units_current"`
	SearchText  string     `gorm:"column:search_text;size:1000;not null"`
	Version     int64      `gorm:"column:version;not null"`
	CreatedAt   time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt   time.Time  `gorm:"column:updated_at;not null"`
}

type unitAlias0702 struct {
	ID        string    `gorm:"column:id;primaryKey;size:36;not null"`
	UnitID    string    `gorm:"column:unit_id;size:40;not null;uniqueIndex:unit_aliases_name,priority:1"`
	Name      string    `gorm:"column:name;size:100;not null;uniqueIndex:unit_aliases_name,priority:2"`
	Version   int64     `gorm:"column:version;not null"`
	CreatedAt time.Time `gorm:"column:created_at;not null"`
	UpdatedAt time.Time `gorm:"column:updated_at;not null"`
}

type area0703 struct {
	Code      string    `gorm:"column:id;primaryKey;size:12;not null"`
	Name      string    `gorm:"column:name;size:60;not null"`
	Parent    string    `gorm:"column:parent;size:12;not null;index:areas_parent"`
	Version   int64     `gorm:"column:version;not null"`
	CreatedAt time.Time `gorm:"column:created_at;not null"`
	UpdatedAt time.Time `gorm:"column:updated_at;not null"`
}

var units = []Step{
	{701, "units", create("units", &unit0701{})},
	{702, "unit_aliases", create("unit_aliases", &unitAlias0702{})},
	{703, "areas", create("areas", &area0703{})},
}
