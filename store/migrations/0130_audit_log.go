package migrations

import (
	"fmt"

	"gorm.io/gorm"
)

// A row written before the program sealed rows has neither.
type audit0131 struct {
	OnBehalf string `gorm:"column:on_behalf;size:300;not null;default:''"`
	Seal     string `gorm:"column:seal;size:120;not null;default:''"`
}

type auditLogRow0133 struct {
	Position int64  `gorm:"column:position;primaryKey;autoIncrement:false;not null"`
	EntryID  string `gorm:"column:entry_id;size:36;not null;uniqueIndex:audit_log_rows_entry"`
}

type auditLogHash0134 struct {
	Position int64  `gorm:"column:position;primaryKey;autoIncrement:false;not null"`
	Hash     string `gorm:"column:hash;size:44;not null"`
}

// addAuditColumn adds one column of the frozen struct; a step that was cut off finds it there.
func addAuditColumn(field, column string) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		const table = "audit_entries"
		migrator := db.Table(table).Migrator()
		if migrator.HasColumn(&audit0131{}, column) {
			return nil
		}
		if err := migrator.AddColumn(&audit0131{}, field); err != nil {
			return fmt.Errorf("add %s to %s: %w", column, table, err)
		}
		return nil
	}
}

var auditLog = []Step{
	{131, "audit_entries.on_behalf", addAuditColumn("OnBehalf", "on_behalf")},
	{132, "audit_entries.seal", addAuditColumn("Seal", "seal")},
	{133, "audit_log_rows", create("audit_log_rows", &auditLogRow0133{})},
	{134, "audit_log_hashes", create("audit_log_hashes", &auditLogHash0134{})},
}
