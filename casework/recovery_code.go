package casework

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"yijian/model"
	"yijian/store"
)

const (
	recoveryCodes      = 10
	recoveryCodeLength = 16 // letters of 5 bits: 80 bits
	fewRecoveryCodes   = 3  // from here on new ones are due
)

// Recovered is an account with its fresh recovery codes, one a line.
type Recovered struct {
	model.User
	Codes model.Shown `json:"codes"`
}

// freshRecoveryCodes makes codes for an account whose device has the secret, and what is kept of them.
func freshRecoveryCodes(secret string) (codes, digests []string) {
	for range recoveryCodes {
		text := rand.Text()[:recoveryCodeLength]
		codes = append(codes, text[:4]+"-"+text[4:8]+"-"+text[8:12]+"-"+text[12:])
		digests = append(digests, recoveryDigest(secret, text))
	}
	return codes, digests
}

var readAs = strings.NewReplacer(" ", "", "-", "", "0", "O", "1", "I", "8", "B")

// recoveryDigest is what is kept of a code. Its key is the secret of the account's
// device, which the database holds sealed only: without the key file nobody can
// try codes out, a rotation changes nothing, and another device makes them void.
func recoveryDigest(secret, code string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write([]byte("recovery-code/" + readAs.Replace(strings.ToUpper(code)))) // a hash takes everything
	return hex.EncodeToString(mac.Sum(nil))
}

// ReplaceRecoveryCodes gives the caller's own account fresh recovery codes for a
// code of its device; those it had before are void.
func (d *Desk) ReplaceRecoveryCodes(ctx context.Context, call model.Call, code string) (Recovered, error) {
	user, err := d.Store.User(ctx, store.OfUser(call.Actor.UserID), call.Actor.UserID)
	if err != nil {
		return Recovered{}, err
	}
	var given proof
	fits, err := d.guess(ctx, user.ID, "动态口令输入错误次数过多", func() (fits bool, err error) {
		given, fits, err = d.checkSecond(ctx, user, Credentials{Code: code})
		return fits, err
	})
	if err != nil {
		return Recovered{}, err
	}
	made, err := perform(ctx, d, call, order{permission: "recovery-code:replace"}, func(w work) (Recovered, error) {
		if err := must(user.Version, call.Version); err != nil {
			return Recovered{}, err
		}
		if user.SecondFactor != model.FactorOn {
			return Recovered{}, model.Fail(model.Conflict, "second_factor.off", "请先启用动态口令")
		}
		if fits {
			if fits, err = w.TakeStep(ctx, user.ID, given.step); err != nil {
				return Recovered{}, err
			}
		}
		if !fits { // under the key: when the request is repeated, the code is used up
			return Recovered{}, wrongCode()
		}
		codes, digests := freshRecoveryCodes(given.secret)
		if err := w.SetRecoveryCodes(ctx, user.ID, digests); err != nil {
			return Recovered{}, err
		}
		changed, err := w.SetFactorState(ctx, user, model.FactorOn)
		return Recovered{changed, d.hidden(strings.Join(codes, "\n"))}, err
	})
	return d.shownCodes(made, err)
}

// shownCodes opens the codes for the person who asked.
func (d *Desk) shownCodes(made Recovered, err error) (Recovered, error) {
	if err == nil {
		made.Codes, err = d.show(made.Codes)
	}
	return made, err
}

// takeRecoveryCode uses a code up and tells the person of it, wherever it came
// from; of two who come with the same code one gets in.
func takeRecoveryCode(ctx context.Context, tx *store.Tx, u model.User, digest string) (bool, error) {
	left, taken, err := tx.TakeRecoveryCode(ctx, u.ID, digest)
	if err != nil || !taken {
		return false, err
	}
	return true, announce(ctx, tx, announcement{
		event: model.EventRecoveryCodeTaken, to: toPerson(u.ID), demo: u.Demo, own: true,
		values: map[string]string{"account": u.Name, "at": momentWords(tx.Stamp().At), "left": strconv.FormatInt(left, 10)},
	})
}

// recoveryWork is the actor's own codes when few are left.
func recoveryWork(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	user, err := l.Store.User(ctx, scope, l.actor.UserID)
	if model.KindOf(err) == model.NotFound {
		return nil, nil
	}
	if err != nil || user.SecondFactor != model.FactorOn {
		return nil, err
	}
	left, err := l.Store.RecoveryCodesLeft(ctx, user.ID)
	if err != nil || left > fewRecoveryCodes {
		return nil, err
	}
	title := "没有可用的恢复码，请重新生成"
	if left > 0 {
		title = fmt.Sprintf("恢复码只剩 %d 个，请重新生成", left)
	}
	return []model.WorkItem{{Noun: "recovery-codes", ID: string(user.ID), Title: title, Act: "replace"}}, nil
}
