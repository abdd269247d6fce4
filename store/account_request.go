package store

import (
	"context"

	"yijian/model"
)

var accountRequests = register(noun{
	name: "account-requests", table: "account_requests",
	filters: map[string]string{"status": "status", "kind": "kind", "user_id": "user_id"},
	sorts:   map[string]string{"created_at": "created_at"},
	reach:   reach{user: "requested_by"},
})

// AccountRequests lists what administrators asked each other to confirm.
func (r Reader) AccountRequests(ctx context.Context, scope Scope, q Query) (model.Page[model.AccountRequest], error) {
	return list[model.AccountRequest](ctx, r, accountRequests, scope, q)
}

// AccountRequest returns one request.
func (r Reader) AccountRequest(ctx context.Context, scope Scope, id model.AccountRequestID) (model.AccountRequest, error) {
	return find[model.AccountRequest](ctx, r, accountRequests, scope, string(id))
}

// AddAccountRequest files a request; the account's second open one of a kind is a Conflict.
func (tx *Tx) AddAccountRequest(ctx context.Context, a *model.AccountRequest) error {
	return insert(ctx, tx, accountRequests, string(a.ID), a,
		model.Fail(model.Conflict, "account_request.open", "该账号已有一件同类申请等待安全管理员确认"))
}

// DecideAccountRequest closes a request, if it still has its version.
func (tx *Tx) DecideAccountRequest(ctx context.Context, a model.AccountRequest) (model.AccountRequest, error) {
	return update[model.AccountRequest](ctx, tx, accountRequests, string(a.ID), a.Version, map[string]any{
		"status": a.Status, "decided_by": a.DecidedBy, "decision": a.Decision, "open_key": string(a.ID),
	}, nil)
}
