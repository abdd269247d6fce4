package migrations

import "time"

type jobRun0852 struct {
	Failures  int64      `gorm:"column:failures;not null;default:0"`
	StartedAt *time.Time `gorm:"column:started_at"`
	RetryAt   *time.Time `gorm:"column:retry_at"`
	TookMS    int64      `gorm:"column:took_ms;not null;default:0"`
}

var jobRetries = []Step{
	{852, "job_runs.failures", addColumn("job_runs", "Failures", &jobRun0852{})},
	{853, "job_runs.started_at", addColumn("job_runs", "StartedAt", &jobRun0852{})},
	{854, "job_runs.retry_at", addColumn("job_runs", "RetryAt", &jobRun0852{})},
	{855, "job_runs.took_ms", addColumn("job_runs", "TookMS", &jobRun0852{})},
}
