package main

import (
	"errors"
	"fmt"
	"os"

	"yijian/casework"
	"yijian/model"
)

type backupVerb struct {
	database
	File string `arg:"" help:"File to write." type:"path"`
	Yes  bool   `help:"Overwrite an existing file."`
}

// Run writes the backup beside its final name and renames it when it is complete.
func (v *backupVerb) Run(env *environment) error {
	if _, err := os.Stat(v.File); err == nil && !v.Yes {
		return &exitError{exitRefused, v.File + " exists; add --yes to overwrite it"}
	}
	desk, err := v.open(env, false)
	if err != nil {
		return err
	}
	defer func() { _ = desk.Store.Close() }()
	partial := v.File + ".partial"
	file, err := os.OpenFile(partial, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return unavailable(err)
	}
	rows, err := desk.Store.Backup(env.ctx, file, env.now().UTC())
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(partial, v.File)
	}
	if err != nil {
		return unavailable(errors.Join(err, os.Remove(partial)))
	}
	fmt.Fprintf(env.out, "backed up %d rows to %s\n", rows, v.File)
	return nil
}

type restoreVerb struct {
	database
	File string `arg:"" help:"File that backup wrote." type:"path"`
	Yes  bool   `help:"Replace everything in a database that already has records."`
}

// Run replaces the database's content; a database with records needs --yes.
func (v *restoreVerb) Run(env *environment) error {
	file, err := os.Open(v.File)
	if err != nil {
		return unavailable(err)
	}
	defer func() { _ = file.Close() }()
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
	stamp := model.Stamp{At: env.now().UTC(), Call: model.Call{Actor: casework.Operator}}
	rows, err := desk.Store.Restore(env.ctx, stamp, file)
	if err != nil {
		return err
	}
	if err := v.prepare(env, desk, true); err != nil {
		return err
	}
	fmt.Fprintf(env.out, "restored %d rows from %s\n", rows, v.File)
	return v.compareAudit(env, desk)
}
