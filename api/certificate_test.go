package api

import (
	"bytes"
	"net/http"
	"testing"

	"yijian/deploy/testdb"
)

// Who changes accounts cannot slip in what only the acts on a certificate may say.
func TestACertificateIsNoPartOfAnAccount(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		tried := 0
		for _, r := range Routes() {
			if r.Permission != "user:change" && r.Permission != "user:create" {
				continue
			}
			tried++
			for _, field := range []string{"certificate_no", "certificate_expires"} {
				q := s.valid(r)
				q.body = withField(q.body, `"`+field+`":"2030-01-01"`)
				if got := s.send(q); got.status != http.StatusUnprocessableEntity || !bytes.Contains(got.body, []byte(`"/`+field+`"`)) {
					t.Errorf("%s %s with %s: %d %s", r.Method, r.Path, field, got.status, got.body)
				}
			}
		}
		if tried != 2 {
			t.Errorf("%d routes write accounts, want 2", tried)
		}
	})
}
