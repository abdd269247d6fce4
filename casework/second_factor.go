package casework

import (
	"context"
	"strings"
	"time"

	"yijian/model"
	"yijian/store"
)

// Codes makes secrets of one-time codes and checks codes; api brings TOTP.
type Codes interface {
	// Secret makes a new random secret.
	Secret() (string, error)
	// Step is the time step in which the code is the secret's, around the instant; not ok when it is not.
	Step(secret, code string, at time.Time) (step int64, ok bool)
}

// Enrolment is an account whose second factor was started, with the secret to put into the person's device.
type Enrolment struct {
	model.User
	Secret model.Shown `json:"secret"`
}

func aboutFactor(id model.UserID) string { return "users/" + string(id) + "/second-factor" }

// proof is what somebody gave beside the password: a code of the time step, or
// in its place a recovery code, known by its digest.
type proof struct {
	secret   string // of the account's device
	step     int64
	recovery string
}

// checkSecond looks whether the code or recovery code is the account's. An account
// without a second factor needs neither.
func (d *Desk) checkSecond(ctx context.Context, u model.User, try Credentials) (given proof, ok bool, err error) {
	factor, err := d.Store.SecondFactor(ctx, u.ID)
	if err != nil || u.SecondFactor != model.FactorOn {
		return given, err == nil, err
	}
	if given.secret, err = d.Keys.Open(factor.Sealed, aboutFactor(u.ID)); err != nil {
		return given, false, err
	}
	if try.RecoveryCode != "" {
		given.recovery = recoveryDigest(given.secret, try.RecoveryCode)
		ok, err = d.Store.HasRecoveryCode(ctx, u.ID, given.recovery)
		return given, ok, err
	}
	given.step, ok = d.Codes.Step(given.secret, compact(try.Code), d.now())
	return given, ok && given.step > factor.LastStep, nil
}

// useUp takes what was given, which may have been taken meanwhile.
func (p proof) useUp(ctx context.Context, tx *store.Tx, u model.User) (bool, error) {
	if p.recovery != "" {
		return takeRecoveryCode(ctx, tx, u, p.recovery)
	}
	return tx.TakeStep(ctx, u.ID, p.step)
}

// compact takes out the spaces that devices show inside a code.
func compact(code string) string { return strings.ReplaceAll(code, " ", "") }

// StartSecondFactor makes a secret for the caller's own account, after checking
// the password. What signed in before goes on until the new one is confirmed.
func (d *Desk) StartSecondFactor(ctx context.Context, call model.Call, hasher Hasher, password string) (Enrolment, error) {
	user, matches, err := d.ownPassword(ctx, call.Actor, hasher, password)
	if err != nil {
		return Enrolment{}, err
	}
	made, err := perform(ctx, d, call, order{permission: "second-factor:enrol"}, func(w work) (Enrolment, error) {
		if !matches {
			return Enrolment{}, wrongPassword("/password")
		}
		if err := must(user.Version, call.Version); err != nil {
			return Enrolment{}, err
		}
		factor, err := w.SecondFactor(ctx, user.ID)
		if err != nil {
			return Enrolment{}, err
		}
		secret, err := d.Codes.Secret()
		if err != nil {
			return Enrolment{}, err
		}
		factor.Pending = d.Keys.Seal(secret, aboutFactor(user.ID))
		if err := w.SetSecondFactor(ctx, factor); err != nil {
			return Enrolment{}, err
		}
		state := user.SecondFactor
		if state == model.FactorNone {
			state = model.FactorStarted
		}
		changed, err := w.SetFactorState(ctx, user, state)
		return Enrolment{changed, d.hidden(secret)}, err
	})
	if err == nil {
		made.Secret, err = d.show(made.Secret)
	}
	return made, err
}

// ConfirmSecondFactor turns the second factor on once its device has shown a
// right code, gives recovery codes for it, and ends the account's other sessions.
func (d *Desk) ConfirmSecondFactor(ctx context.Context, call model.Call, code string) (Recovered, error) {
	made, err := perform(ctx, d, call, order{permission: "second-factor:enrol"}, func(w work) (Recovered, error) {
		user, err := w.User(ctx, w.scope, call.Actor.UserID)
		if err != nil {
			return Recovered{}, err
		}
		if err := must(user.Version, call.Version); err != nil {
			return Recovered{}, err
		}
		factor, err := w.SecondFactor(ctx, user.ID)
		if err != nil {
			return Recovered{}, err
		}
		if factor.Pending == "" {
			return Recovered{}, model.Fail(model.Conflict, "second_factor.not_started", "请先获取动态口令密钥")
		}
		secret, err := d.Keys.Open(factor.Pending, aboutFactor(user.ID))
		if err != nil {
			return Recovered{}, err
		}
		step, ok := d.Codes.Step(secret, compact(code), w.now)
		if !ok {
			return Recovered{}, wrongCode()
		}
		on, err := w.turnOn(ctx, user, model.SecondFactor{UserID: user.ID, Sealed: factor.Pending, LastStep: step}, call.Actor.Session)
		if err != nil {
			return Recovered{}, err
		}
		codes, digests := freshRecoveryCodes(secret)
		return Recovered{on, d.hidden(strings.Join(codes, "\n"))}, w.SetRecoveryCodes(ctx, user.ID, digests)
	})
	return d.shownCodes(made, err)
}

func wrongCode() error {
	var fields model.FieldErrors
	fields.Add("/code", "second_factor.wrong", "动态口令不正确，请核对设备时间后重新输入")
	return fields.Err()
}

// turnOn replaces the account's second factor; recovery codes of the one before are void.
func (w work) turnOn(ctx context.Context, u model.User, factor model.SecondFactor, keep string) (model.User, error) {
	if err := w.SetSecondFactor(ctx, factor); err != nil {
		return u, err
	}
	if err := w.SetRecoveryCodes(ctx, u.ID, nil); err != nil {
		return u, err
	}
	u, err := w.SetFactorState(ctx, u, model.FactorOn)
	if err != nil {
		return u, err
	}
	return u, w.EndSessionsOf(ctx, u.ID, keep)
}

// GiveSecondFactor turns on a second factor with a new secret, for an account of
// the demonstration, whose secret DemoSecret tells.
func (d *Desk) GiveSecondFactor(ctx context.Context, call model.Call, id model.UserID) error {
	_, err := perform(ctx, d, call, order{permission: "user:change"}, func(w work) (model.User, error) {
		user, err := w.User(ctx, w.scope, id)
		if err != nil {
			return user, err
		}
		if !user.Demo {
			return user, secretKept()
		}
		secret, err := d.Codes.Secret()
		if err != nil {
			return user, err
		}
		return w.turnOn(ctx, user, model.SecondFactor{UserID: id, Sealed: d.Keys.Seal(secret, aboutFactor(id))}, "")
	})
	return err
}

func secretKept() error {
	return model.Fail(model.Forbidden, "second_factor.kept", "动态口令密钥不予显示")
}

// DemoSecret is the secret of a demonstration account's second factor, for the
// line that the server prints; of a real account it is never told.
func (d *Desk) DemoSecret(ctx context.Context, name string) (string, error) {
	user, err := d.Store.UserByName(ctx, name)
	if err != nil {
		return "", err
	}
	if !user.Demo || user.SecondFactor != model.FactorOn {
		return "", secretKept()
	}
	factor, err := d.Store.SecondFactor(ctx, user.ID)
	if err != nil {
		return "", err
	}
	return d.Keys.Open(factor.Sealed, aboutFactor(user.ID))
}

// ownPassword compares the caller's own password, a few times in a quarter of an hour.
func (d *Desk) ownPassword(ctx context.Context, actor model.Actor, hasher Hasher, password string) (model.User, bool, error) {
	user, err := d.Store.User(ctx, store.OfUser(actor.UserID), actor.UserID)
	if err != nil {
		return user, false, err
	}
	matches, err := d.guess(ctx, user.ID, "密码输入错误次数过多", func() (bool, error) {
		return hasher.Verify(ctx, user.PasswordHash, password)
	})
	return user, matches, err
}

func wrongPassword(pointer string) error {
	var fields model.FieldErrors
	fields.Add(pointer, "password.wrong", "密码不正确")
	return fields.Err()
}
