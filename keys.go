package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"yijian/casework"
	"yijian/policy/seal"
	"yijian/store"
)

// keyFlags says where the keys are that seal values in the database. The database never holds them.
type keyFlags struct {
	KeyFile     string `help:"File of the keys that seal values; DATA/yijian.key when left out, made on the first start." env:"YIJIAN_KEY_FILE" placeholder:"FILE"`
	SealProfile string `help:"Ciphers that seal values from now on: aes (AES-256-GCM) or sm4 (SM4-GCM, SM3)." default:"aes" env:"YIJIAN_SEAL_PROFILE" placeholder:"NAME"`
}

func (f keyFlags) fileOfKeys(data string) string {
	if f.KeyFile != "" {
		return f.KeyFile
	}
	return filepath.Join(data, "yijian.key")
}

// keys reads the key file; it makes one when none is there.
func (f keyFlags) keys(data string) (casework.Keys, error) {
	profile, err := seal.ProfileNamed(f.SealProfile)
	if err != nil {
		return casework.Keys{}, usage("--seal-profile: %v", err)
	}
	watched := &watchedKeys{name: f.fileOfKeys(data), profile: profile}
	err = watched.load()
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeKey(watched.name); err != nil {
			return casework.Keys{}, unavailable(fmt.Errorf("make key file: %w", err))
		}
		err = watched.load()
	}
	return casework.Keys{Ring: watched.ring}, err
}

// watchedKeys is the ring of a key file, read again when the file was replaced.
type watchedKeys struct {
	name    string
	profile seal.Profile
	mu      sync.Mutex
	state   os.FileInfo
	current seal.Ring
}

func (w *watchedKeys) load() error {
	state, err := os.Stat(w.name)
	if err != nil {
		return &keyError{w.name, err}
	}
	held, err := readKeys(w.name)
	if err == nil {
		w.state, w.current = state, seal.NewRing(w.profile, held.all()...)
	}
	return err
}

// ring returns the keys as they are known, or as the file says now; a file that
// cannot be read leaves what is known.
func (w *watchedKeys) ring(again bool) seal.Ring {
	w.mu.Lock()
	defer w.mu.Unlock()
	if again {
		state, err := os.Stat(w.name)
		if isSame := err != nil || os.SameFile(state, w.state) && state.ModTime().Equal(w.state.ModTime()) && state.Size() == w.state.Size(); !isSame {
			_ = w.load()
		}
	}
	return w.current
}

// keyRow is a key and what it is there for: seals, opens, or next.
type keyRow struct {
	duty string
	key  seal.Key
}

const (
	dutySeals = "seals" // seals from now on, and opens
	dutyOpens = "opens" // opens what it sealed earlier
	dutyNext  = "next"  // opens already and will seal after the next rotation
)

// heldKeys is a key file's contents: the key that seals first.
type heldKeys []keyRow

func (h heldKeys) all() []seal.Key {
	keys := make([]seal.Key, len(h))
	for i, row := range h {
		keys[i] = row.key
	}
	return keys
}

const keyFileHead = "yijian-key/1"

// readKeys reads a key file: the 32 bytes of one key, as the first start makes
// it, or lines of duty and key, as rotation writes them.
func readKeys(name string) (heldKeys, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, &keyError{name, err}
	}
	held, problem := parseKeys(text)
	if problem != "" {
		return nil, usage("key file %s: %s", name, problem)
	}
	state, err := os.Stat(name)
	if err != nil {
		return nil, &keyError{name, err}
	}
	if state.Mode().Perm()&0o077 != 0 {
		return nil, usage("key file %s: mode %v, others can read it; want 0600", name, state.Mode().Perm())
	}
	return held, nil
}

func parseKeys(text []byte) (held heldKeys, problem string) {
	if len(text) == seal.KeySize {
		return heldKeys{{dutySeals, seal.Key(text)}}, ""
	}
	head, rest, _ := strings.Cut(string(text), "\n")
	if head != keyFileHead {
		return nil, fmt.Sprintf("%d bytes, want %d, or %s in the first line", len(text), seal.KeySize, keyFileHead)
	}
	number := 1
	for line := range strings.Lines(rest) {
		number++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		duty, digits, _ := strings.Cut(line, " ")
		raw, err := hex.DecodeString(strings.TrimSpace(digits))
		if err != nil || len(raw) != seal.KeySize || !slices.Contains([]string{dutySeals, dutyOpens, dutyNext}, duty) {
			return nil, fmt.Sprintf("line %d is not seals, opens or next with a key of %d hexadecimal digits", number, 2*seal.KeySize)
		}
		held = append(held, keyRow{duty, seal.Key(raw)})
	}
	sealing := func(row keyRow) bool { return row.duty == dutySeals }
	if len(held) == 0 || !sealing(held[0]) || slices.ContainsFunc(held[1:], sealing) {
		return nil, "the first key, and no other, must be the one that seals"
	}
	return held, ""
}

// write puts the keys into the file, whole or not at all.
func (h heldKeys) write(name string) error {
	lines := []string{keyFileHead}
	for _, row := range h {
		lines = append(lines, row.duty+" "+hex.EncodeToString(row.key[:]))
	}
	partial, err := writePartial(name, []byte(strings.Join(lines, "\n")+"\n"))
	if err != nil {
		return err
	}
	return errors.Join(os.Rename(partial, name), syncFolder(name))
}

// keyError is a key file that cannot be read.
type keyError struct {
	name string
	err  error
}

func (e *keyError) Error() string { return fmt.Sprintf("key file %s: %v", e.name, e.err) }

func (e *keyError) Unwrap() error { return e.err }

func randomKey() seal.Key {
	var key seal.Key
	_, _ = rand.Read(key[:]) // never fails since Go 1.24
	return key
}

// makeKey puts a random key where there is none.
func makeKey(name string) error {
	if err := store.MakeFolders(filepath.Dir(name)); err != nil {
		return err
	}
	key := randomKey()
	if err := linkNew(name, key[:]); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// linkNew makes a file that only its owner reads, whole or not at all, and never
// over another: of processes that start together one wins, the rest get fs.ErrExist.
func linkNew(name string, content []byte) error {
	partial, err := writePartial(name, content)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(partial) }()
	if err := os.Link(partial, name); err != nil {
		return err
	}
	return syncFolder(name)
}

// writePartial writes a file beside its final name that only its owner can read.
func writePartial(name string, text []byte) (partial string, err error) {
	file, err := os.CreateTemp(filepath.Dir(name), ".key-*") // mode 0600
	if err != nil {
		return "", err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, store.GiveToOwner(file, name), file.Sync(), file.Close()); err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// syncFolder makes a new name in the file's folder outlive a power cut.
func syncFolder(name string) error {
	folder, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
