package store

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/store/migrations"
)

// schemaOf describes every column and index of the database, a line each, in one order.
func schemaOf(t *testing.T, s *Store) string {
	t.Helper()
	tables, err := dataTables(s.write)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, table := range tables {
		columns, err := s.write.Migrator().ColumnTypes(table)
		if err != nil {
			t.Fatal(err)
		}
		for _, column := range columns {
			kind, _ := column.ColumnType()
			nullable, _ := column.Nullable()
			primary, _ := column.PrimaryKey()
			value, _ := column.DefaultValue()
			said = append(said, fmt.Sprintf("%s.%s %s nullable=%t primary=%t default=%q", table, column.Name(), kind, nullable, primary, value))
		}
		indexes, err := s.write.Table(table).Migrator().GetIndexes(table)
		if err != nil {
			t.Fatal(err)
		}
		for _, index := range indexes {
			unique, _ := index.Unique()
			said = append(said, fmt.Sprintf("%s index %s(%s) unique=%t", table, index.Name(), strings.Join(index.Columns(), ","), unique))
		}
	}
	slices.Sort(said)
	return strings.Join(said, "\n") + "\n"
}

func release(name string) string { return filepath.Join("testdata", "release-1", name) }

// stepsOfFirstRelease are today's steps with the numbers of the first release.
func stepsOfFirstRelease() []migrations.Step {
	return slices.DeleteFunc(migrations.Steps(), func(step migrations.Step) bool {
		return !slices.Contains(migrations.FirstRelease(), step.Version)
	})
}

// A released step is never edited: taken today, the steps of the first release
// make the schema that they made then.
func TestReleasedStepsMakeTheReleasedSchema(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := connected(t, dsn)
		steps := stepsOfFirstRelease()
		if taken, err := s.migrate(t.Context(), steps); err != nil || taken != len(migrations.FirstRelease()) {
			t.Fatalf("took %d steps: %v", taken, err)
		}
		file := release("schema." + s.Dialect)
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := schemaOf(t, s)
		for line := range strings.Lines(got) {
			if !strings.Contains(string(want), line) {
				t.Errorf("%s has no line %s", file, line)
			}
		}
		if strings.Count(got, "\n") != strings.Count(string(want), "\n") {
			t.Errorf("%d columns and indexes, want %d", strings.Count(got, "\n"), strings.Count(string(want), "\n"))
		}
	})
}
