package api

import (
	"context"

	"yijian/model"
	"yijian/policy/access"
)

// RoleTable is who may do what, and how far.
type RoleTable struct {
	Roles []model.Role `json:"roles"`
	Acts  []RoleAct    `json:"acts"`
	// Needs are the fields that an account with the role must have.
	Needs map[model.Role][]string `json:"needs"`
}

// RoleAct is one permission with its reaches by role; a role that is missing does not hold it.
type RoleAct struct {
	Permission access.Permission             `json:"permission"`
	Reaches    map[model.Role][]access.Reach `json:"reaches"`
}

// readRoles shows the table that every request is judged by.
func (a *API) readRoles(context.Context, model.Call, *nothing) (*plain[RoleTable], error) {
	table := RoleTable{Roles: append([]model.Role{}, access.AccountRoles...), Acts: []RoleAct{}}
	table.Needs = map[model.Role][]string{}
	for _, role := range access.AccountRoles {
		table.Needs[role] = a.Desk.DutyFields(role)
	}
	table.Roles = append(table.Roles, "job")
	for _, permission := range a.Desk.Access.Acts() {
		act := RoleAct{Permission: permission, Reaches: map[model.Role][]access.Reach{}}
		for _, role := range table.Roles {
			if reaches := a.Desk.Access.Reaches([]model.Role{role}, permission); len(reaches) > 0 {
				act.Reaches[role] = reaches
			}
		}
		table.Acts = append(table.Acts, act)
	}
	return &plain[RoleTable]{Body: table}, nil
}
