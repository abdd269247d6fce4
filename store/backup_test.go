package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
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

func firstLine(t *testing.T, backup []byte) (head backupHead) {
	t.Helper()
	unpacked, err := gzip.NewReader(bytes.NewReader(backup))
	noError(t, err)
	noError(t, json.NewDecoder(unpacked).Decode(&head))
	return head
}
