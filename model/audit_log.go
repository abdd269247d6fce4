package model

import "time"

// AuditHead is a signed statement about the audit log: at the instant it had
// this many rows and this hash over them.
type AuditHead struct {
	Size     int64     `json:"size"`
	Root     string    `json:"root"`
	At       time.Time `json:"at"`
	Restored bool      `json:"restored"` // a backup put the log back to this size; greater heads before it are given up
}

// AuditState is how the audit log stands on this server.
type AuditState struct {
	Head        AuditHead `json:"head"`
	HeadAge     int64     `json:"head_age" doc:"seconds since the newest signed head was written outside the database"`
	SequencedAt time.Time `json:"sequenced_at" doc:"when every committed row was last known to be in the log"`
	Failure     string    `json:"failure" doc:"why no head can be written; empty when all is well"`
	Key         string    `json:"key" doc:"public key that signs"`
}

// AuditFinding is the outcome of checking the audit log.
type AuditFinding struct {
	Rows       int64
	Heads      int
	GivenUp    int // heads of rows that a restore took back
	Waiting    int // sealed rows that are not yet in the log
	Difference string
}
