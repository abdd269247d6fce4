package casework

import (
	"context"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// Account is what an administrator enters about an account.
type Account struct {
	Name         string
	DisplayName  string
	UnitID       model.UnitID
	EnterpriseID model.EnterpriseID
	AreaCode     string
	Roles        []model.Role
	Disabled     bool
	Password     string
	Demo         bool
}

// AddUser creates an account with its first password, on the command line.
func (d *Desk) AddUser(ctx context.Context, call model.Call, hasher Hasher, account Account) (model.User, error) {
	fields, err := d.misplaced(ctx, d.Store.Reader, account)
	if err != nil {
		return model.User{}, err
	}
	fields = append(fields, account.mistakes()...)
	d.Rules.Passwords.Check(&fields, "/password", account.Password, account.Name, d.asksSecond(account.Roles))
	if err := fields.Err(); err != nil {
		return model.User{}, err
	}
	hash, err := hasher.Hash(ctx, account.Password)
	if err != nil {
		return model.User{}, err
	}
	return perform(ctx, d, call, order{permission: "user:create"}, func(w work) (model.User, error) {
		u := w.newUser(account)
		u.PasswordHash, u.PasswordSetAt = hash, &w.now
		return u, w.AddUser(ctx, &u)
	})
}

func (w work) newUser(account Account) model.User {
	u := model.User{
		ID: model.UserID(store.NewID()), Name: account.Name, Demo: account.Demo,
		Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
	account.apply(&u)
	return u
}

// asksSecond reports whether accounts of the roles sign in with a second factor.
func (d *Desk) asksSecond(roles []model.Role) bool {
	return d.Rules.SecondFactor && access.IsStaff(roles)
}

// ChangeUser replaces an account's duties and ends its sessions. What takes away
// works at once; roles that are added and another unit, firm or wider area wait
// for the security administrator. Nobody changes his own account.
func (d *Desk) ChangeUser(ctx context.Context, call model.Call, id model.UserID, account Account) (model.User, error) {
	misplaced, err := d.misplaced(ctx, d.Store.Reader, account)
	if err != nil {
		return model.User{}, err
	}
	if err := append(misplaced, model.FieldsOf(account.checkDuties())...).Err(); err != nil {
		return model.User{}, err
	}
	return perform(ctx, d, call, order{permission: "user:change"}, func(w work) (model.User, error) {
		u, err := w.otherAccount(ctx, call, id)
		if err != nil {
			return u, err
		}
		kept, added := sortRoles(u.Roles, account.Roles)
		now, waits := sortPlace(placeOf(u), place{account.UnitID, account.EnterpriseID, account.AreaCode})
		if err := w.leavesHolders(ctx, u, kept); err != nil {
			return u, err
		}
		u.DisplayName, u.Roles = account.DisplayName, kept
		u.UnitID, u.EnterpriseID, u.AreaCode = now.unit, now.firm, now.area
		if u, err = w.ChangeUser(ctx, u); err != nil {
			return u, err
		}
		if len(added) > 0 || waits != (place{}) {
			if err := w.askForDuties(ctx, call.Actor, u, added, waits); err != nil {
				return u, err
			}
		}
		if err := w.tellPerson(ctx, u, model.EventAccountChanged, map[string]string{}); err != nil {
			return u, err
		}
		return u, w.EndSessionsOf(ctx, u.ID, "")
	})
}

// otherAccount is the account to act on: not the caller's own, and as the caller saw it.
func (w work) otherAccount(ctx context.Context, call model.Call, id model.UserID) (model.User, error) {
	u, err := w.User(ctx, w.scope, id)
	if err != nil {
		return u, err
	}
	if u.ID == call.Actor.UserID {
		return u, model.Fail(model.Forbidden, "user.own_account", "不得办理本人账号的岗位、状态与重置")
	}
	return u, must(u.Version, call.Version)
}

// sortRoles parts the roles asked for into those held already and those to add.
func sortRoles(held, asked []model.Role) (kept model.RoleSet, added model.RoleSet) {
	kept, added = model.RoleSet{}, model.RoleSet{}
	for _, role := range asked {
		if slices.Contains(held, role) {
			kept = append(kept, role)
		} else {
			added = append(added, role)
		}
	}
	return kept, added
}

// DisableUser keeps an account out and ends its sessions; its machines' tokens work no longer.
func (d *Desk) DisableUser(ctx context.Context, call model.Call, id model.UserID, reason string) (model.User, error) {
	return d.setDisabled(ctx, call, id, reason, true)
}

// EnableUser lets a disabled account in again.
func (d *Desk) EnableUser(ctx context.Context, call model.Call, id model.UserID, reason string) (model.User, error) {
	return d.setDisabled(ctx, call, id, reason, false)
}

func (d *Desk) setDisabled(ctx context.Context, call model.Call, id model.UserID, reason string, disabled bool) (model.User, error) {
	if err := checkReason(reason); err != nil {
		return model.User{}, err
	}
	o := order{permission: "user:enable", reason: reason}
	if disabled {
		o.permission = "user:disable"
	}
	return perform(ctx, d, call, o, func(w work) (model.User, error) {
		u, err := w.otherAccount(ctx, call, id)
		if err != nil {
			return u, err
		}
		if u.Disabled == disabled {
			return u, model.Fail(model.Conflict, "user.state", "该账号已经是这个状态")
		}
		if disabled {
			if err := w.leavesHolders(ctx, u, nil); err != nil {
				return u, err
			}
		}
		u.Disabled = disabled
		if u, err = w.ChangeUser(ctx, u); err != nil {
			return u, err
		}
		state := map[string]string{"state": "启用"}
		if disabled {
			state["state"] = "停用"
		}
		if err := w.tellPerson(ctx, u, model.EventAccountState, state); err != nil {
			return u, err
		}
		return u, w.EndSessionsOf(ctx, u.ID, "")
	})
}

// Operator is who works on the command line: the owner of the machine, in the
// administrator's duty only.
var Operator = model.Actor{Name: "命令行", Roles: []model.Role{model.RoleSystemAdmin}}

func (a Account) apply(u *model.User) {
	u.DisplayName, u.UnitID, u.EnterpriseID, u.AreaCode = a.DisplayName, a.UnitID, a.EnterpriseID, a.AreaCode
	u.Roles, u.Disabled = slices.Clone(a.Roles), a.Disabled
}

// mistakes names what is wrong with the account, but for its password.
func (a Account) mistakes() model.FieldErrors {
	var fields model.FieldErrors
	if a.Name == "" || len(a.Name) > 64 || strings.Trim(a.Name, "abcdefghijklmnopqrstuvwxyz0123456789._-") != "" {
		fields.Add("/name", "user.name_invalid", "账号名只能由小写字母、数字和 . _ - 组成，最多 64 位")
	}
	return append(fields, model.FieldsOf(a.checkDuties())...)
}

func (a Account) checkDuties() error {
	var fields model.FieldErrors
	if strings.TrimSpace(a.DisplayName) == "" {
		fields.Add("/display_name", "required", "请填写姓名或单位名称")
	}
	if slices.Contains(a.Roles, model.RoleFirm) && a.EnterpriseID == "" {
		fields.Add("/enterprise_id", "user.enterprise_missing", "企业账号须指明所属企业")
	}
	fields = append(fields, model.FieldsOf(access.CheckRoles(a.Roles))...)
	return fields.Err()
}
