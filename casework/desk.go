// Package casework holds the acts that officials and firms perform. Each act
// loads the facts, asks policy, writes and audits in one transaction; reads
// whose reply contains a decision live here too. It knows neither HTTP nor SQL.
package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/access"
	"yijian/store"
)

// Desk is where acts are performed.
type Desk struct {
	Store  *store.Store
	Access *access.Table
	// Now is the clock; main passes time.Now.
	Now func() time.Time
	// Contact is whom the public turns to; it stands in every published record, with the telephone
	// and the address where the bureau has set them.
	Contact        string
	ContactPhone   string
	ContactAddress string
	// Keys seal what the database must not be able to read; main reads them from the key file.
	Keys Keys
	// Blobs is where attachments are kept; main opens it.
	Blobs store.Blobs
	// Codes makes and checks one-time codes; main brings api's.
	Codes Codes
	// Rules is what the bureau asks of whoever signs in.
	Rules Rules
	// AuditLog tells how the audit log stands; main brings it, nil where none runs.
	AuditLog func() model.AuditState
	// JobTitles are what people call the scheduled jobs; main brings those of jobs.
	JobTitles map[string]string
	// Log takes what fails beside a request; main brings the server's.
	Log *slog.Logger

	checks  chan struct{} // a place for each file that is judged now
	imports *importsAtWork
	terms   *termsCache
}

// Reach is whom the public turns to and how, as far as that is set.
func (d *Desk) Reach() string {
	var how []string
	if d.ContactPhone != "" {
		how = append(how, "电话"+d.ContactPhone)
	}
	if d.ContactAddress != "" {
		how = append(how, "地址"+d.ContactAddress)
	}
	if len(how) == 0 {
		return d.Contact
	}
	return d.Contact + "（" + strings.Join(how, "，") + "）"
}

// Rules is what the bureau asks of whoever signs in, and how much it lets one do.
type Rules struct {
	Passwords    policy.PasswordProfile
	SecondFactor bool // whether staff must have one
	Limits       Limits
	RemindDays   []int              // how many days before a term's end people are reminded
	SlipsByClock bool               // whether the clock issues the first slip of a task that turned red, which it only proposes otherwise
	ScoreWeights model.ScoreWeights // what the parts of a unit's score can bring; as shipped when nil
	Tolerance    int                // points that claimed and counted progress of a task may differ, where its target says nothing else
}

// Limits is how often something may happen; 0 sets no limit.
type Limits struct {
	Failures int64 // refused sign-ins of one client in a quarter of an hour
	Guesses  int64 // wrong passwords of a signed-in account in a quarter of an hour
	Writes   int64 // changes by one account in a minute
	Resets   int64 // requests for a reset by one account in an hour
	Lodgings int64 // complaints that one client lodges on the public site in an hour
	// AllLodgings is how many complaints all clients together lodge there in five minutes, so that a flood from many addresses has a bound.
	AllLodgings int64
	Tracks      int64 // wrong tracking numbers of one client in a quarter of an hour
	Reveals     int64 // records whose personal data one account sees in clear in a day
	Lookups     int64 // look-ups by a person's number by one account in a day
	Files       int64 // attachments by one account in a day
	// Downloads is how many attachments one account may open in a day.
	Downloads int64
	// Exports is how many lists one account may take out as files in a day.
	Exports int64
	// Rows is how many rows one file of a list holds.
	Rows int64
	// FileBytes is how much the attachments of one account in a day may take.
	FileBytes int64
}

// StandardRules are the rules of graded protection.
func StandardRules() Rules {
	return Rules{Passwords: policy.DJBH3(), SecondFactor: true, RemindDays: []int{3, 1, 0}, Tolerance: policy.DefaultTolerance, Limits: Limits{
		Failures: 30, Guesses: 5, Writes: 600, Resets: 20, Lodgings: 20, AllLodgings: 100, Tracks: 30, Files: 500, FileBytes: 2 << 30, Reveals: 50, Lookups: 200, Downloads: 500,
		Exports: 200, Rows: 100_000,
	}}
}

// NewDesk returns a desk over the store with the permissions of roles.csv.
func NewDesk(s *store.Store, now func() time.Time) (*Desk, error) {
	table, err := access.Load()
	if err != nil {
		return nil, err
	}
	return &Desk{Store: s, Access: table, Now: now, Rules: StandardRules(), Log: slog.New(slog.DiscardHandler), terms: &termsCache{}, checks: make(chan struct{}, checksAtOnce), imports: newImportsAtWork()}, nil
}

// Digest is a fingerprint of bytes that may hold a password: two that are equal
// have the same, and without the key, which the database never holds, nobody can
// try out which bytes had it. A rotation of the keys gives new ones.
func (d *Desk) Digest(purpose string, raw []byte) string { return d.Keys.Digests(purpose, raw)[0] }

// now is the instant of an act, in the precision both databases keep.
func (d *Desk) now() time.Time { return d.Now().UTC().Truncate(time.Millisecond) }

// Today is the current day in Shanghai.
func (d *Desk) Today() model.Date { return model.DateOf(d.now()) }

// Scope returns the rows within which the actor holds the permission, or
// Forbidden (Unauthenticated for the public) when it is not the actor's at all.
func (d *Desk) Scope(actor model.Actor, permission access.Permission) (store.Scope, error) {
	reaches := d.Access.Reaches(actor.Roles, permission)
	if len(reaches) == 0 {
		if actor.UserID == "" {
			return store.Scope{}, model.Fail(model.Unauthenticated, "session.required", "请先登录")
		}
		return store.Scope{}, model.Fail(model.Forbidden, "permission.denied", "您的岗位没有这项权限")
	}
	if actor.TokenID != "" && !slices.Contains(actor.Only, string(permission)) && len(d.Access.Reaches(nil, permission)) == 0 {
		return store.Scope{}, model.Fail(model.Forbidden, "token.scope", "这个令牌没有这项权限")
	}
	var scope store.Scope
	for _, reach := range reaches {
		scope = scope.Or(scopeOf(actor, reach))
	}
	return scope, nil
}

func scopeOf(actor model.Actor, reach access.Reach) store.Scope {
	switch reach {
	case access.ReachAll:
		return store.Everything()
	case access.ReachArea:
		return store.InArea(actor.AreaCode)
	case access.ReachFirm:
		return store.OfFirm(actor.EnterpriseID)
	case access.ReachUnit:
		return store.OfUnit(actor.UnitID)
	case access.ReachOwn:
		return store.OfUser(actor.UserID)
	}
	return store.Scope{}
}

// order names an act: the permission that allows it, the reason its performer
// gave, and its name in the audit where the permission allows several.
type order struct {
	permission access.Permission
	reason     string
	act        string
}

// name is what the audit calls the act.
func (o order) name() string { return cmp.Or(o.act, string(o.permission)) }

// prepared is an act with work outside the database, which is done once the key
// is taken and before the transaction, which may run more than once.
type prepared struct {
	order
	before func(store.Scope) error
	undo   func() // takes back what before left, when the act certainly did not happen
}

// work is an act in progress: its transaction, its instant and the rows it may touch.
type work struct {
	*store.Tx
	now   time.Time
	scope store.Scope
	desk  *Desk
}

// terms are the deadlines and the calendar as this transaction sees them.
func (w work) terms(ctx context.Context) (terms, error) { return w.desk.termsIn(ctx, w.Reader) }

// forFirm says in the audit that an official enters what is the firm's to say.
func (w work) forFirm(call model.Call, name string) {
	if call.Actor.EnterpriseID == "" {
		w.ActFor(name)
	}
}

func (w work) today() model.Date { return model.DateOf(w.now) }

// perform runs an act once per Idempotency-Key: permission, then the key, then
// one transaction that looks at the caller again and holds the act, its audit
// rows and the stored reply. A repeated call gets the first reply; a failed act frees its key.
func perform[T any](ctx context.Context, d *Desk, call model.Call, o order, fn func(w work) (T, error)) (T, error) {
	return performPrepared(ctx, d, call, prepared{order: o}, fn)
}

// performPrepared is perform for an act that keeps something outside the database too.
func performPrepared[T any](ctx context.Context, d *Desk, call model.Call, o prepared, fn func(w work) (T, error)) (T, error) {
	var result T
	scope, err := d.Scope(call.Actor, o.permission)
	if err != nil {
		return result, err
	}
	stamp := model.Stamp{Call: call, Act: o.name(), Reason: o.reason, At: d.now()}
	claim, err := claimFor(ctx, d, stamp, &result)
	if err != nil || claim.Done {
		return result, err
	}
	committing := false
	if o.before != nil {
		if err = d.stands(ctx, d.Store.Reader, call.Actor, o.permission); err == nil {
			err = o.before(scope)
		}
	}
	if err == nil {
		err = d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
			committing = false
			err := d.stands(ctx, tx.Reader, call.Actor, o.permission)
			if err != nil {
				return err
			}
			done, err := fn(work{tx, stamp.At, scope, d})
			if err == nil {
				result, err = done, finish(ctx, tx, claim, done)
			}
			committing = err == nil
			return err
		})
	}
	if err != nil && !committing && o.undo != nil { // a commit whose reply was lost may have happened
		o.undo()
	}
	return result, d.freed(ctx, stamp, claim, err)
}

// Keyed runs work that opens transactions of its own, and is safe to run again,
// under the call's Idempotency-Key: a repeated call gets the first reply.
func Keyed[T any](ctx context.Context, d *Desk, call model.Call, act access.Permission, fn func() (T, error)) (T, error) {
	var result T
	stamp := model.Stamp{Call: call, Act: string(act), At: d.now()}
	claim, err := claimFor(ctx, d, stamp, &result)
	if err != nil || claim.Done {
		return result, err
	}
	if err = d.stands(ctx, d.Store.Reader, call.Actor, act); err == nil {
		result, err = fn()
	}
	if err == nil {
		err = d.Store.Tx(ctx, stamp, func(tx *store.Tx) error { return finish(ctx, tx, claim, result) })
	}
	return result, d.freed(ctx, stamp, claim, err)
}

// claimFor takes the call's key, if it has one; of a finished key it fills in the first reply.
func claimFor[T any](ctx context.Context, d *Desk, stamp model.Stamp, first *T) (store.Claim, error) {
	if stamp.Call.Key == "" {
		return store.Claim{}, nil
	}
	claim, err := d.Store.ClaimKey(ctx, stamp, d.writes(stamp.Call.Actor))
	if err == nil && claim.Wait > 0 {
		return claim, tooMany("操作太频繁", claim.Wait)
	}
	if err != nil || !claim.Done {
		return claim, err
	}
	if err := json.Unmarshal([]byte(claim.Reply), first); err != nil {
		return claim, fmt.Errorf("stored reply: %w", err)
	}
	return claim, nil
}

func finish[T any](ctx context.Context, tx *store.Tx, claim store.Claim, done T) error {
	if claim.Key == "" {
		return nil
	}
	reply, err := json.Marshal(done)
	if err != nil {
		return fmt.Errorf("store reply: %w", err)
	}
	return tx.FinishClaim(ctx, claim, string(reply))
}

// freed lets the key of a failed act be used again.
func (d *Desk) freed(ctx context.Context, stamp model.Stamp, claim store.Claim, err error) error {
	if err != nil && claim.Key != "" {
		_ = d.Store.ReleaseClaim(context.WithoutCancel(ctx), stamp, claim) // expires by itself if this fails too
	}
	return err
}

// must is the version a change was made on; a record that moved on is Stale.
func must(version, asked int64) error {
	if version != asked {
		return store.Stale()
	}
	return nil
}
