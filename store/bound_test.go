package store

import (
	"context"
	"testing"
	"time"

	"yijian/deploy/testdb"
)

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
