package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"yijian/model"
)

const (
	auditKeyName  = "yijian-audit"
	privatePrefix = "PRIVATE+KEY+"
)

// AuditKey seals audit rows and signs the heads of their log. It lives in a
// file; the database never holds it.
type AuditKey struct {
	signer  note.Signer // nil where only public keys are known
	trusted note.Verifiers
	public  []string
}

// OpenAuditKey reads the key file: the private key first, then the public keys
// that are trusted, its own and former ones, a line each. Without a file it
// makes one that only its owner can read.
func OpenAuditKey(file string) (*AuditKey, error) {
	k, err := ReadAuditKey(file)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeAuditKey(file, file, nil); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("make audit key: %w", err)
		}
		k, err = ReadAuditKey(file) // of two that make it at once, both take the first's
	}
	if err == nil && k.signer == nil {
		err = badKey(file, "holds no private key")
	}
	return k, err
}

// ReadAuditKey reads the key file, which for checking may hold public keys alone.
func ReadAuditKey(file string) (*AuditKey, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("audit key: %w", err)
	}
	k := &AuditKey{}
	var known []note.Verifier
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case strings.HasPrefix(line, privatePrefix) && k.signer == nil:
			if k.signer, err = note.NewSigner(line); err != nil {
				return nil, badKey(file, "has a damaged private key")
			}
		default:
			verifier, err := note.NewVerifier(line)
			if err != nil || verifier.Name() != auditKeyName {
				return nil, badKey(file, "has a line that is no public audit key")
			}
			known, k.public = append(known, verifier), append(k.public, line)
		}
	}
	if state, err := os.Stat(file); k.signer != nil && (err != nil || state.Mode().Perm()&0o077 != 0) {
		return nil, badKey(file, "can be read by others; its mode must be 0600")
	}
	k.trusted = note.VerifierList(known...)
	if len(known) == 0 || k.signer != nil && !k.trusts(k.signer.KeyHash()) {
		return nil, badKey(file, "lacks the public key")
	}
	return k, nil
}

// RotateAuditKey puts a fresh key into the file and keeps trusting the former ones.
func RotateAuditKey(file string) (*AuditKey, error) {
	old, err := ReadAuditKey(file)
	if err != nil {
		return nil, err
	}
	fresh := file + ".fresh"
	if err := makeAuditKey(fresh, file, old.public); err != nil {
		return nil, fmt.Errorf("rotate audit key: %w", err)
	}
	if err := os.Rename(fresh, file); err != nil {
		return nil, fmt.Errorf("rotate audit key: %w", err)
	}
	return ReadAuditKey(file)
}

// Public returns the trusted public keys, the current one first.
func (k *AuditKey) Public() []string { return k.public }

func (k *AuditKey) trusts(hash uint32) bool {
	_, err := k.trusted.Verifier(auditKeyName, hash)
	return err == nil
}

// makeAuditKey writes a fresh key and the former public ones; the file appears
// complete or not at all, and never replaces another. It belongs to whom the named one does.
func makeAuditKey(file, like string, former []string) error {
	private, public, err := note.GenerateKey(rand.Reader, auditKeyName)
	if err != nil {
		return err
	}
	partial, err := os.CreateTemp(filepath.Dir(file), ".audit-key-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(partial.Name()) }()
	_, err = partial.WriteString(strings.Join(append([]string{private, public}, former...), "\n") + "\n")
	if err = errors.Join(err, GiveToOwner(partial, like), partial.Sync(), partial.Close()); err != nil {
		return err
	}
	return os.Link(partial.Name(), file)
}

func badKey(file, what string) *model.Error {
	return model.Fail(model.Malformed, "audit.key_malformed", "audit key "+file+" "+what)
}

// SealWith makes every audit row written from now on carry the key's seal.
func (s *Store) SealWith(k *AuditKey) { s.key = k }

// SealsAreKnown reports whether the newest sealed row was sealed by a key that is
// trusted here. The row about a restore is this machine's own and says nothing of
// the rows that it put back.
func (s *Store) SealsAreKnown(k *AuditKey) (bool, error) {
	var rows []model.AuditEntry
	err := s.db.Table("audit_entries").Where("seal <> '' AND act <> ?", actRestore).Order("id DESC").Limit(1).Find(&rows).Error
	if err != nil {
		return false, fmt.Errorf("newest seal: %w", err)
	}
	return len(rows) == 0 || k.isSealed(auditValues(rows[0])), nil
}

// AuditKey returns the key that seals this store's audit rows, nil for none.
func (s *Store) AuditKey() *AuditKey { return s.key }
