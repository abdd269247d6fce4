package jobs

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func auditHeads(t *testing.T) store.AuditHeads {
	t.Helper()
	dir := t.TempDir()
	key, err := store.OpenAuditKey(filepath.Join(dir, "key"))
	if err != nil {
		t.Fatal(err)
	}
	return store.AuditHeads{File: filepath.Join(dir, "heads"), Key: key}
}

func note(t *testing.T, d *casework.Desk) {
	t.Helper()
	err := d.Store.Tx(t.Context(), model.Stamp{Act: "test:note", At: d.Now()}, func(tx *store.Tx) error {
		return tx.NoteAct(t.Context(), "tests", "", nil)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheAuditLogKeepsUp(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d := openDesk(t, dsn, new(time.Time))
		d.Now = time.Now
		heads := auditHeads(t)
		d.Store.SealWith(heads.Key)
		var said bytes.Buffer
		_, stop := StartAudit(d, heads, slog.New(slog.NewTextHandler(&said, nil)))
		_, stopOther := StartAudit(d, heads, slog.New(slog.NewTextHandler(&said, nil)))
		slowest := time.Duration(0)
		for n := range int64(3) {
			note(t, d)
			written := time.Now()
			for size := int64(-1); size != n+1; {
				var err error
				if size, err = d.Store.AuditSize(t.Context()); err != nil {
					t.Fatal(err)
				}
				time.Sleep(5 * time.Millisecond)
			}
			slowest = max(slowest, time.Since(written))
		}
		if slowest > time.Second {
			t.Errorf("a row waited %s for the log", slowest)
		}
		note(t, d)
		stop()
		stopOther()
		signed, err := heads.Read()
		if err != nil {
			t.Fatal(err)
		}
		found, err := d.Store.VerifyAudit(t.Context(), heads.Key, signed)
		if err != nil || found.Difference != "" || found.Rows != 4 || found.Waiting != 0 || signed[len(signed)-1].Size != 4 {
			t.Errorf("after stopping: %+v %v", found, err)
		}
		if said.Len() > 0 {
			t.Errorf("the log says %s", &said)
		}
	})
}

func TestNoHeadIsSignedForATamperedLog(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 2, 10)
		d := openDesk(t, dsn, &now)
		heads := auditHeads(t)
		d.Store.SealWith(heads.Key)
		note(t, d)
		var said bytes.Buffer
		audit := &AuditLog{desk: d, heads: heads, piece: wholePiece, log: slog.New(slog.NewTextHandler(&said, nil))}
		audit.pass(t.Context(), false)
		if state := audit.State(); state.Failure != "" || state.Head.Size != 1 || state.HeadAge != 0 {
			t.Fatalf("the state is %+v", state)
		}
		now = now.Add(59 * time.Second)
		audit.pass(t.Context(), false)
		if state := audit.State(); state.HeadAge != 59 {
			t.Errorf("a head was written within the minute: %+v", state)
		}
		var empty bytes.Buffer
		blobs, err := store.OpenBlobs(t.Context(), t.TempDir(), store.BlobKeys{})
		if err != nil {
			t.Fatal(err)
		}
		fresh := openDesk(t, testdb.SQLite(t), &now)
		if _, err := fresh.Store.Backup(t.Context(), &empty, now, blobs); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Store.Restore(t.Context(), model.Stamp{At: now}, &empty, blobs); err != nil { // root puts another database in its place
			t.Fatal(err)
		}
		now = now.Add(time.Second)
		audit.pass(t.Context(), false)
		now = now.Add(time.Minute)
		audit.pass(t.Context(), false)
		state := audit.State()
		if !strings.Contains(state.Failure, "does not contain the 1 rows") || state.HeadAge != 120 || strings.Count(said.String(), "does not contain the 1 rows") != 1 {
			t.Errorf("the state is %+v, the log %s", state, &said)
		}
		text, err := os.ReadFile(heads.File)
		if err != nil || bytes.Count(text, []byte("\n")) != 1 {
			t.Errorf("heads: %v\n%s", err, text)
		}
	})
}

func TestTheAuditSaysForWhomAJobRuns(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 2, 10)
		d := openDesk(t, dsn, &now)
		j, err := find("housekeeping")
		if err != nil {
			t.Fatal(err)
		}
		if err := catchUp(t.Context(), d, j); err != nil { // the baseline
			t.Fatal(err)
		}
		page, err := d.Store.AuditEntries(t.Context(), store.Everything(), store.Query{})
		if err != nil || len(page.Items) == 0 || page.Items[0].OnBehalf != "本局（清理过期会话与请求记录）" {
			t.Errorf("audited %+v: %v", page.Items, err)
		}
	})
}
