package main

import (
	"errors"
	"fmt"

	"yijian/store"
)

type migrateVerb struct{ database }

// Run takes every step the database has not taken yet.
func (v *migrateVerb) Run(env *environment) error {
	desk, err := v.open(env, true)
	if err != nil {
		return err
	}
	if err := v.claim(env, desk); err != nil {
		return errors.Join(err, desk.Store.Close())
	}
	fmt.Fprintln(env.out, "schema is up to date:", store.Redact(v.address()))
	return desk.Store.Close()
}
