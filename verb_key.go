package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

type keyVerbs struct {
	Status keyStatusVerb `cmd:"" help:"List the keys that seal values, and how many values each has sealed."`
	Rotate keyRotateVerb `cmd:"" help:"Seal with a new key from now on, and seal all values anew; goes on where it was cut off."`
	Reseal keyResealVerb `cmd:"" help:"Seal all values anew that are not under the current key and profile."`
	Retire keyRetireVerb `cmd:"" help:"Take a former key out of the key file when no value needs it."`
}

type keyStatusVerb struct{ database }

// Run prints one key a line: fingerprint, duty, values by table and column.
func (v *keyStatusVerb) Run(env *environment) error {
	held, err := readKeys(v.fileOfKeys(v.Data))
	if err != nil {
		return err
	}
	desk, err := v.open(env, false)
	if err != nil {
		return err
	}
	defer func() { _ = desk.Store.Close() }()
	for _, row := range held {
		if err := tellKey(env, desk.Store, row.key.ID(), row.duty); err != nil {
			return err
		}
	}
	return tellKey(env, desk.Store, "", "named by no value of the first release")
}

func tellKey(env *environment, s *store.Store, id, duty string) error {
	counts, err := s.SealedWith(env.ctx, id)
	if err != nil {
		return unavailable(err)
	}
	if id == "" && len(counts) == 0 {
		return nil
	}
	line := fmt.Sprintf("%s\t%s\t%d values", id, duty, total(counts))
	for _, place := range slices.Sorted(maps.Keys(counts)) {
		line += fmt.Sprintf("\t%s %d", place, counts[place])
	}
	fmt.Fprintf(env.out, "%s\n", line)
	return nil
}

func total(counts map[string]int64) int64 {
	sum := int64(0)
	for _, n := range counts {
		sum += n
	}
	return sum
}

// lockedKeys opens the database and keeps other rotations off its key file until the release.
func (d database) lockedKeys(env *environment) (desk *casework.Desk, held heldKeys, release func(), err error) {
	desk, err = d.open(env, false)
	if err != nil {
		return nil, nil, nil, err
	}
	unlock, err := store.LockFile(env.ctx, d.fileOfKeys(d.Data)+".lock")
	if err != nil {
		return nil, nil, nil, errors.Join(unavailable(err), desk.Store.Close())
	}
	release = func() { _ = errors.Join(unlock(), desk.Store.Close()) }
	if held, err = readKeys(d.fileOfKeys(d.Data)); err != nil {
		release()
		return nil, nil, nil, err
	}
	return desk, held, release, nil
}

type keyRotateVerb struct {
	database
	Prepare bool `help:"Only put the next key into the file, to be copied to the other servers before rotating."`
}

// Run makes the next key the one that seals, unless a rotation was cut off, which it finishes.
func (v *keyRotateVerb) Run(env *environment) error {
	desk, held, release, err := v.lockedKeys(env)
	if err != nil {
		return err
	}
	defer release()
	name := v.fileOfKeys(v.Data)
	if v.Prepare {
		return v.prepare(env, held)
	}
	waiting, err := desk.Store.WaitForReseal(env.ctx)
	if err != nil {
		return unavailable(err)
	}
	if isRotated := slices.ContainsFunc(held, func(row keyRow) bool { return row.duty == dutyOpens }); waiting > 0 && isRotated {
		fmt.Fprintln(env.out, "an earlier rotation was cut off: finishing it; rotate again for a new key")
		return env.reseal(desk)
	}
	fresh := keyRow{dutySeals, randomKey()}
	if at := slices.IndexFunc(held, func(row keyRow) bool { return row.duty == dutyNext }); at >= 0 {
		fresh.key = held[at].key
		held = slices.Delete(held, at, at+1)
	}
	former := held[0].key.ID()
	held[0].duty = dutyOpens
	if err := slices.Insert(held, 0, fresh).write(name); err != nil {
		return unavailable(fmt.Errorf("write key file: %w", err))
	}
	if err := v.settle(env, desk.Store); err != nil {
		return err
	}
	if err := env.noteKey(desk, "key:rotate", fresh.key.ID(), map[string]any{"former": former}); err != nil {
		return err
	}
	fmt.Fprintf(env.out, "key %s seals from now on\n", fresh.key.ID())
	return env.reseal(desk)
}

func (v *keyRotateVerb) prepare(env *environment, held heldKeys) error {
	at := slices.IndexFunc(held, func(row keyRow) bool { return row.duty == dutyNext })
	if at < 0 {
		at, held = len(held), append(held, keyRow{dutyNext, randomKey()})
		if err := held.write(v.fileOfKeys(v.Data)); err != nil {
			return unavailable(fmt.Errorf("write key file: %w", err))
		}
	}
	fmt.Fprintf(env.out, "key %s is next: copy the key file to the other servers, then rotate\n", held[at].key.ID())
	return nil
}

// reseal repeats until nothing is left that servers wrote meanwhile.
func (env *environment) reseal(desk *casework.Desk) error {
	sum := int64(0)
	for range 10 {
		n, err := desk.Store.Reseal(env.ctx, env.now().UTC())
		if sum += n; err != nil {
			return unavailable(err)
		}
		waiting, err := desk.Store.WaitForReseal(env.ctx)
		if err != nil {
			return unavailable(err)
		}
		if waiting == 0 {
			fmt.Fprintf(env.out, "%d rows sealed anew\n", sum)
			return nil
		}
	}
	return &exitError{exitRefused, "servers still seal with a former key: copy the key file to all of them, then run this again"}
}

func (env *environment) noteKey(desk *casework.Desk, act, id string, after any) error {
	stamp := model.Stamp{Call: operator(), Act: act, At: env.now().UTC()}
	return desk.Store.Tx(env.ctx, stamp, func(tx *store.Tx) error {
		if act == actRetireKey {
			if err := tx.RetireKey(env.ctx, id); err != nil {
				return err
			}
		}
		return tx.NoteAct(env.ctx, "seal-keys", id, after)
	})
}

type keyResealVerb struct{ database }

// Run seals anew what another key or profile sealed.
func (v *keyResealVerb) Run(env *environment) error {
	desk, _, release, err := v.lockedKeys(env)
	if err != nil {
		return err
	}
	defer release()
	return env.reseal(desk)
}

type keyRetireVerb struct {
	database
	Key string `arg:"" help:"Fingerprint of the key, as status prints it."`
}

const actRetireKey = "key:retire"

// Run refuses while any value needs the key. The key is kept in a file of its own,
// for the backups that were made before.
func (v *keyRetireVerb) Run(env *environment) error {
	desk, held, release, err := v.lockedKeys(env)
	if err != nil {
		return err
	}
	defer release()
	name := v.fileOfKeys(v.Data)
	at := slices.IndexFunc(held, func(row keyRow) bool { return row.key.ID() == v.Key })
	if at < 0 || held[at].duty != dutyOpens {
		return &exitError{exitRefused, fmt.Sprintf("key %s is not a former key of %s", v.Key, name)}
	}
	err = env.noteKey(desk, actRetireKey, v.Key, map[string]any{})
	if needed := (*store.KeyNeededError)(nil); errors.As(err, &needed) {
		places := slices.Sorted(maps.Keys(needed.Counts))
		return &exitError{exitRefused, fmt.Sprintf("%d values may still need key %s (in %v): rotate first; stored replies go after a week", total(needed.Counts), v.Key, places)}
	}
	if err != nil {
		return err
	}
	kept := name + ".retired-" + v.Key
	if err := (heldKeys{{dutySeals, held[at].key}}).write(kept); err != nil {
		return unavailable(fmt.Errorf("keep the key: %w", err))
	}
	if err := slices.Delete(held, at, at+1).write(name); err != nil {
		return unavailable(fmt.Errorf("write key file: %w", err))
	}
	fmt.Fprintf(env.out, "key %s is retired; %s holds it for backups made before, destroy it with them\n", v.Key, kept)
	return nil
}
