package jobs

import (
	"testing"
	"time"

	"yijian/deploy/testdb"
)

// However many rows wait for a whole pass, the newest ones come into the log first,
// and a whole pass that fails holds up neither them nor the heads.
func TestTheAuditLogKeepsUpDuringAWholePass(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := time.Now()
		d := openDesk(t, dsn, &now)
		heads := auditHeads(t)
		d.Store.SealWith(heads.Key)
		audit := &AuditLog{desk: d, heads: heads, log: quiet(), piece: 10}
		size := func() int64 {
			n, err := d.Store.AuditSize(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for range 25 {
			note(t, d)
		}
		for n, want := range []bool{true, true, false, false} { // 25 rows are three pieces of 10
			now = now.Add(time.Second)
			audit.pass(t.Context(), false)
			if audit.going != want {
				t.Errorf("after pass %d the whole pass goes on: %v", n+1, audit.going)
			}
		}
		before := size()
		now = now.Add(wholePass)
		audit.piece = 0 // which is refused
		for range 2 {
			note(t, d)
			audit.pass(t.Context(), false)
			now = now.Add(headEvery)
		}
		state := audit.State()
		if size() != before+2 || state.Failure == "" || state.Head.Size != size() {
			t.Errorf("during a failing whole pass %d rows came, %+v", size()-before, state)
		}
		audit.piece = 10
		if audit.pass(t.Context(), false); audit.State().Failure == "" {
			t.Error("a whole pass that failed is tried again at once")
		}
		now = now.Add(wholePass)
		if audit.pass(t.Context(), false); audit.State().Failure != "" {
			t.Errorf("an hour later: %s", audit.State().Failure)
		}
	})
}
