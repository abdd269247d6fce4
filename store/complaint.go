package store

import (
	"context"

	"yijian/model"
)

var complaints = register(noun{
	name: "complaints", table: "complaints", search: "search_text",
	// A firm sees a complaint once it was transferred to it, and a report never is.
	reach: reach{area: "area_code", firm: "enterprise_id", firmWhen: "transferred_on IS NOT NULL"},
	filters: map[string]string{
		"status": "status", "kind": "kind", "category": "category", "channel": "channel",
		"enterprise_id": "enterprise_id", "outcome": "outcome", "import_no": "import_no",
	},
	sorts:  map[string]string{"received_on": "received_on", "created_at": "created_at", "updated_at": "updated_at"},
	sealed: []sealedColumn{personNameIn("consumer_name"), phoneIn("consumer_phone")},
})

// Names and phone numbers stay out: a search must not confirm who complained.
func complaintText(c model.Complaint) string {
	return model.FoldForSearch(c.WaybillNo, c.ExternalNo, c.EnterpriseName)
}

// Complaints lists complaints and reports.
func (r Reader) Complaints(ctx context.Context, scope Scope, q Query) (model.Page[model.Complaint], error) {
	return list[model.Complaint](ctx, r, complaints, scope, q)
}

// Complaint returns one complaint within the scope.
func (r Reader) Complaint(ctx context.Context, scope Scope, id model.ComplaintID) (model.Complaint, error) {
	return find[model.Complaint](ctx, r, complaints, scope, string(id))
}

// ComplaintByTracking returns the complaint with the tracking number, for the
// consumer who holds it and for nobody else.
func (r Reader) ComplaintByTracking(ctx context.Context, trackingNo string) (model.Complaint, error) {
	var row model.Complaint
	err := r.db.WithContext(ctx).Table(complaints.table).Where("tracking_no = ?", trackingNo).Take(&row).Error
	if err != nil {
		return row, absent(err)
	}
	return row, open(ctx, r, complaints, &row)
}

// ComplaintsByPhone returns the newest complaints of the consumer with the number, at most 100.
func (r Reader) ComplaintsByPhone(ctx context.Context, scope Scope, phone model.Phone) ([]model.Complaint, error) {
	return lookUp[model.Complaint](ctx, r, complaints, scope, map[string]string{"consumer_phone": string(phone)})
}

// AddComplaint creates a complaint.
func (tx *Tx) AddComplaint(ctx context.Context, c *model.Complaint) error {
	c.SearchText, c.ExternalKey = complaintText(*c), model.DocumentKey(c.ExternalNo)
	return insert(ctx, tx, complaints, string(c.ID), c, nil)
}

// ChangeComplaint replaces what may change of a complaint, if it still has its version.
func (tx *Tx) ChangeComplaint(ctx context.Context, c model.Complaint) (model.Complaint, error) {
	return update[model.Complaint](ctx, tx, complaints, string(c.ID), c.Version, map[string]any{
		"channel": c.Channel, "external_no": c.ExternalNo, "external_key": model.DocumentKey(c.ExternalNo), "kind": c.Kind,
		"enterprise_id": c.EnterpriseID, "enterprise_name": c.EnterpriseName, "area_code": c.AreaCode,
		"waybill_no": c.WaybillNo, "consumer_name": string(c.ConsumerName), "consumer_phone": string(c.ConsumerPhone),
		"category": c.Category, "statement": c.Statement, "claim": c.Claim,
		"firm_complained_on": c.FirmComplainedOn, "firm_replied": c.FirmReplied, "received_on": c.ReceivedOn,
		"status": c.Status, "refusal_reason": c.RefusalReason, "accepted_on": c.AcceptedOn,
		"transferred_on": c.TransferredOn, "answered_on": c.AnsweredOn, "answered_late": c.AnsweredLate,
		"investigation": c.Investigation, "responsibility": c.Responsibility, "compensation_fen": c.CompensationFen,
		"outcome": c.Outcome, "upheld": c.Upheld, "closed_on": c.ClosedOn, "closing_note": c.ClosingNote,
		"search_text": complaintText(c),
	}, nil)
}
