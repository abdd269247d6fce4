// Package migrations holds the schema's history: numbered, append-only,
// forward-only steps, one DDL statement each, over frozen structs that serve
// SQLite and MySQL/MariaDB alike. A released step is never edited.
package migrations

import (
	"fmt"
	"slices"

	"gorm.io/gorm"
)

// Step is one numbered change of the schema.
type Step struct {
	Version int64
	Title   string
	Up      func(db *gorm.DB) error
}

const tableOptions = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"

// create makes the table of a frozen struct. A step that was cut off after its
// statement finds the table there and goes on: MySQL commits every DDL by itself.
func create(table string, frozen any) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		scoped := db.Table(table)
		if db.Name() == "mysql" {
			scoped = scoped.Set("gorm:table_options", tableOptions)
		}
		if scoped.Migrator().HasTable(table) {
			return nil
		}
		if err := scoped.Migrator().CreateTable(frozen); err != nil {
			return fmt.Errorf("create %s: %w", table, err)
		}
		return nil
	}
}

// widen gives a column of a MySQL table the frozen struct's type. SQLite keeps
// text of any length, so there is nothing to change in it.
func widen(table, field string, frozen any) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		if db.Name() != "mysql" {
			return nil
		}
		if err := db.Table(table).Migrator().AlterColumn(frozen, field); err != nil {
			return fmt.Errorf("widen %s.%s: %w", table, field, err)
		}
		return nil
	}
}

// addColumn adds the frozen struct's field to a table; one cut off after its
// statement finds the column there and goes on.
func addColumn(table, field string, frozen any) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		migrator := db.Table(table).Migrator()
		if migrator.HasColumn(frozen, field) {
			return nil
		}
		if err := migrator.AddColumn(frozen, field); err != nil {
			return fmt.Errorf("add %s.%s: %w", table, field, err)
		}
		return nil
	}
}

// addIndex adds an index of the frozen struct; one cut off after its statement finds it there.
func addIndex(table, name string, frozen any) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		migrator := db.Table(table).Migrator()
		if migrator.HasIndex(frozen, name) {
			return nil
		}
		if err := migrator.CreateIndex(frozen, name); err != nil {
			return fmt.Errorf("index %s: %w", name, err)
		}
		return nil
	}
}

// parts are the steps noun by noun.
var parts = [][]Step{
	accounts,
	auditLog,
	identity,
	register,
	jobRuns,
	editions,
	endpoints,
	units,
	tasks,
	inspections,
	complaints,
	penalties,
	entries,
	widths,
	statements,
	digests,
	outbox,
	attachments,
	ruleTexts,
	sealing,
	unitEdits,
	unitNames,
	databaseIDs,
	placeUses,
	jobRetries,
	certificates,
	certificatePeriods,
	tokenUse,
	quality,
	recoveryCodes,
	deliveryReasons,
	guards,
	resets,
	clocks,
	sentBack,
	licences,
	branches,
	filingChecks,
	endPointChanges,
	grams,
	notGiven,
	monthlyReturns,
	imports,
	brandAgreements,
	dutyFacts,
	branchGrams,
	frozenPauses,
	history,
	importHalts,
	restored,
	restorations,
	restoredFrom,
	moves,
	importWaits,
	importBrought,
	documentKeys,
	penaltyNumbers,
	publications,
	publicationIndexes,
	publicPages,
	publicCounts,
	publicationHandlers,
	endPointTexts,
	networkParts,
	taskTargets,
	taskAsked,
	taskCourse,
	taskSigned,
	taskHandlers,
	taskExtension,
	taskReportReturns,
	taskReportHandlers,
	taskSlips,
	taskPapers,
	taskForms,
	coordinations,
	taskComments,
	planDrafts,
}

// Steps returns every step in order of its number.
func Steps() []Step {
	var all []Step
	for _, part := range parts {
		all = append(all, part...)
	}
	slices.SortFunc(all, func(a, b Step) int { return int(a.Version - b.Version) })
	return all
}
