package model

import "time"

// TaskMilestoneID identifies one milestone of a task.
type TaskMilestoneID string

// TaskMilestone is a step of a task with what it delivers and when (里程碑). It counts for
// the plan from SetOn on, until the day before EndedOn; a change ends one and begins another,
// so the rows are their own history. Weight is its share of the task. The lead says that it is
// reached; it is so when the supervising unit confirms it.
type TaskMilestone struct {
	ID          TaskMilestoneID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	TaskID      TaskID          `json:"task_id" gorm:"column:task_id;size:36;not null;index:task_milestones_task"`
	Title       string          `json:"title" gorm:"column:title;size:100;not null"`
	Deliverable string          `json:"deliverable" gorm:"column:deliverable;size:300;not null"`
	Owner       UnitID          `json:"owner" gorm:"column:owner;size:40;not null"`
	Weight      int64           `json:"weight" gorm:"column:weight;not null"`
	DueOn       Date            `json:"due_on" gorm:"column:due_on;not null"`
	Reason      string          `json:"reason" gorm:"column:reason;size:500;not null"`
	SetBy       string          `json:"set_by" gorm:"column:set_by;size:100;not null"`
	SetOn       Date            `json:"set_on" gorm:"column:set_on;not null"`
	EndedOn     Date            `json:"ended_on" gorm:"column:ended_on"`
	EndReason   string          `json:"end_reason" gorm:"column:end_reason;size:500;not null"`
	EndedBy     string          `json:"ended_by" gorm:"column:ended_by;size:100;not null"`
	ClaimedBy   UserID          `json:"claimed_by" gorm:"column:claimed_by;size:36;not null"`
	ClaimedOn   Date            `json:"claimed_on" gorm:"column:claimed_on"`
	Evidence    string          `json:"evidence" gorm:"column:evidence;size:1000;not null"`
	ReachedOn   Date            `json:"reached_on" gorm:"column:reached_on"` // confirmed, on the day of the claim
	ConfirmedBy UserID          `json:"confirmed_by" gorm:"column:confirmed_by;size:36;not null"`
	ConfirmedOn Date            `json:"confirmed_on" gorm:"column:confirmed_on"`
	Answer      string          `json:"answer" gorm:"column:answer;size:500;not null"` // what the supervising unit said of the claim
	Demo        bool            `json:"demo" gorm:"column:demo;not null"`
	Version     int64           `json:"version" gorm:"column:version;not null"`
	CreatedAt   time.Time       `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt   time.Time       `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// HoldsOn reports whether the milestone was set at the end of the day and not yet ended.
func (m TaskMilestone) HoldsOn(day Date) bool {
	return !m.SetOn.After(day) && (m.EndedOn.IsZero() || m.EndedOn.After(day))
}

// Waiting reports whether the lead said that the milestone is reached and nobody has answered.
func (m TaskMilestone) Waiting() bool {
	return m.EndedOn.IsZero() && !m.ClaimedOn.IsZero() && m.ConfirmedOn.IsZero()
}
