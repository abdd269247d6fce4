package main

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// What the server says on standard error is one JSON record a line, so that what
// collects it can read all of it: warnings, refused settings, libraries and why it ended.
func TestTheServersStderrIsRecords(t *testing.T) {
	binary, data := buildBinary(t), t.TempDir()
	refused := func(want string, args ...string) {
		t.Helper()
		out, err := exec.Command(binary, append([]string{"serve", "--data", data}, args...)...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("serve %q: %v, %s, want %q", args, err, out, want)
		}
		onlyRecords(t, out)
	}
	refused("no-such-flag", "--no-such-flag")
	refused("smtp-security", "--smtp-security", "nothing")
	refused("is not a port", "--addr", "127.0.0.1:99999")
	first := serving(t, binary, data, "")
	first("")
	busy := serving(t, binary, data, "ulimit -n 60; ", "--audit-key", filepath.Join(t.TempDir(), "another"))
	log := busy("flood")
	for _, want := range []string{"sealed with a key that is not in the audit key file", "too many open files"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not say %q:\n%s", want, log)
		}
	}
}

func onlyRecords(t *testing.T, log []byte) {
	t.Helper()
	for line := range bytes.Lines(log) {
		var record struct{ Time, Level, Msg string }
		if err := json.Unmarshal(line, &record); err != nil || record.Time == "" || record.Level == "" || record.Msg == "" {
			t.Errorf("%v: not a record: %s", err, line)
		}
	}
}

// serving starts the server; end stops it, after it was overrun or not, and returns what it logged.
func serving(t *testing.T, binary, data, before string, flags ...string) (end func(how string) string) {
	t.Helper()
	said, logged := filepath.Join(t.TempDir(), "said"), filepath.Join(t.TempDir(), "log")
	line := before + `exec "$0" serve --addr 127.0.0.1:0 --data "$1" "${@:4}" >"$2" 2>"$3"`
	process := exec.Command("bash", append([]string{"-c", line, binary, data, said, logged}, flags...)...)
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = process.Process.Kill() })
	address := regexp.MustCompile(`http://([^/]+)/`)
	var at []string
	for range 600 {
		text, _ := os.ReadFile(said)
		if at = address.FindStringSubmatch(string(text)); at != nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	return func(how string) string {
		t.Helper()
		if how == "flood" && at != nil {
			flood(t, at[1])
		}
		_ = process.Process.Signal(os.Interrupt)
		err := process.Wait()
		log, failed := os.ReadFile(logged)
		if err != nil || failed != nil || at == nil {
			t.Errorf("serve: %v, %v\n%s", err, failed, log)
		}
		onlyRecords(t, log)
		return string(log)
	}
}

// flood opens more connections than the server may have, and says on each what no browser would.
func flood(t *testing.T, address string) {
	t.Helper()
	for n := range 100 {
		connection, err := net.DialTimeout("tcp", address, 5*time.Second)
		if err != nil {
			t.Fatalf("connection %d: %v", n, err)
		}
		defer func() { _ = connection.Close() }()
		_, _ = connection.Write([]byte{0x16, 0x03, 0x01, 0x00, 0x05, 'h', 'e', 'l', 'l', 'o'}[:1+n%10])
	}
	time.Sleep(500 * time.Millisecond)
}
