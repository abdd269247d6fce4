package store

import (
	"testing"

	"yijian/deploy/testdb"
)

// A long trail is looked through piece by piece, each no longer than asked.
func TestAWholePassGoesInPieces(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		addFirms(t, s, 10)
		var all int64
		noError(t, s.db.Table("audit_entries").Count(&all).Error)
		after, left := "", all
		for pieces := 1; ; pieces++ {
			next, appended, err := s.SequenceAuditFrom(t.Context(), after, 4)
			noError(t, err)
			left -= int64(appended)
			if want := min(4, left+int64(appended)); int64(appended) != want {
				t.Fatalf("piece %d appended %d rows, want %d", pieces, appended, want)
			}
			if next == "" {
				break
			}
			if next <= after {
				t.Fatalf("piece %d goes on from %s after %s", pieces, next, after)
			}
			after = next
		}
		size, err := s.AuditSize(t.Context())
		if err != nil || size != all || left != 0 {
			t.Errorf("%d of %d rows in the log, %v", size, all, err)
		}
	})
}
