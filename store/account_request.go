package store

import (
	"context"
	"errors"
	"fmt"

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
	page, err := list[model.AccountRequest](ctx, r, accountRequests, scope, q)
	return page, errors.Join(err, r.nameAccounts(ctx, page.Items))
}

// AccountRequest returns one request.
func (r Reader) AccountRequest(ctx context.Context, scope Scope, id model.AccountRequestID) (model.AccountRequest, error) {
	found, err := find[model.AccountRequest](ctx, r, accountRequests, scope, string(id))
	one := []model.AccountRequest{found}
	if err == nil {
		err = r.nameAccounts(ctx, one)
	}
	return one[0], err
}

// nameAccounts adds what the accounts are called and where they belong now.
func (r Reader) nameAccounts(ctx context.Context, requests []model.AccountRequest) error {
	ids := make([]model.UserID, len(requests))
	for i, request := range requests {
		ids[i] = request.UserID
	}
	var accounts []model.User
	if err := r.db.WithContext(ctx).Table("users").Select("id", "name", "unit_id").Where("id IN ?", ids).Find(&accounts).Error; err != nil {
		return fmt.Errorf("accounts of requests: %w", err)
	}
	for _, u := range accounts {
		for i := range requests {
			if requests[i].UserID == u.ID {
				requests[i].Account, requests[i].HeldUnit = u.Name, u.UnitID
			}
		}
	}
	return nil
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
