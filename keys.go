package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"yijian/policy/seal"
)

// keyFlags says where the key is that seals secrets in the database. The database never holds it.
type keyFlags struct {
	KeyFile string `help:"File of the 32-byte key that seals secrets; DATA/yijian.key when left out, made on the first start." env:"YIJIAN_KEY_FILE" placeholder:"FILE"`
}

// key reads the key file; it makes one when none is there.
func (f keyFlags) key(data string) (seal.Key, error) {
	name := f.KeyFile
	if name == "" {
		name = filepath.Join(data, "yijian.key")
	}
	key, err := readKey(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if err := makeKey(name); err != nil {
		return seal.Key{}, unavailable(fmt.Errorf("make key file: %w", err))
	}
	return readKey(name)
}

func readKey(name string) (seal.Key, error) {
	var key seal.Key
	text, err := os.ReadFile(name)
	if err != nil {
		return key, &keyError{name, err}
	}
	if len(text) != seal.KeySize {
		return key, usage("key file %s: %d bytes, want %d", name, len(text), seal.KeySize)
	}
	state, err := os.Stat(name)
	if err != nil {
		return key, &keyError{name, err}
	}
	if state.Mode().Perm()&0o077 != 0 {
		return key, usage("key file %s: mode %v, others can read it; want 0600", name, state.Mode().Perm())
	}
	copy(key[:], text)
	return key, nil
}

// keyError is a key file that cannot be read.
type keyError struct {
	name string
	err  error
}

func (e *keyError) Error() string { return fmt.Sprintf("key file %s: %v", e.name, e.err) }

func (e *keyError) Unwrap() error { return e.err }

// makeKey puts a random key where there is none.
func makeKey(name string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	var key seal.Key
	_, _ = rand.Read(key[:]) // never fails since Go 1.24
	if err := linkNew(name, key[:]); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// linkNew makes a file that only its owner reads, whole or not at all, and never
// over another: of processes that start together one wins, the rest get fs.ErrExist.
func linkNew(name string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }()
	_, err = file.Write(content)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Link(file.Name(), name)
}
