package store

import (
	"context"

	"yijian/model"
)

// The rows are accounts; only those that inspect are officers.
var certificates = register(noun{
	name: "certificates", table: "users",
	filters: map[string]string{"unit_id": "unit_id"},
	having: map[string]string{
		"role": "INSTR(users.roles, ?) > 0", "expires_before": "users.certificate_expires < ?",
	},
	sorts: map[string]string{"expires": "certificate_expires"},
	reach: reach{user: "id", area: "area_code"},
})

// Certificates lists the officers' certificates, the query's filter narrowed to inspectors.
func (r Reader) Certificates(ctx context.Context, scope Scope, q Query) (model.Page[model.Certificate], error) {
	filter := map[string]string{"role": string(model.RoleInspector)}
	for name, value := range q.Filter {
		filter[name] = value
	}
	q.Filter = filter
	return list[model.Certificate](ctx, r, certificates, scope, q)
}

// Certificate returns one officer's certificate within the scope.
func (r Reader) Certificate(ctx context.Context, scope Scope, id model.UserID) (model.Certificate, error) {
	return find[model.Certificate](ctx, r, certificates, scope, string(id))
}

// ChangeCertificate writes a certificate, if the account still has its version.
func (tx *Tx) ChangeCertificate(ctx context.Context, c model.Certificate) (model.Certificate, error) {
	return update[model.Certificate](ctx, tx, certificates, string(c.ID), c.Version, map[string]any{
		"certificate_no": c.Number, "certificate_issuer": c.Issuer, "certificate_from": c.From,
		"certificate_expires": c.Expires, "certificate_suspended_on": c.SuspendedOn,
	}, nil)
}
