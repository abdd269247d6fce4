package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

type backupVerb struct {
	database
	backupKeyFlags
	File  string `arg:"" help:"File to write." type:"path"`
	Plain bool   `help:"Write it unencrypted; by default nobody reads it without the key or the passphrase."`
	Yes   bool   `help:"Overwrite an existing file."`
}

// Run writes the backup beside its final name and renames it when it is complete.
func (v *backupVerb) Run(env *environment) error {
	if _, err := os.Stat(v.File); err == nil && !v.Yes {
		return &exitError{exitRefused, v.File + " exists; add --yes to overwrite it"}
	}
	desk, err := v.openAsItIs(env)
	if err != nil {
		return err
	}
	defer func() { _ = desk.Store.Close() }()
	partial := v.File + ".partial"
	_ = os.Remove(partial) // what a backup that was cut off left
	file, err := os.OpenFile(partial, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return unavailable(err)
	}
	held, err := v.write(env, desk, file)
	if err = errors.Join(err, store.GiveToOwner(file, v.File), file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(partial))
	}
	if err := os.Rename(partial, v.File); err != nil {
		return unavailable(err)
	}
	fmt.Fprintf(env.out, "backed up %d rows and %d attachments to %s\n", held.Rows, held.Contents, v.File)
	return nil
}

// openAsItIs returns the desk over a database that may be of an earlier release: the
// backup before an upgrade is made when the new program is in place already.
func (v *backupVerb) openAsItIs(env *environment) (*casework.Desk, error) {
	desk, err := v.connect(env)
	if err != nil {
		return nil, err
	}
	pending, err := desk.Store.Pending(env.ctx)
	switch {
	case err != nil:
		err = unavailable(err)
	case pending:
		fmt.Fprintln(env.errOut, "yijian: the database is of an earlier release and is backed up as it is")
		err = v.usable(env, desk)
	default:
		err = v.ready(env, desk, false)
	}
	if err != nil {
		return nil, errors.Join(err, desk.Store.Close())
	}
	return desk, nil
}

func (v *backupVerb) write(env *environment, desk *casework.Desk, file io.Writer) (held store.Held, err error) {
	if v.Plain {
		held, err = desk.Store.Backup(env.ctx, file, env.now().UTC(), desk.Blobs)
		return held, unavailable(err)
	}
	sealed, err := v.encrypt(env, file)
	if err != nil {
		return held, err
	}
	held, err = desk.Store.Backup(env.ctx, sealed, env.now().UTC(), desk.Blobs)
	return held, unavailable(errors.Join(err, sealed.Close()))
}

type restoreVerb struct {
	database
	backupKeyFlags
	File string `arg:"" help:"File that backup wrote." type:"path"`
	Yes  bool   `help:"Replace everything in a database that already has records."`
	Take bool   `help:"Take over the place of attachments from a database that is gone for good." name:"take-attachments"`
}

// Run replaces the database's content; a database with records needs --yes.
func (v *restoreVerb) Run(env *environment) error {
	file, err := os.Open(v.File)
	if err != nil {
		return unavailable(err)
	}
	defer func() { _ = file.Close() }()
	backup, err := v.decrypt(file)
	if err != nil {
		return err
	}
	if _, err := os.Stat(v.fileOfKeys(v.Data)); errors.Is(err, fs.ErrNotExist) {
		return usage("%s: no such file; a restore needs the key file that sealed the backup's personal data (docs/operating.md, Drill)", v.fileOfKeys(v.Data))
	}
	desk, err := v.connect(env)
	if err != nil {
		return err
	}
	defer func() { _ = desk.Store.Close() }()
	used, err := desk.Store.HoldsRecords(env.ctx)
	if err != nil {
		return err
	}
	if used && !v.Yes {
		return &exitError{exitRefused, "the database has records; add --yes to replace everything in it"}
	}
	if !v.Take {
		err := v.foreign(desk.Store.MayTakeBlobs(env.ctx, desk.Blobs), "name another with --attachments, or add --take-attachments if that database is gone for good")
		if err != nil {
			return err
		}
	}
	stamp := model.Stamp{At: env.now().UTC(), Call: operator()}
	held, err := desk.Store.Restore(env.ctx, stamp, backup, desk.Blobs)
	if err != nil {
		return err
	}
	if err := v.prepare(env, desk, true); err != nil {
		return err
	}
	if err := desk.Store.TakeBlobs(env.ctx, desk.Blobs); err != nil {
		return unavailable(err)
	}
	fmt.Fprintf(env.out, "restored %d rows and %d attachments from %s\n", held.Rows, held.Contents, v.File)
	return v.compareAudit(env, desk)
}
