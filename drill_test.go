package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// inDrill is what the drill's commands find on a machine: the program, one user for
// all, and systemctl, which here starts and stops the server itself.
const inDrill = `set -euo pipefail
runuser() { [ "$1 $2 $3" = "-u yijian --" ] && shift 3 && "$@"; }
chown() { [ "$1" = yijian: ] && ls "${@:2}" >/dev/null; }
install() { [ "$*" = "-d -m 0700 -o yijian -g yijian ${*: -1}" ] && mkdir -p "${@: -1}"; }
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
	first, second := "", ""
	blocks := drillBlocks(t)
	for _, block := range blocks {
		if strings.Contains(block, "yijian restore") {
			second += block
		} else {
			first += block
		}
	}
	if len(blocks) != 6 || second == "" {
		t.Fatalf("%d blocks of commands in the drill, want 6", len(blocks))
	}
	programs, kept := filepath.Dir(buildBinary(t)), t.TempDir()
	if out := runDrill(t, programs, kept, newMachine(t), first); strings.Count(out, "holds: ") != 3 {
		t.Errorf("the audit trail was not found whole three times:\n%s", out)
	}
	out := runDrill(t, programs, kept, newMachine(t), second)
	for _, want := range []string{"restored ", "audit log holds: ", "admin", "security"} {
		if !strings.Contains(out, want) {
			t.Errorf("the restore on an empty machine does not say %q:\n%s", want, out)
		}
	}
}

// drillBlocks are the drill's commands, a block for each step that has any.
func drillBlocks(t *testing.T) (blocks []string) {
	t.Helper()
	text, err := os.ReadFile("docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Drill\n")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(section, -1) {
		blocks = append(blocks, block[1])
	}
	return blocks
}

// newMachine is a folder in which the drill's paths stand.
func newMachine(t *testing.T) (machine string) {
	t.Helper()
	machine = t.TempDir()
	for _, dir := range []string{"var/lib/yijian", "var/backups/yijian"} {
		if err := os.MkdirAll(filepath.Join(machine, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return machine
}

// runDrill runs the commands on the machine.
func runDrill(t *testing.T, programs, kept, machine, commands string) string {
	t.Helper()
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
