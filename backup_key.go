package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"yijian/store"
)

// passphraseVariable holds the passphrase of backups. It has no flag: a command line can be read by others.
const passphraseVariable = "YIJIAN_BACKUP_PASSPHRASE"

// backupKeyFlags says what opens backups: a key file, or else the passphrase.
type backupKeyFlags struct {
	BackupKey string `help:"File of the key of backups, made by the first backup; instead of it the passphrase in YIJIAN_BACKUP_PASSPHRASE." env:"YIJIAN_BACKUP_KEY" placeholder:"FILE"`
}

// errTwoKeys refuses to guess which of the two the next restore will have.
var errTwoKeys = usage("both --backup-key and %s are set; unset one", passphraseVariable)

// encrypt returns a writer whose content only the key or the passphrase opens.
func (f backupKeyFlags) encrypt(env *environment, to io.Writer) (io.WriteCloser, error) {
	passphrase := os.Getenv(passphraseVariable)
	switch {
	case f.BackupKey != "" && passphrase != "":
		return nil, errTwoKeys
	case passphrase != "":
		recipient, err := age.NewScryptRecipient(passphrase)
		if err != nil {
			return nil, usage("%s: %v", passphraseVariable, err)
		}
		return age.Encrypt(to, recipient)
	case f.BackupKey != "":
		recipients, err := f.recipients(env)
		if err != nil {
			return nil, err
		}
		return age.Encrypt(to, recipients...)
	}
	return nil, usage("a backup holds personal data: set %s or --backup-key FILE, or add --plain to write it unencrypted", passphraseVariable)
}

// recipients reads whom backups are for: a secret key, which is made when the
// file is missing, or public ones (age1…), when the secret is kept elsewhere.
func (f backupKeyFlags) recipients(env *environment) ([]age.Recipient, error) {
	text, err := os.ReadFile(f.BackupKey)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeBackupKey(f.BackupKey); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, unavailable(fmt.Errorf("make backup key: %w", err))
		}
		fmt.Fprintf(env.errOut, "yijian: made the backup key %s; without a copy kept elsewhere backups cannot be restored\n", f.BackupKey)
		text, err = os.ReadFile(f.BackupKey)
	}
	if err != nil {
		return nil, unavailable(err)
	}
	if recipients, err := age.ParseRecipients(bytes.NewReader(text)); err == nil {
		return recipients, nil
	}
	identities, err := f.identities()
	if err != nil {
		return nil, err
	}
	var recipients []age.Recipient
	for _, identity := range identities {
		if x, ok := identity.(*age.X25519Identity); ok {
			recipients = append(recipients, x.Recipient())
		}
	}
	if len(recipients) == 0 {
		return nil, usage("backup key %s: no key of the form AGE-SECRET-KEY-1… or age1…", f.BackupKey)
	}
	return recipients, nil
}

func (f backupKeyFlags) identities() ([]age.Identity, error) {
	file, err := os.Open(f.BackupKey)
	if err != nil {
		return nil, unavailable(err)
	}
	defer func() { _ = file.Close() }()
	if state, err := file.Stat(); err != nil || state.Mode().Perm()&0o077 != 0 {
		return nil, usage("backup key %s: others can read it; want mode 0600", f.BackupKey)
	}
	identities, err := age.ParseIdentities(file)
	if err != nil {
		return nil, usage("backup key %s: no secret key in it (AGE-SECRET-KEY-1…)", f.BackupKey)
	}
	return identities, nil
}

// makeBackupKey writes a fresh key, whole or not at all, and never over another.
func makeBackupKey(name string) error {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	if err := store.MakeFolders(filepath.Dir(name)); err != nil {
		return err
	}
	return linkNew(name, fmt.Appendf(nil, "# public key: %s\n%s\n", identity.Recipient(), identity))
}

// ageLine begins every file that encrypt wrote.
const ageLine = "age-encryption.org/v1\n"

// decrypt returns what the file holds, whether it is encrypted or plain.
func (f backupKeyFlags) decrypt(file io.Reader) (io.Reader, error) {
	in := bufio.NewReader(file)
	if start, _ := in.Peek(len(ageLine)); string(start) != ageLine {
		return in, nil
	}
	var identities []age.Identity
	passphrase := os.Getenv(passphraseVariable)
	switch {
	case f.BackupKey != "" && passphrase != "":
		return nil, errTwoKeys
	case f.BackupKey != "":
		var err error
		if identities, err = f.identities(); err != nil {
			return nil, err
		}
	case passphrase != "":
		identity, err := age.NewScryptIdentity(passphrase)
		if err != nil {
			return nil, usage("%s: %v", passphraseVariable, err)
		}
		identities = []age.Identity{identity}
	default:
		return nil, usage("the backup is encrypted: set %s or --backup-key FILE", passphraseVariable)
	}
	out, err := age.Decrypt(in, identities...)
	if err != nil {
		return nil, &exitError{exitRefused, "the backup cannot be opened with this key or passphrase"}
	}
	return out, nil
}
