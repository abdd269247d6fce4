package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// folder keeps each content in a file; what is being written stands in a folder
// of its own until it is whole.
type folder struct {
	root *os.Root // nothing outside can be named through it
	dir  string
}

const (
	incoming = ".incoming" // no name for content
	// abandoned is how old an unfinished file is when its writer must have died.
	abandoned = 24 * time.Hour
)

func openFolder(dir string) (*folder, error) {
	if err := MakeFolders(filepath.Join(dir, incoming)); err != nil {
		return nil, fmt.Errorf("folder of contents: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("folder of contents: %w", err)
	}
	return &folder{root, dir}, nil
}

func (f *folder) Put(_ context.Context, name string, content io.Reader, size int64) error {
	if err := checkBlobName(name); err != nil {
		return err
	}
	return f.write(name, content, size)
}

// write keeps a file that is whole or not there.
func (f *folder) write(name string, content io.Reader, size int64) error {
	partial, err := os.CreateTemp(filepath.Join(f.dir, incoming), "*") // mode 0600
	if err != nil {
		return fmt.Errorf("keep content: %w", err)
	}
	defer func() { _ = os.Remove(partial.Name()) }() // gone already when all went well
	_, err = io.Copy(partial, &exactly{content, size})
	if err := errors.Join(err, GiveToOwner(partial, filepath.Join(f.dir, name)), partial.Sync(), partial.Close()); err != nil {
		return fmt.Errorf("keep content: %w", err)
	}
	f.forgetAbandoned(filepath.Base(partial.Name()))
	if err := f.root.Rename(incoming+"/"+filepath.Base(partial.Name()), name); err != nil {
		return fmt.Errorf("keep content: %w", err)
	}
	return f.syncNames()
}

// forgetAbandoned removes what writers that died left; the file just written
// tells the time by the clock of the file system.
func (f *folder) forgetAbandoned(fresh string) {
	now, err := f.root.Stat(incoming + "/" + fresh)
	entries, _ := os.ReadDir(filepath.Join(f.dir, incoming))
	for _, entry := range entries {
		was, failed := entry.Info()
		if err == nil && failed == nil && now.ModTime().Sub(was.ModTime()) > abandoned {
			_ = f.root.Remove(incoming + "/" + entry.Name()) // the next Put tries again
		}
	}
}

// syncNames makes a new name survive a crash.
func (f *folder) syncNames() error {
	names, err := f.root.Open(".")
	if err != nil {
		return fmt.Errorf("keep content: %w", err)
	}
	if err := errors.Join(names.Sync(), names.Close()); err != nil {
		return fmt.Errorf("keep content: %w", err)
	}
	return nil
}

func (f *folder) Owner(context.Context) (string, error) {
	content, err := f.root.ReadFile(ownerMark)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("whose the contents are: %w", err)
	}
	return strings.TrimSpace(string(content)), nil
}

func (f *folder) Own(_ context.Context, database string) error {
	return f.write(ownerMark, strings.NewReader(database+"\n"), int64(len(database)+1))
}

func (f *folder) Open(_ context.Context, name string) (io.ReadCloser, error) {
	if err := checkBlobName(name); err != nil {
		return nil, err
	}
	file, err := f.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoBlob
	}
	if err != nil {
		return nil, fmt.Errorf("read content: %w", err)
	}
	return file, nil
}

func (f *folder) Remove(_ context.Context, name string) error {
	if err := checkBlobName(name); err != nil {
		return err
	}
	if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove content: %w", err)
	}
	return nil
}

func (f *folder) Each(ctx context.Context, visit func(Blob) error) error {
	names, err := f.root.Open(".")
	if err != nil {
		return fmt.Errorf("list contents: %w", err)
	}
	defer func() { _ = names.Close() }()
	for {
		entries, err := names.ReadDir(256)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("list contents: %w", err)
		}
		for _, entry := range entries {
			state, err := entry.Info()
			if entry.IsDir() || checkBlobName(entry.Name()) != nil || errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err := errors.Join(err, ctx.Err()); err != nil {
				return fmt.Errorf("list contents: %w", err)
			}
			if err := visit(Blob{entry.Name(), state.Size(), state.ModTime()}); err != nil {
				return err
			}
		}
	}
}
