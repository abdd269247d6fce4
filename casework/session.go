package casework

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// Limits of sessions and sign-in (GB/T 22239-2019 8.1.4.1：登录失败处理、会话超时).
const (
	SessionIdle     = 30 * time.Minute
	sessionLifetime = 12 * time.Hour
	signInFailures  = 5
	signInLock      = 15 * time.Minute
)

// Hasher checks and makes password hashes; api brings Argon2id.
type Hasher interface {
	// Verify compares in constant time; an empty hash costs as much as a real one and never matches.
	Verify(ctx context.Context, hash, password string) (bool, error)
	// Hash makes a new salted hash.
	Hash(ctx context.Context, password string) (string, error)
}

// Credentials is one attempt to sign in.
type Credentials struct {
	Name     string
	Password string
	Code     string // of the second factor, where the account has one
	// RecoveryCode stands in for the code of somebody without the device.
	RecoveryCode string
	Client
}

// Client is where a session is opened.
type Client struct {
	Address   string
	Agent     string // what the browser calls itself
	RequestID string
}

func refused() *model.Error {
	return model.Fail(model.Unauthenticated, "session.refused", "账号、密码、动态口令或恢复码不正确，或账号已暂时锁定")
}

// tried is the name under which an attempt is counted and audited. What is no
// account's name may be a password typed into the wrong field, so of that only a
// keyed digest is kept.
func (d *Desk) tried(user model.User, name string) (counted, about string) {
	if user.ID != "" {
		return user.Name, string(user.ID)
	}
	digest := d.Digest("sign-in", []byte(name))
	return digest, "name:" + digest
}

// SignIn opens a session and returns its token, which is kept nowhere. Five
// failures lock the name for fifteen minutes; the answer never tells whether the
// account exists, is locked or is disabled, nor which of password and code was wrong.
func (d *Desk) SignIn(ctx context.Context, hasher Hasher, try Credentials) (token string, user model.User, err error) {
	if err := d.room(ctx, d.door(try.Address), "登录失败次数过多"); err != nil {
		return "", user, err
	}
	user, err = d.Store.UserByName(ctx, try.Name)
	if err != nil && model.KindOf(err) != model.NotFound {
		return "", user, err
	}
	matches, err := hasher.Verify(ctx, user.PasswordHash, try.Password)
	if err != nil {
		return "", user, err
	}
	given, coded, err := d.checkSecond(ctx, user, try)
	if err != nil {
		return "", user, err
	}
	known, err := d.Store.SignedInFrom(ctx, user.ID, try.Address)
	if err != nil {
		return "", user, err
	}
	attempt := signInAttempt{
		Credentials: try, User: user, given: given,
		fits: matches && coded && user.PasswordHash != "" && !user.Disabled,
	}
	attempt.counted, attempt.about = d.tried(user, try.Name)
	if known {
		attempt.counted = d.Digest("sign-in", []byte(user.Name+"\n"+try.Address))
	}
	token, open, err := d.openSession(ctx, attempt)
	if err == nil && !open {
		err = refused()
	}
	return token, user, err
}

// signInAttempt is what is known of an attempt before it is counted. Strangers
// share the count of the name; an address from which the person has signed in
// before has its own, so that strangers cannot keep the person out.
type signInAttempt struct {
	Credentials
	User    model.User
	given   proof // zero where the account has no second factor
	fits    bool
	counted string
	about   string // whom the audit row of a refusal is about
}

// openSession counts and compares in one transaction: guesses sent at once count
// one by one, and of two who come with the same code one gets in.
func (d *Desk) openSession(ctx context.Context, try signInAttempt) (token string, open bool, err error) {
	token = rand.Text()
	now := d.now()
	actor := actorOf(try.User)
	stamp := model.Stamp{Act: "session:create", At: now, Call: model.Call{Actor: actor, Address: try.Address, RequestID: try.RequestID}}
	err = d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		attempts, err := tx.HoldSignIn(ctx, try.counted)
		if err != nil {
			return err
		}
		locked := attempts.LockedUntil != nil && attempts.LockedUntil.After(now)
		if open, err = stillFits(ctx, tx, try, locked); err != nil {
			return err
		}
		if !open {
			if _, err := tx.Spend(ctx, d.door(try.Address)); err != nil {
				return err
			}
			return tx.RefuseSignIn(ctx, afterFailure(attempts, locked, now), try.about)
		}
		if err := tx.NoteSignIn(ctx, store.SignIn{Name: try.counted}); err != nil {
			return err
		}
		return tx.AddSession(ctx, sessionOf(token, try.User, try.Client, now))
	})
	return token, open, err
}

// stillFits looks again at what may have changed since the password was compared, and uses the code up.
func stillFits(ctx context.Context, tx *store.Tx, try signInAttempt, locked bool) (bool, error) {
	if !try.fits || locked {
		return false, nil
	}
	now, err := tx.User(ctx, store.Everything(), try.User.ID)
	if err != nil || now.PasswordHash != try.User.PasswordHash || now.SecondFactor != try.User.SecondFactor || now.Disabled {
		return false, err
	}
	if now.SecondFactor != model.FactorOn {
		return true, nil
	}
	return try.given.useUp(ctx, tx, now)
}

// sessionOf is a session of the account as it was when its password was compared:
// a reset that comes in between voids it.
func sessionOf(token string, u model.User, client Client, now time.Time) model.Session {
	agent := []rune(strings.ToValidUTF8(client.Agent, "?"))
	return model.Session{
		ID: tokenHash(token), UserID: u.ID, Resets: u.Resets, CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(SessionIdle),
		Address: client.Address, Agent: string(agent[:min(len(agent), 200)]),
	}
}

// afterFailure counts one more failure; a locked name stays locked as long as it
// was, and what fails meanwhile counts only until the lock ends.
func afterFailure(attempts store.SignIn, locked bool, now time.Time) store.SignIn {
	if !locked && attempts.LockedUntil != nil {
		attempts.Failures, attempts.LockedUntil = 0, nil
	}
	attempts.Failures++
	if !locked && attempts.Failures >= signInFailures {
		until := now.Add(signInLock)
		attempts.Failures, attempts.LockedUntil = 0, &until
	}
	return attempts
}

// Need is what a person must do before the account's duties open.
type Need string

// The needs.
const (
	NeedPassword     Need = "password"      // the password has expired
	NeedSecondFactor Need = "second_factor" // staff without one
	NeedRoles        Need = "roles"         // no role is confirmed yet
)

// Needs is what the person must do before the account's duties open. The
// demonstration's accounts have no passwords of their own to change: they share a
// published one, and no real record stands beside them.
func (d *Desk) Needs(u model.User) []Need {
	needs := []Need{}
	if !u.Demo && d.Rules.Passwords.Expired(passwordSince(u), d.Today()) {
		needs = append(needs, NeedPassword)
	}
	if d.Rules.SecondFactor && access.IsStaff(u.Roles) && u.SecondFactor != model.FactorOn {
		needs = append(needs, NeedSecondFactor)
	}
	if len(u.Roles) == 0 {
		needs = append(needs, NeedRoles)
	}
	return needs
}

// PasswordEnds is the password's last day when the person should hear of it, else zero.
func (d *Desk) PasswordEnds(u model.User) model.Date {
	if u.Demo || !d.Rules.Passwords.Warns(passwordSince(u), d.Today()) {
		return model.Date{}
	}
	return d.Rules.Passwords.ExpiresOn(passwordSince(u))
}

// passwordSince is when the password was set; of accounts older than that record, when they were made.
func passwordSince(u model.User) time.Time {
	if u.PasswordSetAt == nil {
		return u.CreatedAt
	}
	return *u.PasswordSetAt
}

// ActorOf returns who holds the session token, moving its idle limit at most
// once a minute; an unknown, ended or expired token gives the public. The account
// is read each time, so a changed role or a disabled account takes effect with
// the next request, on every replica.
func (d *Desk) ActorOf(ctx context.Context, token string) (model.Actor, model.User, error) {
	now := d.now()
	session, err := d.Store.Session(ctx, tokenHash(token), now)
	if model.KindOf(err) == model.NotFound {
		return model.Actor{}, model.User{}, nil
	}
	if err != nil {
		return model.Actor{}, model.User{}, err
	}
	actor, user, err := d.bySession(ctx, d.Store.Reader, session)
	if err != nil || actor.UserID == "" {
		return actor, user, err
	}
	if now.Sub(session.SeenAt) > time.Minute {
		expires := now.Add(SessionIdle)
		if last := session.CreatedAt.Add(sessionLifetime); expires.After(last) {
			expires = last
		}
		d.touch(ctx, "session:touch", func(tx *store.Tx) error { return tx.TouchSession(ctx, session.ID, now, expires) })
	}
	return actor, user, nil
}

// bySession is whom the session lets act, the public when the account is disabled or was reset since.
func (d *Desk) bySession(ctx context.Context, r store.Reader, session model.Session) (model.Actor, model.User, error) {
	user, err := r.User(ctx, store.Everything(), session.UserID)
	if err != nil || user.Disabled || user.Resets != session.Resets {
		return model.Actor{}, model.User{}, err
	}
	actor := actorOf(user)
	actor.Session = session.ID
	if len(d.Needs(user)) > 0 {
		actor.Roles = []model.Role{model.RolePending}
	}
	return actor, user, nil
}

// SignOut ends the session of the token; ending an absent one is no error.
func (d *Desk) SignOut(ctx context.Context, call model.Call, token string) error {
	stamp := model.Stamp{Act: "session:end", At: d.now(), Call: call}
	return d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		session, err := tx.Session(ctx, tokenHash(token), stamp.At)
		if model.KindOf(err) == model.NotFound {
			return nil
		}
		if err == nil {
			_, err = tx.EndSession(ctx, session)
		}
		return err
	})
}

// EndSignIn ends one session: one's own, or anybody's for the security administrator.
func (d *Desk) EndSignIn(ctx context.Context, call model.Call, id string) (model.Session, error) {
	return perform(ctx, d, call, order{permission: "sign-in:end"}, func(w work) (model.Session, error) {
		session, err := w.SessionByID(ctx, w.scope, id)
		if err != nil {
			return session, err
		}
		if err := must(session.Version, call.Version); err != nil {
			return session, err
		}
		if session.EndedAt != nil || !session.ExpiresAt.After(w.now) {
			return session, model.Fail(model.Conflict, "session.ended", "这个登录已经结束")
		}
		return w.EndSession(ctx, session)
	})
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func actorOf(u model.User) model.Actor {
	return model.Actor{
		UserID: u.ID, Name: u.DisplayName, Roles: u.Roles, UnitID: u.UnitID,
		EnterpriseID: u.EnterpriseID, AreaCode: u.AreaCode, Resets: u.Resets,
	}
}

// touchTime is how long noting a use may keep a request waiting.
const touchTime = 2 * time.Second

// touch notes that something was used. A database that takes no writes, because
// its disk is full, must not keep anybody from reading.
func (d *Desk) touch(ctx context.Context, act string, note func(*store.Tx) error) {
	bounded, stop := context.WithTimeout(ctx, touchTime)
	defer stop()
	if err := d.Store.Tx(bounded, model.Stamp{Act: act, At: d.now()}, note); err != nil {
		d.Log.Warn("a use was not noted", "act", act, "error", err.Error())
	}
}
