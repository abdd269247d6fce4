package migrations

import (
	"fmt"
	"time"

	"gorm.io/gorm"
)

type licence1320 struct {
	ID            string     `gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID  string     `gorm:"column:enterprise_id;size:36;not null;uniqueIndex:licences_entry,priority:1"`
	Number        string     `gorm:"column:number;size:40;not null;uniqueIndex:licences_entry,priority:2"`
	From          *time.Time `gorm:"column:valid_from;type:date;uniqueIndex:licences_entry,priority:3"`
	VoidMark      string     `gorm:"column:void_mark;size:36;not null;uniqueIndex:licences_entry,priority:4"`
	Kind          string     `gorm:"column:kind;size:20;not null"`
	Scope         string     `gorm:"column:scope;size:100;not null"`
	Areas         string     `gorm:"column:areas;size:600;not null"`
	DocumentNo    string     `gorm:"column:document_no;size:400;not null"`
	Reason        string     `gorm:"column:reason;size:500;not null"`
	IssuedOn      *time.Time `gorm:"column:issued_on;type:date"`
	Expires       *time.Time `gorm:"column:valid_to;type:date"`
	LastDay       *time.Time `gorm:"column:last_day;type:date;index:licences_last_day"`
	RecordedBy    string     `gorm:"column:recorded_by;size:100;not null"`
	Ending        string     `gorm:"column:ending;size:20;not null"`
	EndedOn       *time.Time `gorm:"column:ended_on;type:date"`
	EndDocumentNo string     `gorm:"column:end_document_no;size:400;not null"`
	EndReason     string     `gorm:"column:end_reason;size:500;not null"`
	EndedBy       string     `gorm:"column:ended_by;size:100;not null"`
	VoidedOn      *time.Time `gorm:"column:voided_on;type:date"`
	VoidReason    string     `gorm:"column:void_reason;size:500;not null"`
	VoidedBy      string     `gorm:"column:voided_by;size:100;not null"`
	Demo          bool       `gorm:"column:demo;not null"`
	Version       int64      `gorm:"column:version;not null"`
	CreatedAt     time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt     time.Time  `gorm:"column:updated_at;not null"`
}

// An enterprise had one licence, so its row takes the enterprise's id.
const licencesOfEnterprises = "INSERT INTO licences" +
	" (id, enterprise_id, number, valid_from, void_mark, kind, scope, areas, document_no, reason, issued_on, valid_to, last_day, recorded_by," +
	" ending, ended_on, end_document_no, end_reason, ended_by, voided_on, void_reason, voided_by, demo, version, created_at, updated_at)" +
	" SELECT id, id, licence_no, NULL, '', 'first', '[]', '[]', '', '', NULL, licence_expires, licence_expires, ''," +
	" '', NULL, '', '', '', NULL, '', '', demo, 1, updated_at, updated_at FROM enterprises" +
	" WHERE (licence_no <> '' OR licence_expires IS NOT NULL) AND id NOT IN (SELECT id FROM licences)"

// addIndexWhile adds an index of a column that a later step takes away, while it is there.
func addIndexWhile(column, table, name string, frozen any) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		if !db.Table(table).Migrator().HasColumn(table, column) {
			return nil
		}
		return addIndex(table, name, frozen)(db)
	}
}

// dropIndex takes an index away; cut off after its statement, it finds it gone and goes on.
func dropIndex(table, name string) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		migrator := db.Table(table).Migrator()
		if !migrator.HasIndex(table, name) {
			return nil
		}
		if err := migrator.DropIndex(table, name); err != nil {
			return fmt.Errorf("drop index %s: %w", name, err)
		}
		return nil
	}
}

var licences = []Step{
	{1320, "licences", create("licences", &licence1320{})},
	{1321, "licences of enterprises", fillFrom("enterprises", "licence_no", "licences", licencesOfEnterprises)},
	{1322, "enterprises.licence_no", dropColumn("enterprises", "licence_no")},
	{1323, "enterprises_licence_expires", dropIndex("enterprises", "enterprises_licence_expires")},
	{1324, "enterprises.licence_expires", dropColumn("enterprises", "licence_expires")},
}
