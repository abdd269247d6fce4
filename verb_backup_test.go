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
