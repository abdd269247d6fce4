package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

var deliveries = register(noun{
	name: "deliveries", table: "deliveries",
	filters: map[string]string{"status": "status", "channel": "channel", "event": "event", "user_id": "user_id"},
	sorts:   map[string]string{"created_at": "created_at", "next_at": "next_at"},
})

// Deliveries lists what is or was on its way.
func (r Reader) Deliveries(ctx context.Context, scope Scope, q Query) (model.Page[model.Delivery], error) {
	return list[model.Delivery](ctx, r, deliveries, scope, q)
}

// Delivery returns one of them.
func (r Reader) Delivery(ctx context.Context, scope Scope, id model.DeliveryID) (model.Delivery, error) {
	return find[model.Delivery](ctx, r, deliveries, scope, string(id))
}

// DeliveryAttempts returns the tries of a delivery, the first one first.
func (r Reader) DeliveryAttempts(ctx context.Context, id model.DeliveryID) ([]model.DeliveryAttempt, error) {
	rows := []model.DeliveryAttempt{}
	if err := r.db.WithContext(ctx).Table("delivery_attempts").Where("delivery_id = ?", id).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("delivery attempts: %w", err)
	}
	return rows, nil
}

// AddDelivery puts a notification on its way.
func (tx *Tx) AddDelivery(ctx context.Context, d *model.Delivery) error {
	return insert(ctx, tx, deliveries, string(d.ID), d, nil)
}

// inHand are the states in which a server is at work on a delivery.
var inHand = []model.DeliveryStatus{model.DeliveryClaimed, model.DeliverySending}

// DueDeliveries returns what may go out by the channels now, the longest due
// first. Of one person's by one channel only the oldest that is not settled: what
// was written first arrives first.
func (r Reader) DueDeliveries(ctx context.Context, channels []model.Channel, now time.Time, limit int) ([]model.Delivery, error) {
	rows := []model.Delivery{}
	if len(channels) == 0 {
		return rows, nil
	}
	unsettled := append([]model.DeliveryStatus{model.DeliveryWaiting}, inHand...)
	earlier := r.db.WithContext(ctx).Table("deliveries AS earlier").Select("1").
		Where("earlier.user_id = deliveries.user_id AND earlier.channel = deliveries.channel AND earlier.id < deliveries.id AND earlier.status IN ?", unsettled)
	err := r.db.WithContext(ctx).Table("deliveries").
		Where("status = ? AND next_at <= ? AND channel IN ? AND NOT EXISTS (?)", model.DeliveryWaiting, now, channels, earlier).
		Order("next_at, id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("due deliveries: %w", err)
	}
	return rows, nil
}

// ClaimDelivery takes a waiting delivery for the holder of the token, and reports
// whether it did: of several servers one gets it. A claim is not audited: nobody
// has done anything yet. It raises the version like every change, so that a sweep
// that read the delivery before cannot settle it afterwards.
func (tx *Tx) ClaimDelivery(ctx context.Context, d model.Delivery, token string, until time.Time) (bool, error) {
	result := tx.db.WithContext(ctx).Table("deliveries").
		Where("id = ? AND version = ? AND status = ? AND holder = ?", d.ID, d.Version, model.DeliveryWaiting, "").
		Updates(map[string]any{"status": model.DeliveryClaimed, "holder": token, "held_until": until, "attempts": d.Attempts + 1, "version": d.Version + 1})
	if result.Error != nil {
		return false, fmt.Errorf("claim delivery: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

// StartSending notes that from now on the delivery may have gone out. It reports
// false when the claim is over, and then nothing may be sent. It raises the version:
// a sweep that read the claim as abandoned before finds it changed, and lets it be.
func (tx *Tx) StartSending(ctx context.Context, id model.DeliveryID, token string) (bool, error) {
	result := tx.db.WithContext(ctx).Table("deliveries").
		Where("id = ? AND status = ? AND holder = ? AND held_until > ?", id, model.DeliveryClaimed, token, tx.stamp.At).
		Updates(map[string]any{"status": model.DeliverySending, "version": gorm.Expr("version + 1")})
	if result.Error != nil {
		return false, fmt.Errorf("start sending: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

// HeldDelivery returns the delivery that the holder of the token has in hand; found is false when it has it no longer.
func (r Reader) HeldDelivery(ctx context.Context, id model.DeliveryID, token string) (d model.Delivery, found bool, err error) {
	err = r.db.WithContext(ctx).Table("deliveries").Where("id = ? AND holder = ? AND status IN ?", id, token, inHand).Take(&d).Error
	if model.KindOf(absent(err)) == model.NotFound {
		return d, false, nil
	}
	if err != nil {
		return d, false, fmt.Errorf("held delivery: %w", err)
	}
	return d, true, nil
}

// AbandonedDeliveries returns what servers had in hand for longer than they may.
func (r Reader) AbandonedDeliveries(ctx context.Context, now time.Time) ([]model.Delivery, error) {
	rows := []model.Delivery{}
	err := r.db.WithContext(ctx).Table("deliveries").Where("status IN ? AND held_until <= ?", inHand, now).
		Order("id").Limit(MaxPage).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("abandoned deliveries: %w", err)
	}
	return rows, nil
}

// WaitingByOther returns what waits for none of the channels, the oldest first.
func (r Reader) WaitingByOther(ctx context.Context, channels []model.Channel) ([]model.Delivery, error) {
	rows := []model.Delivery{}
	db := r.db.WithContext(ctx).Table("deliveries").Where("status = ?", model.DeliveryWaiting)
	if len(channels) > 0 {
		db = db.Where("channel NOT IN ?", channels)
	}
	if err := db.Order("id").Limit(MaxPage).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("deliveries without a channel: %w", err)
	}
	return rows, nil
}

// SettleDelivery puts the delivery into its next state out of everybody's hands, if it still has its version.
func (tx *Tx) SettleDelivery(ctx context.Context, d model.Delivery) (model.Delivery, error) {
	return update[model.Delivery](ctx, tx, deliveries, string(d.ID), d.Version, map[string]any{
		"status": d.Status, "next_at": d.NextAt, "failure": clip(d.Failure, 500), "sent_at": d.SentAt, "attempts": d.Attempts,
		"holder": "", "held_until": nil,
	}, nil)
}

// AddDeliveryAttempt keeps what became of one try; its audit row is that of the delivery's change.
func (tx *Tx) AddDeliveryAttempt(ctx context.Context, a model.DeliveryAttempt) error {
	a.ID, a.Reason, a.Address = NewID(), clip(a.Reason, 500), clip(a.Address, 300)
	if err := tx.db.WithContext(ctx).Table("delivery_attempts").Create(&a).Error; err != nil {
		return fmt.Errorf("keep delivery attempt: %w", err)
	}
	return nil
}

func clip(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

// OutboxState counts what waits, and since when the oldest does.
func (r Reader) OutboxState(ctx context.Context, now time.Time) (model.OutboxState, error) {
	var state model.OutboxState
	var rows []struct {
		Status model.DeliveryStatus
		N      int64
	}
	err := r.db.WithContext(ctx).Table("deliveries").
		Where("status IN ?", append([]model.DeliveryStatus{model.DeliveryWaiting, model.DeliveryFailed, model.DeliveryUnknown}, inHand...)).
		Group("status").Select("status, COUNT(*) AS n").Find(&rows).Error
	if err != nil {
		return state, fmt.Errorf("outbox: %w", err)
	}
	for _, row := range rows {
		switch row.Status {
		case model.DeliveryFailed:
			state.Failed = row.N
		case model.DeliveryUnknown:
			state.Unknown = row.N
		default:
			state.Pending += row.N
		}
	}
	if state.Pending == 0 {
		return state, nil
	}
	var oldest model.Delivery
	err = r.db.WithContext(ctx).Table("deliveries").
		Where("status IN ?", append([]model.DeliveryStatus{model.DeliveryWaiting}, inHand...)).Order("created_at").Take(&oldest).Error
	if absent(err) != nil && model.KindOf(absent(err)) != model.NotFound {
		return state, fmt.Errorf("outbox: %w", err)
	}
	if err == nil {
		state.OldestAge = max(0, int64(now.Sub(oldest.CreatedAt)/time.Second))
	}
	return state, nil
}

// ForgetDeliveries removes, with their attempts, what arrived or had no channel before the instant.
func (tx *Tx) ForgetDeliveries(ctx context.Context, before time.Time) error {
	old := tx.db.WithContext(ctx).Table("deliveries").Select("id").
		Where("created_at < ? AND status IN ?", before, []model.DeliveryStatus{model.DeliverySent, model.DeliveryNotConfigured})
	if err := tx.db.WithContext(ctx).Table("delivery_attempts").Where("delivery_id IN (?)", old).Delete(nil).Error; err != nil {
		return fmt.Errorf("forget attempts: %w", err)
	}
	err := tx.db.WithContext(ctx).Table("deliveries").
		Where("created_at < ? AND status IN ?", before, []model.DeliveryStatus{model.DeliverySent, model.DeliveryNotConfigured}).Delete(nil).Error
	if err != nil {
		return fmt.Errorf("forget deliveries: %w", err)
	}
	return nil
}
