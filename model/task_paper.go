package model

import "time"

// TaskPaperID identifies one issued monthly report of a plan.
type TaskPaperID string

// TaskPaper is a monthly report of a plan as it was issued (印发的月报). It never changes; a
// correction is a further edition with a reason, and the former stays. DataHash is the
// SHA-256 of what it was made from, which it prints itself; FileHash is that of its file.
type TaskPaper struct {
	ID         TaskPaperID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	PlanID     TaskPlanID  `json:"plan_id" gorm:"column:plan_id;size:36;not null;uniqueIndex:task_papers_edition,priority:1"`
	Month      string      `json:"month" gorm:"column:month;size:7;not null;uniqueIndex:task_papers_edition,priority:2"` // YYYY-MM
	Edition    int         `json:"edition" gorm:"column:edition;not null;uniqueIndex:task_papers_edition,priority:3"`
	DocumentNo string      `json:"document_no" gorm:"column:document_no;size:60;not null"`
	Title      string      `json:"title" gorm:"column:title;size:100;not null"`
	AsOf       Date        `json:"as_of" gorm:"column:as_of;not null"`
	Reason     string      `json:"reason" gorm:"column:reason;size:500;not null"`
	IssuedOn   Date        `json:"issued_on" gorm:"column:issued_on;not null"`
	IssuedBy   string      `json:"issued_by_name" gorm:"column:issued_by_name;size:100;not null"`
	DataHash   string      `json:"data_hash" gorm:"column:data_hash;size:64;not null;index:task_papers_data"`
	FileHash   string      `json:"file_hash" gorm:"column:file_hash;size:64;not null;index:task_papers_file"`
	Size       int64       `json:"size" gorm:"column:size;not null"` // bytes of the file
	Stored     string      `json:"-" gorm:"column:stored;size:80;not null;uniqueIndex:task_papers_stored"`
	Demo       bool        `json:"demo" gorm:"column:demo;not null"`
	Version    int64       `json:"version" gorm:"column:version;not null"`
	CreatedAt  time.Time   `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt  time.Time   `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
