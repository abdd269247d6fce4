package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var users = register(noun{
	name: "users", table: "users",
	filters: map[string]string{"unit_id": "unit_id", "name": "name"},
	having:  map[string]string{"role": "INSTR(users.roles, ?) > 0"}, // no role's name contains another's
	sorts:   map[string]string{"name": "name", "created_at": "created_at"},
	reach:   reach{user: "id", area: "area_code"},
})

func nameTaken() *model.Error {
	return &model.Error{Kind: model.Conflict, Reason: "user.name_taken", Detail: "该账号名已被使用",
		Fields: []model.FieldError{{Pointer: "/name", Reason: "user.name_taken", Detail: "该账号名已被使用"}}}
}

// Users lists accounts.
func (r Reader) Users(ctx context.Context, scope Scope, q Query) (model.Page[model.User], error) {
	return list[model.User](ctx, r, users, scope, q)
}

// User returns one account.
func (r Reader) User(ctx context.Context, scope Scope, id model.UserID) (model.User, error) {
	return find[model.User](ctx, r, users, scope, string(id))
}

// UserByName returns the account that signs in under the name.
func (r Reader) UserByName(ctx context.Context, name string) (model.User, error) {
	var row model.User
	err := r.db.WithContext(ctx).Table("users").Where("name = ?", name).Take(&row).Error
	return row, absent(err)
}

// UsersByID returns those of the named accounts that are within the scope, for teams and signatures.
func (r Reader) UsersByID(ctx context.Context, scope Scope, ids []model.UserID) ([]model.User, error) {
	rows := []model.User{}
	if err := users.reach.visible(r.db.WithContext(ctx).Table("users"), scope).Where("id IN ?", ids).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("users by id: %w", err)
	}
	return rows, nil
}

// AddUser creates an account; a taken name is a Conflict on /name.
func (tx *Tx) AddUser(ctx context.Context, u *model.User) error {
	return insert(ctx, tx, users, string(u.ID), u, nameTaken())
}

// ChangeUser replaces an account's duties and state, if it still has its version.
func (tx *Tx) ChangeUser(ctx context.Context, u model.User) (model.User, error) {
	return update[model.User](ctx, tx, users, string(u.ID), u.Version, map[string]any{
		"display_name": u.DisplayName, "unit_id": u.UnitID, "enterprise_id": u.EnterpriseID, "area_code": u.AreaCode,
		"roles": u.Roles, "certificate_no": u.CertificateNo, "certificate_expires": u.CertificateExpires,
		"disabled": u.Disabled,
	}, nil)
}

// SetPassword replaces the password hash, if the account still has its version.
func (tx *Tx) SetPassword(ctx context.Context, u model.User, hash string) (model.User, error) {
	return update[model.User](ctx, tx, users, string(u.ID), u.Version, map[string]any{
		"password_hash": hash,
	}, nil)
}
