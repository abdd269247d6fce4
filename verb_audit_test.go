package main

import (
	"bytes"
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// auditSite is a database with a data folder, as the verbs take them.
type auditSite struct {
	t     *testing.T
	dsn   string
	data  string
	where []string

	version *sql.DB // for counting the steps of a migration
}

func newAuditSite(t *testing.T, dsn string) *auditSite {
	t.Helper()
	t.Setenv("AUDIT_PASSWORD", "audit-only-2026")
	s := &auditSite{t: t, dsn: dsn, data: t.TempDir()}
	s.where = []string{"--data", s.data}
	if strings.HasPrefix(dsn, "mysql:") {
		s.where = append(s.where, "--db", dsn)
	}
	return s
}

func (s *auditSite) verb(want int, args ...string) string {
	s.t.Helper()
	code, out, errs := verb(s.t, model.NewDate(2026, 11, 24), append(args, s.where...)...)
	if code != want {
		s.t.Fatalf("%v: %d %s%s, want %d", args, code, out, errs, want)
	}
	return out + errs
}

func (s *auditSite) addUser(name string) {
	s.t.Helper()
	s.verb(exitDone, "user", "add", name, "--role", "auditor", "--display", name, "--password-env", "AUDIT_PASSWORD")
}

// serve runs the server until it listens, stops it, and returns its log.
func (s *auditSite) serve() string {
	s.t.Helper()
	ctx, stop := context.WithTimeout(s.t.Context(), time.Minute)
	defer stop()
	out := &tellingWriter{found: func(string) { stop() }}
	var errs bytes.Buffer
	env := &environment{ctx: ctx, out: out, errOut: &errs, now: time.Now}
	if code := env.run(append([]string{"serve", "--addr", "127.0.0.1:0"}, s.where...)); code != exitDone {
		s.t.Fatalf("serve: %d %s", code, errs.String())
	}
	if strings.Contains(errs.String(), `"level":"ERROR"`) {
		s.t.Errorf("serve: %s", errs.String())
	}
	return errs.String()
}

// root is a connection past the program.
func (s *auditSite) root() *sql.DB {
	s.t.Helper()
	driver, address := "sqlite", filepath.Join(s.data, "yijian.db")
	if u, err := url.Parse(s.dsn); err == nil && u.Scheme == "mysql" {
		driver, address = "mysql", u.User.String()+"@tcp("+u.Host+")"+u.Path
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = db.Close() })
	return db
}

func (s *auditSite) exec(db *sql.DB, statement string) {
	s.t.Helper()
	if _, err := db.Exec(statement); err != nil {
		s.t.Fatalf("%s: %v", statement, err)
	}
}

func TestAuditVerifyTellsWhatItFinds(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := newAuditSite(t, dsn)
		notYet := func(when string) {
			if out := s.verb(exitUnavailable, "audit", "verify"); !strings.HasPrefix(out, "no audit log yet: ") || !strings.Contains(out, "`yijian serve` makes the key") {
				t.Errorf("%s: %s", when, out)
			}
		}
		notYet("before anything")
		if out := s.verb(exitUnavailable, "audit", "verify", "--heads", filepath.Join(s.data, "none")); strings.Contains(out, "no audit log yet") {
			t.Errorf("heads that were named and are not there: %s", out)
		}
		s.addUser("first")
		notYet("before the first start of a server")
		s.serve()
		if out := s.verb(exitDone, "audit", "verify"); !strings.HasPrefix(out, "holds: ") || strings.Contains(out, "not yet") {
			t.Errorf("after a server ran: %s", out)
		}
		s.addUser("second")
		if out := s.verb(exitDone, "audit", "verify"); !strings.Contains(out, "1 rows not yet in the log") {
			t.Errorf("after the command line wrote: %s", out)
		}
		s.serve()
		heads, err := os.ReadFile(filepath.Join(s.data, "audit-heads"))
		if err != nil || bytes.Count(heads, []byte("\n")) < 2 {
			t.Fatalf("heads: %v\n%s", err, heads)
		}
		spoilt := filepath.Join(t.TempDir(), "heads")
		if err := os.WriteFile(spoilt, bytes.Replace(heads, []byte(`yijian/audit\n`), []byte(`yijian/audit\n1`), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		s.verb(exitUsage, "audit", "verify", "--heads", spoilt)
		s.verb(exitUnavailable, "audit", "verify", "--heads", spoilt+"-none")
		if err := os.Rename(filepath.Join(s.data, "audit-heads"), spoilt); err != nil {
			t.Fatal(err)
		}
		if out := s.verb(exitUnavailable, "audit", "verify"); strings.Contains(out, "no audit log yet") || !strings.Contains(out, "audit-heads") {
			t.Errorf("after the heads were taken away: %s", out)
		}
		if err := os.Rename(spoilt, filepath.Join(s.data, "audit-heads")); err != nil {
			t.Fatal(err)
		}
		s.exec(s.root(), "UPDATE audit_entries SET user_name = 'nobody' WHERE act = 'user:create'")
		if out := s.verb(exitRefused, "audit", "verify"); !regexp.MustCompile(`^differs: row \d+ of the log: row .*user:create on users/.* was altered\n$`).MatchString(out) {
			t.Errorf("after root altered a row: %s", out)
		}
	})
}

func TestARestoredAuditTrailIsCompared(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := newAuditSite(t, dsn)
		s.addUser("first")
		s.serve()
		file := filepath.Join(t.TempDir(), "backup")
		s.verb(exitDone, "backup", "--plain", file)
		s.addUser("second")
		s.serve()
		if out := s.verb(exitDone, "restore", file, "--yes"); !strings.Contains(out, "audit log holds: ") {
			t.Errorf("restore: %s", out)
		}
		s.serve()
		s.addUser("third")
		s.serve()
		if out := s.verb(exitDone, "audit", "verify"); !strings.Contains(out, "given up by a restore") {
			t.Errorf("after the restore: %s", out)
		}
		s.exec(s.root(), "DELETE FROM audit_entries WHERE act = 'user:create'")
		s.verb(exitDone, "backup", "--plain", file, "--yes")
		if out := s.verb(exitRefused, "restore", file, "--yes"); !strings.Contains(out, "audit log differs: ") {
			t.Errorf("a tampered backup: %s", out)
		}
	})
}

func TestARotatedAuditKeyGoesOn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := newAuditSite(t, dsn)
		s.addUser("first")
		s.serve()
		former := strings.TrimSpace(s.verb(exitDone, "audit", "key"))
		keys := strings.Fields(s.verb(exitDone, "audit", "key", "--rotate"))
		if len(keys) != 2 || keys[1] != former || keys[0] == former {
			t.Fatalf("rotated %s to %v", former, keys)
		}
		s.addUser("second")
		s.serve()
		s.verb(exitDone, "audit", "verify")
		if err := os.Remove(filepath.Join(s.data, "audit-key")); err != nil {
			t.Fatal(err)
		}
		if out := s.verb(exitDone, "user", "list"); !strings.Contains(out, "sealed with a key that is not in the audit key file") {
			t.Errorf("a lost key is not told: %s", out)
		}
	})
}

// TestInsertOnlyGrants runs the statements of docs/operating.md: the servers'
// account works, and cannot change or delete what is audited.
func TestInsertOnlyGrants(t *testing.T) {
	s := newAuditSite(t, testdb.MariaDB(t))
	s.verb(exitDone, "migrate")
	name := s.dsn[strings.LastIndex(s.dsn, "/")+1:]
	text, err := os.ReadFile("docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(blocks) != 2 {
		t.Fatalf("%d blocks of SQL in docs/operating.md, want 2", len(blocks))
	}
	here := strings.NewReplacer("yijian.", name+".", "'yijian'@", "'app_"+name+"'@", "''yijian''@", "''app_"+name+"''@",
		"table_schema = 'yijian'", "table_schema = '"+name+"'")
	owner := s.root()
	for _, statement := range strings.Split(strings.TrimSpace(here.Replace(blocks[0][1])), "\n") {
		s.exec(owner, strings.TrimSuffix(statement, ";"))
	}
	t.Cleanup(func() { _, _ = owner.Exec("DROP USER 'app_" + name + "'@'%'") })
	rows, err := owner.Query(strings.TrimSuffix(strings.TrimSpace(here.Replace(blocks[1][1])), ";"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var grants []string
	for rows.Next() {
		var grant string
		if err := rows.Scan(&grant); err != nil {
			t.Fatal(err)
		}
		grants = append(grants, strings.TrimSuffix(grant, ";"))
	}
	if err := rows.Err(); err != nil || len(grants) < 20 {
		t.Fatalf("%d grants: %v", len(grants), err)
	}
	for _, grant := range grants {
		s.exec(owner, grant)
	}
	s.dsn = strings.Replace(s.dsn, "root@", "app_"+name+":a%20long%20secret@", 1)
	s.where[len(s.where)-1] = s.dsn
	s.addUser("first")
	t.Setenv("AUDIT_PASSWORD", "another-only-2026")
	s.verb(exitDone, "user", "passwd", "first", "--password-env", "AUDIT_PASSWORD")
	s.serve()
	s.verb(exitDone, "job", "run", "housekeeping", "--as-of", "2026-11-20")
	s.serve()
	s.verb(exitDone, "backup", "--plain", filepath.Join(t.TempDir(), "backup"))
	if out := s.verb(exitDone, "audit", "verify"); !strings.HasPrefix(out, "holds: ") {
		t.Errorf("verify: %s", out)
	}
	app, err := sql.Open("mysql", "app_"+name+":a long secret@tcp("+s.dsn[strings.LastIndex(s.dsn, "@")+1:strings.LastIndex(s.dsn, "/")]+")/"+name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = app.Close() }()
	for _, statement := range []string{
		"UPDATE audit_entries SET reason = 'x'", "DELETE FROM audit_entries", "TRUNCATE audit_entries", "REPLACE INTO audit_log_hashes VALUES (0, 'x')",
		"UPDATE audit_log_rows SET position = 9", "DELETE FROM audit_log_rows", "UPDATE audit_log_hashes SET hash = 'x'", "DELETE FROM audit_log_hashes",
		"DROP TABLE audit_entries", "ALTER TABLE audit_entries DROP COLUMN seal", "CREATE TRIGGER x BEFORE INSERT ON audit_entries FOR EACH ROW SET NEW.reason = ''",
	} {
		if _, err := app.Exec(statement); err == nil || !strings.Contains(err.Error(), "denied") {
			t.Errorf("%s: %v, want it denied", statement, err)
		}
	}
}

func TestTheTrailSaysWhoSatAtTheMachine(t *testing.T) {
	s := newAuditSite(t, testdb.SQLite(t))
	s.addUser("first")
	t.Setenv("AUDIT_PASSWORD", "another-only-2026")
	s.verb(exitDone, "user", "passwd", "first", "--password-env", "AUDIT_PASSWORD")
	var n int
	err := s.root().QueryRow("SELECT COUNT(*) FROM audit_entries WHERE act IN ('user:create', 'password:reset') AND on_behalf LIKE '本机用户 %'").Scan(&n)
	if err != nil || n < 2 {
		t.Errorf("%d rows of the command line name the user of the machine: %v", n, err)
	}
}
