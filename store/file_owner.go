package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// GiveToOwner gives a file that root has just made to whoever owns the name, which it is
// to replace, or else the folder: the server runs under an account of its own and must be
// able to use what somebody at the machine made as root. Others cannot give files away.
func GiveToOwner(file *os.File, name string) error {
	if state, err := os.Lstat(name); err == nil && state.Mode().IsRegular() {
		return giveAs(file, state)
	}
	return giveAsFolder(file, name)
}

func giveAsFolder(file *os.File, name string) error {
	state, err := os.Stat(filepath.Dir(name))
	if err != nil {
		return err
	}
	return giveAs(file, state)
}

func giveAs(file *os.File, like fs.FileInfo) error {
	if owner, known := like.Sys().(*syscall.Stat_t); known && os.Geteuid() == 0 {
		return file.Chown(int(owner.Uid), int(owner.Gid))
	}
	return nil
}

// OpenOwn opens a file, with the flags, that it makes where there is none, for the
// folder's owner when root does. What stood there keeps its owner: it may be a link, put
// there for root to give away what it leads to.
func OpenOwn(name string, flags int, mode fs.FileMode) (*os.File, error) {
	file, err := os.OpenFile(name, flags|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return os.OpenFile(name, flags, 0)
	}
	if err != nil {
		return nil, err
	}
	if err := giveAsFolder(file, name); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// MakeFolders makes a folder for its owner alone, and those above it, each for the
// owner of the one above.
func MakeFolders(dir string) error {
	if state, err := os.Stat(dir); err == nil && state.IsDir() {
		return nil
	}
	if above := filepath.Dir(dir); above != dir {
		if err := MakeFolders(above); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return nil // of two that start at once
		}
		return err
	}
	made, err := os.OpenFile(dir, os.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return err
	}
	return errors.Join(giveAsFolder(made, dir), made.Close())
}
