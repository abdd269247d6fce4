package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// A script that names the database once may put the flags on any verb.
func TestAllVerbsShareTheDatabaseFlags(t *testing.T) {
	parser, err := kong.New(&verbs{}, kong.Name("yijian"), kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	leaves := parser.Model.Leaves(true)
	if len(leaves) < 10 {
		t.Fatalf("%d verbs", len(leaves))
	}
	for _, verb := range leaves {
		for _, name := range []string{"data", "db"} {
			found := false
			for _, group := range verb.AllFlags(true) {
				for _, flag := range group {
					found = found || flag.Name == name
				}
			}
			if !found {
				t.Errorf("%s has no --%s", verb.FullPath(), name)
			}
		}
	}
	dir := t.TempDir()
	for _, args := range [][]string{{"job", "list"}, {"openapi"}} {
		if code, out, errs := command(append(args, "--data", dir, "--db", "mysql://u:p@127.0.0.1:1/none")...); code != exitDone || out == "" {
			t.Errorf("%v: exit %d, %s", args, code, errs)
		}
	}
}

// An exported YIJIAN_TEST_DB must not quietly take MariaDB out of make test.
func TestMakeIgnoresAnExportedTestDatabase(t *testing.T) {
	show := exec.Command("make", "--no-print-directory", "--eval", "shown: ; @echo \"[$${YIJIAN_TEST_DB-}]\"", "shown")
	show.Env = append(show.Environ(), "YIJIAN_TEST_DB=sqlite")
	out, err := show.CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "[]" {
		t.Errorf("recipes see %s (%v)", out, err)
	}
}
