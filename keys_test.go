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
	ids := make([]string, 8)
	var starting sync.WaitGroup
	for i := range ids {
		starting.Go(func() {
			keys, err := (keyFlags{SealProfile: "aes"}).keys(data)
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = keys.IDs()[0]
		})
	}
	starting.Wait()
	for _, id := range ids {
		if id == "" || id != ids[0] {
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
		text string
		mode os.FileMode
		says string
	}{
		"short":       {strings.Repeat("k", 31), 0o600, "31 bytes, want 32"},
		"long":        {strings.Repeat("k", 33), 0o600, "33 bytes, want 32"},
		"readable":    {strings.Repeat("k", 32), 0o640, "others can read it"},
		"no duty":     {"yijian-key/1\nkeeps " + strings.Repeat("ab", 32) + "\n", 0o600, "line 2 is not seals"},
		"half a key":  {"yijian-key/1\nseals " + strings.Repeat("ab", 31) + "\n", 0o600, "line 2 is not seals"},
		"none seals":  {"yijian-key/1\nopens " + strings.Repeat("ab", 32) + "\n", 0o600, "must be the one that seals"},
		"empty":       {"yijian-key/1\n", 0o600, "must be the one that seals"},
		"two of them": {"yijian-key/1\nseals " + strings.Repeat("ab", 32) + "\nseals " + strings.Repeat("cd", 32) + "\n", 0o600, "must be the one that seals"},
	} {
		path := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(path, []byte(file.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, file.mode); err != nil {
			t.Fatal(err)
		}
		if _, err := (keyFlags{KeyFile: path, SealProfile: "aes"}).keys(""); err == nil || !strings.Contains(err.Error(), file.says) {
			t.Errorf("%s: %v, want %q", name, err, file.says)
		}
	}
}
