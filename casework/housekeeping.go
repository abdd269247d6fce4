package casework

import (
	"context"
	"time"

	"yijian/model"
)

const (
	// keepKeys is how long a repeated request still gets its first reply.
	keepKeys = 7 * 24 * time.Hour
	// keepSignIns is how long failures under a name are counted after the last one.
	keepSignIns = 24 * time.Hour
	// keepSessions is how long a session is listed after its end, and its address known.
	keepSessions = 30 * 24 * time.Hour
	// keepNotices is how long what was told, and the log of what was sent, is kept:
	// longer than the six months that the Cybersecurity Law asks of logs (网络安全法第二十一条).
	keepNotices = 365 * 24 * time.Hour
)

// Housekeep removes idempotency keys older than a week, sign-in attempts older
// than a day, sessions that ended a month ago, notifications and deliveries that
// arrived a year ago, rows of files that were never taken in and allowances that are whole again, and returns how many
// keys and attempts. Deliveries that failed or of unknown outcome stay until a
// person has decided.
func (d *Desk) Housekeep(ctx context.Context, call model.Call) (int64, error) {
	return perform(ctx, d, call, order{permission: "job:housekeeping"}, func(w work) (int64, error) {
		keys, err := w.ForgetKeys(ctx, w.now.Add(-keepKeys))
		if err != nil {
			return 0, err
		}
		names, err := w.ForgetSignIns(ctx, w.now.Add(-keepSignIns))
		if err != nil {
			return 0, err
		}
		if err := w.ForgetSessions(ctx, w.now.Add(-keepSessions)); err != nil {
			return 0, err
		}
		if err := w.ForgetDeliveries(ctx, w.now.Add(-keepNotices)); err != nil {
			return 0, err
		}
		if err := w.ForgetNotifications(ctx, w.now.Add(-keepNotices)); err != nil {
			return 0, err
		}
		if err := w.SweepStaged(ctx, w.now.Add(-keepStaged)); err != nil {
			return 0, err
		}
		return keys + names, w.ForgetSpendings(ctx)
	})
}
