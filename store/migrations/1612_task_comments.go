package migrations

import "time"

type taskComment1612 struct {
	ID          string     `gorm:"column:id;primaryKey;size:36;not null"`
	TaskID      string     `gorm:"column:task_id;size:36;not null;index:task_comments_task"`
	AuthorID    string     `gorm:"column:author_id;size:36;not null"`
	AuthorName  string     `gorm:"column:author_name;size:100;not null"`
	UnitID      string     `gorm:"column:unit_id;size:40;not null"`
	UnitName    string     `gorm:"column:unit_name;size:200;not null"`
	Text        string     `gorm:"column:text;size:2000;not null"`
	WithdrawnAt *time.Time `gorm:"column:withdrawn_at"`
	Demo        bool       `gorm:"column:demo;not null"`
	Version     int64      `gorm:"column:version;not null"`
	CreatedAt   time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt   time.Time  `gorm:"column:updated_at;not null"`
}

var taskComments = []Step{
	{1612, "task_comments", create("task_comments", &taskComment1612{})},
}
