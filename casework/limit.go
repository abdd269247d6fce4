package casework

import (
	"context"
	"fmt"
	"math"
	"net/netip"
	"time"

	"yijian/model"
	"yijian/store"
)

const (
	failuresPer = 15 * time.Minute
	guessesPer  = 15 * time.Minute
	writesPer   = time.Minute
	readsPer    = time.Minute
	resetsPer   = time.Hour
)

// tooMany says how long to wait; the reply carries it as Retry-After.
func tooMany(what string, wait time.Duration) *model.Error {
	seconds := int(math.Ceil(wait.Seconds()))
	err := model.Fail(model.TooMany, "limit.reached", fmt.Sprintf("%s，请在 %d 秒后再试", what, seconds))
	err.Wait = wait
	return err
}

// writes is how many changes an account may make; jobs and the command line have no limit.
func (d *Desk) writes(actor model.Actor) store.Allowance {
	if actor.UserID == "" {
		return store.Allowance{}
	}
	return store.Allowance{Bucket: "write/" + string(actor.UserID), Most: d.Rules.Limits.Writes, Per: writesPer}
}

// ClientOf is who counts as one client: an IPv4 address, or the first 64 bits of an
// IPv6 address, of which whoever has one has all the rest (RFC 4291 section 2.5.4).
func ClientOf(address string) string {
	at, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if at = at.Unmap(); at.Is4() {
		return at.String()
	}
	network, err := at.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return network.String()
}

// door is how many refusals one client gets at sign-in and on the first sign-in page together.
func (d *Desk) door(address string) store.Allowance {
	return store.Allowance{Bucket: "door/" + ClientOf(address), Most: d.Rules.Limits.Failures, Per: failuresPer}
}

// guesses is how many wrong passwords a signed-in session may try.
func (d *Desk) guesses(id model.UserID) store.Allowance {
	return store.Allowance{Bucket: "guess/" + string(id), Most: d.Rules.Limits.Guesses, Per: guessesPer}
}

// guess counts an attempt before it is compared, and takes one that was right back:
// guesses sent at once are as many as guesses sent one after another.
func (d *Desk) guess(ctx context.Context, id model.UserID, what string, compare func() (bool, error)) (bool, error) {
	a := d.guesses(id)
	if a.Most == 0 {
		return compare()
	}
	if err := d.spend(ctx, a, what); err != nil {
		return false, err
	}
	right, err := compare()
	if err == nil && right {
		stamp := model.Stamp{Act: "limit:spend", At: d.now()}
		err = d.Store.Tx(ctx, stamp, func(tx *store.Tx) error { return tx.GiveBack(ctx, a) })
	}
	return right, err
}

// room fails when nothing of the allowance is left.
func (d *Desk) room(ctx context.Context, a store.Allowance, what string) error {
	wait, err := d.Store.Wait(ctx, a, d.now())
	if err == nil && wait > 0 {
		return tooMany(what, wait)
	}
	return err
}

// CountReads adds to what an account, or a client without one, read in this minute on
// all servers, and fails with TooMany when that is more than most.
func (d *Desk) CountReads(ctx context.Context, name string, many, most int64) error {
	return d.spendMany(ctx, store.Allowance{Bucket: "read/" + name, Most: most, Per: readsPer}, many, "查询太频繁")
}

// spend counts one more in a transaction of its own, and fails when that is one too many.
func (d *Desk) spend(ctx context.Context, a store.Allowance, what string) error {
	return d.spendMany(ctx, a, 1, what)
}

func (d *Desk) spendMany(ctx context.Context, a store.Allowance, many int64, what string) error {
	var wait time.Duration
	stamp := model.Stamp{Act: "limit:spend", At: d.now()}
	err := d.Store.Tx(ctx, stamp, func(tx *store.Tx) (err error) {
		wait, err = tx.SpendMany(ctx, a, many)
		return err
	})
	if err == nil && wait > 0 {
		return tooMany(what, wait)
	}
	return err
}
