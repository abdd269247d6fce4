package store

import (
	"context"

	"yijian/model"
)

var enterprises = register(noun{
	name: "enterprises", table: "enterprises", search: "search_text",
	reach:   reach{area: "area_code", firm: "id"},
	filters: map[string]string{"status": "status", "brand": "brand", "area_code": "area_code"},
	sorts:   map[string]string{"name": "name", "licence_expires": "licence_expires", "created_at": "created_at"},
})

func usccTaken() *model.Error {
	return &model.Error{Kind: model.Conflict, Reason: "enterprise.uscc_taken", Detail: "该统一社会信用代码已登记",
		Fields: []model.FieldError{{Pointer: "/uscc", Reason: "enterprise.uscc_taken", Detail: "该统一社会信用代码已登记"}}}
}

func enterpriseText(e model.Enterprise) string {
	return model.FoldForSearch(e.Name, e.USCC, e.Brand, e.LicenceNo, e.Address)
}

// Enterprises lists the register.
func (r Reader) Enterprises(ctx context.Context, scope Scope, q Query) (model.Page[model.Enterprise], error) {
	return list[model.Enterprise](ctx, r, enterprises, scope, q)
}

// Enterprise returns one enterprise within the scope.
func (r Reader) Enterprise(ctx context.Context, scope Scope, id model.EnterpriseID) (model.Enterprise, error) {
	return find[model.Enterprise](ctx, r, enterprises, scope, string(id))
}

// AddEnterprise registers an enterprise; a taken USCC is a Conflict on /uscc.
func (tx *Tx) AddEnterprise(ctx context.Context, e *model.Enterprise) error {
	e.SearchText = enterpriseText(*e)
	return insert(ctx, tx, enterprises, string(e.ID), e, usccTaken())
}

// ChangeEnterprise replaces what may be changed of an enterprise, if it still has its version.
func (tx *Tx) ChangeEnterprise(ctx context.Context, e model.Enterprise) (model.Enterprise, error) {
	return update[model.Enterprise](ctx, tx, enterprises, string(e.ID), e.Version, map[string]any{
		"name": e.Name, "brand": e.Brand, "licence_no": e.LicenceNo, "licence_expires": e.LicenceExpires,
		"area_code": e.AreaCode, "address": e.Address, "representative": e.Representative,
		"service_phone": e.ServicePhone, "status": e.Status, "search_text": enterpriseText(e),
	}, usccTaken())
}
