package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// inDrill is what the drill's commands find on a machine: the program, and
// systemctl, which here starts and stops the server itself.
const inDrill = `set -euo pipefail
systemctl() {
  case $1 in
  start)
    yijian serve --addr 127.0.0.1:0 >"$YIJIAN_DATA/said" 2>"$YIJIAN_DATA/log" &
    echo $! >"$YIJIAN_DATA/pid"
    for _ in $(seq 600); do [ -s "$YIJIAN_DATA/said" ] && return; sleep 0.1; done
    cat "$YIJIAN_DATA/log" >&2; return 1 ;;
  stop) kill "$(cat "$YIJIAN_DATA/pid")"; wait "$(cat "$YIJIAN_DATA/pid")" ;;
  esac
}
trap 'systemctl stop yijian' EXIT
`

// TestTheDrillRunsAsWritten runs the commands of docs/operating.md, Drill: all
// but the restore on one machine, the restore on another that shares only /mnt/kept.
func TestTheDrillRunsAsWritten(t *testing.T) {
	text, err := os.ReadFile("docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Drill\n")
	section, _, _ = strings.Cut(section, "\n## ")
	first, second := "", ""
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(section, -1)
	for _, block := range blocks {
		if strings.Contains(block[1], "yijian restore") {
			second += block[1]
		} else {
			first += block[1]
		}
	}
	if len(blocks) != 6 || second == "" {
		t.Fatalf("%d blocks of commands in the drill, want 6", len(blocks))
	}
	programs, kept := filepath.Dir(buildBinary(t)), t.TempDir()
	if out := runDrill(t, programs, kept, first); strings.Count(out, "holds: ") != 3 {
		t.Errorf("the audit trail was not found whole three times:\n%s", out)
	}
	out := runDrill(t, programs, kept, second)
	for _, want := range []string{"restored ", "audit log holds: ", "admin", "security"} {
		if !strings.Contains(out, want) {
			t.Errorf("the restore on an empty machine does not say %q:\n%s", want, out)
		}
	}
}

// runDrill runs the commands on a machine of their own, whose paths stand in a folder.
func runDrill(t *testing.T, programs, kept, commands string) string {
	t.Helper()
	machine := t.TempDir()
	for _, dir := range []string{"var/lib/yijian", "var/backups"} {
		if err := os.MkdirAll(filepath.Join(machine, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	commands = strings.ReplaceAll(commands, "/var/", machine+"/var/")
	commands = strings.ReplaceAll(commands, "/mnt/kept", kept)
	shell := exec.Command("bash", "-c", inDrill+commands)
	shell.Env = append(os.Environ(), "PATH="+programs+":"+os.Getenv("PATH"))
	out, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, commands, out)
	}
	return string(out)
}
