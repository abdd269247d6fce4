package store

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store/migrations"
)

// released opens a database as the first release left it, with a demonstration set of that time.
func released(t *testing.T, dsn string) *Store {
	t.Helper()
	s := connected(t, dsn)
	key, err := OpenAuditKey(trusting(t))
	if err != nil {
		t.Fatal(err)
	}
	s.SealWith(key)
	file, err := os.Open(release("backup"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	stamp := model.Stamp{At: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)}
	if held, err := s.Restore(t.Context(), stamp, file, folderWith(t, nil)); err != nil || held.Rows != 6820 {
		t.Fatalf("restored %+v: %v", held, err)
	}
	return s
}

// trusting is an audit key of this machine's own that trusts the released one.
func trusting(t *testing.T) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "audit-key")
	if _, err := OpenAuditKey(file); err != nil {
		t.Fatal(err)
	}
	own, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	former, err := os.ReadFile(release("audit-key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(own, former...), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

type tableContent struct {
	columns []string
	sum     tableSum
}

// contentOf adds up every table, over the columns known or all of them.
func contentOf(t *testing.T, s *Store, known map[string]tableContent) map[string]tableContent {
	t.Helper()
	tables, err := dataTables(s.write)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]tableContent{}
	for _, table := range tables {
		content := tableContent{columns: known[table].columns}
		if content.columns == nil {
			columns, err := s.write.Migrator().ColumnTypes(table)
			if err != nil {
				t.Fatal(err)
			}
			for _, column := range columns {
				content.columns = append(content.columns, column.Name())
			}
		}
		if content.sum, err = sumOf(s.write, table, content.columns); err != nil {
			t.Fatal(err)
		}
		found[table] = content
	}
	return found
}

// Every row of the first release is there after the upgrade, with every column
// as it was, and the audit log holds against the heads that were signed then.
func TestTheFirstReleaseUpgrades(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := released(t, dsn)
		if taken, err := s.stepsTaken(t.Context()); err != nil || !slices.Equal(taken, migrations.FirstRelease()) {
			t.Fatalf("a released database has the steps %v: %v", taken, err)
		}
		before := contentOf(t, s, nil)
		if taken, err := s.Migrate(t.Context()); err != nil || taken != len(migrations.Steps())-len(migrations.FirstRelease()) {
			t.Fatalf("took %d steps: %v", taken, err)
		}
		after := contentOf(t, s, before)
		for table, content := range before {
			if after[table].sum != content.sum {
				t.Errorf("%s: %+v before the upgrade, %+v after it", table, content.sum, after[table].sum)
			}
		}
		heads := AuditHeads{release("audit-heads"), s.AuditKey()}
		signed, err := heads.Read()
		if err != nil || len(signed) != 3 {
			t.Fatalf("%d heads: %v", len(signed), err)
		}
		found, err := s.VerifyAudit(t.Context(), s.AuditKey(), signed)
		if err != nil || found.Difference != "" || found.Rows+int64(found.Waiting) != 1442 {
			t.Errorf("the audit log after the upgrade: %+v, %v", found, err)
		}
	})
}

// A run killed after a step's statement, before the step was noted, goes on from
// there: cut off so at every single step, it ends in the same schema.
func TestAMigrationCutOffAtEveryStepGoesOn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := connected(t, dsn)
		steps := migrations.Steps()
		for cut := range steps {
			if err := steps[cut].Up(s.write.WithContext(t.Context())); err != nil {
				t.Fatalf("step %d: %v", steps[cut].Version, err)
			}
			if taken, err := s.migrate(t.Context(), steps[:cut+1]); err != nil || taken != 1 {
				t.Fatalf("after a cut in step %d it took %d steps: %v", steps[cut].Version, taken, err)
			}
		}
		whole := "sqlite:" + filepath.Join(t.TempDir(), "whole.db")
		if s.Dialect == "mysql" {
			whole = testdb.MariaDB(t)
		}
		if got, want := schemaOf(t, s), schemaOf(t, opened(t, whole)); got != want {
			t.Errorf("cut off at every step the schema is\n%s\nwant\n%s", got, want)
		}
	})
}
