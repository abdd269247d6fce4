package migrations

import "time"

type taskTarget1565 struct {
	ID        string     `gorm:"column:id;primaryKey;size:36;not null"`
	TaskID    string     `gorm:"column:task_id;size:36;not null;uniqueIndex:task_targets_open,priority:1"`
	Count     string     `gorm:"column:count_id;size:40;not null;uniqueIndex:task_targets_open,priority:2"`
	AreaCode  string     `gorm:"column:area_code;size:12;not null;uniqueIndex:task_targets_open,priority:3"`
	EndMark   string     `gorm:"column:end_mark;size:36;not null;uniqueIndex:task_targets_open,priority:4"`
	Title     string     `gorm:"column:title;size:100;not null"`
	Unit      string     `gorm:"column:unit;size:20;not null"`
	Base      int64      `gorm:"column:base;not null"`
	Goal      int64      `gorm:"column:goal;not null"`
	Weight    int64      `gorm:"column:weight;not null"`
	Tolerance int        `gorm:"column:tolerance;not null"`
	Reason    string     `gorm:"column:reason;size:500;not null"`
	SetBy     string     `gorm:"column:set_by;size:100;not null"`
	SetOn     *time.Time `gorm:"column:set_on;type:date;not null"`
	EndedOn   *time.Time `gorm:"column:ended_on;type:date"`
	EndReason string     `gorm:"column:end_reason;size:500;not null"`
	EndedBy   string     `gorm:"column:ended_by;size:100;not null"`
	Demo      bool       `gorm:"column:demo;not null"`
	Version   int64      `gorm:"column:version;not null"`
	CreatedAt time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt time.Time  `gorm:"column:updated_at;not null"`
}

var taskTargets = []Step{
	{1565, "task_targets", create("task_targets", &taskTarget1565{})},
}
