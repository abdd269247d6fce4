package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"yijian/model"
)

const restoredDelivery = "恢复备份时尚在途中，备份之后可能已经送出；请核实对方是否收到，再确认或重新投递"

// distrusted counts what a restore ended.
type distrusted struct {
	Invitations int64 `json:"invitations_ended"`
	Tokens      int   `json:"tokens_revoked"`
	Deliveries  int   `json:"deliveries_unknown"`
}

// distrustRestored ends what a backup brings back although it may be over: whoever was
// signed in signs in anew, invitations that were used since open nothing, tokens that
// were revoked since work no more, and what may have been sent since waits for a
// person. A backup of an earlier release may lack the tables.
func (tx *Tx) distrustRestored(ctx context.Context, tables []string) (ended distrusted, err error) {
	if ended.Invitations, err = tx.closeRestored(ctx, tables); err != nil {
		return ended, err
	}
	if slices.Contains(tables, "api_tokens") {
		running := []model.APIToken{}
		if err := tx.db.WithContext(ctx).Table("api_tokens").Where("revoked = ?", false).Find(&running).Error; err != nil {
			return ended, fmt.Errorf("restored tokens: %w", err)
		}
		for _, t := range running { // not RevokeAPIToken, which reads a table that came later
			if _, err := update[model.APIToken](ctx, tx, apiTokens, string(t.ID), t.Version, map[string]any{"revoked": true}, nil); err != nil {
				return ended, err
			}
		}
		ended.Tokens = len(running)
	}
	if !slices.Contains(tables, "deliveries") {
		return ended, nil
	}
	for {
		rows, err := tx.unsettledDeliveries(ctx)
		if err != nil || len(rows) == 0 {
			return ended, err
		}
		for _, d := range rows {
			d.Status, d.Failure = model.DeliveryUnknown, restoredDelivery
			if _, err := tx.SettleDelivery(ctx, d); err != nil {
				return ended, err
			}
		}
		ended.Deliveries += len(rows)
	}
}

// closeRestored ends sessions and invitations, and counts the invitations.
func (tx *Tx) closeRestored(ctx context.Context, tables []string) (int64, error) {
	db := tx.db.WithContext(ctx)
	if err := db.Table("sessions").Where("1 = 1").Delete(nil).Error; err != nil {
		return 0, fmt.Errorf("restored sessions: %w", err)
	}
	if !slices.Contains(tables, "invitations") { // whose step follows that of the column
		return 0, nil
	}
	open := db.Table("invitations").Where("1 = 1").Delete(nil)
	err := errors.Join(open.Error, db.Table("users").Where("invited_until IS NOT NULL").Update("invited_until", nil).Error)
	if err != nil {
		return 0, fmt.Errorf("restored invitations: %w", err)
	}
	return open.RowsAffected, nil
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
