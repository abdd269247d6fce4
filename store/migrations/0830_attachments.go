package migrations

import "time"

type attachment0830 struct {
	ID            string    `gorm:"column:id;primaryKey;size:36;not null"`
	Noun          string    `gorm:"column:noun;size:40;not null;uniqueIndex:attachments_slot,priority:1"`
	RecordID      string    `gorm:"column:record_id;size:36;not null;uniqueIndex:attachments_slot,priority:2"`
	Slot          *int      `gorm:"column:slot;uniqueIndex:attachments_slot,priority:3"`
	Name          string    `gorm:"column:name;size:120;not null"`
	Note          string    `gorm:"column:note;size:200;not null"`
	Type          string    `gorm:"column:type;size:100;not null"`
	Size          int64     `gorm:"column:size;not null"`
	SHA256        string    `gorm:"column:sha256;size:64;not null"`
	Stored        string    `gorm:"column:stored;size:80;not null;uniqueIndex:attachments_stored"`
	Thumbnail     bool      `gorm:"column:thumbnail;not null"`
	FirmID        string    `gorm:"column:firm_id;size:36;not null"`
	AddedBy       string    `gorm:"column:added_by;size:36;not null"`
	AddedByName   string    `gorm:"column:added_by_name;size:100;not null"`
	Removed       bool      `gorm:"column:removed;not null"`
	RemovalReason string    `gorm:"column:removal_reason;size:400;not null"`
	Demo          bool      `gorm:"column:demo;not null"`
	Version       int64     `gorm:"column:version;not null"`
	CreatedAt     time.Time `gorm:"column:created_at;not null"`
	UpdatedAt     time.Time `gorm:"column:updated_at;not null"`
}

var attachments = []Step{
	{830, "attachments", create("attachments", &attachment0830{})},
}
