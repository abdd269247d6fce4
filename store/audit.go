package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var auditEntries = register(noun{
	name: "audit-entries", table: "audit_entries",
	filters: map[string]string{"noun": "noun", "record_id": "record_id", "user_id": "user_id", "act": "act"},
	sorts:   map[string]string{"at": "at"},
})

// AuditEntries lists the audit trail.
func (r Reader) AuditEntries(ctx context.Context, scope Scope, q Query) (model.Page[model.AuditEntry], error) {
	return list[model.AuditEntry](ctx, r, auditEntries, scope, q)
}

// HasActed reports whether the account ever performed the act on the record.
func (r Reader) HasActed(ctx context.Context, name model.Noun, id, act string, by model.UserID) (bool, error) {
	var n int64
	err := r.db.WithContext(ctx).Table("audit_entries").
		Where("noun = ? AND record_id = ? AND act = ? AND user_id = ?", name, id, act, by).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("acts of account: %w", err)
	}
	return n > 0, nil
}

// HoldsRecords reports whether anybody ever recorded anything: more than the
// reference data that every start loads and the marks of scheduled jobs.
func (r Reader) HoldsRecords(ctx context.Context) (bool, error) {
	var n int64
	err := r.db.WithContext(ctx).Table("audit_entries").
		Where("act NOT IN ?", []string{"reference:load", "job:run"}).Limit(1).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("look for records: %w", err)
	}
	return n > 0, nil
}

// History returns the newest 50 audit rows of one record without the addresses
// they came from, which are the auditors' alone; the caller has checked that the
// record is in scope.
func (r Reader) History(ctx context.Context, name model.Noun, id string) ([]model.AuditEntry, error) {
	rows := []model.AuditEntry{}
	err := r.db.WithContext(ctx).Table("audit_entries").Omit("address").Where("noun = ? AND record_id = ?", name, id).
		Order("id DESC").Limit(50).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	return rows, nil
}
