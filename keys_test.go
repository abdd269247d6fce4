package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"yijian/policy/seal"
)

func TestKeyIsMadeOnceForAllWhoStartTogether(t *testing.T) {
	data := filepath.Join(t.TempDir(), "new", "data")
	keys := make([]seal.Key, 8)
	var starting sync.WaitGroup
	for i := range keys {
		starting.Go(func() {
			var err error
			if keys[i], err = (keyFlags{}).key(data); err != nil {
				t.Error(err)
			}
		})
	}
	starting.Wait()
	for _, key := range keys {
		if key.IsZero() || key != keys[0] {
			t.Fatal("two starts have different keys, or none")
		}
	}
	state, err := os.Stat(filepath.Join(data, "yijian.key"))
	if err != nil || state.Mode().Perm() != 0o600 || state.Size() != seal.KeySize {
		t.Fatalf("key file: %v, %v", state, err)
	}
	if left, err := filepath.Glob(filepath.Join(data, ".key-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestUnusableKeyFilesAreRefused(t *testing.T) {
	for name, file := range map[string]struct {
		bytes int
		mode  os.FileMode
		says  string
	}{
		"short":    {31, 0o600, "31 bytes, want 32"},
		"long":     {33, 0o600, "33 bytes, want 32"},
		"readable": {32, 0o640, "others can read it"},
	} {
		path := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(path, make([]byte, file.bytes), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, file.mode); err != nil {
			t.Fatal(err)
		}
		if _, err := (keyFlags{KeyFile: path}).key(""); err == nil || !strings.Contains(err.Error(), file.says) {
			t.Errorf("%s: %v, want %q", name, err, file.says)
		}
	}
}
