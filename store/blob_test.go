package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// eachBlobs runs the test over both places where contents are kept.
func eachBlobs(t *testing.T, test func(t *testing.T, b Blobs)) {
	t.Helper()
	t.Run("folder", func(t *testing.T) {
		b, err := OpenBlobs(t.Context(), filepath.Join(t.TempDir(), "attachments"), BlobKeys{})
		noError(t, err)
		test(t, b)
	})
	t.Run("bucket", func(t *testing.T) {
		_, b := openS3(t)
		test(t, b)
	})
}

func openS3(t *testing.T) (*s3Server, Blobs) {
	t.Helper()
	server := &s3Server{t: t, objects: map[string][]byte{}}
	site := httptest.NewServer(server)
	t.Cleanup(site.Close)
	b, err := OpenBlobs(t.Context(), "s3+http://"+strings.TrimPrefix(site.URL, "http://")+"/evidence/yijian", BlobKeys{"access", "secret"})
	noError(t, err)
	return server, b
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, b Blobs, name, content string) {
	t.Helper()
	noError(t, b.Put(t.Context(), name, strings.NewReader(content), int64(len(content))))
}

func kept(t *testing.T, b Blobs) []string {
	t.Helper()
	names := []string{}
	noError(t, b.Each(t.Context(), func(blob Blob) error {
		if blob.At.IsZero() || blob.Size == 0 {
			t.Errorf("%+v lacks its instant or size", blob)
		}
		names = append(names, blob.Name)
		return nil
	}))
	slices.Sort(names)
	return names
}

func TestBlobsKeepWhatWasPut(t *testing.T) {
	eachBlobs(t, func(t *testing.T, b Blobs) {
		large := strings.Repeat("照片0123456789", 100_000)
		put(t, b, "first-content", large)
		put(t, b, "second-content", "short")
		from, err := b.Open(t.Context(), "first-content")
		noError(t, err)
		got, err := io.ReadAll(from)
		noError(t, errors.Join(err, from.Close()))
		if string(got) != large {
			t.Errorf("got %d bytes back, put %d", len(got), len(large))
		}
		if names := kept(t, b); !slices.Equal(names, []string{"first-content", "second-content"}) {
			t.Errorf("kept %v", names)
		}
		noError(t, b.Remove(t.Context(), "first-content"))
		noError(t, b.Remove(t.Context(), "first-content"))
		if _, err := b.Open(t.Context(), "first-content"); !errors.Is(err, ErrNoBlob) {
			t.Errorf("a removed content opens with %v", err)
		}
		if names := kept(t, b); !slices.Equal(names, []string{"second-content"}) {
			t.Errorf("kept %v", names)
		}
		stop := errors.New("stop")
		if err := b.Each(t.Context(), func(Blob) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("a visit that fails gives %v", err)
		}
	})
}

func TestBlobsRefuseOtherSizes(t *testing.T) {
	eachBlobs(t, func(t *testing.T, b Blobs) {
		for _, size := range []int64{4, 6} {
			if err := b.Put(t.Context(), "wrong-size", strings.NewReader("12345"), size); err == nil {
				t.Errorf("5 bytes pass for %d", size)
			}
		}
		if err := b.Put(t.Context(), "cut-off-content", io.MultiReader(strings.NewReader("12"), brokenReader{}), 5); err == nil {
			t.Error("a content that breaks off is kept")
		}
		if names := kept(t, b); len(names) != 0 {
			t.Errorf("kept %v", names)
		}
	})
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

// No name leads anywhere else, in any of the four ways to use one.
func TestBlobsRefuseNames(t *testing.T) {
	eachBlobs(t, func(t *testing.T, b Blobs) {
		for _, name := range []string{
			"", ".", "..", "../escaped-content", "a/../../escaped", "/etc/passwd", ".incoming", ".incoming/content", "Upper-Case-Name",
			"content.txt", "content\x00name", "content name", "short", strings.Repeat("x", 81), `back\slash-content`, "名字名字名字名字",
		} {
			_, opened := b.Open(t.Context(), name)
			put := b.Put(t.Context(), name, strings.NewReader("x"), 1)
			if opened == nil || errors.Is(opened, ErrNoBlob) || put == nil || b.Remove(t.Context(), name) == nil {
				t.Errorf("%q passes for a name: %v, %v", name, opened, put)
			}
		}
	})
}

func TestFolderIsPrivateAndLeavesNothingHalf(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "attachments")
	b, err := OpenBlobs(t.Context(), dir, BlobKeys{})
	noError(t, err)
	old := filepath.Join(dir, ".incoming", "of-a-writer-that-died")
	noError(t, os.WriteFile(old, []byte("half"), 0o600))
	long := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	noError(t, os.Chtimes(old, long, long))
	noError(t, os.Symlink("/etc/passwd", filepath.Join(dir, "planted-link")))
	if from, err := b.Open(t.Context(), "planted-link"); err == nil {
		_ = from.Close()
		t.Error("a link leads out of the folder")
	}
	noError(t, os.Remove(filepath.Join(dir, "planted-link")))
	put(t, b, "whole-content", "whole")
	noError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		state, failed := entry.Info()
		noError(t, errors.Join(err, failed))
		if state.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: mode %v", path, state.Mode().Perm())
		}
		if !entry.IsDir() && entry.Name() != "whole-content" {
			t.Errorf("%s is left", path)
		}
		return nil
	}))
}

func TestBucketRequestsAreSigned(t *testing.T) {
	server, b := openS3(t)
	put(t, b, "signed-content", "x")
	if server.objects["yijian/signed-content"] == nil {
		t.Errorf("the object is not below the prefix: %v", server.objects)
	}
	server.refuse = true
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	_, opened := b.Open(ctx, "signed-content")
	for what, err := range map[string]error{
		"put": b.Put(ctx, "other-content", bytes.NewReader([]byte("x")), 1), "open": opened,
		"remove": b.Remove(ctx, "signed-content"), "each": b.Each(ctx, func(Blob) error { return nil }),
	} {
		if err == nil || errors.Is(err, ErrNoBlob) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s at a store that refuses: %v", what, err)
		}
	}
}

func TestBlobsAddresses(t *testing.T) {
	for address, good := range map[string]bool{
		"./data/attachments": true, "/var/lib/yijian/attachments": true, "s3://store.example:9000/bucket": true,
		"s3+http://127.0.0.1:9000/bucket/pre/fix": true, "s3://store.example/bucket?region=cn-1": true,
		"": false, "  ": false, "s3://store.example": false, "s3:///bucket": false, "http://store.example/bucket": false,
		"s3://key:secret@store.example/bucket": false, "s3://store.example/bucket?secret=x": false,
	} {
		if err := CheckBlobsAddress(address); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		} else if err != nil && strings.Contains(err.Error(), ":secret") {
			t.Errorf("%q: the mistake shows the secret: %v", address, err)
		}
	}
	if _, err := OpenBlobs(t.Context(), "s3://store.example/bucket", BlobKeys{}); err == nil {
		t.Error("a bucket opens without keys")
	}
}
