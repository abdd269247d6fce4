package migrations

import (
	"fmt"
	"time"

	"gorm.io/gorm"
)

type user1240 struct {
	LastSignedInAt *time.Time `gorm:"column:last_signed_in_at"`
}

type enterprise1242 struct {
	LicenceExpires *time.Time `gorm:"column:licence_expires;type:date;index:enterprises_licence_expires"`
}

type jobRun1243 struct {
	Status string `gorm:"column:status;size:20;not null;index:job_runs_status"`
}

// lastSignIns takes from the audit log, which keeps every sign-in, when each account last did.
func lastSignIns(db *gorm.DB) error {
	last := "(SELECT MAX(audit_entries.at) FROM audit_entries WHERE audit_entries.user_id = users.id" +
		" AND audit_entries.noun = 'sessions' AND audit_entries.act IN ('session:create', 'invitation:accept'))"
	if err := db.Exec("UPDATE users SET last_signed_in_at = " + last + " WHERE last_signed_in_at IS NULL").Error; err != nil {
		return fmt.Errorf("last sign-ins: %w", err)
	}
	return nil
}

var quality = []Step{
	{1240, "users.last_signed_in_at", addColumn("users", "LastSignedInAt", &user1240{})},
	{1241, "last sign-ins", lastSignIns},
	{1242, "enterprises_licence_expires", addIndex("enterprises", "enterprises_licence_expires", &enterprise1242{})},
	{1243, "job_runs_status", addIndex("job_runs", "job_runs_status", &jobRun1243{})},
}
