package casework

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"yijian/model"
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
	Name      string
	Password  string
	Address   string
	RequestID string
}

func refused() *model.Error {
	return model.Fail(model.Unauthenticated, "session.refused", "账号或密码不正确，或账号已暂时锁定")
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
// failures lock the name for fifteen minutes; the answer never tells whether
// the account exists, is locked or is disabled.
func (d *Desk) SignIn(ctx context.Context, hasher Hasher, try Credentials) (token string, user model.User, err error) {
	now := d.now()
	user, err = d.Store.UserByName(ctx, try.Name)
	if err != nil && model.KindOf(err) != model.NotFound {
		return "", user, err
	}
	matches, err := hasher.Verify(ctx, user.PasswordHash, try.Password)
	if err != nil {
		return "", user, err
	}
	token = rand.Text()
	stamp := model.Stamp{Act: "session:create", At: now, Call: model.Call{Actor: actorOf(user), Address: try.Address, RequestID: try.RequestID}}
	counted, about := d.tried(user, try.Name)
	var open bool
	// Counted and compared in one transaction: guesses sent at once count one by one.
	err = d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		attempts, err := tx.HoldSignIn(ctx, counted)
		if err != nil {
			return err
		}
		locked := attempts.LockedUntil != nil && attempts.LockedUntil.After(now)
		if open = matches && !locked && !user.Disabled; !open {
			return tx.RefuseSignIn(ctx, afterFailure(attempts, locked, now), about)
		}
		if err := tx.NoteSignIn(ctx, store.SignIn{Name: counted}); err != nil {
			return err
		}
		return tx.AddSession(ctx, model.Session{
			ID: tokenHash(token), UserID: user.ID, CreatedAt: now, SeenAt: now,
			ExpiresAt: now.Add(SessionIdle), Address: try.Address,
		})
	})
	if err == nil && !open {
		err = refused()
	}
	if err != nil {
		return "", user, err
	}
	return token, user, nil
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

// ActorOf returns who holds the session token, moving its idle limit at most
// once a minute; an unknown or expired token gives the public.
func (d *Desk) ActorOf(ctx context.Context, token string) (model.Actor, model.User, error) {
	now := d.now()
	session, err := d.Store.Session(ctx, tokenHash(token), now)
	if model.KindOf(err) == model.NotFound {
		return model.Actor{}, model.User{}, nil
	}
	if err != nil {
		return model.Actor{}, model.User{}, err
	}
	user, err := d.Store.User(ctx, store.Everything(), session.UserID)
	if err != nil || user.Disabled {
		return model.Actor{}, model.User{}, err
	}
	if now.Sub(session.SeenAt) > time.Minute {
		expires := now.Add(SessionIdle)
		if last := session.CreatedAt.Add(sessionLifetime); expires.After(last) {
			expires = last
		}
		stamp := model.Stamp{Act: "session:touch", At: now}
		err = d.Store.Tx(ctx, stamp, func(tx *store.Tx) error { return tx.TouchSession(ctx, session.ID, now, expires) })
	}
	return actorOf(user), user, err
}

// SignOut ends the session of the token.
func (d *Desk) SignOut(ctx context.Context, call model.Call, token string) error {
	stamp := model.Stamp{Act: "session:end", At: d.now(), Call: call}
	return d.Store.Tx(ctx, stamp, func(tx *store.Tx) error { return tx.EndSession(ctx, tokenHash(token)) })
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func actorOf(u model.User) model.Actor {
	return model.Actor{
		UserID: u.ID, Name: u.DisplayName, Roles: u.Roles, UnitID: u.UnitID,
		EnterpriseID: u.EnterpriseID, AreaCode: u.AreaCode,
	}
}
