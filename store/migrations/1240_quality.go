package migrations

import (
	"fmt"
	"time"

	"gorm.io/gorm"
)

type lastSignIn1240 struct {
	UserID string    `gorm:"column:user_id;primaryKey;size:36;not null"`
	At     time.Time `gorm:"column:at;not null;index:last_sign_ins_at"`
}

type enterprise1242 struct {
	LicenceExpires *time.Time `gorm:"column:licence_expires;type:date;index:enterprises_licence_expires"`
}

type jobRun1243 struct {
	Status string `gorm:"column:status;size:20;not null;index:job_runs_status"`
}

// lastSignIns takes from the audit log, which keeps every sign-in, when each account last did.
func lastSignIns(db *gorm.DB) error {
	err := db.Exec("INSERT INTO last_sign_ins (user_id, at) SELECT user_id, MAX(at) FROM audit_entries" +
		" WHERE noun = 'sessions' AND act IN ('session:create', 'invitation:accept') AND user_id <> ''" +
		" AND user_id NOT IN (SELECT user_id FROM last_sign_ins) GROUP BY user_id").Error
	if err != nil {
		return fmt.Errorf("last sign-ins: %w", err)
	}
	return nil
}

var quality = []Step{
	{1240, "last_sign_ins", create("last_sign_ins", &lastSignIn1240{})},
	{1241, "last sign-ins", lastSignIns},
	{1242, "enterprises_licence_expires", addIndexWhile("licence_expires", "enterprises", "enterprises_licence_expires", &enterprise1242{})},
	{1243, "job_runs_status", addIndex("job_runs", "job_runs_status", &jobRun1243{})},
}
