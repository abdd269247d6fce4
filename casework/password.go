package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// ChangePassword replaces the caller's own password after checking the old one,
// and ends the account's other sessions.
func (d *Desk) ChangePassword(ctx context.Context, call model.Call, hasher Hasher, old, fresh string) (model.User, error) {
	user, matches, err := d.ownPassword(ctx, call.Actor, hasher, old)
	if err != nil {
		return user, err
	}
	mistakes, err := d.checkPassword(ctx, hasher, user, "/fresh", fresh)
	if err != nil {
		return user, err
	}
	hash, err := hasher.Hash(ctx, fresh)
	if err != nil {
		return user, err
	}
	return perform(ctx, d, call, order{permission: "password:change"}, func(w work) (model.User, error) {
		// Refused under the key: when the request is repeated, the old password is no longer right.
		if !matches {
			mistakes = append(model.FieldErrors{{Pointer: "/old", Reason: "password.wrong", Detail: "原密码不正确"}}, mistakes...)
		}
		if err := mistakes.Err(); err != nil {
			return user, err
		}
		changed, err := w.SetPassword(ctx, user, hash)
		if err != nil {
			return changed, err
		}
		return changed, w.EndSessionsOf(ctx, user.ID, call.Actor.Session)
	})
}

// PasswordRules tells the person in a sentence what a new password must be.
func (d *Desk) PasswordRules(u model.User) string {
	return d.Rules.Passwords.Says(d.asksSecond(u.Roles) || u.SecondFactor == model.FactorOn)
}

// checkPassword names what is wrong with an account's new password, its own history included.
func (d *Desk) checkPassword(ctx context.Context, hasher Hasher, u model.User, pointer, fresh string) (model.FieldErrors, error) {
	var fields model.FieldErrors
	rules := d.Rules.Passwords
	rules.Check(&fields, pointer, fresh, u.Name, d.asksSecond(u.Roles) || u.SecondFactor == model.FactorOn)
	if len(fields) > 0 || rules.History == 0 {
		return fields, nil
	}
	earlier, err := d.Store.EarlierPasswords(ctx, u.ID, rules.History)
	if err != nil {
		return nil, err
	}
	for _, hash := range earlier {
		again, err := hasher.Verify(ctx, hash, fresh)
		if err != nil {
			return nil, err
		}
		if again {
			fields.Add(pointer, "password.repeated", "不得使用最近用过的密码")
			break
		}
	}
	return fields, nil
}

// Recovery is what the operator sets from the command line.
type Recovery struct {
	Name     string
	Password string
	// ForgetFactor removes the second factor of somebody who has lost the device.
	ForgetFactor bool
}

// RecoverAccount sets a password from the command line, where the operator owns the database.
func (d *Desk) RecoverAccount(ctx context.Context, call model.Call, hasher Hasher, r Recovery) error {
	user, err := d.Store.UserByName(ctx, r.Name)
	if err != nil {
		return err
	}
	mistakes, err := d.checkPassword(ctx, hasher, user, "/password", r.Password)
	if err == nil {
		err = mistakes.Err()
	}
	if err != nil {
		return err
	}
	hash, err := hasher.Hash(ctx, r.Password)
	if err != nil {
		return err
	}
	stamp := model.Stamp{Act: "password:reset", At: d.now(), Call: call}
	return d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		user, err := tx.ResetPassword(ctx, user, hash)
		if err != nil {
			return err
		}
		if r.ForgetFactor {
			if _, err := forgetFactor(ctx, tx, user); err != nil {
				return err
			}
		}
		if err := tx.NoteSignIn(ctx, store.SignIn{Name: r.Name}); err != nil {
			return err
		}
		return shutOut(ctx, tx, user.ID)
	})
}

// shutOut ends whatever acts for an account whose credentials were reset: its
// sessions, its machines' tokens and its recovery codes. Whoever stole the password
// may hold them all.
func shutOut(ctx context.Context, tx *store.Tx, id model.UserID) error {
	if err := tx.EndSessionsOf(ctx, id, ""); err != nil {
		return err
	}
	if err := tx.SetRecoveryCodes(ctx, id, nil); err != nil {
		return err
	}
	return tx.RevokeAPITokensOf(ctx, id)
}

func forgetFactor(ctx context.Context, tx *store.Tx, u model.User) (model.User, error) {
	if err := tx.ForgetSecondFactor(ctx, u.ID); err != nil {
		return u, err
	}
	return tx.SetFactorState(ctx, u, model.FactorNone)
}
