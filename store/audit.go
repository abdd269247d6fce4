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

// History returns the newest 50 audit rows of one record; the caller has checked that the record is in scope.
func (r Reader) History(ctx context.Context, name model.Noun, id string) ([]model.AuditEntry, error) {
	rows := []model.AuditEntry{}
	err := r.db.WithContext(ctx).Table("audit_entries").Where("noun = ? AND record_id = ?", name, id).
		Order("id DESC").Limit(50).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	return rows, nil
}
