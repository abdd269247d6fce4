package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// keyed is an installation whose keys are rotated.
type keyedPlace struct {
	t     *testing.T
	flags []string
	file  string
	held  database
}

func newKeyedPlace(t *testing.T, dsn string) *keyedPlace {
	t.Helper()
	p := &keyedPlace{t: t, held: database{Data: t.TempDir(), keyFlags: keyFlags{SealProfile: "aes"}, PasswordProfile: "djbh3"}}
	p.flags = []string{"--data", p.held.Data}
	if strings.HasPrefix(dsn, "mysql:") {
		p.held.DB = dsn
		p.flags = append(p.flags, "--db", dsn)
	}
	p.file = filepath.Join(p.held.Data, "yijian.key")
	p.runs(exitDone, "migrate")
	return p
}

// runs performs a verb and returns what it printed.
func (p *keyedPlace) runs(want int, args ...string) string {
	p.t.Helper()
	code, out, errs := command(append(args, p.flags...)...)
	if code != want || strings.Count(errs, "\n") > 1 {
		p.t.Fatalf("%v: exit %d, %q, %q; want %d", args, code, out, errs, want)
	}
	return out + errs
}

func (p *keyedPlace) open() *casework.Desk {
	p.t.Helper()
	desk, err := p.held.open(&environment{ctx: p.t.Context(), out: os.Stdout, errOut: os.Stderr, now: time.Now}, false)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = desk.Store.Close() })
	return desk
}

func complain(t *testing.T, desk *casework.Desk, n int) model.Complaint {
	t.Helper()
	clerk := model.Actor{UserID: "clerk", Name: "演示专员", Roles: []model.Role{model.RoleComplaints}, AreaCode: "500156"}
	c, err := desk.RegisterComplaint(t.Context(), model.Call{Actor: clerk}, casework.ComplaintFacts{
		Channel: "visit", Kind: model.ComplaintReport, Category: "other", Statement: "演示事由", ReceivedOn: desk.Today(),
		ConsumerName: model.PersonName(fmt.Sprintf("演示某%d", n)), ConsumerPhone: model.Phone(fmt.Sprintf("139%08d", n)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A rotation killed at any moment leaves a key file that opens everything, and
// the next one goes on where it stopped, under a server that stays.
func TestRotationSurvivesKills(t *testing.T) {
	binary := buildBinary(t)
	testdb.Each(t, func(t *testing.T, dsn string) {
		p := newKeyedPlace(t, dsn)
		desk := p.open() // reads the key file again when it changes
		var all []model.Complaint
		for n := range 150 {
			all = append(all, complain(t, desk, n))
		}
		for n := range 12 {
			rotate := exec.Command(binary, append([]string{"key", "rotate"}, p.flags...)...)
			if err := rotate.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(20+n*25) * time.Millisecond)
			_ = rotate.Process.Kill() // it may have been done
			_ = rotate.Wait()
			all = append(all, complain(t, desk, 1000+n))
			if state, err := os.Stat(p.file); err != nil || state.Mode().Perm() != 0o600 {
				t.Fatalf("key file %v, %v", state, err)
			}
			readAll(t, desk, all)
		}
		p.runs(exitDone, "key", "rotate")
		p.runs(exitDone, "key", "rotate")
		held, err := readKeys(p.file)
		if err != nil || len(held) < 2 {
			t.Fatalf("%d keys: %v", len(held), err)
		}
		status := p.runs(exitDone, "key", "status")
		if !strings.HasPrefix(status, held[0].key.ID()+"\tseals\t") || !strings.Contains(status, fmt.Sprintf("complaints.consumer_phone %d", len(all))) {
			t.Errorf("status:\n%s", status)
		}
		for _, row := range held[1:] {
			p.runs(exitDone, "key", "retire", row.key.ID())
		}
		if held, err = readKeys(p.file); err != nil || len(held) != 1 {
			t.Fatalf("%d keys after retiring: %v", len(held), err)
		}
		readAll(t, p.open(), all)
	})
}

func readAll(t *testing.T, desk *casework.Desk, all []model.Complaint) {
	t.Helper()
	for _, was := range all {
		now, err := desk.Store.Complaint(t.Context(), store.Everything(), was.ID)
		if err != nil || string(now.ConsumerPhone) != string(was.ConsumerPhone) {
			t.Fatalf("%s: %q, %v", was.ID, string(now.ConsumerPhone), err)
		}
	}
}

func TestKeysAreHeldToTheirDatabase(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		p := newKeyedPlace(t, dsn)
		first, err := os.ReadFile(p.file)
		if err != nil {
			t.Fatal(err)
		}
		former, _ := parseKeys(first)
		desk := p.open()
		desk.SealWith(casework.FixedKeys(former[0].key)) // a server that has not got the new file
		complain(t, desk, 1)

		p.runs(exitDone, "key", "rotate", "--prepare")
		next, err := readKeys(p.file)
		if err != nil || len(next) != 2 || next[1].duty != dutyNext || next[0].key != former[0].key {
			t.Fatalf("prepared: %d keys, %v", len(next), err)
		}
		p.runs(exitRefused, "key", "retire", former[0].key.ID()) // it seals
		p.runs(exitDone, "key", "rotate")
		if held, err := readKeys(p.file); err != nil || held[0].key != next[1].key || len(held) != 2 {
			t.Errorf("the prepared key does not seal: %v", err)
		}
		late := complain(t, desk, 2)
		if said := p.runs(exitRefused, "key", "retire", former[0].key.ID()); !strings.Contains(said, "complaints.consumer_phone") {
			t.Errorf("retired a key in use: %q", said)
		}
		p.runs(exitDone, "key", "reseal")
		said := p.runs(exitDone, "key", "retire", former[0].key.ID())
		kept := p.file + ".retired-" + former[0].key.ID()
		if held, err := readKeys(kept); err != nil || held[0].key != former[0].key || !strings.Contains(said, kept) {
			t.Errorf("the retired key is not kept: %v", err)
		}
		readAll(t, p.open(), []model.Complaint{late})

		current, err := os.ReadFile(p.file)
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string][]byte{"the former key": first, "another key": []byte(strings.Repeat("k", 32))} {
			replace(t, p.file, text)
			for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"migrate"}, {"backup", "--plain", filepath.Join(t.TempDir(), "b")}} {
				if said := p.runs(exitUsage, args...); !strings.Contains(said, p.file) || !strings.Contains(said, "key ") {
					t.Errorf("%s, %s: %q", name, args[0], said)
				}
			}
		}
		replace(t, p.file, current)
		p.runs(exitDone, "key", "reseal", "--seal-profile", "sm4")
		if status := p.runs(exitDone, "key", "status"); !strings.Contains(status, "complaints.consumer_phone 2") {
			t.Errorf("status:\n%s", status)
		}
		readAll(t, p.open(), []model.Complaint{late})

		backup := filepath.Join(t.TempDir(), "all")
		p.runs(exitDone, "backup", "--plain", backup)
		elsewhere := &keyedPlace{t: t, flags: []string{"--data", t.TempDir()}}
		if said := elsewhere.runs(exitUsage, "restore", backup); !strings.Contains(said, "no such file") {
			t.Errorf("restored without a key: %q", said)
		}
		elsewhere.runs(exitDone, "migrate") // makes a key of its own
		if said := elsewhere.runs(exitUsage, "restore", backup); !strings.Contains(said, "does not hold key") {
			t.Errorf("restored with another key: %q", said)
		}
		elsewhere.runs(exitDone, "restore", backup, "--key-file", p.file, "--audit-key", p.held.keyFile())
	})
}

func replace(t *testing.T, file string, text []byte) {
	t.Helper()
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
