package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

// Claim is a hold on an Idempotency-Key: either the reply of the first request,
// or the right to act under the key.
type Claim struct {
	Principal string    `gorm:"column:principal;primaryKey"`
	Key       string    `gorm:"column:idempotency_key;primaryKey"`
	Route     string    `gorm:"column:route"`
	BodyHash  string    `gorm:"column:body_hash"`
	Token     string    `gorm:"column:token"`
	Done      bool      `gorm:"column:done"`
	Reply     string    `gorm:"column:reply"`
	HeldUntil time.Time `gorm:"column:held_until"`
	CreatedAt time.Time `gorm:"column:created_at;autoCreateTime:false"`
	// Former are the hashes of the same body under earlier keys.
	Former []string `gorm:"-"`
	// Wait is set, and nothing claimed, when the principal has spent its allowance.
	Wait time.Duration `gorm:"-"`
}

// claimHold is how long a key waits for a holder that may have died. An act that
// takes longer may lose its key to a repeat, but then fails whole.
const claimHold = 10 * time.Second

// ClaimKey takes the key for this call. A finished key returns its claim with
// Done and Reply; a key in flight is a Conflict; a key used for another request
// is Invalid. A claim whose holder died is taken over after claimHold. A new key
// spends from the allowance.
func (s *Store) ClaimKey(ctx context.Context, stamp model.Stamp, from Allowance) (Claim, error) {
	call := stamp.Call
	mine := Claim{
		Principal: string(call.Actor.UserID), Key: call.Key, Route: call.Route, BodyHash: call.BodyHash, Former: call.FormerHashes,
		Token: NewID(), HeldUntil: stamp.At.Add(claimHold), CreatedAt: stamp.At,
	}
	var held Claim
	err := s.Tx(ctx, stamp, func(tx *Tx) error {
		held = Claim{}
		err := tx.claim(ctx, mine).Take(&held).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			held = mine
			if held.Wait, err = tx.spendAny(ctx, from); err != nil || held.Wait > 0 {
				return err
			}
			return tx.db.WithContext(ctx).Table("idempotency_keys").Create(&mine).Error
		}
		if err != nil || held.Done || held.HeldUntil.After(stamp.At) || !held.sameRequest(mine) {
			return err
		}
		result := tx.claim(ctx, held).Where("token = ? AND done = ?", held.Token, false).
			Updates(map[string]any{"token": mine.Token, "held_until": mine.HeldUntil})
		if result.RowsAffected == 1 {
			held.Token = mine.Token
		}
		return result.Error
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return held, inFlight()
	}
	if err != nil {
		return held, fmt.Errorf("claim idempotency key: %w", err)
	}
	if held.Wait > 0 {
		return held, nil
	}
	if !held.sameRequest(mine) {
		return held, model.Fail(model.Invalid, "idempotency.other_request", "这个 Idempotency-Key 已用于另一个请求")
	}
	if !held.Done && held.Token != mine.Token {
		return held, inFlight()
	}
	return held, nil
}

// sameRequest reports whether the stored claim is that of this request.
func (c Claim) sameRequest(mine Claim) bool {
	return c.Route == mine.Route && (c.BodyHash == mine.BodyHash || slices.Contains(mine.Former, c.BodyHash))
}

func inFlight() *model.Error {
	return model.Fail(model.Conflict, "idempotency.in_flight", "相同的请求正在处理，请稍候再试")
}

func (tx *Tx) claim(ctx context.Context, c Claim) *gorm.DB {
	return tx.db.WithContext(ctx).Table("idempotency_keys").
		Where("principal = ? AND idempotency_key = ?", c.Principal, c.Key)
}

// FinishClaim stores the reply in the act's own transaction; it fails when the
// claim was taken over meanwhile, so that an act never happens twice.
func (tx *Tx) FinishClaim(ctx context.Context, c Claim, reply string) error {
	if _, rest, found := strings.Cut(reply, sealedMember); found {
		value, _, _ := strings.Cut(rest, `"`)
		if err := tx.mayStore(ctx, value); err != nil {
			return err
		}
	}
	result := tx.claim(ctx, c).Where("token = ? AND done = ?", c.Token, false).
		Updates(map[string]any{"done": true, "reply": reply})
	if result.Error != nil {
		return fmt.Errorf("finish idempotency key: %w", result.Error)
	}
	if result.RowsAffected != 1 {
		return inFlight()
	}
	return nil
}

// ReleaseClaim frees the key after an act that failed, so that it may be tried again.
func (s *Store) ReleaseClaim(ctx context.Context, stamp model.Stamp, c Claim) error {
	return s.Tx(ctx, stamp, func(tx *Tx) error {
		return tx.claim(ctx, c).Where("token = ? AND done = ?", c.Token, false).Delete(nil).Error
	})
}

// FinishedClaim reports whether the call's key already has a stored reply.
func (r Reader) FinishedClaim(ctx context.Context, call model.Call) (bool, error) {
	var n int64
	err := r.db.WithContext(ctx).Table("idempotency_keys").
		Where("principal = ? AND idempotency_key = ? AND done = ?", string(call.Actor.UserID), call.Key, true).
		Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("look up idempotency key: %w", err)
	}
	return n > 0, nil
}

// ForgetKeys removes keys older than the instant and returns how many.
func (tx *Tx) ForgetKeys(ctx context.Context, before time.Time) (int64, error) {
	result := tx.db.WithContext(ctx).Table("idempotency_keys").Where("created_at < ?", before).Delete(nil)
	return result.RowsAffected, result.Error
}
