package api

import (
	"database/sql"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// unaudited are the tables whose rows are no records: counts, keys of requests,
// and bytes or secrets that belong to an audited row.
var unaudited = []string{
	"audit_entries", "audit_log_rows", "audit_log_hashes", "edition_bundles", "idempotency_keys", "sign_ins", "last_sign_ins",
	"spendings", "invitations", "password_history", "second_factors", "recovery_codes", "seal_keys", "delivery_attempts", "outbox_channels", "api_token_uses", "unit_names", "database_ids", "import_batches", "import_faults", "import_brought",
	"endpoint_grams", "enterprise_grams", "branch_grams", "publication_grams", // of texts whose rows are counted
	"task_states",                             // of tasks, which are audited
	"task_form_rows", "task_form_return_rows", // of forms and their returns, which are audited
	"change_log", "goose_db_version", "schema_lock", "sqlite_sequence",
}

// changeCounter counts inserted, updated and deleted rows below the product, by triggers.
type changeCounter struct{ db *sql.DB }

func countChanges(t *testing.T, dsn string) *changeCounter {
	t.Helper()
	driver, address := "sqlite", "file:"+strings.TrimPrefix(dsn, "sqlite:")+"?_pragma=busy_timeout(5000)"
	tables := "SELECT name FROM sqlite_master WHERE type = 'table'"
	key := "INTEGER PRIMARY KEY AUTOINCREMENT"
	if u, err := url.Parse(dsn); err == nil && u.Scheme == "mysql" {
		driver, address = "mysql", u.User.String()+"@tcp("+u.Host+")"+u.Path
		tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
		key = "BIGINT AUTO_INCREMENT PRIMARY KEY"
	}
	db, err := sql.Open(driver, address)
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	c := &changeCounter{db}
	c.exec(t, "CREATE TABLE change_log (id "+key+", place VARCHAR(80) NOT NULL)")
	for _, name := range auditedTables(t, db, tables) {
		for _, change := range []string{"INSERT", "UPDATE", "DELETE"} {
			body := fmt.Sprintf("INSERT INTO change_log (place) VALUES ('%s %s')", change, name)
			if driver == "sqlite" {
				body = "BEGIN " + body + "; END"
			}
			c.exec(t, fmt.Sprintf("CREATE TRIGGER count_%s_%s AFTER %s ON %s FOR EACH ROW %s", name, strings.ToLower(change), change, name, body))
		}
	}
	c.countFailures(t, driver)
	return c
}

// countFailures counts each sign-in that failed. Its count is no record, but every failure has an audit row.
func (c *changeCounter) countFailures(t *testing.T, driver string) {
	t.Helper()
	body, from := "%s", " FROM DUAL"
	if driver == "sqlite" {
		body, from = "BEGIN %s; END", ""
	}
	insert := "INSERT INTO change_log (place) SELECT 'FAILED sign-in'" + from + " WHERE NEW.failures <> OLD.failures AND (NEW.failures > 0 OR NEW.locked_until IS NOT NULL)"
	c.exec(t, "CREATE TRIGGER count_failures AFTER UPDATE ON sign_ins FOR EACH ROW "+fmt.Sprintf(body, insert))
}

func (c *changeCounter) exec(t *testing.T, statement string) {
	t.Helper()
	if _, err := c.db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func (c *changeCounter) count(t *testing.T, table string) int {
	t.Helper()
	var n int
	must(t, c.db.QueryRow("SELECT COUNT(*) FROM "+table).Scan(&n))
	return n
}

// checkAudit fails unless every changed row since the schema has exactly one audit row.
func (s *stage) checkAudit() {
	s.t.Helper()
	changed, audited := s.changes.count(s.t, "change_log"), s.changes.count(s.t, "audit_entries WHERE act NOT LIKE '%:export' AND act NOT LIKE '%:download'") // what is taken out changes no record
	if changed == audited {
		return
	}
	s.t.Errorf("%d rows changed, %d audit rows", changed, audited)
	rows, err := s.changes.db.Query("SELECT place, COUNT(*) FROM change_log GROUP BY place ORDER BY place")
	must(s.t, err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var where string
		var n int
		must(s.t, rows.Scan(&where, &n))
		s.t.Logf("%6d %s", n, where)
	}
	must(s.t, rows.Err())
}

// auditedTables returns the names the query gives, but those that no audit row is written for.
func auditedTables(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	must(t, err)
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		must(t, rows.Scan(&name))
		if !slices.Contains(unaudited, name) {
			names = append(names, name)
		}
	}
	must(t, rows.Err())
	return names
}

// freshKey is an Idempotency-Key nobody has used.
func (s *stage) freshKey() string { return fmt.Sprintf("key-%d", s.next()) }
