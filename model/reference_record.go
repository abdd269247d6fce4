package model

import "time"

// UnitRecord is a unit as the platform keeps it. CurrentID is who acts for it
// today: the end of its line of successors, itself if it has none.
type UnitRecord struct {
	Unit       `gorm:"embedded"`
	CurrentID  UnitID    `json:"current_id" gorm:"column:current_id;size:40;not null;index:units_current"`
	SearchText string    `json:"-" gorm:"column:search_text;type:text"`
	Edited     bool      `json:"edited" gorm:"column:edited;not null;default:false"` // by an administrator: the program's reference data leave it alone
	Version    int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt  time.Time `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt  time.Time `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// UnitAliasRecord is another name of a unit as the platform keeps it.
type UnitAliasRecord struct {
	ID        string `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	UnitAlias `gorm:"embedded"`
	Edited    bool      `json:"edited" gorm:"column:edited;not null;default:false"`
	Version   int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// AreaRecord is an area as the platform keeps it; its id is its code.
type AreaRecord struct {
	ID        string `json:"id" gorm:"column:id;primaryKey;size:12;not null"`
	Area      `gorm:"embedded"`
	Version   int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
