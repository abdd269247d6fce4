package store

import (
	"context"
	"fmt"
	"slices"

	"yijian/model"
)

const restoredDelivery = "恢复备份时尚在途中，备份之后可能已经送出；请核实对方是否收到，再确认或重新投递"

// distrustRestored ends what a backup brings back although it may be over: tokens
// that were revoked since work no more, and what may have been sent since waits
// for a person. A backup of an earlier release may lack the tables.
func (tx *Tx) distrustRestored(ctx context.Context, tables []string) (tokens, messages int, err error) {
	if slices.Contains(tables, "api_tokens") {
		running := []model.APIToken{}
		if err := tx.db.WithContext(ctx).Table("api_tokens").Where("revoked = ?", false).Find(&running).Error; err != nil {
			return 0, 0, fmt.Errorf("restored tokens: %w", err)
		}
		for _, t := range running { // not RevokeAPIToken, which reads a table that came later
			if _, err := update[model.APIToken](ctx, tx, apiTokens, string(t.ID), t.Version, map[string]any{"revoked": true}, nil); err != nil {
				return 0, 0, err
			}
		}
		tokens = len(running)
	}
	if !slices.Contains(tables, "deliveries") {
		return tokens, 0, nil
	}
	for {
		rows, err := tx.unsettledDeliveries(ctx)
		if err != nil || len(rows) == 0 {
			return tokens, messages, err
		}
		for _, d := range rows {
			d.Status, d.Failure = model.DeliveryUnknown, restoredDelivery
			if _, err := tx.SettleDelivery(ctx, d); err != nil {
				return tokens, messages, err
			}
		}
		messages += len(rows)
	}
}

// unsettledDeliveries returns what waits or is in some server's hands, the oldest first.
func (r Reader) unsettledDeliveries(ctx context.Context) ([]model.Delivery, error) {
	rows := []model.Delivery{}
	err := r.db.WithContext(ctx).Table("deliveries").Where("status IN ?", append([]model.DeliveryStatus{model.DeliveryWaiting}, inHand...)).
		Order("id").Limit(MaxPage).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("unsettled deliveries: %w", err)
	}
	return rows, nil
}
