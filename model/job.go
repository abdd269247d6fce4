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

// RetryAfter is how long the clock leaves a run alone that has failed so many times:
// three minutes at first, twice as long after each further failure, an hour at most.
func RetryAfter(failures int64) time.Duration {
	const first, most = 3 * time.Minute, time.Hour
	if failures > 5 {
		return most
	}
	return min(first<<max(failures-1, 0), most)
}

// JobRun is one job at one slot; the pair is unique, so a slot runs once however
// many servers wake up for it. Attempt is the token of whoever holds the run.
type JobRun struct {
	ID         string     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Job        string     `json:"job" gorm:"column:job;size:60;not null;uniqueIndex:job_runs_slot,priority:1"`
	Slot       time.Time  `json:"slot" gorm:"column:slot;not null;uniqueIndex:job_runs_slot,priority:2"`
	AsOf       Date       `json:"as_of" gorm:"column:as_of"`
	Status     JobStatus  `json:"status" gorm:"column:status;size:20;not null;index:job_runs_status"`
	Attempt    string     `json:"-" gorm:"column:attempt;size:36;not null"`
	HeldUntil  time.Time  `json:"-" gorm:"column:held_until;not null"`
	Outcome    string     `json:"outcome" gorm:"column:outcome;size:500;not null"`
	FinishedAt *time.Time `json:"finished_at" gorm:"column:finished_at"`
	Failures   int64      `json:"failures" gorm:"column:failures;not null;default:0"` // attempts that failed so far
	StartedAt  *time.Time `json:"started_at" gorm:"column:started_at"`                // the last attempt
	RetryAt    *time.Time `json:"retry_at" gorm:"column:retry_at"`                    // when the clock tries a failed run again
	TookMS     int64      `json:"took_ms" gorm:"column:took_ms;not null;default:0"`
	Version    int64      `json:"version" gorm:"column:version;not null"`
	CreatedAt  time.Time  `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt  time.Time  `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
