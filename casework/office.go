package casework

import (
	"context"
	"fmt"
	"slices"

	"yijian/model"
	"yijian/store"
)

// offices are the three duties that watch each other (三员), by what people call them.
// One without a holder could be filled again only on the server itself.
var offices = []struct {
	role  model.Role
	title string
}{
	{model.RoleSystemAdmin, "系统管理员"}, {model.RoleSecurityAdmin, "安全管理员"}, {model.RoleAuditor, "审计员"},
}

// leavesHolders refuses to leave one of the three offices without an account that can be
// used, when the account is left with no more than the kept roles. It marks a holder that
// stays, so that of two such acts at once on each other's last holder one runs again.
func (w work) leavesHolders(ctx context.Context, leaving model.User, kept []model.Role) error {
	if leaving.Disabled {
		return nil
	}
	for _, office := range offices {
		if !slices.Contains(leaving.Roles, office.role) || slices.Contains(kept, office.role) {
			continue
		}
		holders, err := w.Users(ctx, store.Everything(), store.Query{Filter: map[string]string{"role": string(office.role), "state": "active"}})
		if err != nil {
			return err
		}
		stays := slices.IndexFunc(holders.Items, func(u model.User) bool { return u.ID != leaving.ID })
		if stays < 0 {
			return model.Fail(model.Conflict, "user.last_holder",
				fmt.Sprintf("这是最后一个能使用的%s账号，停用或撤去岗位后本平台将没有%s；请先让另一人担任并完成首次登录", office.title, office.title))
		}
		if err := w.MarkUser(ctx, holders.Items[stays]); err != nil {
			return err
		}
	}
	return nil
}
