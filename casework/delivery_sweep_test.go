package casework

import (
	"testing"
	"time"

	"yijian/model"
	"yijian/store"
)

// TestASweepLetsBeWhatChangedSinceItLooked: a server that starts to send between
// another's look at abandoned deliveries and its settling keeps its delivery, so
// that the e-mail is not due a second time.
func TestASweepLetsBeWhatChangedSinceItLooked(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		const lease = 3 * time.Minute
		ctx, receiver := t.Context(), o.person("receiver", model.RoleInspector)
		now := o.Desk.now()
		x := model.Delivery{
			ID: "d-1", UserID: receiver.UserID, Channel: model.ChannelEmail, Status: model.DeliveryWaiting, NextAt: now,
			Version: 1, CreatedAt: now, UpdatedAt: now,
		}
		if err := o.Store.Tx(ctx, o.outboxStamp("x"), func(tx *store.Tx) error { return tx.AddDelivery(ctx, &x) }); err != nil {
			t.Fatal(err)
		}
		if mine, err := o.ClaimDelivery(ctx, x, Lease{"sender", lease}); err != nil || !mine {
			t.Fatal(mine, err)
		}
		inTime := o.outboxStamp("delivery:send") // the sender reads its clock, and is held up
		o.at = o.at.Add(lease + time.Second)
		abandoned, err := o.Store.AbandonedDeliveries(ctx, o.Desk.now())
		if err != nil || len(abandoned) != 1 {
			t.Fatal(abandoned, err)
		}
		err = o.Store.Tx(ctx, inTime, func(tx *store.Tx) error {
			mine, err := tx.StartSending(ctx, x.ID, "sender")
			if err == nil && !mine {
				t.Error("the sender may not send")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = o.Store.Tx(ctx, o.outboxStamp("delivery:sweep"), func(tx *store.Tx) error {
			return settle(ctx, tx, abandoned[0], Outcome{Status: model.DeliveryWaiting, Reason: abandonedEarly, Started: now})
		})
		due, dueErr := o.DueDeliveries(ctx, []model.Channel{model.ChannelEmail}, 10)
		if model.KindOf(err) != model.Stale || dueErr != nil || len(due) != 0 {
			t.Errorf("the sweep settles what is being sent: %v, due again %d, %v", err, len(due), dueErr)
		}
		if err := o.FinishDelivery(ctx, x.ID, "sender", Outcome{Status: model.DeliverySent, Started: now}); err != nil {
			t.Fatal(err)
		}
		sent, err := o.Store.Delivery(ctx, store.Everything(), x.ID)
		if err != nil || sent.Status != model.DeliverySent {
			t.Errorf("%+v %v", sent, err)
		}
	})
}

// TestAClaimEndsWhatWasReadBefore: whoever read the waiting row cannot write over the claim.
func TestAClaimEndsWhatWasReadBefore(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, receiver := t.Context(), o.person("receiver", model.RoleInspector)
		now := o.Desk.now()
		x := model.Delivery{
			ID: "d-1", UserID: receiver.UserID, Channel: model.ChannelEmail, Status: model.DeliveryWaiting, NextAt: now,
			Version: 1, CreatedAt: now, UpdatedAt: now,
		}
		if err := o.Store.Tx(ctx, o.outboxStamp("x"), func(tx *store.Tx) error { return tx.AddDelivery(ctx, &x) }); err != nil {
			t.Fatal(err)
		}
		if mine, err := o.ClaimDelivery(ctx, x, Lease{"sender", time.Minute}); err != nil || !mine {
			t.Fatal(mine, err)
		}
		err := o.Store.Tx(ctx, o.outboxStamp("delivery:set-aside"), func(tx *store.Tx) error {
			_, err := tx.SettleDelivery(ctx, x)
			return err
		})
		if model.KindOf(err) != model.Stale {
			t.Errorf("a row read before the claim is written over it: %v", err)
		}
	})
}
