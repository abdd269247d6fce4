package casework

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// Account is what an administrator enters about an account.
type Account struct {
	Name               string
	DisplayName        string
	UnitID             model.UnitID
	EnterpriseID       model.EnterpriseID
	AreaCode           string
	Roles              []model.Role
	CertificateNo      string
	CertificateExpires model.Date
	Disabled           bool
	Password           string
	Demo               bool
}

// AddUser creates an account with its first password.
func (d *Desk) AddUser(ctx context.Context, call model.Call, hasher Hasher, account Account) (model.User, error) {
	misplaced, err := d.misplaced(ctx, account)
	if err != nil {
		return model.User{}, err
	}
	if err := append(misplaced, model.FieldsOf(account.check())...).Err(); err != nil {
		return model.User{}, err
	}
	hash, err := hasher.Hash(ctx, account.Password)
	if err != nil {
		return model.User{}, err
	}
	return perform(ctx, d, call, order{permission: "user:create"}, func(w work) (model.User, error) {
		u := model.User{
			ID: model.UserID(store.NewID()), Name: account.Name, PasswordHash: hash, Demo: account.Demo,
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		account.apply(&u)
		return u, w.AddUser(ctx, &u)
	})
}

// ChangeUser replaces an account's duties and ends its sessions, so that the
// change takes effect at once. Nobody changes his own account.
func (d *Desk) ChangeUser(ctx context.Context, call model.Call, id model.UserID, account Account) (model.User, error) {
	misplaced, err := d.misplaced(ctx, account)
	if err != nil {
		return model.User{}, err
	}
	if err := append(misplaced, model.FieldsOf(account.checkDuties())...).Err(); err != nil {
		return model.User{}, err
	}
	return perform(ctx, d, call, order{permission: "user:change"}, func(w work) (model.User, error) {
		u, err := w.User(ctx, w.scope, id)
		if err != nil {
			return u, err
		}
		if u.ID == call.Actor.UserID {
			return u, model.Fail(model.Forbidden, "user.own_account", "不得修改本人账号的角色与状态")
		}
		if err := must(u.Version, call.Version); err != nil {
			return u, err
		}
		account.apply(&u)
		if u, err = w.ChangeUser(ctx, u); err != nil {
			return u, err
		}
		return u, w.EndSessionsOf(ctx, u.ID)
	})
}

// ChangePassword replaces the caller's own password after checking the old one.
func (d *Desk) ChangePassword(ctx context.Context, call model.Call, hasher Hasher, old, fresh string) (model.User, error) {
	user, err := d.Store.User(ctx, store.OfUser(call.Actor.UserID), call.Actor.UserID)
	if err != nil {
		return user, err
	}
	matches, err := hasher.Verify(ctx, user.PasswordHash, old)
	if err != nil {
		return user, err
	}
	hash, err := hasher.Hash(ctx, fresh)
	if err != nil {
		return user, err
	}
	return perform(ctx, d, call, order{permission: "password:change"}, func(w work) (model.User, error) {
		// Checked under the key: when the request is repeated, the old password is no longer right.
		var fields model.FieldErrors
		if !matches {
			fields.Add("/old", "password.wrong", "原密码不正确")
		}
		checkPassword(&fields, "/fresh", fresh)
		if err := fields.Err(); err != nil {
			return user, err
		}
		changed, err := w.SetPassword(ctx, user, hash)
		if err != nil {
			return changed, err
		}
		return changed, w.EndSessionsOf(ctx, user.ID)
	})
}

// ResetPassword sets a password from the command line, where the operator owns the database.
func (d *Desk) ResetPassword(ctx context.Context, hasher Hasher, name, fresh string) error {
	var fields model.FieldErrors
	checkPassword(&fields, "/password", fresh)
	if err := fields.Err(); err != nil {
		return err
	}
	hash, err := hasher.Hash(ctx, fresh)
	if err != nil {
		return err
	}
	stamp := model.Stamp{Act: "password:reset", At: d.now(), Call: model.Call{Actor: Operator}}
	return d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		user, err := tx.UserByName(ctx, name)
		if err != nil {
			return err
		}
		if _, err := tx.SetPassword(ctx, user, hash); err != nil {
			return err
		}
		if err := tx.NoteSignIn(ctx, store.SignIn{Name: name}); err != nil {
			return err
		}
		return tx.EndSessionsOf(ctx, user.ID)
	})
}

// Operator is who works on the command line: the owner of the machine, in the
// administrator's duty only.
var Operator = model.Actor{Name: "命令行", Roles: []model.Role{model.RoleSystemAdmin}}

func (a Account) apply(u *model.User) {
	u.DisplayName, u.UnitID, u.EnterpriseID, u.AreaCode = a.DisplayName, a.UnitID, a.EnterpriseID, a.AreaCode
	u.Roles, u.CertificateNo, u.CertificateExpires = slices.Clone(a.Roles), a.CertificateNo, a.CertificateExpires
	u.Disabled = a.Disabled
}

func (a Account) check() error {
	var fields model.FieldErrors
	if a.Name == "" || len(a.Name) > 64 || strings.Trim(a.Name, "abcdefghijklmnopqrstuvwxyz0123456789._-") != "" {
		fields.Add("/name", "user.name_invalid", "账号名只能由小写字母、数字和 . _ - 组成，最多 64 位")
	}
	checkPassword(&fields, "/password", a.Password)
	fields = append(fields, model.FieldsOf(a.checkDuties())...)
	return fields.Err()
}

func (a Account) checkDuties() error {
	var fields model.FieldErrors
	if strings.TrimSpace(a.DisplayName) == "" {
		fields.Add("/display_name", "required", "请填写姓名或单位名称")
	}
	if slices.Contains(a.Roles, model.RoleInspector) && (a.CertificateNo == "" || a.CertificateExpires.IsZero()) {
		fields.Add("/certificate_no", "user.certificate_missing", "执法人员须有执法证号和有效期")
	}
	if slices.Contains(a.Roles, model.RoleFirm) && a.EnterpriseID == "" {
		fields.Add("/enterprise_id", "user.enterprise_missing", "企业账号须指明所属企业")
	}
	fields = append(fields, model.FieldsOf(access.CheckRoles(a.Roles))...)
	return fields.Err()
}

func checkPassword(fields *model.FieldErrors, pointer, password string) {
	kinds := 0
	for _, set := range []string{"abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"} {
		if strings.ContainsAny(password, set) {
			kinds++
		}
	}
	if strings.Trim(password, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
		kinds++
	}
	if n := utf8.RuneCountInString(password); n < 10 || n > 128 || kinds < 2 {
		fields.Add(pointer, "password.weak", "密码须为 10 至 128 位，且至少含字母、数字、符号中的两类")
	}
}
