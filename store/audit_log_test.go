package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

var auditDay = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

func newHeads(t *testing.T) AuditHeads {
	t.Helper()
	dir := t.TempDir()
	key, err := OpenAuditKey(filepath.Join(dir, "key"))
	if err != nil {
		t.Fatal(err)
	}
	return AuditHeads{File: filepath.Join(dir, "heads"), Key: key}
}

// logged returns a store with a log of legacy rows without a seal and sealed
// ones after them, a head after every few rows and one over all.
func logged(t *testing.T, dsn string, legacy, sealed int) (*Store, AuditHeads) {
	t.Helper()
	s, heads := opened(t, dsn), newHeads(t)
	addFirms(t, s, legacy)
	if _, _, err := s.SequenceAuditFrom(context.Background(), "", 10_000); err != nil {
		t.Fatal(err)
	}
	s.SealWith(heads.Key)
	for n := 0; n < sealed; n++ {
		jot(t, s, fmt.Sprintf("firm-%d", n))
		if n%4 == 3 {
			sequence(t, s)
			writeHead(t, s, heads)
		}
	}
	sequence(t, s)
	writeHead(t, s, heads)
	return s, heads
}

func jot(t *testing.T, s *Store, id string) {
	t.Helper()
	stamp := model.Stamp{Act: "firm:note", Reason: "演示 理由", At: auditDay.Add(1234567 * time.Nanosecond), Call: model.Call{
		Actor: model.Actor{UserID: "u1", Name: "演示员"}, OnBehalf: "演示企业", RequestID: "r1", Address: "127.0.0.1",
	}}
	err := s.Tx(context.Background(), stamp, func(tx *Tx) error {
		return tx.audit(context.Background(), "firms", id, `{"a":1}`, `{"a":2}`)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func sequence(t *testing.T, s *Store) {
	t.Helper()
	if _, err := s.SequenceAudit(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func writeHead(t *testing.T, s *Store, heads AuditHeads) {
	t.Helper()
	if _, err := s.WriteHead(context.Background(), heads, auditDay); err != nil {
		t.Fatal(err)
	}
}

func verified(t *testing.T, s *Store, heads AuditHeads) model.AuditFinding {
	t.Helper()
	signed, err := heads.Read()
	if err != nil {
		t.Fatal(err)
	}
	found, err := s.VerifyAudit(context.Background(), heads.Key, signed)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAnUntouchedLogHolds(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s, heads := logged(t, dsn, 5, 18)
		jot(t, s, "not yet in the log")
		found := verified(t, s, heads)
		if found.Difference != "" || found.Rows != 23 || found.Heads != 5 || found.Waiting != 1 {
			t.Errorf("found %+v, want 23 rows, 5 heads, 1 waiting", found)
		}
	})
}

func TestServersThatAppendAtOnceMakeOneLog(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s, heads := logged(t, dsn, 3, 0)
		other, err := Open(context.Background(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = other.Close() }()
		other.SealWith(heads.Key)
		var all sync.WaitGroup
		for _, server := range []*Store{s, other} {
			all.Add(2)
			go func() {
				defer all.Done()
				for n := range 60 {
					jot(t, server, fmt.Sprint(n))
				}
			}()
			go func() {
				defer all.Done()
				for range 60 {
					sequence(t, server)
				}
			}()
		}
		all.Wait()
		sequence(t, s)
		writeHead(t, s, heads)
		if found := verified(t, s, heads); found.Difference != "" || found.Rows != 123 || found.Waiting != 0 {
			t.Errorf("found %+v, want 123 rows", found)
		}
	})
}

func TestHeadsNeedTheKey(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s, heads := logged(t, dsn, 0, 5)
		stranger := newHeads(t)
		writeHead(t, s, AuditHeads{stranger.File, stranger.Key})
		forged, err := os.ReadFile(stranger.File)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(stranger.File, forged, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := (AuditHeads{stranger.File, heads.Key}).Read(); model.KindOf(err) != model.Malformed {
			t.Errorf("a head signed by a stranger: %v, want Malformed", err)
		}
		if found, err := s.VerifyAudit(context.Background(), stranger.Key, nil); err != nil || !strings.Contains(found.Difference, "seal") {
			t.Errorf("seals of an unknown key: %+v %v", found, err)
		}
	})
}

func TestARotatedKeyTrustsTheFormerOne(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s, heads := logged(t, dsn, 2, 5)
		file := filepath.Join(filepath.Dir(heads.File), "key")
		key, err := RotateAuditKey(file)
		if err != nil || len(key.Public()) != 2 || key.Public()[1] != heads.Key.Public()[0] {
			t.Fatalf("rotated to %+v: %v", key, err)
		}
		if state, err := os.Stat(file); err != nil || state.Mode().Perm() != 0o600 {
			t.Errorf("the key's file: %v %v", state.Mode(), err)
		}
		heads.Key = key
		s.SealWith(key)
		jot(t, s, "under the new key")
		sequence(t, s)
		writeHead(t, s, heads)
		if found := verified(t, s, heads); found.Difference != "" || found.Rows != 8 {
			t.Errorf("after rotation: %+v", found)
		}
		if known, err := s.SealsAreKnown(key); err != nil || !known {
			t.Errorf("the newest seal is unknown: %v", err)
		}
	})
}

func TestKeyFilesAreCheckedAndMadeOnce(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	made := make([]string, 8)
	for i := range made {
		all.Add(1)
		go func() {
			defer all.Done()
			key, err := OpenAuditKey(filepath.Join(dir, "key"))
			if err == nil {
				made[i] = key.Public()[0]
			}
		}()
	}
	all.Wait()
	for _, public := range made {
		if public == "" || public != made[0] {
			t.Fatalf("eight openings gave %v", made)
		}
	}
	public := filepath.Join(dir, "public")
	if err := os.WriteFile(public, []byte(made[0]+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadAuditKey(public); err != nil {
		t.Errorf("public keys alone: %v", err)
	}
	if _, err := OpenAuditKey(public); model.KindOf(err) != model.Malformed {
		t.Errorf("signing with public keys alone: %v", err)
	}
	for name, text := range map[string]string{"empty": "", "noise": "hello\n", "foreign": "x+00000000+AAAA\n"} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadAuditKey(file); model.KindOf(err) != model.Malformed {
			t.Errorf("%s: %v, want Malformed", name, err)
		}
	}
	if err := os.Chmod(filepath.Join(dir, "key"), 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenAuditKey(filepath.Join(dir, "key")); model.KindOf(err) != model.Malformed {
		t.Errorf("a key that others can read: %v", err)
	}
	if _, err := ReadAuditKey(filepath.Join(dir, "absent")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an absent key: %v", err)
	}
}

func TestTheLeafHoldsEveryColumn(t *testing.T) {
	var columns []string
	row := model.AuditEntry{}
	for i := range reflect.TypeOf(row).NumField() {
		tag := reflect.TypeOf(row).Field(i).Tag.Get("gorm")
		columns = append(columns, strings.TrimPrefix(strings.Split(tag, ";")[0], "column:"))
	}
	if fmt.Sprint(columns) != fmt.Sprint(auditColumns) {
		t.Errorf("the row has columns %v, the leaf %v", columns, auditColumns)
	}
}
