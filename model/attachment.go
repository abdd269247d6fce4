package model

import "time"

// AttachmentID identifies an attachment.
type AttachmentID string

// MaxAttachments is the most files that one record holds.
const MaxAttachments = 40

// Attachment is a file that belongs to a record: who sees the record sees it. A
// removed one stays as a row; its content goes a month later.
type Attachment struct {
	ID            AttachmentID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Noun          Noun         `json:"noun" gorm:"column:noun;size:40;not null;uniqueIndex:attachments_slot,priority:1" doc:"kind of the record"`
	RecordID      string       `json:"record_id" gorm:"column:record_id;size:36;not null;uniqueIndex:attachments_slot,priority:2"`
	Slot          *int         `json:"-" gorm:"column:slot;uniqueIndex:attachments_slot,priority:3"` // 1 to MaxAttachments, none once removed
	Name          string       `json:"name" gorm:"column:name;size:120;not null" doc:"as sent, cleaned, with the extension of its type"`
	Note          string       `json:"note" gorm:"column:note;size:200;not null" doc:"what it shows"`
	Type          string       `json:"type" gorm:"column:type;size:100;not null" doc:"media type"`
	Size          int64        `json:"size" gorm:"column:size;not null" doc:"bytes"`
	SHA256        string       `json:"sha256" gorm:"column:sha256;size:64;not null"`
	Stored        string       `json:"-" gorm:"column:stored;size:80;not null;uniqueIndex:attachments_stored"` // where the content is
	Thumbnail     bool         `json:"thumbnail" gorm:"column:thumbnail;not null" doc:"whether it is a picture with a small one"`
	Firm          EnterpriseID `json:"-" gorm:"column:firm_id;size:36;not null"` // whose account added it, empty for an office's
	AddedBy       UserID       `json:"-" gorm:"column:added_by;size:36;not null"`
	AddedByName   string       `json:"added_by_name" gorm:"column:added_by_name;size:100;not null" doc:"empty for whom it is no business who in the office added it"`
	Own           bool         `json:"own" gorm:"-" doc:"whether the reader's side added it and may remove it"`
	Removed       bool         `json:"removed" gorm:"column:removed;not null"`
	RemovalReason string       `json:"removal_reason" gorm:"column:removal_reason;size:400;not null"`
	Demo          bool         `json:"demo" gorm:"column:demo;not null"`
	Version       int64        `json:"version" gorm:"column:version;not null"`
	CreatedAt     time.Time    `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt     time.Time    `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// AttachmentPage is a page of attachments with whether the reader may add more to the record.
type AttachmentPage struct {
	Page[Attachment]
	Attach Act `json:"attach"`
}
