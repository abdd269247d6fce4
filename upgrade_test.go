package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
	"yijian/store/migrations"
)

const (
	killEverySteps = 9 // steps noted between two kills, or a few more
	// slice is how long a run goes on between two looks: on a fast disk all steps take a tenth of a second.
	slice = time.Millisecond
)

// TestAKilledMigrationGoesOn kills yijian migrate with kill -9 every few steps until one run ends by itself.
func TestAKilledMigrationGoesOn(t *testing.T) {
	binary := buildBinary(t)
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := newAuditSite(t, dsn)
		s.migrateKilled(binary)
		s.addUser("first")
		s.serve()
	})
}

// migrateKilled runs migrate, and kills it, until one run ends by itself.
func (s *auditSite) migrateKilled(binary string) {
	s.t.Helper()
	kills := 0
	for killed := true; killed; {
		if killed = s.migrateAndKill(binary); killed {
			kills++
		}
		if killed && strings.HasPrefix(s.dsn, "mysql:") { // as if the dead one's hold had run out
			_, _ = s.root().Exec("UPDATE goose_lock SET lease_expires_at = now(6) - INTERVAL 1 SECOND")
		}
	}
	if kills < 5 {
		s.t.Errorf("killed %d times", kills)
	}
	s.t.Logf("killed %d times", kills)
	if noted := s.stepsNoted(); noted != len(migrations.Steps()) {
		s.t.Errorf("%d steps noted, want %d", noted, len(migrations.Steps()))
	}
}

// migrateAndKill reports whether the run was killed before it ended by itself.
func (s *auditSite) migrateAndKill(binary string) (killed bool) {
	s.t.Helper()
	var said bytes.Buffer
	process := exec.Command(binary, append([]string{"migrate"}, s.where...)...)
	process.Stdout, process.Stderr = &said, &said
	before := s.stepsNoted()
	if err := process.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- process.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				s.t.Fatalf("migrate: %v\n%s", err, said.String())
			}
			return false
		case <-time.After(slice):
			_ = process.Process.Signal(syscall.SIGSTOP)
			noted := s.stepsNoted()
			_ = process.Process.Signal(syscall.SIGCONT)
			if noted >= before+killEverySteps {
				_ = process.Process.Kill()
				return <-ended != nil
			}
		}
	}
}

func (s *auditSite) stepsNoted() (n int) {
	s.t.Helper()
	if s.version == nil {
		s.version = s.root()
	}
	// Before the first step there is no table, and none noted.
	_ = s.version.QueryRow("SELECT COUNT(*) FROM goose_db_version WHERE version_id > 0").Scan(&n)
	return n
}

// TestTheFirstReleaseIsServed takes the backup, the keys and the signed heads of
// a server of the first release to an empty machine: everything that the release
// sealed still opens, and a backup of it goes on to the other database unchanged.
func TestTheFirstReleaseIsServed(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := newAuditSite(t, dsn)
		release := s.takeReleasedKeys()
		if out := s.verb(exitDone, "restore", filepath.Join(release, "backup")); !strings.Contains(out, "audit log holds: ") {
			t.Errorf("restore: %s", out)
		}
		s.readsFormerActs()
		// The secret of a one-time code, sealed by the release's key.
		if out := s.serveDemo(); !strings.Contains(out, "M3LRHFJC6H2TEHPIPP3BEETPQE5VJJ53") {
			t.Errorf("serve said %s", out)
		}
		s.verb(exitDone, "audit", "verify")
		backup := filepath.Join(t.TempDir(), "backup")
		s.verb(exitDone, "backup", "--plain", backup)
		testdb.Each(t, func(t *testing.T, to string) { s.goesOnTo(t, to, backup) })
	})
}

// takeReleasedKeys puts the first release's keys and heads in place, beside an audit key
// of this machine's own, and returns the folder that they are from.
func (s *auditSite) takeReleasedKeys() (release string) {
	s.t.Helper()
	release = filepath.Join("store", "testdata", "release-1")
	for _, name := range []string{"yijian.key", "audit-heads"} {
		s.copyIn(filepath.Join(release, name))
	}
	if _, err := store.OpenAuditKey(filepath.Join(s.data, "audit-key")); err != nil {
		s.t.Fatal(err)
	}
	former, err := os.ReadFile(filepath.Join(release, "audit-key"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.append("audit-key", former)
	return release
}

// readsFormerActs asks for acts by the names that they have now: the release stamped
// the one task that was put off with the permission, task:suspend.
func (s *auditSite) readsFormerActs() {
	s.t.Helper()
	address := "sqlite:" + filepath.Join(s.data, "yijian.db")
	if strings.HasPrefix(s.dsn, "mysql:") {
		address = s.dsn
	}
	opened, err := store.Open(s.t.Context(), address)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = opened.Close() }()
	desk, err := casework.NewDesk(opened, time.Now)
	if err != nil {
		s.t.Fatal(err)
	}
	auditor := model.Actor{UserID: "auditor", Roles: []model.Role{model.RoleAuditor}}
	for act, want := range map[string]string{"task:defer": "工作任务：暂缓", "task:cancel": "", "task:resume": "", "inspection:return": "", "inspection:confirm": "行政检查：审核"} {
		page, err := desk.AuditTrail(s.t.Context(), auditor, casework.AuditAsked{Act: act}, store.Query{})
		if err != nil || (len(page.Items) > 0) != (want != "") {
			s.t.Fatalf("%s: %d rows: %v", act, len(page.Items), err)
		}
		for _, line := range page.Items {
			if line.ActTitle != want || line.RecordName == "" || act == "task:defer" && line.Act != "task:suspend" {
				s.t.Errorf("%s, stamped %s, is read as %s on %q", act, line.Act, line.ActTitle, line.RecordName)
			}
		}
	}
}

// goesOnTo restores the backup elsewhere: the same rows in each table, the same
// audit log, apart from what the restore itself notes.
func (s *auditSite) goesOnTo(t *testing.T, dsn, backup string) {
	target := newAuditSite(t, dsn)
	for _, name := range []string{"yijian.key", "audit-key", "audit-heads"} {
		target.copyIn(filepath.Join(s.data, name))
	}
	if out := target.verb(exitDone, "restore", backup); !strings.Contains(out, "audit log holds: ") {
		t.Errorf("restore: %s", out)
	}
	again := filepath.Join(t.TempDir(), "again")
	target.verb(exitDone, "backup", "--plain", again)
	was, is := tablesOf(t, backup), tablesOf(t, again)
	// The restore notes itself, ends all sessions and gives the database a name of its own.
	for _, table := range []string{"audit_entries", "sessions", "database_ids"} {
		delete(was, table)
		delete(is, table)
	}
	if !maps.Equal(was, is) || len(was) < 30 {
		t.Errorf("restored\n%v\nwant\n%v", is, was)
	}
}

type sumInBackup struct {
	Rows int64
	Sum  string
}

// tablesOf reads what each table adds up to from the end of a plain backup.
func tablesOf(t *testing.T, file string) map[string]sumInBackup {
	t.Helper()
	packed, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	lines := slices.Collect(strings.Lines(string(text)))
	var tail struct{ Tables map[string]sumInBackup }
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &tail); err != nil {
		t.Fatal(err)
	}
	return tail.Tables
}

func (s *auditSite) copyIn(file string) {
	s.t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.data, filepath.Base(file)), text, 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func (s *auditSite) append(name string, text []byte) {
	s.t.Helper()
	file, err := os.OpenFile(filepath.Join(s.data, name), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := file.Write(text); err != nil {
		s.t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// serveDemo runs the demonstration server until it has said everything, and returns that.
func (s *auditSite) serveDemo() string {
	s.t.Helper()
	ctx, stop := context.WithTimeout(s.t.Context(), 5*time.Minute)
	defer stop()
	from, to := io.Pipe()
	said := make(chan string, 1)
	go func() {
		var all strings.Builder
		for lines := bufio.NewScanner(from); lines.Scan(); {
			all.WriteString(lines.Text() + "\n")
			if strings.Contains(lines.Text(), "密钥") {
				stop()
			}
		}
		said <- all.String()
	}()
	var errs bytes.Buffer
	env := &environment{ctx: ctx, out: to, errOut: &errs, now: time.Now}
	code := env.run(append([]string{"serve", "--demo", "--addr", "127.0.0.1:0"}, s.where...))
	if err := to.Close(); code != exitDone || err != nil {
		s.t.Fatalf("serve: %d %v %s", code, err, errs.String())
	}
	return <-said
}

// TestAKilledUpgradeGoesOn does the same over the rows of the first release: they end as in an upgrade in one go.
func TestAKilledUpgradeGoesOn(t *testing.T) {
	binary := buildBinary(t)
	whole := firstReleaseAt(t, "", t.TempDir())
	want := whole.upgradedRows()
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := firstReleaseAt(t, dsn, t.TempDir())
		s.migrateKilled(binary)
		got := s.upgradedRows()
		for _, table := range []string{"endpoints", "complaints", "seal_keys", "audit_entries", "database_ids"} {
			// Seals, ids and instants of the upgrade itself are no two times the same.
			got[table] = sumInBackup{got[table].Rows, want[table].Sum}
		}
		if !maps.Equal(got, want) {
			t.Errorf("killed and taken up again\n%v\nin one go\n%v", got, want)
		}
		s.verb(exitDone, "audit", "verify")
		if out := s.verb(exitDone, "key", "status"); !strings.Contains(out, "complaints") {
			t.Errorf("nothing is sealed: %s", out)
		}
	})
}

// upgradedRows ends the upgrade, if it has not ended, and tells what each table adds up to.
func (s *auditSite) upgradedRows() map[string]sumInBackup {
	s.t.Helper()
	s.verb(exitDone, "migrate")
	backup := filepath.Join(s.t.TempDir(), "backup")
	s.verb(exitDone, "backup", "--plain", backup)
	return tablesOf(s.t, backup)
}
