package casework

import (
	"context"
	"slices"

	"yijian/model"
	"yijian/store"
)

// NameChecker lets one person of the supervising unit check a task that the unit leads itself,
// beside the chief: strike it off or reopen it. Nobody who reported on it
// can be named; another name takes the place of the last one.
func (d *Desk) NameChecker(ctx context.Context, call model.Call, id model.TaskID, checker model.UserID, reason string) (model.Task, error) {
	user, err := d.Store.User(ctx, store.Everything(), checker)
	if err != nil && model.KindOf(err) != model.NotFound {
		return model.Task{}, err
	}
	return d.turnTask(ctx, call, id, order{permission: "task:name-checker", reason: reason}, turn{
		refuse: func(t taskInPlan) *model.Error { return nameCheckerRefusal(t, call.Actor) },
		check: func(t taskInPlan) error {
			fields := model.FieldErrors(model.FieldsOf(checkText("/reason", reason, 500)))
			if why := t.checkerRefusal(user); why != "" {
				fields.Add("/checker", "task.checker", why)
			}
			return fields.Err()
		},
		do: func(_ work, t *taskInPlan) { t.Checker, t.CheckerName = user.ID, user.DisplayName },
		tells: func(taskInPlan) taskDecision {
			return taskDecision{"指定" + user.DisplayName + "核查销号", reason}
		},
	})
}

// checkerRefusal says why the account cannot check the task, empty where it can.
func (t taskInPlan) checkerRefusal(user model.User) string {
	switch {
	case user.Disabled:
		return "该账号已停用"
	case !slices.Contains(user.Roles, model.RoleSupervisor) || !t.acts(model.Actor{UnitID: user.UnitID}, t.plan.SupervisingUnit):
		return "只能指定督导单位的督导人员"
	case t.Handlers.Has(user.ID):
		return user.DisplayName + "报送过进度或申请过销号，不得核查"
	}
	return ""
}

// Checker is an account that can be named to check a task.
type Checker struct {
	ID   model.UserID `json:"id"`
	Name string       `json:"name"`
}

// Checkers are the accounts that can be named to check the task, by name.
func (d *Desk) Checkers(ctx context.Context, actor model.Actor, id model.TaskID) ([]Checker, error) {
	scope, err := d.Scope(actor, "task:name-checker")
	if err != nil {
		return nil, err
	}
	task, err := loadTask(ctx, d.Store.Reader, scope, id)
	if err != nil {
		return nil, err
	}
	found := []Checker{}
	for q := (store.Query{Filter: map[string]string{"role": string(model.RoleSupervisor)}, Sort: "name", Limit: store.MaxPage}); ; {
		page, err := d.Store.Users(ctx, store.Everything(), q)
		if err != nil {
			return nil, err
		}
		for _, user := range page.Items {
			if task.checkerRefusal(user) == "" {
				found = append(found, Checker{user.ID, user.DisplayName})
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return found, nil
		}
	}
}

func nameCheckerRefusal(t taskInPlan, actor model.Actor) *model.Error {
	switch {
	case !actor.Has(model.RoleChief):
		return model.Fail(model.Forbidden, "task.not_chief", "由局领导指定")
	case !t.ledBySupervisor():
		return model.Fail(model.Conflict, "task.led_by_other", "由督导单位核查，无需指定；只有督导单位自己牵头的任务才指定核查人")
	case t.Status == model.TaskClosed || t.Status == model.TaskCancelled:
		return model.Fail(model.Conflict, "task.over", "任务已经了结")
	}
	return nil
}
