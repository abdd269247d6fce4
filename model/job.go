package model

import "time"

// Job is one kind of scheduled work, as people see it.
type Job struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Schedule string `json:"schedule"`
}

// JobStatus says how a run stands.
type JobStatus string

// The states of a run. A baseline marks the moment from which missed slots count.
const (
	JobRunning  JobStatus = "running"
	JobDone     JobStatus = "done"
	JobFailed   JobStatus = "failed"
	JobBaseline JobStatus = "baseline"
)

// JobRun is one job at one slot; the pair is unique, so a slot runs once however
// many servers wake up for it. Attempt is the token of whoever holds the run.
type JobRun struct {
	ID         string     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Job        string     `json:"job" gorm:"column:job;size:60;not null;uniqueIndex:job_runs_slot,priority:1"`
	Slot       time.Time  `json:"slot" gorm:"column:slot;not null;uniqueIndex:job_runs_slot,priority:2"`
	AsOf       Date       `json:"as_of" gorm:"column:as_of"`
	Status     JobStatus  `json:"status" gorm:"column:status;size:20;not null"`
	Attempt    string     `json:"-" gorm:"column:attempt;size:36;not null"`
	HeldUntil  time.Time  `json:"-" gorm:"column:held_until;not null"`
	Outcome    string     `json:"outcome" gorm:"column:outcome;size:500;not null"`
	FinishedAt *time.Time `json:"finished_at" gorm:"column:finished_at"`
	Version    int64      `json:"version" gorm:"column:version;not null"`
	CreatedAt  time.Time  `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt  time.Time  `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
