package api

import (
	"context"

	"yijian/model"
)

// Officer is what colleagues may know of an account: enough to name it on a
// team or beside a signature, nothing of how it signs in.
type Officer struct {
	ID                 model.UserID `json:"id"`
	DisplayName        string       `json:"display_name"`
	Roles              []model.Role `json:"roles"`
	CertificateNo      string       `json:"certificate_no"`
	CertificateExpires model.Date   `json:"certificate_expires"`
	Disabled           bool         `json:"disabled"`
}

type officerList struct {
	Paging
	Role string `query:"role" enum:"inspector,legal,complaints,chief" doc:"a duty the account holds"`
}

func (a *API) listOfficers(ctx context.Context, call model.Call, in *officerList) (*plain[model.Page[Officer]], error) {
	scope, err := a.Desk.Scope(call.Actor, "officer:read")
	if err != nil {
		return nil, err
	}
	users, err := a.Store.Users(ctx, scope, in.query(map[string]string{"role": in.Role}))
	if err != nil {
		return nil, err
	}
	ids := make([]model.UserID, len(users.Items))
	for i, u := range users.Items {
		ids[i] = u.ID
	}
	held, err := a.Desk.CertificatesToday(ctx, scope, ids)
	if err != nil {
		return nil, err
	}
	page := model.Page[Officer]{Items: make([]Officer, len(users.Items)), Next: users.Next}
	for i, u := range users.Items {
		page.Items[i] = Officer{
			ID: u.ID, DisplayName: u.DisplayName, Roles: u.Roles,
			CertificateNo: held[u.ID].Number, CertificateExpires: held[u.ID].Expires, Disabled: u.Disabled,
		}
	}
	return &plain[model.Page[Officer]]{Body: page}, nil
}
