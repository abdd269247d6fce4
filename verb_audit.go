package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// auditFiles is where the key and the signed heads of the audit log are kept, outside the database.
type auditFiles struct {
	AuditKey  string `help:"File of the key that seals audit rows; made at first start. DATA/audit-key when left out." env:"YIJIAN_AUDIT_KEY" placeholder:"FILE"`
	AuditHead string `help:"File to which signed heads of the audit log are appended. DATA/audit-heads when left out." env:"YIJIAN_AUDIT_HEAD" placeholder:"FILE"`
}

func (d database) keyFile() string {
	if d.AuditKey != "" {
		return d.AuditKey
	}
	return filepath.Join(d.Data, "audit-key")
}

func (d database) headFile() string {
	if d.AuditHead != "" {
		return d.AuditHead
	}
	return filepath.Join(d.Data, "audit-heads")
}

// signing opens the audit key, making it at first start.
func (d database) signing() (*store.AuditKey, error) {
	if err := store.MakeFolders(filepath.Dir(d.keyFile())); err != nil {
		return nil, unavailable(err)
	}
	return store.OpenAuditKey(d.keyFile())
}

// heads names the file of signed heads with the key that the store seals with.
func (d database) heads(key *store.AuditKey) (store.AuditHeads, error) {
	if err := store.MakeFolders(filepath.Dir(d.headFile())); err != nil {
		return store.AuditHeads{}, unavailable(err)
	}
	return store.AuditHeads{File: d.headFile(), Key: key}, nil
}

// warnOfKey says that this machine seals with another key than the database was sealed with.
func (env *environment) warnOfKey(opened *store.Store, key *store.AuditKey) {
	if known, err := opened.SealsAreKnown(key); err == nil && !known {
		fmt.Fprintln(env.errOut, "yijian: warning: the database's audit rows are sealed with a key that is not in the audit key file; see docs/operating.md, Audit")
	}
}

// operator is the command line's own call, on behalf of who sits at the machine.
func operator() model.Call {
	call := model.Call{Actor: casework.Operator}
	if who, err := user.Current(); err == nil {
		call.OnBehalf = "本机用户 " + who.Username
	}
	return call
}

type auditVerbs struct {
	Verify auditVerifyVerb `cmd:"" help:"Compare the audit trail with its log and the signed heads; exit code 0 holds, 1 differs."`
	Key    auditKeyVerb    `cmd:"" help:"Print the public keys that audit seals and heads are checked with."`
}

type auditVerifyVerb struct {
	database
	Heads string `help:"File of signed heads; the setting audit-head when left out." type:"path" placeholder:"FILE"`
}

// Run prints holds, or differs with the first row that does.
func (v *auditVerifyVerb) Run(env *environment) error {
	if v.Heads != "" {
		v.AuditHead = v.Heads
	}
	if isNone, err := v.hasNoLog(env); err != nil || isNone {
		return err
	}
	key, err := readAuditKey(v.keyFile())
	if err != nil {
		return err
	}
	heads, err := store.AuditHeads{File: v.headFile(), Key: key}.Read() // before the database, which may grow
	if err != nil {
		return codedFile(err)
	}
	if v.DB == "" { // opening would make an empty one
		if _, err := os.Stat(v.sqliteFile()); err != nil {
			return unavailable(err)
		}
	}
	opened, err := store.Open(env.ctx, v.address())
	if err != nil {
		return unavailable(err)
	}
	defer func() { _ = opened.Close() }()
	found, err := opened.VerifyAudit(env.ctx, key, heads)
	if err != nil {
		return unavailable(err)
	}
	return env.tell(found)
}

// hasNoLog says so, as what cannot be verified, when no server has started yet: no head was
// ever signed and the database, if there is one, has no row in its log. Heads that are
// missing beside a log are a fault.
func (v *auditVerifyVerb) hasNoLog(env *environment) (bool, error) {
	if _, err := os.Stat(v.headFile()); v.Heads != "" || !errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if _, err := os.Stat(v.sqliteFile()); v.DB != "" || err == nil {
		opened, err := store.Open(env.ctx, v.address())
		if err != nil {
			return false, unavailable(err)
		}
		defer func() { _ = opened.Close() }()
		if begun, err := opened.HasAuditLog(env.ctx); err != nil || begun {
			return false, unavailable(err)
		}
	}
	fmt.Fprintf(env.out, "no audit log yet: no server has started on this database, so there is nothing to verify. "+
		"`yijian serve` makes the key %s at its first start, chains the rows that wait and signs the first head into %s within a minute. "+
		"If a server did run here, heads and log were removed: treat it as a difference.\n", v.keyFile(), v.headFile())
	return true, &exitError{exitUnavailable, ""}
}

// tell prints the outcome of a check; a difference is a refusal.
func (env *environment) tell(found model.AuditFinding) error {
	if found.Difference != "" {
		fmt.Fprintln(env.out, "differs: "+found.Difference)
		return &exitError{exitRefused, ""}
	}
	said := fmt.Sprintf("holds: %d rows, %d heads", found.Rows, found.Heads)
	if found.Waiting > 0 {
		said += fmt.Sprintf(", %d rows not yet in the log", found.Waiting)
	}
	if found.GivenUp > 0 {
		said += fmt.Sprintf(", %d heads given up by a restore", found.GivenUp)
	}
	fmt.Fprintln(env.out, said)
	return nil
}

type auditKeyVerb struct {
	database
	Rotate bool `help:"Put a fresh key into the file first; the former public key stays trusted."`
}

// Run prints one public key a line, the current one first.
func (v *auditKeyVerb) Run(env *environment) error {
	key, err := readAuditKey(v.keyFile())
	if err == nil && v.Rotate {
		key, err = store.RotateAuditKey(v.keyFile())
	}
	if err != nil {
		return codedFile(err)
	}
	for _, public := range key.Public() {
		fmt.Fprintln(env.out, public)
	}
	return nil
}

func readAuditKey(file string) (*store.AuditKey, error) {
	key, err := store.ReadAuditKey(file)
	return key, codedFile(err)
}

// codedFile tells a file that says nonsense (2) from one that cannot be read (3).
func codedFile(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return unavailable(err)
	}
	return err
}

// compareAudit compares the restored log with the signed heads of its own time,
// and notes in their file that later ones no longer count.
func (d database) compareAudit(env *environment, desk *casework.Desk) error {
	heads, err := d.heads(desk.Store.AuditKey())
	if err != nil {
		return err
	}
	known, err := desk.Store.SealsAreKnown(heads.Key)
	if err != nil {
		return unavailable(err)
	}
	if !known {
		env.warnOfKey(desk.Store, heads.Key)
		return nil
	}
	signed, err := heads.Read()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return codedFile(err)
	}
	size, err := desk.Store.AuditSize(env.ctx)
	if err != nil {
		return unavailable(err)
	}
	signed = slices.DeleteFunc(signed, func(h model.AuditHead) bool { return h.Size > size })
	found, err := desk.Store.VerifyAudit(env.ctx, heads.Key, signed)
	if err != nil {
		return unavailable(err)
	}
	fmt.Fprint(env.out, "audit log ")
	if err := env.tell(found); err != nil {
		return err
	}
	_, err = desk.Store.RestoredHead(env.ctx, heads, env.now())
	return unavailable(err)
}
