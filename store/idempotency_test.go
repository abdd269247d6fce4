package store

import (
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

func TestAKeyOfADeadHolderIsTakenOverByTheSameRequestOnly(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		start := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
		claim := func(after time.Duration, body string) (Claim, error) {
			call := model.Call{Actor: model.Actor{UserID: "u"}, Route: "POST /x", Key: "k", BodyHash: body}
			return s.ClaimKey(t.Context(), model.Stamp{Call: call, At: start.Add(after)}, Allowance{})
		}
		first, err := claim(0, "a")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := claim(time.Second, "a"); model.KindOf(err) != model.Conflict {
			t.Errorf("a key in flight: %v, want a conflict", err)
		}
		if _, err := claim(claimHold+time.Second, "b"); model.KindOf(err) != model.Invalid {
			t.Errorf("another request: %v, want invalid", err)
		}
		second, err := claim(claimHold+time.Second, "a")
		if err != nil || second.Token == first.Token {
			t.Fatalf("the repeat after the holder's death: %v", err)
		}
		err = s.Tx(t.Context(), model.Stamp{At: start}, func(tx *Tx) error { return tx.FinishClaim(t.Context(), first, "{}") })
		if model.KindOf(err) != model.Conflict {
			t.Errorf("the first holder finishes although its key was taken over: %v", err)
		}
	})
}
