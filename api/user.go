package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

func (a *API) listUsers(ctx context.Context, call model.Call, in *Paging) (*plain[model.Page[model.User]], error) {
	scope, err := a.Desk.Scope(call.Actor, "user:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.Users(ctx, scope, in.query(nil)))
}

func (a *API) readUser(ctx context.Context, call model.Call, in *onID) (*record[model.User], error) {
	scope, err := a.Desk.Scope(call.Actor, "user:read")
	if err != nil {
		return nil, err
	}
	user, err := a.Store.User(ctx, scope, model.UserID(in.ID))
	return versioned(user, user.Version, err)
}

// Duties is what an account may do, as entered by an administrator.
type Duties struct {
	DisplayName        string             `json:"display_name" minLength:"1" maxLength:"50"`
	UnitID             model.UnitID       `json:"unit_id" maxLength:"40"`
	EnterpriseID       model.EnterpriseID `json:"enterprise_id" maxLength:"36"`
	AreaCode           string             `json:"area_code" pattern:"^[0-9]{0,9}$"`
	Roles              []model.Role       `json:"roles" minItems:"1" maxItems:"5"`
	CertificateNo      string             `json:"certificate_no" maxLength:"40"`
	CertificateExpires model.Date         `json:"certificate_expires,omitempty" format:"date"`
}

func (d Duties) account() casework.Account {
	return casework.Account{
		DisplayName: d.DisplayName, UnitID: d.UnitID, EnterpriseID: d.EnterpriseID, AreaCode: d.AreaCode,
		Roles: d.Roles, CertificateNo: d.CertificateNo, CertificateExpires: d.CertificateExpires,
	}
}

type userEntry struct {
	Body struct {
		Name     string `json:"name" minLength:"1" maxLength:"64"`
		Password string `json:"password" minLength:"1" maxLength:"128"`
		Duties
	}
}

func (a *API) addUser(ctx context.Context, call model.Call, in *userEntry) (*created[model.User], error) {
	account := in.Body.account()
	account.Name, account.Password = in.Body.Name, in.Body.Password
	user, err := a.Desk.AddUser(ctx, call, a.Hasher, account)
	return made("users", string(user.ID), user, err)
}

type userChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Duties
		Disabled bool `json:"disabled"`
	}
}

func (a *API) changeUser(ctx context.Context, call model.Call, in *userChange) (*record[model.User], error) {
	account := in.Body.account()
	account.Disabled = in.Body.Disabled
	user, err := a.Desk.ChangeUser(ctx, call, model.UserID(in.ID), account)
	return versioned(user, user.Version, err)
}
