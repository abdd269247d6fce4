package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/policy/reference"
)

// A database that holds anything at all is not replaced without --yes.
func TestRestoreRefusesADatabaseWithRecords(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		dir := t.TempDir()
		backup, plan := filepath.Join(dir, "backup"), filepath.Join(dir, "plan.txt")
		if err := os.WriteFile(plan, []byte(reference.PlanText()), 0o600); err != nil {
			t.Fatal(err)
		}
		where := []string{"--data", dir}
		if strings.HasPrefix(dsn, "mysql:") {
			where = append(where, "--db", dsn)
		}
		for _, step := range []struct {
			args []string
			code int
			errs string
		}{
			{[]string{"restore", filepath.Join(dir, "none")}, exitUnavailable, "none"},
			{[]string{"migrate"}, exitDone, ""},
			{[]string{"backup", "--plain", backup}, exitDone, ""},
			{[]string{"import", "tasks", plan}, exitDone, ""},
			{[]string{"restore", backup}, exitRefused, "--yes"},
			{[]string{"report", "tasks", "--month", "2020-11", "-o", filepath.Join(dir, "a.xlsx")}, exitDone, ""},
			{[]string{"restore", backup, "--yes"}, exitDone, ""},
			{[]string{"report", "tasks", "--month", "2020-11", "-o", filepath.Join(dir, "b.xlsx")}, exitRefused, "plan.none"},
		} {
			code, out, errs := command(append(step.args, where...)...)
			if code != step.code || !strings.Contains(errs, step.errs) || strings.Count(errs, "\n") > 1 {
				t.Errorf("%v: exit %d, %q, %q", step.args, code, out, errs)
			}
		}
	})
}

// Two databases never share a place of attachments: neither starts with the other's, and
// a restore takes it over only when told that the former database is gone.
func TestAPlaceOfAttachmentsIsNoOtherDatabases(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		dir, other := t.TempDir(), t.TempDir()
		backup, place := filepath.Join(dir, "backup"), filepath.Join(dir, "place")
		live := []string{"--data", dir, "--attachments", place}
		if strings.HasPrefix(dsn, "mysql:") {
			live = append(live, "--db", dsn)
		}
		elsewhere := []string{"--data", other, "--attachments", place, "--key-file", filepath.Join(dir, "yijian.key"), "--audit-key", filepath.Join(dir, "audit-key")}
		spare := append([]string{"--attachments", filepath.Join(other, "own"), "--data", other}, elsewhere[4:]...)
		for _, step := range []struct {
			args  []string
			where []string
			code  int
			errs  string
		}{
			{[]string{"migrate"}, live, exitDone, ""},
			{[]string{"backup", "--plain", backup}, live, exitDone, ""},
			{[]string{"restore", backup}, elsewhere, exitRefused, "--take-attachments"},
			{[]string{"restore", backup, "--take-attachments"}, elsewhere, exitDone, ""},
			{[]string{"user", "list"}, elsewhere, exitDone, ""},
			{[]string{"user", "list"}, live, exitRefused, "--attachments"},
			{[]string{"serve", "--addr", "127.0.0.1:0"}, live, exitRefused, "--attachments"},
			{[]string{"restore", backup, "--yes"}, live, exitRefused, "--take-attachments"},
			{[]string{"restore", backup, "--yes", "--take-attachments"}, live, exitDone, ""},
			{[]string{"user", "list"}, live, exitDone, ""},
			{[]string{"user", "list"}, spare, exitDone, ""},
		} {
			code, out, errs := command(append(step.args, step.where...)...)
			if code != step.code || !strings.Contains(errs, step.errs) || strings.Count(errs, "\n") > 1 {
				t.Fatalf("%v: exit %d, %q, %q", step.args, code, out, errs)
			}
		}
	})
}

// A verb that somebody runs at the machine leaves no mark in the place of attachments:
// migrate, serve and restore do, which the server's user runs.
func TestAVerbInPassingMarksNoPlace(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := newAuditSite(t, dsn)
		marked := func() bool {
			_, err := os.Stat(filepath.Join(s.data, "attachments", ".database"))
			return err == nil
		}
		s.addUser("first")
		for _, args := range [][]string{{"user", "list"}, {"key", "status"}, {"backup", "--plain", filepath.Join(t.TempDir(), "b")}, {"job", "run", "housekeeping", "--as-of", "2026-03-02"}} {
			if s.verb(exitDone, args...); marked() {
				t.Fatalf("%v marked the place", args)
			}
		}
		if s.verb(exitDone, "migrate"); !marked() {
			t.Error("migrate left the place unmarked")
		}
	})
}

// A copied file of the database and its original start beside each other with a warning;
// nothing is cleaned up until one of them is given the place.
func TestACopiedDatabaseIsTold(t *testing.T) {
	live, other := newAuditSite(t, testdb.SQLite(t)), newAuditSite(t, "")
	live.verb(exitDone, "migrate")
	for _, name := range []string{"yijian.db", "yijian.key", "audit-key"} {
		other.copyIn(filepath.Join(live.data, name))
	}
	other.where = append(other.where, "--attachments", filepath.Join(live.data, "attachments"))
	if out := other.verb(exitDone, "migrate"); strings.Contains(out, "warning") {
		t.Errorf("the first to use the place: %s", out)
	}
	if log := live.serve(); !strings.Contains(log, "--take-attachments") {
		t.Errorf("the original's server said %s", log)
	}
	if out := live.verb(exitRefused, "job", "run", "housekeeping", "--as-of", "2026-03-02"); !strings.Contains(out, "--take-attachments") {
		t.Errorf("housekeeping said %s", out)
	}
	live.verb(exitDone, "migrate", "--take-attachments")
	live.serve()
	live.verb(exitDone, "job", "run", "housekeeping", "--as-of", "2026-03-03")
	other.verb(exitRefused, "user", "list")
}
