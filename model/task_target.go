package model

import "time"

// TaskTargetID identifies one target of a task.
type TaskTargetID string

// CountID names a count that the register can be asked for.
type CountID string

// TaskTarget binds a task to a count of the register (计数目标): from Base, where it began, to
// Goal. It holds from SetOn on, until the day before EndedOn; a change ends one and begins
// another, so the rows are their own history. AreaCode narrows the count to a part of the
// task's area, "" is all of it. Weight is its share among the targets of the task; Tolerance
// is how many points claimed and counted progress may differ. Title and Unit are the count's
// when the target was set.
type TaskTarget struct {
	ID        TaskTargetID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	TaskID    TaskID       `json:"task_id" gorm:"column:task_id;size:36;not null;uniqueIndex:task_targets_open,priority:1"`
	Count     CountID      `json:"count" gorm:"column:count_id;size:40;not null;uniqueIndex:task_targets_open,priority:2"`
	AreaCode  string       `json:"area_code" gorm:"column:area_code;size:12;not null;uniqueIndex:task_targets_open,priority:3"`
	EndMark   string       `json:"-" gorm:"column:end_mark;size:36;not null;uniqueIndex:task_targets_open,priority:4"`
	Title     string       `json:"title" gorm:"column:title;size:100;not null"`
	Unit      string       `json:"unit" gorm:"column:unit;size:20;not null"`
	Base      int64        `json:"base" gorm:"column:base;not null"`
	Goal      int64        `json:"goal" gorm:"column:goal;not null"`
	Weight    int64        `json:"weight" gorm:"column:weight;not null"`
	Tolerance int          `json:"tolerance" gorm:"column:tolerance;not null"` // percentage points
	Reason    string       `json:"reason" gorm:"column:reason;size:500;not null"`
	SetBy     string       `json:"set_by" gorm:"column:set_by;size:100;not null"`
	SetOn     Date         `json:"set_on" gorm:"column:set_on;not null"`
	EndedOn   Date         `json:"ended_on" gorm:"column:ended_on"`
	EndReason string       `json:"end_reason" gorm:"column:end_reason;size:500;not null"`
	EndedBy   string       `json:"ended_by" gorm:"column:ended_by;size:100;not null"`
	Demo      bool         `json:"demo" gorm:"column:demo;not null"`
	Version   int64        `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time    `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time    `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// HoldsOn reports whether the target was set at the end of the day and not yet ended.
func (t TaskTarget) HoldsOn(day Date) bool {
	return !t.SetOn.After(day) && (t.EndedOn.IsZero() || t.EndedOn.After(day))
}

// Counted is what a count came to: the rows found, and for a share the rows they are out of.
type Counted struct {
	Value int64 `json:"value"`  // the number, or the whole percent of a share
	Rows  int64 `json:"rows"`   // rows found
	OutOf int64 `json:"out_of"` // rows they are out of, 0 where the count is no share
}

// CountedArea is how many of the rows found are in one area.
type CountedArea struct {
	AreaCode string `json:"area_code" gorm:"column:area_code"`
	Rows     int64  `json:"rows" gorm:"column:many"`
}

// CountedRow is one row that was counted.
type CountedRow struct {
	ID       string `json:"id" gorm:"column:id"`
	Title    string `json:"title" gorm:"column:title"`
	Detail   string `json:"detail" gorm:"column:detail"`
	AreaCode string `json:"area_code" gorm:"column:area_code"`
	Since    Date   `json:"since" gorm:"column:since"`
}
