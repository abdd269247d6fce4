package store

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"yijian/model"
)

// What root makes in the server's folder the server can use: each file and folder has
// the owner of the folder, and what replaces another keeps its owner.
func TestWhatRootMakesIsTheFoldersOwners(t *testing.T) {
	dir := t.TempDir()
	if os.Geteuid() == 0 {
		noError(t, os.Chown(dir, 4711, 4712))
	}
	want := ownerOf(t, dir)
	s := opened(t, "sqlite:"+filepath.Join(dir, "yijian.db"))
	key, err := OpenAuditKey(filepath.Join(dir, "audit-key"))
	noError(t, err)
	_, err = RotateAuditKey(filepath.Join(dir, "audit-key"))
	noError(t, err)
	noError(t, AuditHeads{filepath.Join(dir, "audit-heads"), key}.append(model.AuditHead{}))
	blobs, err := OpenBlobs(t.Context(), filepath.Join(dir, "kept", "attachments"), BlobKeys{})
	noError(t, err)
	noError(t, s.UseBlobs(t.Context(), blobs))
	noError(t, blobs.Put(t.Context(), "some-content", strings.NewReader("x"), 1))
	found := 0
	noError(t, filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		found++
		if is := ownerOf(t, name); is != want {
			t.Errorf("%s belongs to %v, want %v", strings.TrimPrefix(name, dir), is, want)
		}
		return err
	}))
	if found < 10 {
		t.Errorf("only %d files and folders", found)
	}
}

// A link that somebody put in the folder makes root give nothing away.
func TestRootGivesAwayNothingThatALinkLeadsTo(t *testing.T) {
	dir, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	noError(t, os.WriteFile(elsewhere, nil, 0o600))
	if os.Geteuid() == 0 {
		noError(t, os.Chown(dir, 4711, 4712))
	}
	was := ownerOf(t, elsewhere)
	noError(t, os.Symlink(elsewhere, filepath.Join(dir, "link")))
	file, err := OpenOwn(filepath.Join(dir, "link"), os.O_RDWR, 0o600)
	noError(t, err)
	noError(t, file.Close())
	if is := ownerOf(t, elsewhere); is != was {
		t.Errorf("a file that belonged to %v belongs to %v", was, is)
	}
}

func ownerOf(t *testing.T, name string) [2]uint32 {
	t.Helper()
	state, err := os.Stat(name)
	noError(t, err)
	owner, known := state.Sys().(*syscall.Stat_t)
	if !known {
		t.Fatalf("%s has no owner", name)
	}
	return [2]uint32{owner.Uid, owner.Gid}
}
