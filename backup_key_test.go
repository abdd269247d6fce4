package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yijian/deploy/testdb"
)

// backupSite is a database with one account and an attachment, and a place for backups.
func backupSite(t *testing.T, dsn string) (s *auditSite, backup string) {
	t.Helper()
	s = newAuditSite(t, dsn)
	s.addUser("first")
	folder := filepath.Join(s.data, "attachments")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "content-of-a-photograph"), []byte("photograph"), 0o600); err != nil {
		t.Fatal(err)
	}
	return s, filepath.Join(t.TempDir(), "backup")
}

// comesBack restores onto an empty machine that has the key files, and looks for the account and the attachment.
func (s *auditSite) comesBack(backup string, args ...string) {
	s.t.Helper()
	empty := newAuditSite(s.t, testdb.SQLite(s.t))
	for _, name := range []string{"yijian.key", "audit-key"} {
		text, err := os.ReadFile(filepath.Join(s.data, name))
		if err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(empty.data, name), text, 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	if out := empty.verb(exitDone, append([]string{"restore", backup}, args...)...); !strings.Contains(out, "and 1 attachments") {
		s.t.Errorf("restore: %s", out)
	}
	if out := empty.verb(exitDone, "user", "list"); !strings.Contains(out, "first") {
		s.t.Errorf("accounts after the restore: %s", out)
	}
	text, err := os.ReadFile(filepath.Join(empty.data, "attachments", "content-of-a-photograph"))
	if err != nil || string(text) != "photograph" {
		s.t.Errorf("attachment after the restore: %q, %v", text, err)
	}
}

func TestABackupIsReadOnlyWithItsKey(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s, backup := backupSite(t, dsn)
		key := filepath.Join(t.TempDir(), "kept", "backup.key")
		if out := s.verb(exitUsage, "backup", backup); !strings.Contains(out, passphraseVariable) {
			t.Errorf("without a key: %s", out)
		}
		if out := s.verb(exitDone, "backup", backup, "--backup-key", key); !strings.Contains(out, "made the backup key") {
			t.Errorf("the first backup: %s", out)
		}
		text, err := os.ReadFile(backup)
		if err != nil || !bytes.HasPrefix(text, []byte(ageLine)) {
			t.Fatalf("the file begins with %.30q, %v", text, err)
		}
		s.verb(exitUsage, "restore", backup, "--yes")
		s.verb(exitUsage, "restore", backup, "--yes", "--backup-key", filepath.Join(s.data, "yijian.key"))
		other := filepath.Join(t.TempDir(), "other.key")
		s.verb(exitDone, "backup", backup+".2", "--backup-key", other)
		if out := s.verb(exitRefused, "restore", backup, "--yes", "--backup-key", other); !strings.Contains(out, "cannot be opened") {
			t.Errorf("with another key: %s", out)
		}
		s.comesBack(backup, "--backup-key", key)
		if out := s.verb(exitDone, "user", "list"); !strings.Contains(out, "first") {
			t.Errorf("after refused restores: %s", out)
		}
	})
}

// A server that holds the public line alone makes backups that it cannot read.
func TestAPublicKeyIsEnoughToBackUp(t *testing.T) {
	s, backup := backupSite(t, testdb.SQLite(t))
	secret, public := filepath.Join(t.TempDir(), "secret"), filepath.Join(t.TempDir(), "public")
	s.verb(exitDone, "backup", backup, "--backup-key", secret)
	text, err := os.ReadFile(secret)
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(string(text), "# public key: "), "\n")
	if err := os.WriteFile(public, []byte(line+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.verb(exitDone, "backup", backup, "--yes", "--backup-key", public)
	s.verb(exitUsage, "restore", backup, "--yes", "--backup-key", public)
	s.comesBack(backup, "--backup-key", secret)
	if err := os.Chmod(secret, 0o644); err != nil {
		t.Fatal(err)
	}
	if out := s.verb(exitUsage, "restore", backup, "--yes", "--backup-key", secret); !strings.Contains(out, "0600") {
		t.Errorf("a secret that others can read: %s", out)
	}
}

func TestABackupIsReadOnlyWithItsPassphrase(t *testing.T) {
	s, backup := backupSite(t, testdb.SQLite(t))
	t.Setenv(passphraseVariable, "一个很长的口令 2026")
	s.verb(exitDone, "backup", backup)
	s.verb(exitUsage, "backup", backup, "--yes", "--backup-key", filepath.Join(t.TempDir(), "key"))
	s.comesBack(backup)
	t.Setenv(passphraseVariable, "另一个口令")
	s.verb(exitRefused, "restore", backup, "--yes")
}

func TestADamagedEncryptedBackupChangesNothing(t *testing.T) {
	s, backup := backupSite(t, testdb.SQLite(t))
	key := filepath.Join(t.TempDir(), "key")
	s.verb(exitDone, "backup", backup, "--backup-key", key)
	whole, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoilt := range map[string][]byte{
		"cut off":      whole[:len(whole)-20],
		"one bit else": bytes.Join([][]byte{whole[:len(whole)/2], {whole[len(whole)/2] ^ 1}, whole[len(whole)/2+1:]}, nil),
		"head only":    whole[:300],
	} {
		if err := os.WriteFile(backup, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		s.verb(exitUsage, "restore", backup, "--yes", "--backup-key", key)
		if out := s.verb(exitDone, "user", "list"); !strings.Contains(out, "first") {
			t.Errorf("%s: the database changed: %s", name, out)
		}
	}
}
