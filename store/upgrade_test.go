package store

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// moves holds for columns whose facts the upgrade makes rows of, or keeps in others.
func moves(table, column string) bool {
	if table == "endpoints" && slices.Contains([]string{"cameras", "floor_area", "filed_late", "search_text"}, column) {
		return true
	}
	return table == "users" && strings.HasPrefix(column, "certificate_") || table == "enterprises" && strings.HasPrefix(column, "licence_")
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
				if !moves(table, column.Name()) {
					content.columns = append(content.columns, column.Name())
				}
			}
		}
		if content.sum, err = sumOf(s.write, table, content.columns); err != nil {
			t.Fatal(err)
		}
		found[table] = content
	}
	return found
}

// mustHaveTexts looks whether every end point is found by the text that it would be written with today.
func mustHaveTexts(t *testing.T, s *Store) {
	t.Helper()
	var rows []model.EndPoint
	if err := s.write.Table("endpoints").Find(&rows).Error; err != nil || len(rows) < 10 {
		t.Fatalf("%d end points: %v", len(rows), err)
	}
	err := s.Tx(t.Context(), model.Stamp{Act: "test"}, func(tx *Tx) error {
		for _, e := range rows {
			text, err := tx.endPointText(t.Context(), e)
			if err != nil {
				return err
			}
			if e.SearchText != text || !strings.Contains(text, "|"+e.Kind.Title()+"|") {
				t.Errorf("%s is found by %q, want %q", e.Name, e.SearchText, text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// another is an empty database of the same kind.
func another(t *testing.T, s *Store) (dsn string) {
	t.Helper()
	if s.Dialect == "mysql" {
		return testdb.MariaDB(t)
	}
	return testdb.SQLite(t)
}

// A program of the release before leaves the database alone that this one has upgraded.
func TestADatabaseOfALaterReleaseIsRefused(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := connected(t, dsn)
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		before := schemaOf(t, s)
		steps := migrations.Steps()
		if taken, err := s.migrate(t.Context(), steps[:len(steps)-1]); err == nil || taken != 0 || !strings.Contains(err.Error(), "later release") {
			t.Errorf("took %d steps: %v", taken, err)
		}
		if after := schemaOf(t, s); after != before {
			t.Errorf("it was changed all the same:\n%s", after)
		}
	})
}
