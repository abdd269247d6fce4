package testdb

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// dirPrefix carries the user, who alone can remove these files.
var dirPrefix = fmt.Sprintf("yijian-testdb-%d-", os.Geteuid())

// ownedDir is a temporary directory whose owner holds a lock on it, so that what a
// crashed test process left behind can be told apart and removed by the next one.
type ownedDir struct {
	path string
	lock *os.File
}

func newOwnedDir() (*ownedDir, error) {
	// A new directory has no lock for a moment, during which nobody may sweep.
	sweeping, err := lockFile(filepath.Join(os.TempDir(), dirPrefix+"sweep.lock"), os.O_CREATE, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = sweeping.Close() }()
	if err := sweep(); err != nil {
		return nil, err
	}
	path, err := os.MkdirTemp("", dirPrefix+"*.d")
	if err != nil {
		return nil, err
	}
	lock, err := lockFile(filepath.Join(path, "owner.lock"), os.O_CREATE, syscall.LOCK_NB)
	if err != nil {
		return nil, err
	}
	return &ownedDir{path, lock}, nil
}

func (d *ownedDir) remove() error {
	return errors.Join(os.RemoveAll(d.path), d.lock.Close())
}

// sweep removes the directories of processes that are gone.
func sweep() error {
	dirs, err := filepath.Glob(filepath.Join(os.TempDir(), dirPrefix+"*.d"))
	if err != nil {
		return err
	}
	for _, path := range dirs {
		lock, err := lockFile(filepath.Join(path, "owner.lock"), 0, syscall.LOCK_NB)
		if err != nil {
			continue // its owner lives, or is removing it
		}
		if err := (&ownedDir{path, lock}).remove(); err != nil {
			return err
		}
	}
	return nil
}

func lockFile(path string, create, wait int) (*os.File, error) {
	file, err := os.OpenFile(path, create|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|wait); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
