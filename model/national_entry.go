package model

import "time"

// NationalEntryID identifies an imported entry.
type NationalEntryID string

// NationalEntryStatus says whether an imported entry still stands.
type NationalEntryStatus string

// The states of an imported entry.
const (
	NationalActive NationalEntryStatus = "active" // 在列
	NationalEnded  NationalEntryStatus = "ended"  // 已移出
)

// NationalEntry is one subject of a national list of seriously dishonest
// subjects (严重失信主体名单). The bureau has no power to list anybody there: it
// copies what the listing authority decided, and only ends a copy.
type NationalEntry struct {
	ID         NationalEntryID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Source     string              `json:"source" gorm:"column:source;size:100;not null;uniqueIndex:national_entries_document,priority:1"`
	DocumentNo string              `json:"document_no" gorm:"column:document_no;size:80;not null;uniqueIndex:national_entries_document,priority:2"`
	USCC       string              `json:"uscc" gorm:"column:uscc;size:18;not null;uniqueIndex:national_entries_document,priority:3;index:national_entries_uscc"`
	Name       string              `json:"name" gorm:"column:name;size:200;not null"`
	SearchText string              `json:"-" gorm:"column:search_text;size:600;not null"`
	Authority  string              `json:"authority" gorm:"column:authority;size:100;not null"`
	Reason     string              `json:"reason" gorm:"column:reason;size:1000;not null"`
	ListedOn   Date                `json:"listed_on" gorm:"column:listed_on"`
	EndsOn     Date                `json:"ends_on" gorm:"column:ends_on"`
	Status     NationalEntryStatus `json:"status" gorm:"column:status;size:20;not null;index:national_entries_status"`
	EndedOn    Date                `json:"ended_on" gorm:"column:ended_on"`
	EndReason  string              `json:"end_reason" gorm:"column:end_reason;size:500;not null"`
	ImportedBy UserID              `json:"imported_by" gorm:"column:imported_by;size:36;not null"`
	Demo       bool                `json:"demo" gorm:"column:demo;not null"`
	Version    int64               `json:"version" gorm:"column:version;not null"`
	CreatedAt  time.Time           `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt  time.Time           `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// NationalMatch is an imported entry with the registered enterprise of exactly
// its USCC, empty when there is none.
type NationalMatch struct {
	NationalEntry
	EnterpriseID   EnterpriseID `json:"enterprise_id"`
	EnterpriseName string       `json:"enterprise_name"`
}
