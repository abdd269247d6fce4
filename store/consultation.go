package store

import (
	"context"

	"yijian/model"
)

var consultations = register(noun{
	name: "consultations", table: "consultations",
	reach:   reach{area: "area_code", user: "user_id"},
	filters: map[string]string{"kind": "kind", "noun": "noun", "purpose": "purpose", "record_id": "record_id", "user_id": "user_id"},
	sorts:   map[string]string{"created_at": "created_at"},
})

// Consultations lists who consulted whose data.
func (r Reader) Consultations(ctx context.Context, scope Scope, q Query) (model.Page[model.Consultation], error) {
	return list[model.Consultation](ctx, r, consultations, scope, q)
}

// Consultation returns one consultation within the scope.
func (r Reader) Consultation(ctx context.Context, scope Scope, id model.ConsultationID) (model.Consultation, error) {
	return find[model.Consultation](ctx, r, consultations, scope, string(id))
}

// AddConsultation keeps a consultation.
func (tx *Tx) AddConsultation(ctx context.Context, c *model.Consultation) error {
	return insert(ctx, tx, consultations, string(c.ID), c, nil)
}
