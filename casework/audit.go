package casework

import (
	"context"
	"maps"

	"yijian/model"
	"yijian/store"
)

// ExportAudit returns the audit rows of the filter for a file, and writes down
// who took them out and with which filter.
func (d *Desk) ExportAudit(ctx context.Context, call model.Call, filter map[string]string) ([]model.AuditEntry, error) {
	scope, err := d.Scope(call.Actor, "audit:export")
	if err != nil {
		return nil, err
	}
	rows, err := d.Store.AuditExport(ctx, scope, filter)
	if err != nil {
		return nil, err
	}
	asked := maps.Clone(filter)
	maps.DeleteFunc(asked, func(_, value string) bool { return value == "" })
	stamp := model.Stamp{Call: call, Act: "audit:export", At: d.now()}
	return rows, d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		return tx.NoteAct(ctx, "audit-entries", "", map[string]any{"filter": asked, "rows": len(rows)})
	})
}
