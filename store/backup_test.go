package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store/migrations"
)

func TestMain(m *testing.M) { testdb.Main(m) }

func connected(t *testing.T, dsn string) *Store {
	t.Helper()
	s, err := Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func opened(t *testing.T, dsn string) *Store {
	t.Helper()
	s := connected(t, dsn)
	if _, err := s.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

func addFirms(t *testing.T, s *Store, n int) {
	t.Helper()
	at := time.Date(2026, 3, 2, 2, 0, 0, 123e6, time.UTC)
	err := s.Tx(context.Background(), model.Stamp{Act: "test", At: at}, func(tx *Tx) error {
		for i := range n {
			e := model.Enterprise{
				ID: model.EnterpriseID(NewID()), USCC: fmt.Sprintf("91500156MA%08d", i), Name: "演示企业 '\"\\ 甲", Version: 1,
				Status: model.EnterpriseActive, CreatedAt: at, UpdatedAt: at,
			}
			if err := tx.AddEnterprise(context.Background(), &e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func folderWith(t *testing.T, contents map[string]string) Blobs {
	t.Helper()
	blobs, err := OpenBlobs(t.Context(), t.TempDir(), BlobKeys{})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range contents {
		if err := blobs.Put(t.Context(), name, strings.NewReader(content), int64(len(content))); err != nil {
			t.Fatal(err)
		}
	}
	return blobs
}

func contentsOf(t *testing.T, blobs Blobs) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := blobs.Each(t.Context(), func(blob Blob) error {
		content, err := blobs.Open(t.Context(), blob.Name)
		if err != nil {
			return err
		}
		text, err := io.ReadAll(content)
		found[blob.Name] = string(text)
		return errors.Join(err, content.Close())
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestABackupRestoresIntoEitherDatabase(t *testing.T) {
	ctx := context.Background()
	testdb.Each(t, func(t *testing.T, from string) {
		source := opened(t, from)
		addFirms(t, source, 5)
		var file bytes.Buffer
		kept := map[string]string{"content-of-nothing": "", "content-of-a-chunk": strings.Repeat("x", contentChunk), "content-of-more": strings.Repeat("照片", contentChunk)}
		held, err := source.Backup(ctx, &file, time.Unix(0, 0).UTC(), folderWith(t, kept))
		if err != nil || held.Rows < 10 || held.Contents != 3 {
			t.Fatalf("backed up %+v: %v", held, err)
		}
		testdb.Each(t, func(t *testing.T, to string) {
			target := opened(t, to)
			addFirms(t, target, 2)
			stamp := model.Stamp{At: time.Unix(1, 0).UTC(), Call: model.Call{Actor: model.Actor{Name: "命令行"}}}
			blobs := folderWith(t, nil)
			restored, err := target.Restore(ctx, stamp, bytes.NewReader(file.Bytes()), blobs)
			if err != nil || restored != held {
				t.Fatalf("restored %+v of %+v: %v", restored, held, err)
			}
			if got := contentsOf(t, blobs); !maps.Equal(got, kept) {
				t.Errorf("%d contents restored differ from the %d backed up", len(got), len(kept))
			}
			want, err := source.Enterprises(ctx, Everything(), Query{})
			if err != nil {
				t.Fatal(err)
			}
			got, err := target.Enterprises(ctx, Everything(), Query{})
			if err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) || len(got.Items) != 5 {
				t.Fatalf("restored\n%v\nwant\n%v", got, want)
			}
			trail, err := target.AuditEntries(ctx, Everything(), Query{Filter: map[string]string{"act": "backup:restore"}})
			if err != nil || len(trail.Items) != 1 || len(trail.Items[0].RecordID) != 64 || trail.Items[0].UserName != "命令行" {
				t.Errorf("the trail says of the restore %+v (%v)", trail.Items, err)
			}
		})
	})
}

func TestADamagedBackupChangesNothing(t *testing.T) {
	ctx := context.Background()
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		addFirms(t, s, 3)
		var file bytes.Buffer
		blobs := folderWith(t, map[string]string{"content-of-a-line": "line"})
		if _, err := s.Backup(ctx, &file, time.Unix(0, 0).UTC(), blobs); err != nil {
			t.Fatal(err)
		}
		whole := file.Bytes()
		for name, damaged := range map[string][]byte{
			"cut off": whole[:len(whole)/2], "not a backup": []byte("hello"), "empty": nil,
		} {
			if _, err := s.Restore(ctx, model.Stamp{}, bytes.NewReader(damaged), blobs); model.KindOf(err) != model.Malformed {
				t.Errorf("%s: %v, want Malformed", name, err)
			}
			page, err := s.Enterprises(ctx, Everything(), Query{})
			if err != nil || len(page.Items) != 3 {
				t.Errorf("%s left %d firms (%v), want 3", name, len(page.Items), err)
			}
		}
	})
}

// A database that is not yet upgraded is backed up as it is, in the format of its own
// release, and comes back with every row on either database, to be upgraded there.
func TestABackupOfAnEarlierSchemaIsWhole(t *testing.T) {
	testdb.Each(t, func(t *testing.T, from string) {
		ctx, source := t.Context(), released(t, from)
		var file bytes.Buffer
		held, err := source.Backup(ctx, &file, time.Unix(0, 0).UTC(), folderWith(t, nil))
		noError(t, err)
		if head := firstLine(t, file.Bytes()); head.Format != firstBackupFormat || head.Schema != firstSchema {
			t.Errorf("the first release does not know a backup that begins %+v", head)
		}
		was := contentOf(t, source, nil)
		delete(was, "audit_entries") // the restore notes itself
		testdb.Each(t, func(t *testing.T, to string) {
			target := connected(t, to)
			target.SealWith(source.AuditKey())
			restored, err := target.Restore(ctx, model.Stamp{At: time.Unix(1, 0).UTC()}, bytes.NewReader(file.Bytes()), folderWith(t, nil))
			if err != nil || restored != held {
				t.Fatalf("restored %+v of %+v: %v", restored, held, err)
			}
			is := contentOf(t, target, was)
			for table, content := range was {
				if is[table].sum != content.sum {
					t.Errorf("%s: %+v restored, %+v before", table, is[table].sum, content.sum)
				}
			}
			if taken, err := target.Migrate(ctx); err != nil || taken != len(migrations.Steps())-len(migrations.FirstRelease()) {
				t.Errorf("upgraded by %d steps: %v", taken, err)
			}
		})
	})
}

func firstLine(t *testing.T, backup []byte) (head backupHead) {
	t.Helper()
	unpacked, err := gzip.NewReader(bytes.NewReader(backup))
	noError(t, err)
	noError(t, json.NewDecoder(unpacked).Decode(&head))
	return head
}
