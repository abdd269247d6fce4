package store

import (
	"context"
	"strings"

	"yijian/model"
)

// partThere are the parts of the network that were there when the day ended.
const partThere = "network_parts.void_mark = '' AND network_parts.valid_from <= @day AND (network_parts.ended_on IS NULL OR network_parts.ended_on > @day)"

var networkParts = register(noun{
	name: "network-parts", table: "network_parts", label: "name", search: "search_text",
	reach:   reach{area: "area_code", firm: "enterprise_id"},
	filters: map[string]string{"kind": "kind", "enterprise_id": "enterprise_id", "area_code": "area_code"},
	having:  map[string]string{"on": strings.ReplaceAll(partThere, "@day", "@value")},
	sorts:   map[string]string{"name": "name", "from": "valid_from", "created_at": "created_at"},
})

func networkText(p model.NetworkPart) string {
	return model.FoldForSearch(p.Name, p.Address, p.EnterpriseName, p.SourceNo)
}

// NetworkParts lists the parts of the delivery network.
func (r Reader) NetworkParts(ctx context.Context, scope Scope, q Query) (model.Page[model.NetworkPart], error) {
	return list[model.NetworkPart](ctx, r, networkParts, scope, q)
}

// NetworkPart returns one part of the network within the scope.
func (r Reader) NetworkPart(ctx context.Context, scope Scope, id model.NetworkPartID) (model.NetworkPart, error) {
	return find[model.NetworkPart](ctx, r, networkParts, scope, string(id))
}

func networkNameTaken() *model.Error {
	const reason, detail = "network-part.name_taken", "这个名称或编号已经登记过；停用后也不再另用，重新启用的请换一个名称"
	return &model.Error{Kind: model.Conflict, Reason: reason, Detail: detail,
		Fields: []model.FieldError{{Pointer: "/name", Reason: reason, Detail: detail}}}
}

// AddNetworkPart enters a part of the network; a name that its kind has had is a Conflict on /name.
func (tx *Tx) AddNetworkPart(ctx context.Context, p *model.NetworkPart) error {
	p.NameKey, p.SearchText = model.FoldForSearch(p.Name), networkText(*p)
	return insert(ctx, tx, networkParts, string(p.ID), p, networkNameTaken())
}

// ChangeNetworkPart replaces what may change of a part of the network, if it still has its version.
func (tx *Tx) ChangeNetworkPart(ctx context.Context, p model.NetworkPart) (model.NetworkPart, error) {
	return update[model.NetworkPart](ctx, tx, networkParts, string(p.ID), p.Version, map[string]any{
		"name": p.Name, "name_key": model.FoldForSearch(p.Name), "area_code": p.AreaCode, "address": p.Address, "valid_from": p.From,
		"source_no": p.SourceNo, "source_on": p.SourceOn, "note": p.Note, "search_text": networkText(p),
		"ended_on": p.EndedOn, "end_reason": p.EndReason, "ended_by": p.EndedBy,
		"voided_on": p.VoidedOn, "void_reason": p.VoidReason, "voided_by": p.VoidedBy, "void_mark": p.VoidMark,
	}, networkNameTaken())
}
