package main

import (
	"os"
	"os/exec"
	"regexp"
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

func TestHelpIsAlsoAVerb(t *testing.T) {
	for with, without := range map[string][]string{"help": {"--help"}, "help backup": {"backup", "--help"}} {
		code, want, _ := command(without...)
		got, said, errs := command(strings.Fields(with)...)
		if code != exitDone || got != exitDone || said != want || !strings.Contains(said, "Usage: yijian") {
			t.Errorf("%s: exit %d, %s %s", with, got, said, errs)
		}
	}
}

var (
	manualBlock   = regexp.MustCompile("(?s)```sh\n(.*?)```")
	manualCommand = regexp.MustCompile(`(?m)^(?:[A-Z_]+='[^']*' )?yijian (.+)$`)
)

// TestTheOperatorsManualNamesRealCommands parses every command of the manual as the program does, without running it.
func TestTheOperatorsManualNamesRealCommands(t *testing.T) {
	text, err := os.ReadFile("docs/手册/运维.md")
	if err != nil {
		t.Fatal(err)
	}
	parsed := map[string]bool{}
	for _, block := range manualBlock.FindAllStringSubmatch(string(text), -1) {
		for _, line := range manualCommand.FindAllStringSubmatch(block[1], -1) {
			parser, err := kong.New(&verbs{}, kong.Name("yijian"))
			if err != nil {
				t.Fatal(err)
			}
			found, err := parser.Parse(strings.Fields(line[1]))
			if err != nil {
				t.Errorf("yijian %s: %v", line[1], err)
				continue
			}
			parsed[found.Command()] = true
		}
	}
	if len(parsed) < 12 {
		t.Errorf("the manual shows %d different commands: %v", len(parsed), parsed)
	}
}
