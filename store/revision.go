package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// Revision changes whenever any audited record changes; it costs one look at the end of an index.
func (r Reader) Revision(ctx context.Context) (string, error) {
	var rows []model.AuditEntry
	err := r.db.WithContext(ctx).Table("audit_entries").Select("id").Order("id DESC").Limit(1).Find(&rows).Error
	if err != nil {
		return "", fmt.Errorf("revision: %w", err)
	}
	if len(rows) == 0 {
		return "", nil
	}
	return rows[0].ID, nil
}
