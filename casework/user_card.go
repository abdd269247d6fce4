package casework

import (
	"context"

	"yijian/model"
	"yijian/policy/access"
)

// UserCard is an account with what the caller may do about it.
func (d *Desk) UserCard(ctx context.Context, actor model.Actor, id model.UserID) (model.Card[model.User], error) {
	var card model.Card[model.User]
	scope, err := d.Scope(actor, "user:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.User(ctx, scope, id); err != nil {
		return card, err
	}
	for _, a := range []struct {
		name, title string
		permission  access.Permission
		refusal     string
	}{
		{"change", "修改", "user:change", ""},
		{"invite", "重新邀请", "user:invite", refusalOf(mayInvite(ctx, d.Store.Reader, actor, card.Record))},
		{"disable", "停用", "user:disable", when(card.Record.Disabled, "账号已停用")},
		{"enable", "启用", "user:enable", when(!card.Record.Disabled, "账号未停用")},
	} {
		act := model.Act{Name: a.name, Title: a.title, Reason: a.refusal}
		if card.Record.ID == actor.UserID {
			act.Reason = "不得办理本人账号"
		}
		if _, err := d.Scope(actor, a.permission); err != nil {
			act.Reason = refusalOf(err)
		}
		act.Allowed = act.Reason == ""
		card.Acts = append(card.Acts, act)
	}
	card.History, err = d.historyFor(ctx, actor, "users", string(id))
	return card, err
}

func when(holds bool, reason string) string {
	if holds {
		return reason
	}
	return ""
}
