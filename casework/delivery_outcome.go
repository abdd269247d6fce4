package casework

import (
	"context"
	"time"

	"yijian/model"
	"yijian/store"
)

// Outcome is what became of one try: sent, failed for good, waiting for another
// try after Wait, or unknown.
type Outcome struct {
	Status  model.DeliveryStatus
	Reason  string
	Wait    time.Duration
	Address string // masked
	Started time.Time
}

// FinishDelivery notes the outcome of the try that the token's holder has in hand.
// It does nothing when that is over: the sweep has noted what it found instead.
func (d *Desk) FinishDelivery(ctx context.Context, id model.DeliveryID, token string, o Outcome) error {
	return d.Store.Tx(ctx, d.outboxStamp("delivery:send"), func(tx *store.Tx) error {
		x, mine, err := tx.HeldDelivery(ctx, id, token)
		if err != nil || !mine {
			return err
		}
		return settle(ctx, tx, x, o)
	})
}

func settle(ctx context.Context, tx *store.Tx, x model.Delivery, o Outcome) error {
	now := tx.Stamp().At
	x.Status, x.Failure, x.NextAt = o.Status, o.Reason, now.Add(o.Wait.Truncate(time.Millisecond))
	if o.Status == model.DeliverySent {
		x.SentAt = &now
	}
	settled, err := tx.SettleDelivery(ctx, x)
	if err != nil {
		return err
	}
	return tx.AddDeliveryAttempt(ctx, model.DeliveryAttempt{
		DeliveryID: settled.ID, Number: x.Attempts, StartedAt: o.Started.UTC().Truncate(time.Millisecond), FinishedAt: now,
		Address: o.Address, Outcome: o.Status, Reason: o.Reason,
	})
}

// MostAttempts is how often a delivery is tried before it has failed.
const MostAttempts = 8

const (
	abandonedEarly = "服务器在发出之前中断，将再次投递"
	abandonedSMS   = "服务器在发送中中断，以同一编号再次投递，由短信平台去重"
	abandonedMail  = "服务器在发送中中断，邮件可能已经送出；请核实对方是否收到，再确认或重新投递"
)

// SweepDeliveries takes up what servers that died had in hand. What was not yet
// being sent waits again. A text message goes out again under the same number, by
// which the receiver knows it. Of an e-mail nobody knows whether it arrived: it
// stays unknown until a person decides.
func (d *Desk) SweepDeliveries(ctx context.Context) error {
	abandoned, err := d.Store.AbandonedDeliveries(ctx, d.now())
	if err != nil {
		return err
	}
	for _, x := range abandoned {
		o := Outcome{Status: model.DeliveryWaiting, Reason: abandonedEarly, Started: *x.HeldUntil}
		if x.Status == model.DeliverySending {
			o.Reason = abandonedSMS
			if x.Channel == model.ChannelEmail {
				o.Status, o.Reason = model.DeliveryUnknown, abandonedMail
			}
		}
		if o.Status == model.DeliveryWaiting && x.Attempts >= MostAttempts {
			o.Status = model.DeliveryFailed
		}
		err := d.Store.Tx(ctx, d.outboxStamp("delivery:sweep"), func(tx *store.Tx) error { return settle(ctx, tx, x, o) })
		if err != nil && model.KindOf(err) != model.Stale { // another server's sweep, or the sender itself
			return err
		}
	}
	return nil
}

// channelPatience is how long a channel counts as there after a server last had it.
const channelPatience = 10 * time.Minute

// NoteChannels notes that the server has the channels, for the servers that have them not.
func (d *Desk) NoteChannels(ctx context.Context, server string, channels []model.Channel) error {
	return d.Store.Tx(ctx, d.outboxStamp("delivery:note-channels"), func(tx *store.Tx) error {
		return tx.NoteChannels(ctx, server, channels)
	})
}

// SetAsideDeliveries takes what waits for a channel that is not configured out of
// the queue. It may be another server's, which sends it, or that of one that has yet
// to start, the first time or again: it is waited for since the last note, and
// since this server began to look.
func (d *Desk) SetAsideDeliveries(ctx context.Context, since time.Time) error {
	seen, err := d.Store.ChannelsSeen(ctx)
	if err != nil {
		return err
	}
	there, patient := []model.Channel{}, d.now().Add(-channelPatience)
	if since.After(patient) {
		return nil
	}
	for channel, at := range seen {
		if at.After(patient) {
			there = append(there, channel)
		}
	}
	waiting, err := d.Store.WaitingByOther(ctx, there)
	if err != nil {
		return err
	}
	for _, x := range waiting {
		x.Status, x.Failure = model.DeliveryNotConfigured, "本平台未配置该渠道"
		err := d.Store.Tx(ctx, d.outboxStamp("delivery:set-aside"), func(tx *store.Tx) error {
			_, err := tx.SettleDelivery(ctx, x)
			return err
		})
		if err != nil && model.KindOf(err) != model.Stale {
			return err
		}
	}
	return nil
}

// TellLocked tells people that strangers have locked their accounts' names. It is
// not part of the sign-in, whose reply must take as long for a name that is nobody's.
func (d *Desk) TellLocked(ctx context.Context) error {
	locked, err := d.Store.LockedOut(ctx, d.now())
	if err != nil {
		return err
	}
	for id, until := range locked {
		once := "locked/" + until.UTC().Format(time.RFC3339)
		told, err := d.Store.WasTold(ctx, once+"/"+string(id))
		if err != nil {
			return err
		}
		if told {
			continue
		}
		err = d.Store.Tx(ctx, d.outboxStamp("account:lock"), func(tx *store.Tx) error {
			u, err := tx.User(ctx, store.Everything(), id)
			if err != nil {
				return err
			}
			return announce(ctx, tx, announcement{
				event: model.EventAccountLocked, to: toPerson(id), demo: u.Demo, once: once,
				values: map[string]string{"account": u.Name, "until": momentWords(until)},
			})
		})
		if err != nil && model.KindOf(err) != model.Conflict { // another server told him
			return err
		}
	}
	return nil
}
