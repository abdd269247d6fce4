package casework

import (
	"context"
	"strings"

	"yijian/model"
)

// Contact is how a person wants to be reached outside the workbench.
type Contact struct {
	Email    model.Email
	Mobile   model.Phone
	EmailOff bool
	SMSOff   bool
}

// SetContact replaces the address and the number of the caller's own account.
func (d *Desk) SetContact(ctx context.Context, call model.Call, c Contact) (model.User, error) {
	return perform(ctx, d, call, order{permission: "contact:change"}, func(w work) (model.User, error) {
		u, err := w.User(ctx, w.scope, call.Actor.UserID)
		if err != nil {
			return u, err
		}
		if err := must(u.Version, call.Version); err != nil {
			return u, err
		}
		c.Email, c.Mobile = c.Email.Or(u.Email), c.Mobile.Or(u.Mobile)
		if err := c.check(); err != nil {
			return u, err
		}
		u.Email, u.Mobile, u.EmailOff, u.SMSOff = c.Email, c.Mobile, c.EmailOff, c.SMSOff
		return w.SetContact(ctx, u)
	})
}

func (c Contact) check() error {
	var fields model.FieldErrors
	if c.Email != "" && !c.Email.IsValid() {
		fields.Add("/email", "email.invalid", "请填写有效的电子邮箱，如 wang@example.com")
	}
	if n := string(c.Mobile); n != "" && (len(n) != 11 || n[0] != '1' || strings.Trim(n, "0123456789") != "") {
		fields.Add("/mobile", "mobile.invalid", "手机号应为 11 位数字")
	}
	return fields.Err()
}
