package migrations

import (
	"fmt"
	"strings"

	"gorm.io/gorm"
)

type importWait1473 struct {
	ImportID string `gorm:"column:import_id;primaryKey;size:36;not null"`
	Hidden   bool   `gorm:"column:hidden;not null"`
}

// createWaiting makes the table in which an import's new rows of a table wait: that table's columns
// as they are now, without its unique keys, behind the import's id.
func createWaiting(table string) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		if db.Migrator().HasTable("waiting_" + table) {
			return nil
		}
		const key, own = "PRIMARY KEY (import_id, id)", "import_id varchar(36) NOT NULL DEFAULT ''"
		statement := "CREATE TABLE waiting_" + table + " (" + own + ", " + key + ") " + tableOptions + " AS SELECT * FROM " + table + " WHERE 1 = 0"
		if db.Name() != "mysql" {
			var columns []struct{ Name, Type string }
			if err := db.Raw("SELECT name, type FROM pragma_table_info(?) ORDER BY cid", table).Scan(&columns).Error; err != nil {
				return fmt.Errorf("columns of %s: %w", table, err)
			}
			parts := []string{own}
			for _, column := range columns {
				parts = append(parts, "`"+column.Name+"` "+column.Type)
			}
			statement = "CREATE TABLE waiting_" + table + " (" + strings.Join(append(parts, key), ", ") + ")"
		}
		if err := db.Exec(statement).Error; err != nil {
			return fmt.Errorf("create waiting_%s: %w", table, err)
		}
		return nil
	}
}

var importWaits = []Step{
	{1456, "waiting_audit_entries", createWaiting("audit_entries")},
	{1473, "import_waits", create("import_waits", &importWait1473{})},
	{1474, "waiting_endpoints", createWaiting("endpoints")},
	{1475, "waiting_clocks", createWaiting("clocks")},
	{1476, "waiting_clock_holders", createWaiting("clock_holders")},
	{1477, "waiting_inspections", createWaiting("inspections")},
	{1478, "waiting_penalties", createWaiting("penalties")},
	{1479, "waiting_complaints", createWaiting("complaints")},
}
