package migrations

import "time"

type jobRun0801 struct {
	ID         string     `gorm:"column:id;primaryKey;size:36;not null"`
	Job        string     `gorm:"column:job;size:60;not null;uniqueIndex:job_runs_slot,priority:1"`
	Slot       time.Time  `gorm:"column:slot;not null;uniqueIndex:job_runs_slot,priority:2"`
	AsOf       *time.Time `gorm:"column:as_of;type:date"`
	Status     string     `gorm:"column:status;size:20;not null"`
	Attempt    string     `gorm:"column:attempt;size:36;not null"`
	HeldUntil  time.Time  `gorm:"column:held_until;not null"`
	Outcome    string     `gorm:"column:outcome;size:500;not null"`
	FinishedAt *time.Time `gorm:"column:finished_at"`
	Version    int64      `gorm:"column:version;not null"`
	CreatedAt  time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt  time.Time  `gorm:"column:updated_at;not null"`
}

var jobRuns = []Step{
	{801, "job_runs", create("job_runs", &jobRun0801{})},
}
