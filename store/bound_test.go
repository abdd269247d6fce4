package store

import (
	"context"
	"testing"
	"time"

	"yijian/deploy/testdb"
)

// Steps of the schema and restores wait for one statement as long as it takes; a server that serves waits a minute.
func TestOnlyAServingProgramGivesASilentDatabaseUp(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		if s.Dialect != "mysql" { // SQLite has no line
			return
		}
		if s.mysql.ReadTimeout != 0 || s.mysql.WriteTimeout != 0 {
			t.Errorf("a verb waits %s and %s", s.mysql.ReadTimeout, s.mysql.WriteTimeout)
		}
		noError(t, s.BoundReads(t.Context(), time.Second))
		if s.mysql.ReadTimeout != silence || s.mysql.WriteTimeout != silence {
			t.Errorf("a server waits %s and %s", s.mysql.ReadTimeout, s.mysql.WriteTimeout)
		}
		addFirms(t, s, 1)
		var n int64
		if err := s.write.Raw("SELECT SLEEP(2)").Scan(&n).Error; err != nil || n != 0 {
			t.Errorf("a writer's statement was cut off after the limit of reads: %d, %v", n, err)
		}
		if err := s.db.Raw("SELECT SLEEP(2)").Scan(&n).Error; err == nil && n == 0 {
			t.Error("a read was not cut off")
		}
	})
}

// A query that takes too long ends: by its asker's deadline, and on MariaDB by the server itself.
func TestLongQueriesAreCutOff(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		noError(t, s.BoundReads(t.Context(), 300*time.Millisecond))
		long := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT COUNT(*) FROM n"
		ctx := t.Context()
		if s.Dialect == "mysql" {
			long = "SELECT COUNT(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c WHERE MD5(CONCAT(a.column_name, b.column_name, c.column_name)) LIKE '%zz%'"
		} else {
			bounded, stop := context.WithTimeout(ctx, 300*time.Millisecond)
			defer stop()
			ctx = bounded
		}
		start := time.Now()
		var n int64
		err := s.db.WithContext(ctx).Raw(long).Scan(&n).Error
		if took := time.Since(start); !IsCutOff(err) || took > 5*time.Second {
			t.Errorf("a long query ends with %v after %v", err, took)
		}
		noError(t, s.db.WithContext(t.Context()).Raw("SELECT 1").Scan(&n).Error)
	})
}
