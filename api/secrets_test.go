package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// Whoever reads the database or a backup must not be able to try out passwords
// at the speed of a plain hash.
func TestStoredDigestsDoNotGivePasswordsAway(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		for _, path := range []string{"/users", "/users/{id}/password"} {
			for _, r := range Routes() {
				if r.Path != path || r.Method != http.MethodPost {
					continue
				}
				q := s.valid(r)
				if got := s.send(q); got.status >= http.StatusMultipleChoices {
					t.Fatalf("%s: %d %s", path, got.status, got.body)
				}
				var kept string
				must(t, s.changes.db.QueryRow("SELECT body_hash FROM idempotency_keys WHERE idempotency_key = '"+q.key+"'").Scan(&kept))
				if plain := sha256.Sum256(q.body); kept == hex.EncodeToString(plain[:]) || kept == "" {
					t.Errorf("%s: the kept digest is plain SHA-256 of the body", path)
				}
				if other := casework.FixedKeys([32]byte{2}).Digests("idempotency", q.body); other[0] == kept {
					t.Errorf("%s: the digest does not depend on the key", path)
				}
			}
		}
	})
}

// Each sign-in, refusal, lock-out and sign-out is in the audit trail; a password
// typed where the name belongs is not.
func TestSignInsAreAudited(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		chief := s.people[model.RoleChief]
		try := func(name, password string) reply {
			body, err := json.Marshal(map[string]string{"name": name, "password": password})
			must(t, err)
			return s.send(request{method: http.MethodPost, path: "/session", body: body})
		}
		trail := func(act string) []model.AuditEntry {
			page, err := s.api.Store.AuditEntries(t.Context(), store.Everything(), store.Query{Filter: map[string]string{"act": act}})
			must(t, err)
			return page.Items
		}
		typed := "My-Secret-Password-9"
		try(typed, "x")
		unknown := trail("session:refuse")
		if len(unknown) != 1 || unknown[0].UserID != "" || !strings.HasPrefix(unknown[0].RecordID, "name:") {
			t.Fatalf("an unknown name: %+v", unknown)
		}
		sum := sha256.Sum256([]byte(typed))
		for _, table := range []string{"audit_entries", "sign_ins"} {
			for _, secret := range []string{typed, hex.EncodeToString(sum[:])} {
				if text := s.everything(table); strings.Contains(text, secret) {
					t.Errorf("%s keeps %s: %s", table, secret, text)
				}
			}
		}
		if got := try(chief.Name, stagePassword); got.status != http.StatusOK {
			t.Fatalf("sign in: %d %s", got.status, got.body)
		}
		opened := trail("session:create")
		if len(opened) != 1 || opened[0].UserID != chief.ID || opened[0].RequestID == "" || opened[0].Address == "" {
			t.Errorf("sign-in: %+v", opened)
		}
		for range 6 {
			try(chief.Name, "wrong")
		}
		refused := trail("session:refuse")
		locked := 0
		for _, row := range refused {
			if row.RecordID == string(chief.ID) && strings.Contains(row.After, `"locked_until":"`) {
				locked++
			}
		}
		if len(refused) != 7 || locked != 2 { // the fifth locks, the sixth finds it locked
			t.Errorf("%d refusals, %d of them locked: %+v", len(refused), locked, refused)
		}
		if got := s.send(request{role: model.RoleLegal, method: http.MethodDelete, path: "/session"}); got.status != http.StatusOK {
			t.Fatalf("sign out: %d %s", got.status, got.body)
		}
		if ended := trail("session:end"); len(ended) != 1 || ended[0].UserID != s.people[model.RoleLegal].ID {
			t.Errorf("sign-out: %+v", ended)
		}
		s.checkAudit()
	})
}

// everything is the table's rows as text.
func (s *stage) everything(table string) string {
	s.t.Helper()
	rows, err := s.changes.db.Query("SELECT * FROM " + table)
	must(s.t, err)
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	must(s.t, err)
	var text strings.Builder
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new([]byte)
		}
		must(s.t, rows.Scan(values...))
		for _, value := range values {
			raw, _ := value.(*[]byte)
			_, _ = text.Write(append(*raw, ' '))
		}
	}
	must(s.t, rows.Err())
	return text.String()
}
