package migrations

import (
	"fmt"
	"time"

	"gorm.io/gorm"
)

type certificatePeriod1250 struct {
	ID         string     `gorm:"column:id;primaryKey;size:36;not null"`
	UserID     string     `gorm:"column:user_id;size:36;not null;index:certificate_periods_user"`
	Number     string     `gorm:"column:number;size:40;not null"`
	Issuer     string     `gorm:"column:issuer;size:400;not null"`
	From       *time.Time `gorm:"column:valid_from;type:date"`
	Expires    *time.Time `gorm:"column:valid_to;type:date"`
	RecordedBy string     `gorm:"column:recorded_by;size:100;not null"`
	VoidedOn   *time.Time `gorm:"column:voided_on;type:date"`
	VoidedBy   string     `gorm:"column:voided_by;size:100;not null"`
	VoidReason string     `gorm:"column:void_reason;size:500;not null"`
	Version    int64      `gorm:"column:version;not null"`
	CreatedAt  time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt  time.Time  `gorm:"column:updated_at;not null"`
}

type certificateSuspension1251 struct {
	ID           string     `gorm:"column:id;primaryKey;size:36;not null"`
	UserID       string     `gorm:"column:user_id;size:36;not null;index:certificate_suspensions_user"`
	SuspendedOn  time.Time  `gorm:"column:suspended_on;type:date;not null"`
	SuspendedBy  string     `gorm:"column:suspended_by;size:100;not null"`
	Reason       string     `gorm:"column:reason;size:500;not null"`
	ReturnedOn   *time.Time `gorm:"column:returned_on;type:date"`
	ReturnedBy   string     `gorm:"column:returned_by;size:100;not null"`
	ReturnReason string     `gorm:"column:return_reason;size:500;not null"`
	Version      int64      `gorm:"column:version;not null"`
	CreatedAt    time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt    time.Time  `gorm:"column:updated_at;not null"`
}

// An account had one certificate, so its row takes the account's id.
const periodsOfAccounts = "INSERT INTO certificate_periods" +
	" (id, user_id, number, issuer, valid_from, valid_to, recorded_by, voided_on, voided_by, void_reason, version, created_at, updated_at)" +
	" SELECT id, id, certificate_no, certificate_issuer, certificate_from, certificate_expires, '', NULL, '', '', 1, updated_at, updated_at FROM users" +
	" WHERE (certificate_no <> '' OR certificate_expires IS NOT NULL) AND id NOT IN (SELECT id FROM certificate_periods)"

// Who suspended, and why, is the last act on the certificate with a reason in the audit log.
const suspensionsOfAccounts = "INSERT INTO certificate_suspensions" +
	" (id, user_id, suspended_on, suspended_by, reason, returned_on, returned_by, return_reason, version, created_at, updated_at)" +
	" SELECT id, id, certificate_suspended_on, COALESCE((SELECT user_name" + lastReasoned + "), ''), COALESCE((SELECT reason" + lastReasoned + "), '')," +
	" NULL, '', '', 1, updated_at, updated_at FROM users" +
	" WHERE certificate_suspended_on IS NOT NULL AND id NOT IN (SELECT id FROM certificate_suspensions)"

const lastReasoned = " FROM audit_entries WHERE noun = 'certificates' AND record_id = users.id AND audit_entries.reason <> '' ORDER BY audit_entries.id DESC LIMIT 1"

// fillFrom fills a table from another's columns while they are there; first is the one that goes first.
func fillFrom(table, first, what, statement string) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		if !db.Table(table).Migrator().HasColumn(table, first) {
			return nil
		}
		if err := db.Exec(statement).Error; err != nil {
			return fmt.Errorf("fill %s: %w", what, err)
		}
		return nil
	}
}

// dropColumn takes a column away; cut off after its statement, it finds it gone and goes on.
func dropColumn(table, column string) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		if !db.Table(table).Migrator().HasColumn(table, column) {
			return nil
		}
		if err := db.Exec("ALTER TABLE " + table + " DROP COLUMN " + column).Error; err != nil {
			return fmt.Errorf("drop %s.%s: %w", table, column, err)
		}
		return nil
	}
}

var certificatePeriods = []Step{
	{1250, "certificate_periods", create("certificate_periods", &certificatePeriod1250{})},
	{1251, "certificate_suspensions", create("certificate_suspensions", &certificateSuspension1251{})},
	{1252, "periods of accounts", fillFrom("users", "certificate_no", "certificate_periods", periodsOfAccounts)},
	{1253, "suspensions of accounts", fillFrom("users", "certificate_no", "certificate_suspensions", suspensionsOfAccounts)},
	{1254, "users.certificate_no", dropColumn("users", "certificate_no")},
	{1255, "users.certificate_expires", dropColumn("users", "certificate_expires")},
	{1256, "users.certificate_issuer", dropColumn("users", "certificate_issuer")},
	{1257, "users.certificate_from", dropColumn("users", "certificate_from")},
	{1258, "users.certificate_suspended_on", dropColumn("users", "certificate_suspended_on")},
}
