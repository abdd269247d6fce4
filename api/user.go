package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type userList struct {
	Paging
	Role         model.Role         `query:"role" maxLength:"40" doc:"a duty the account holds"`
	UnitID       model.UnitID       `query:"unit_id" maxLength:"40"`
	EnterpriseID model.EnterpriseID `query:"enterprise_id" maxLength:"36"`
	State        string             `query:"state" enum:"active,invited,disabled" doc:"invited: has no password yet"`
	Quality      string             `query:"quality" enum:"account-second-factor,account-unused,account-dormant" doc:"what a rule of data quality finds"`
}

func (a *API) listUsers(ctx context.Context, call model.Call, in *userList) (*plain[model.Page[model.User]], error) {
	scope, err := a.Desk.Scope(call.Actor, "user:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.Users(ctx, scope, a.flawed(in.query(map[string]string{
		"role": string(in.Role), "unit_id": string(in.UnitID), "enterprise_id": string(in.EnterpriseID), "state": in.State,
		"text": model.FoldForSearch(in.Q),
	}), in.Quality)))
}

func (a *API) readUser(ctx context.Context, call model.Call, in *onID) (*record[model.Card[model.User]], error) {
	card, err := a.Desk.UserCard(ctx, call.Actor, model.UserID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// Duties is what an account may do, as entered by an administrator.
type Duties struct {
	DisplayName  string             `json:"display_name" minLength:"1" maxLength:"50"`
	UnitID       model.UnitID       `json:"unit_id" maxLength:"40"`
	EnterpriseID model.EnterpriseID `json:"enterprise_id" maxLength:"36"`
	AreaCode     string             `json:"area_code" pattern:"^[0-9]{0,9}$"`
	Roles        []model.Role       `json:"roles" minItems:"1" maxItems:"5"`
}

func (d Duties) account() casework.Account {
	return casework.Account{
		DisplayName: d.DisplayName, UnitID: d.UnitID, EnterpriseID: d.EnterpriseID, AreaCode: d.AreaCode,
		Roles: d.Roles,
	}
}

type userEntry struct {
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"64"`
		Duties
	}
}

func (a *API) inviteUser(ctx context.Context, call model.Call, in *userEntry) (*created[model.User], error) {
	account := in.Body.account()
	account.Name = in.Body.Name
	user, err := a.Desk.InviteUser(ctx, call, account)
	return made("users", string(user.ID), user, err)
}

func (a *API) renewInvitation(ctx context.Context, call model.Call, in *onID) (*record[casework.Invited], error) {
	invited, err := a.Desk.RenewInvitation(ctx, call, model.UserID(in.ID))
	return versioned(invited, invited.Version, err)
}

type userChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body Duties
}

func (a *API) changeUser(ctx context.Context, call model.Call, in *userChange) (*record[model.User], error) {
	user, err := a.Desk.ChangeUser(ctx, call, model.UserID(in.ID), in.Body.account())
	return versioned(user, user.Version, err)
}

type userState struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Reason string `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) disableUser(ctx context.Context, call model.Call, in *userState) (*record[model.User], error) {
	user, err := a.Desk.DisableUser(ctx, call, model.UserID(in.ID), in.Body.Reason)
	return versioned(user, user.Version, err)
}

func (a *API) enableUser(ctx context.Context, call model.Call, in *userState) (*record[model.User], error) {
	user, err := a.Desk.EnableUser(ctx, call, model.UserID(in.ID), in.Body.Reason)
	return versioned(user, user.Version, err)
}
