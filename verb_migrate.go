package main

import (
	"errors"
	"fmt"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

type migrateVerb struct {
	database
	Take bool `help:"Take over the place of attachments, from a copy of this database or from one that is gone for good." name:"take-attachments"`
}

// Run takes every step the database has not taken yet.
func (v *migrateVerb) Run(env *environment) error {
	desk, err := v.connect(env)
	if err != nil {
		return err
	}
	if err = v.prepare(env, desk, true); err == nil {
		err = v.place(env, desk)
	}
	if err = errors.Join(err, desk.Store.Close()); err == nil {
		fmt.Fprintln(env.out, "schema is up to date:", store.Redact(v.address()))
	}
	return err
}

// place claims the place of attachments, or takes it whosever it was.
func (v *migrateVerb) place(env *environment, desk *casework.Desk) error {
	if !v.Take {
		return v.claim(env, desk)
	}
	id, err := desk.Store.DatabaseID(env.ctx)
	if err != nil {
		return unavailable(err)
	}
	stamp := model.Stamp{Call: operator(), Act: store.ActTakePlace, At: env.now().UTC()}
	err = desk.Store.Tx(env.ctx, stamp, func(tx *store.Tx) error {
		return tx.NoteAct(env.ctx, "attachment-places", id, map[string]any{"place": store.Redact(v.placeOfBlobs())})
	})
	return unavailable(errors.Join(err, desk.Store.TakeBlobs(env.ctx, desk.Blobs)))
}
