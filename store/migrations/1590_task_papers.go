package migrations

import "time"

type taskPaper1590 struct {
	ID         string     `gorm:"column:id;primaryKey;size:36;not null"`
	PlanID     string     `gorm:"column:plan_id;size:36;not null;uniqueIndex:task_papers_edition,priority:1"`
	Month      string     `gorm:"column:month;size:7;not null;uniqueIndex:task_papers_edition,priority:2"`
	Edition    int        `gorm:"column:edition;not null;uniqueIndex:task_papers_edition,priority:3"`
	DocumentNo string     `gorm:"column:document_no;size:60;not null"`
	Title      string     `gorm:"column:title;size:100;not null"`
	AsOf       *time.Time `gorm:"column:as_of;type:date;not null"`
	Reason     string     `gorm:"column:reason;size:500;not null"`
	IssuedOn   *time.Time `gorm:"column:issued_on;type:date;not null"`
	IssuedBy   string     `gorm:"column:issued_by_name;size:100;not null"`
	DataHash   string     `gorm:"column:data_hash;size:64;not null;index:task_papers_data"`
	FileHash   string     `gorm:"column:file_hash;size:64;not null;index:task_papers_file"`
	Size       int64      `gorm:"column:size;not null"`
	Stored     string     `gorm:"column:stored;size:80;not null;uniqueIndex:task_papers_stored"`
	Demo       bool       `gorm:"column:demo;not null"`
	Version    int64      `gorm:"column:version;not null"`
	CreatedAt  time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt  time.Time  `gorm:"column:updated_at;not null"`
}

var taskPapers = []Step{
	{1590, "task_papers", create("task_papers", &taskPaper1590{})},
}
