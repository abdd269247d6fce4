package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yijian/deploy/testdb"
)

// The embedded database and what stands beside it are nobody else's to read.
func TestTheDatabaseFileIsItsOwnersAlone(t *testing.T) {
	dsn := testdb.SQLite(t)
	s := opened(t, dsn)
	if _, err := s.DatabaseID(t.Context()); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(strings.TrimPrefix(dsn, "sqlite:") + "*")
	if err != nil || len(found) < 2 {
		t.Fatalf("%v %v", found, err)
	}
	for _, name := range found {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s may be read by others: %v", filepath.Base(name), info.Mode())
		}
	}
}
