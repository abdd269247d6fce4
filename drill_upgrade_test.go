package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// oldServer runs until it is stopped, in place of the program of an earlier release.
const oldServer = `export YIJIAN_DATA=/var/lib/yijian YIJIAN_BACKUP_KEY=/var/lib/yijian/backup.key YIJIAN_DEMO=true
(trap 'exit 0' TERM; while :; do sleep 0.1; done) &
echo $! >"$YIJIAN_DATA/pid"
`

// TestTheDrillUpgradesAnEarlierRelease runs the drill's upgrade over a database as the
// first release left it, and restores the backup made on the way on another machine.
func TestTheDrillUpgradesAnEarlierRelease(t *testing.T) {
	var upgrade string
	for _, block := range drillBlocks(t) {
		if strings.Contains(block, "before-upgrade.backup") {
			upgrade = block
		}
	}
	programs := filepath.Dir(buildBinary(t))
	testdb.Each(t, func(t *testing.T, dsn string) {
		machine := newMachine(t)
		s := firstReleaseAt(t, dsn, filepath.Join(machine, "var/lib/yijian"))
		server := oldServer
		if strings.HasPrefix(dsn, "mysql:") {
			server += "export YIJIAN_DB='" + dsn + "'\n"
		}
		// The nightly backup may come before the upgrade, and keys and heads are as the release left them.
		out := runDrill(t, programs, "", machine, server+"yijian audit verify\n"+upgrade)
		if strings.Count(out, "holds: ") != 2 || !strings.Contains(out, "backed up 682") || !strings.Contains(out, "of an earlier release and is backed up as it is") {
			t.Errorf("the upgrade said:\n%s", out)
		}
		testdb.Each(t, func(t *testing.T, to string) {
			spare := newAuditSite(t, to)
			spare.where = append(spare.where, "--backup-key", filepath.Join(s.data, "backup.key"))
			for _, name := range []string{"yijian.key", "audit-key", "audit-heads"} {
				spare.copyIn(filepath.Join(s.data, name))
			}
			out := spare.verb(exitDone, "restore", filepath.Join(machine, "var/backups/yijian/before-upgrade.backup"))
			if !strings.Contains(out, "restored 682") || !strings.Contains(out, "audit log holds: ") {
				t.Errorf("the restore said: %s", out)
			}
			spare.where = spare.where[:len(spare.where)-2]
			if out := spare.verb(exitDone, "user", "list"); !strings.Contains(out, "inspector2") {
				t.Errorf("the restored accounts: %s", out)
			}
		})
	})
}

// firstReleaseAt makes a database as the first release left it, with that release's keys and heads.
func firstReleaseAt(t *testing.T, dsn, data string) *auditSite {
	t.Helper()
	s := newAuditSite(t, dsn)
	s.data, s.where[1] = data, data
	release := s.takeReleasedKeys()
	key, err := store.OpenAuditKey(filepath.Join(data, "audit-key"))
	if err != nil {
		t.Fatal(err)
	}
	address := dsn
	if !strings.HasPrefix(dsn, "mysql:") {
		address = "sqlite:" + filepath.Join(data, "yijian.db")
	}
	old, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = old.Close() }()
	old.SealWith(key)
	backup, err := os.Open(filepath.Join(release, "backup"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = backup.Close() }()
	blobs, err := store.OpenBlobs(t.Context(), filepath.Join(data, "attachments"), store.BlobKeys{})
	if err != nil {
		t.Fatal(err)
	}
	stamp := model.Stamp{At: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)}
	if held, err := old.Restore(t.Context(), stamp, backup, blobs); err != nil || held.Rows != 6820 {
		t.Fatalf("restored %+v: %v", held, err)
	}
	return s
}
