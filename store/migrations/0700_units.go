package migrations

import "time"

type unit0701 struct {
	ID         string     `gorm:"column:id;primaryKey;size:40;not null"`
	Name       string     `gorm:"column:name;size:200;not null;index:units_name"`
	ShortName  string     `gorm:"column:short_name;size:100;not null"`
	Kind       string     `gorm:"column:kind;size:20;not null"`
	AreaCode   string     `gorm:"column:area_code;size:12;not null"`
	ValidFrom  *time.Time `gorm:"column:valid_from;type:date"`
	ValidTo    *time.Time `gorm:"column:valid_to;type:date"`
	Successor  string     `gorm:"column:successor;size:40;not null"`
	CurrentID  string     `gorm:"column:current_id;size:40;not null;index:units_current"`
	SearchText string     `gorm:"column:search_text;type:text"`
	Version    int64      `gorm:"column:version;not null"`
	CreatedAt  time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt  time.Time  `gorm:"column:updated_at;not null"`
}

type unitAlias0702 struct {
	ID        string     `gorm:"column:id;primaryKey;size:36;not null"`
	Alias     string     `gorm:"column:alias;size:100;not null;uniqueIndex:unit_aliases_alias,priority:1"`
	UnitID    string     `gorm:"column:unit_id;size:40;not null;uniqueIndex:unit_aliases_alias,priority:2;index:unit_aliases_unit"`
	ValidFrom *time.Time `gorm:"column:valid_from;type:date"`
	ValidTo   *time.Time `gorm:"column:valid_to;type:date"`
	Version   int64      `gorm:"column:version;not null"`
	CreatedAt time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt time.Time  `gorm:"column:updated_at;not null"`
}

type area0703 struct {
	ID        string     `gorm:"column:id;primaryKey;size:12;not null"`
	Code      string     `gorm:"column:code;size:12;not null;uniqueIndex:areas_code"`
	Name      string     `gorm:"column:name;size:60;not null"`
	Kind      string     `gorm:"column:kind;size:20;not null"`
	ValidFrom *time.Time `gorm:"column:valid_from;type:date"`
	ValidTo   *time.Time `gorm:"column:valid_to;type:date"`
	Successor string     `gorm:"column:successor;size:12;not null"`
	Version   int64      `gorm:"column:version;not null"`
	CreatedAt time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt time.Time  `gorm:"column:updated_at;not null"`
}

var units = []Step{
	{701, "units", create("units", &unit0701{})},
	{702, "unit_aliases", create("unit_aliases", &unitAlias0702{})},
	{703, "areas", create("areas", &area0703{})},
}
