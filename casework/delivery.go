package casework

import (
	"context"
	"time"

	"yijian/model"
	"yijian/store"
)

var deliveryStates = map[model.DeliveryStatus]string{
	model.DeliveryWaiting: "待投递", model.DeliveryClaimed: "准备投递", model.DeliverySending: "投递中", model.DeliverySent: "已投递",
	model.DeliveryFailed: "投递失败", model.DeliveryUnknown: "结果未知", model.DeliveryNotConfigured: "渠道未配置",
}

type deliveryStep = step[model.DeliveryStatus]

var (
	resendDelivery = deliveryStep{"resend", "重新投递", "delivery:resend",
		[]model.DeliveryStatus{model.DeliveryFailed, model.DeliveryUnknown, model.DeliveryNotConfigured}}
	settleDelivery = deliveryStep{"settle", "确认已收到", "delivery:settle", []model.DeliveryStatus{model.DeliveryUnknown}}
	deliverySteps  = []deliveryStep{resendDelivery, settleDelivery}
)

// DeliveryCard is a delivery with its attempts and what the caller may do about it.
type DeliveryCard struct {
	model.Card[model.Delivery]
	Tries []model.DeliveryAttempt `json:"tries"`
}

// DeliveryCard returns a delivery; what it says is between the platform and the person.
func (d *Desk) DeliveryCard(ctx context.Context, actor model.Actor, id model.DeliveryID) (DeliveryCard, error) {
	var card DeliveryCard
	scope, err := d.Scope(actor, "delivery:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.Delivery(ctx, scope, id); err != nil {
		return card, err
	}
	for _, s := range deliverySteps {
		card.Acts = append(card.Acts, d.act(actor, s.name, s.title, s.permission, s.refusal(card.Record.Status, deliveryStates)))
	}
	if card.Tries, err = d.Store.DeliveryAttempts(ctx, id); err != nil {
		return card, err
	}
	card.History, err = d.historyFor(ctx, actor, "deliveries", string(id))
	return card, err
}

// ResendDelivery puts a delivery that failed, had no channel, or of which nobody
// knows whether it arrived, on its way again. It keeps its message number, by
// which the receiver can tell that it has it already.
func (d *Desk) ResendDelivery(ctx context.Context, call model.Call, id model.DeliveryID, reason string) (model.Delivery, error) {
	return d.onDelivery(ctx, call, deliveryOrder{id, resendDelivery, reason}, func(w work, x *model.Delivery) {
		x.Status, x.NextAt, x.Failure, x.Attempts = model.DeliveryWaiting, w.now, "", 0
	})
}

// ConfirmDelivery settles a delivery of unknown outcome that the person did receive.
func (d *Desk) ConfirmDelivery(ctx context.Context, call model.Call, id model.DeliveryID, reason string) (model.Delivery, error) {
	return d.onDelivery(ctx, call, deliveryOrder{id, settleDelivery, reason}, func(w work, x *model.Delivery) {
		x.Status, x.SentAt, x.Failure = model.DeliverySent, &w.now, ""
	})
}

type deliveryOrder struct {
	id     model.DeliveryID
	step   deliveryStep
	reason string
}

func (d *Desk) onDelivery(ctx context.Context, call model.Call, o deliveryOrder, change func(work, *model.Delivery)) (model.Delivery, error) {
	if err := checkReason(o.reason); err != nil {
		return model.Delivery{}, err
	}
	return perform(ctx, d, call, order{permission: o.step.permission, reason: o.reason}, func(w work) (model.Delivery, error) {
		x, err := w.Delivery(ctx, w.scope, o.id)
		if err != nil {
			return x, err
		}
		if err := must(x.Version, call.Version); err != nil {
			return x, err
		}
		if err := o.step.must("delivery.wrong_state", x.Status, deliveryStates); err != nil {
			return x, err
		}
		change(w, &x)
		return w.SettleDelivery(ctx, x)
	})
}

// keeper is who sends: the platform itself.
var keeper = model.Actor{Name: "消息投递", Roles: []model.Role{"job"}}

func (d *Desk) outboxStamp(act string) model.Stamp {
	return model.Stamp{Call: model.Call{Actor: keeper, OnBehalf: "本局"}, Act: act, At: d.now()}
}

// DueDeliveries returns what may go out by the channels now.
func (d *Desk) DueDeliveries(ctx context.Context, channels []model.Channel, limit int) ([]model.Delivery, error) {
	return d.Store.DueDeliveries(ctx, channels, d.now(), limit)
}

// ClaimDelivery takes a delivery in hand until the lease is over, and reports whether it did.
func (d *Desk) ClaimDelivery(ctx context.Context, x model.Delivery, lease Lease) (mine bool, err error) {
	err = d.Store.Tx(ctx, d.outboxStamp("delivery:send"), func(tx *store.Tx) error {
		mine, err = tx.ClaimDelivery(ctx, x, lease.Token, d.now().Add(lease.For))
		return err
	})
	return mine, err
}

// Letter returns what the carrier needs of a delivery: the words as they were
// told, and the address of today. One whose person has no address any more has none.
func (d *Desk) Letter(ctx context.Context, x model.Delivery) (model.Letter, error) {
	letter := model.Letter{Delivery: x}
	n, err := d.Store.Notification(ctx, store.Everything(), x.NotificationID)
	if err != nil {
		return letter, err
	}
	u, err := d.Store.User(ctx, store.Everything(), x.UserID)
	if err != nil {
		return letter, err
	}
	letter.Subject, letter.Text, letter.Noun, letter.RecordID = n.Subject, n.Text, n.Noun, n.RecordID
	letter.To, letter.Shown = string(u.Email), u.Email.String()
	if x.Channel == model.ChannelSMS {
		letter.Text, letter.To, letter.Shown = x.SMS, string(u.Mobile), u.Mobile.String()
	}
	return letter, nil
}

// StartSending notes that the delivery may go out from now on; false forbids it.
func (d *Desk) StartSending(ctx context.Context, id model.DeliveryID, token string) (mine bool, err error) {
	err = d.Store.Tx(ctx, d.outboxStamp("delivery:send"), func(tx *store.Tx) error {
		mine, err = tx.StartSending(ctx, id, token)
		return err
	})
	return mine, err
}

// Lease is how long a server may have a delivery in hand; the token tells its claim from others'.
type Lease struct {
	Token string
	For   time.Duration
}
