package store

import (
	"context"
	"fmt"
	"time"

	"yijian/model"
)

var users = register(noun{
	name: "users", table: "users", label: "display_name",
	filters: map[string]string{"unit_id": "unit_id", "enterprise_id": "enterprise_id", "name": "name"},
	having: map[string]string{
		"role":  "INSTR(users.roles, ?) > 0", // no role's name contains another's
		"text":  "INSTR(LOWER(REPLACE(CONCAT(users.name, '|', users.display_name), ' ', '')), ?) > 0",
		"state": "CASE WHEN users.disabled THEN 'disabled' WHEN users.password_set_at IS NULL THEN 'invited' ELSE 'active' END = ?",
	},
	sorts:  map[string]string{"name": "name", "created_at": "created_at"},
	reach:  reach{user: "id", area: "area_code"},
	sealed: []sealedColumn{{name: "email"}, {name: "mobile"}},
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
	if err != nil {
		return row, absent(err)
	}
	return row, open(ctx, r, users, &row)
}

// AddUser creates an account; a taken name is a Conflict on /name.
func (tx *Tx) AddUser(ctx context.Context, u *model.User) error {
	if err := insert(ctx, tx, users, string(u.ID), u, nameTaken()); err != nil || u.PasswordHash == "" {
		return err
	}
	return tx.keepPassword(ctx, u.ID, u.PasswordHash)
}

// ChangeUser replaces an account's duties and state, if it still has its version.
func (tx *Tx) ChangeUser(ctx context.Context, u model.User) (model.User, error) {
	return update[model.User](ctx, tx, users, string(u.ID), u.Version, map[string]any{
		"display_name": u.DisplayName, "unit_id": u.UnitID, "enterprise_id": u.EnterpriseID, "area_code": u.AreaCode,
		"roles": u.Roles, "disabled": u.Disabled,
	}, nil)
}

// MarkUser raises the account's version, if it still has it: what the transaction decides rests on
// the account as it is. When another changed it meanwhile, the whole transaction runs again.
func (tx *Tx) MarkUser(ctx context.Context, u model.User) error {
	raised := tx.db.WithContext(ctx).Table("users").Where("id = ? AND version = ?", u.ID, u.Version).Update("version", u.Version+1)
	if raised.Error != nil {
		return fmt.Errorf("mark account: %w", raised.Error)
	}
	if raised.RowsAffected != 1 {
		return errOvertaken
	}
	return nil
}

// ShutOutUser voids the account's sessions and tokens by number, also those that others
// are just making and that this transaction does not see.
func (tx *Tx) ShutOutUser(ctx context.Context, u model.User) (model.User, error) {
	return update[model.User](ctx, tx, users, string(u.ID), u.Version, map[string]any{"resets": u.Resets + 1}, nil)
}

// SetPassword replaces the password hash, if the account still has its version,
// and keeps it among the earlier ones. An empty hash lets nobody in.
func (tx *Tx) SetPassword(ctx context.Context, u model.User, hash string) (model.User, error) {
	return tx.setPassword(ctx, u, hash, map[string]any{})
}

// ResetPassword is SetPassword that voids the account's sessions and tokens, also
// those that others are just making and that this transaction does not see.
func (tx *Tx) ResetPassword(ctx context.Context, u model.User, hash string) (model.User, error) {
	return tx.setPassword(ctx, u, hash, map[string]any{"resets": u.Resets + 1})
}

func (tx *Tx) setPassword(ctx context.Context, u model.User, hash string, set map[string]any) (model.User, error) {
	set["password_hash"], set["password_set_at"], set["invited_until"] = hash, nil, u.InvitedUntil
	if hash != "" {
		set["password_set_at"] = tx.stamp.At
		if err := tx.keepPassword(ctx, u.ID, hash); err != nil {
			return u, err
		}
	}
	return update[model.User](ctx, tx, users, string(u.ID), u.Version, set, nil)
}

func (tx *Tx) keepPassword(ctx context.Context, id model.UserID, hash string) error {
	row := map[string]any{"id": NewID(), "user_id": id, "password_hash": hash, "created_at": tx.stamp.At}
	if err := tx.db.WithContext(ctx).Table("password_history").Create(row).Error; err != nil {
		return fmt.Errorf("keep password: %w", err)
	}
	return nil
}

// EarlierPasswords returns the hashes of the account's newest passwords.
func (r Reader) EarlierPasswords(ctx context.Context, id model.UserID, newest int) ([]string, error) {
	hashes := []string{}
	err := r.db.WithContext(ctx).Table("password_history").Where("user_id = ?", id).
		Order("id DESC").Limit(newest).Pluck("password_hash", &hashes).Error
	if err != nil {
		return nil, fmt.Errorf("earlier passwords: %w", err)
	}
	return hashes, nil
}

// Invite notes until when the account's invitation is open, if it still has its version.
func (tx *Tx) Invite(ctx context.Context, u model.User, until time.Time) (model.User, error) {
	return update[model.User](ctx, tx, users, string(u.ID), u.Version, map[string]any{"invited_until": until}, nil)
}

// SetFactorState notes how far the account is with its second factor, if it still has its version.
func (tx *Tx) SetFactorState(ctx context.Context, u model.User, state model.FactorState) (model.User, error) {
	return update[model.User](ctx, tx, users, string(u.ID), u.Version, map[string]any{"second_factor": state}, nil)
}

// SetContact replaces how the person wants to be reached, if the account still has its version.
func (tx *Tx) SetContact(ctx context.Context, u model.User) (model.User, error) {
	return update[model.User](ctx, tx, users, string(u.ID), u.Version, map[string]any{
		"email": string(u.Email), "mobile": string(u.Mobile), "email_off": u.EmailOff, "sms_off": u.SMSOff,
	}, nil)
}
