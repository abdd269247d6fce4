package casework

import (
	"context"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

var requestTitles = map[model.AccountRequestStatus]string{
	model.RequestOpen: "待确认", model.RequestApproved: "已同意", model.RequestRefused: "不同意", model.RequestWithdrawn: "已撤回",
}

var (
	openOnly       = []model.AccountRequestStatus{model.RequestOpen}
	approveRequest = step[model.AccountRequestStatus]{"approve", "同意", "account-request:decide", openOnly}
	refuseRequest  = step[model.AccountRequestStatus]{"refuse", "不同意", "account-request:decide", openOnly}
	withdrawReset  = step[model.AccountRequestStatus]{"withdraw", "撤回", "account-request:withdraw", openOnly}
	requestSteps   = []step[model.AccountRequestStatus]{approveRequest, refuseRequest, withdrawReset}
)

func (w work) newRequest(kind model.AccountRequestKind, by model.Actor, u model.User) model.AccountRequest {
	return model.AccountRequest{
		ID: model.AccountRequestID(store.NewID()), UserID: u.ID, UserName: u.DisplayName, Kind: kind, Roles: model.RoleSet{},
		Status: model.RequestOpen, RequestedBy: by.UserID, Requester: by.Name, OpenKey: string(kind) + "/" + string(u.ID),
		Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
}

// askForDuties files the roles and the place that the security administrator has to confirm.
func (w work) askForDuties(ctx context.Context, by model.Actor, u model.User, roles []model.Role, to place) error {
	request := w.newRequest(model.RequestGrant, by, u)
	request.Roles = slices.Clone(roles)
	request.UnitID, request.EnterpriseID, request.AreaCode = to.unit, to.firm, to.area
	if err := w.AddAccountRequest(ctx, &request); err != nil {
		return err
	}
	return w.tellOfRequest(ctx, request)
}

// RequestReset asks the security administrator to let somebody set password and
// second factor anew. Nobody asks for himself.
func (d *Desk) RequestReset(ctx context.Context, call model.Call, id model.UserID, reason string) (model.AccountRequest, error) {
	if err := checkReason(reason); err != nil {
		return model.AccountRequest{}, err
	}
	spent := store.Allowance{Bucket: "reset/" + string(call.Actor.UserID), Most: d.Rules.Limits.Resets, Per: resetsPer}
	o := order{permission: "account-request:create", reason: reason}
	return perform(ctx, d, call, o, func(w work) (model.AccountRequest, error) {
		u, err := w.User(ctx, store.Everything(), id)
		if model.KindOf(err) == model.NotFound {
			var fields model.FieldErrors
			fields.Add("/user_id", "user.unknown", "没有这个账号")
			return model.AccountRequest{}, fields.Err()
		}
		if err != nil {
			return model.AccountRequest{}, err
		}
		if u.ID == call.Actor.UserID {
			return model.AccountRequest{}, model.Fail(model.Forbidden, "user.own_account", "不得申请重置本人账号，请由其他管理员申请")
		}
		wait, err := w.Spend(ctx, spent)
		if err != nil {
			return model.AccountRequest{}, err
		}
		if wait > 0 {
			return model.AccountRequest{}, tooMany("申请过于频繁", wait)
		}
		request := w.newRequest(model.RequestReset, call.Actor, u)
		request.Reason = reason
		if err := w.AddAccountRequest(ctx, &request); err != nil {
			return request, err
		}
		return request, w.tellOfRequest(ctx, request)
	})
}

// Decided is a request that was decided; approved, it comes with an invitation to
// an account that nobody has opened, shown once.
type Decided struct {
	model.AccountRequest
	Invitation *model.Shown `json:"invitation,omitempty"`
}

// ApproveRequest does what the request asks for. The one who decides is neither
// the one who asked nor the one it is about.
func (d *Desk) ApproveRequest(ctx context.Context, call model.Call, id model.AccountRequestID) (Decided, error) {
	done, err := perform(ctx, d, call, order{permission: "account-request:decide", act: "account-request:approve"}, func(w work) (Decided, error) {
		request, err := w.openRequest(ctx, call, id, approveRequest)
		if err != nil {
			return Decided{}, err
		}
		u, err := w.User(ctx, store.Everything(), request.UserID)
		if err != nil {
			return Decided{}, err
		}
		var shown *model.Shown
		if request.Kind == model.RequestReset {
			shown, err = w.reset(ctx, d, u)
		} else {
			shown, err = w.grant(ctx, d, u, request)
		}
		if err != nil {
			return Decided{}, err
		}
		request.Status, request.DecidedBy = model.RequestApproved, call.Actor.UserID
		request, err = w.decide(ctx, request)
		return Decided{request, shown}, err
	})
	if err == nil && done.Invitation != nil {
		var shown model.Shown
		shown, err = d.show(*done.Invitation)
		done.Invitation = &shown
	}
	return done, err
}

// reset takes password and second factor away, ends the sessions and invites again.
func (w work) reset(ctx context.Context, d *Desk, u model.User) (*model.Shown, error) {
	u, err := w.ResetPassword(ctx, u, "")
	if err != nil {
		return nil, err
	}
	if u, err = forgetFactor(ctx, w.Tx, u); err != nil {
		return nil, err
	}
	if err := shutOut(ctx, w.Tx, u.ID); err != nil {
		return nil, err
	}
	invited, err := w.invite(ctx, d, u)
	return &invited.Invitation, err
}

// grant adds roles, which must go together with those the account holds now, and
// moves the account, which must still be possible. An account that nobody has
// opened is invited to, and an earlier invitation is void.
func (w work) grant(ctx context.Context, d *Desk, u model.User, asked model.AccountRequest) (*model.Shown, error) {
	for _, role := range asked.Roles {
		if !slices.Contains(u.Roles, role) {
			u.Roles = append(slices.Clone(u.Roles), role)
		}
	}
	if err := access.CheckRoles(u.Roles); err != nil {
		return nil, model.Fail(model.Conflict, "account_request.roles", "这些岗位与账号现有岗位不得由同一人兼任，请不同意本申请")
	}
	before := placeOf(u)
	u = movedTo(u, place{asked.UnitID, asked.EnterpriseID, asked.AreaCode})
	misplaced, err := d.misplaced(ctx, w.Reader, Account{UnitID: u.UnitID, EnterpriseID: u.EnterpriseID, AreaCode: u.AreaCode, Roles: u.Roles})
	if err != nil {
		return nil, err
	}
	if len(misplaced) > 0 {
		return nil, model.Fail(model.Conflict, "account_request.place", "申请的单位、企业或区划现在不可用（"+misplaced[0].Detail+"），请不同意本申请")
	}
	if u, err = w.ChangeUser(ctx, u); err != nil {
		return nil, err
	}
	if unopened(u) && !u.Disabled {
		invited, err := w.invite(ctx, d, u)
		return &invited.Invitation, err
	}
	if placeOf(u) != before {
		if err := w.leaveBehind(ctx, u); err != nil {
			return nil, err
		}
	}
	return nil, w.tellPerson(ctx, u, model.EventAccountChanged, map[string]string{})
}

// leaveBehind ends what an account opened where it no longer belongs: a program that was given
// the reach of one place does not follow its account to another.
func (w work) leaveBehind(ctx context.Context, u model.User) error {
	if _, err := w.ShutOutUser(ctx, u); err != nil {
		return err
	}
	if err := w.EndSessionsOf(ctx, u.ID, ""); err != nil {
		return err
	}
	return w.RevokeAPITokensOf(ctx, u.ID)
}

// RefuseRequest closes a request without doing what it asks for.
func (d *Desk) RefuseRequest(ctx context.Context, call model.Call, id model.AccountRequestID, reason string) (model.AccountRequest, error) {
	if err := checkReason(reason); err != nil {
		return model.AccountRequest{}, err
	}
	return perform(ctx, d, call, order{"account-request:decide", reason, "account-request:refuse"}, func(w work) (model.AccountRequest, error) {
		request, err := w.openRequest(ctx, call, id, refuseRequest)
		if err != nil {
			return request, err
		}
		request.Status, request.DecidedBy, request.Decision = model.RequestRefused, call.Actor.UserID, strings.TrimSpace(reason)
		return w.decide(ctx, request)
	})
}

// decide closes the request and tells who asked.
func (w work) decide(ctx context.Context, request model.AccountRequest) (model.AccountRequest, error) {
	decided, err := w.DecideAccountRequest(ctx, request)
	if err != nil {
		return decided, err
	}
	return decided, w.tellOfRequest(ctx, decided)
}

// WithdrawRequest takes back what one has asked for.
func (d *Desk) WithdrawRequest(ctx context.Context, call model.Call, id model.AccountRequestID) (model.AccountRequest, error) {
	return perform(ctx, d, call, order{permission: "account-request:withdraw"}, func(w work) (model.AccountRequest, error) {
		request, err := w.openRequest(ctx, call, id, withdrawReset)
		if err != nil {
			return request, err
		}
		request.Status = model.RequestWithdrawn
		return w.DecideAccountRequest(ctx, request)
	})
}

// openRequest is the request of an act that may be done now, by this person.
func (w work) openRequest(ctx context.Context, call model.Call, id model.AccountRequestID, s step[model.AccountRequestStatus]) (model.AccountRequest, error) {
	request, err := w.AccountRequest(ctx, w.scope, id)
	if err != nil {
		return request, err
	}
	if err := must(request.Version, call.Version); err != nil {
		return request, err
	}
	if err := s.must("account_request.state", request.Status, requestTitles); err != nil {
		return request, err
	}
	return request, mayHandle(call.Actor, request, s)
}

// mayHandle keeps asking and deciding in two hands, and both out of the hands of the one it is about.
func mayHandle(actor model.Actor, r model.AccountRequest, s step[model.AccountRequestStatus]) error {
	switch {
	case s.name == withdrawReset.name:
		return nil
	case r.UserID == actor.UserID:
		return model.Fail(model.Forbidden, "account_request.own", "申请涉及本人账号，须由其他安全管理员确认")
	case r.RequestedBy == actor.UserID:
		return model.Fail(model.Forbidden, "account_request.requester", "申请人不得确认自己的申请")
	}
	return nil
}

// RequestCard is a request with what the caller may do about it.
func (d *Desk) RequestCard(ctx context.Context, actor model.Actor, id model.AccountRequestID) (model.Card[model.AccountRequest], error) {
	var card model.Card[model.AccountRequest]
	scope, err := d.Scope(actor, "account-request:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.AccountRequest(ctx, scope, id); err != nil {
		return card, err
	}
	for _, s := range requestSteps {
		act := model.Act{Name: s.name, Title: s.title, Reason: s.refusal(card.Record.Status, requestTitles)}
		if _, err := d.Scope(actor, s.permission); err != nil {
			act.Reason = refusalOf(err)
		} else if act.Reason == "" {
			act.Reason = refusalOf(mayHandle(actor, card.Record, s))
		}
		act.Allowed = act.Reason == ""
		card.Acts = append(card.Acts, act)
	}
	card.History, err = d.historyFor(ctx, actor, "account-requests", string(id))
	return card, err
}
