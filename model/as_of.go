package model

import "time"

// AsOf is a record as it was when a day ended: the last change by then, which act that
// was, who did it and why, and the changes before it. Who is told only of those inside.
type AsOf struct {
	Day       Date           `json:"day"`
	Record    map[string]any `json:"record"`
	ChangedAt time.Time      `json:"changed_at"`
	ChangedBy string         `json:"changed_by"`
	Act       string         `json:"act"`
	Reason    string         `json:"reason"`
	History   []AuditEntry   `json:"history"`
}
