package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/store"
)

// longestLightChange is how many days a light may stand otherwise than by the rules.
const longestLightChange = 92

// LightWish is how a light shall be shown, until when and why.
type LightWish struct {
	Light   model.Light
	UntilOn model.Date
	Reason  string
}

// AskLight asks for the task's light to be shown otherwise than by the rules until a day, for
// a reason. It shows as before until another person approves.
func (d *Desk) AskLight(ctx context.Context, call model.Call, id model.TaskID, wish LightWish) (model.Task, error) {
	refuse := func(t taskInPlan, actor model.Actor) *model.Error { return askLightRefusal(t, actor, d.Today()) }
	return d.onTask(ctx, call, id, order{permission: "task:ask-light", reason: wish.Reason}, partOfTask{refuse, func(w work, t *taskInPlan) error {
		fields := model.FieldErrors(model.FieldsOf(checkText("/reason", wish.Reason, 500)))
		light, until := wish.Light, wish.UntilOn
		if light != model.LightRed && light != model.LightYellow && light != model.LightGreen {
			fields.Add("/light", "light_change.light", "只能调整为红灯、黄灯或绿灯")
		}
		if until.Before(w.today()) || until.After(w.today().AddDays(longestLightChange)) {
			fields.Add("/until_on", "light_change.until", "截止日期应在今天至92天以内")
		}
		if err := fields.Err(); err != nil {
			return err
		}
		return w.AddLightChange(ctx, &model.LightChange{
			ID: model.LightChangeID(store.NewID()), TaskID: id, Light: light, Reason: strings.TrimSpace(wish.Reason), UntilOn: until,
			Status: model.LightChangeAsked, AskedBy: call.Actor.UserID, AskedName: call.Actor.Name, AskedOn: w.today(),
			Demo: t.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		})
	}})
}

// ApproveLight shows the light as it was asked for, from today on. Who asked does not approve.
func (d *Desk) ApproveLight(ctx context.Context, call model.Call, id model.TaskID, answer string) (model.Task, error) {
	return d.answerLight(ctx, call, id, order{"task:approve-light", answer, "task:approve-light"}, func(w work, t taskInPlan, c *model.LightChange) error {
		if !t.Running() {
			return model.Fail(model.Conflict, "task.not_running", "任务已不在推进中，不能批准")
		}
		if c.UntilOn.Before(w.today()) {
			return model.Fail(model.Conflict, "light_change.past", "申请的截止日期"+c.UntilOn.String()+"已过，请不予批准")
		}
		c.Status, c.FromOn = model.LightChangeApproved, w.today()
		return nil
	})
}

// RefuseLight leaves the light to the rules.
func (d *Desk) RefuseLight(ctx context.Context, call model.Call, id model.TaskID, answer string) (model.Task, error) {
	return d.answerLight(ctx, call, id, order{"task:approve-light", answer, "task:refuse-light"}, func(_ work, _ taskInPlan, c *model.LightChange) error {
		c.Status = model.LightChangeRefused
		return nil
	})
}

func (d *Desk) answerLight(ctx context.Context, call model.Call, id model.TaskID, o order, decide func(work, taskInPlan, *model.LightChange) error) (model.Task, error) {
	return d.onTask(ctx, call, id, o, partOfTask{answerLightRefusal, func(w work, t *taskInPlan) error {
		if err := checkText("/reason", o.reason, 500); err != nil {
			return err
		}
		change := *t.lightAsked()
		if err := decide(w, *t, &change); err != nil {
			return err
		}
		change.DecidedBy, change.Answer = call.Actor.Name, strings.TrimSpace(o.reason)
		if _, err := w.ChangeLightChange(ctx, change); err != nil {
			return err
		}
		outcome := "批准把灯号调整为"
		if change.Status == model.LightChangeRefused {
			outcome = "不批准把灯号调整为"
		}
		return w.tellOfDecision(ctx, *t, taskDecision{outcome + change.Light.Title() + "（至" + change.UntilOn.String() + "）", o.reason})
	}})
}

// EndLight gives the light back to the rules from today on.
func (d *Desk) EndLight(ctx context.Context, call model.Call, id model.TaskID, reason string) (model.Task, error) {
	refuse := func(t taskInPlan, actor model.Actor) *model.Error { return endLightRefusal(t, actor, d.Today()) }
	return d.onTask(ctx, call, id, order{"task:ask-light", reason, "task:end-light"}, partOfTask{refuse, func(w work, t *taskInPlan) error {
		if err := checkText("/reason", reason, 500); err != nil {
			return err
		}
		change := *t.lightChanged(w.today())
		change.Status, change.EndedOn, change.EndedBy, change.EndReason = model.LightChangeEnded, w.today(), call.Actor.Name, strings.TrimSpace(reason)
		_, err := w.ChangeLightChange(ctx, change)
		return err
	}})
}

// endLightsOf ends what was asked or approved for the light of a task that is over.
func (w work) endLightsOf(ctx context.Context, task model.Task) error {
	if !isOver(task) {
		return nil
	}
	all, err := w.LightChangesOfTasks(ctx, []model.TaskID{task.ID})
	if err != nil {
		return err
	}
	for _, c := range all[task.ID] {
		if c.Status != model.LightChangeAsked && !c.HoldsOn(w.today()) {
			continue
		}
		c.Status, c.EndedOn, c.EndedBy, c.EndReason = model.LightChangeEnded, w.today(), w.Stamp().Call.Actor.Name, overWords(task)
		if _, err := w.ChangeLightChange(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// lightAsked is the change of the light that waits for approval, nil without one.
func (t taskInPlan) lightAsked() *model.LightChange {
	for _, c := range t.past.lights {
		if c.Status == model.LightChangeAsked {
			return &c
		}
	}
	return nil
}

// lightChanged is the change of the light that holds on the day, nil without one.
func (t taskInPlan) lightChanged(day model.Date) *model.LightChange {
	for _, c := range t.past.lights {
		if c.HoldsOn(day) {
			return &c
		}
	}
	return nil
}

func askLightRefusal(t taskInPlan, actor model.Actor, today model.Date) *model.Error {
	switch {
	case notSupervising(t, actor) != nil:
		return notSupervising(t, actor)
	case !t.Running():
		return model.Fail(model.Conflict, "task.not_running", "只有未启动或推进中的任务可以调整灯号")
	case t.lightAsked() != nil:
		return model.Fail(model.Conflict, "light_change.asked", "已于"+t.lightAsked().AskedOn.String()+"申请调整灯号，等待局领导批准")
	case t.lightChanged(today) != nil:
		return model.Fail(model.Conflict, "light_change.holds", "灯号已经人工调整，请先恢复按规则亮灯")
	}
	return nil
}

func answerLightRefusal(t taskInPlan, actor model.Actor) *model.Error {
	asked := t.lightAsked()
	if asked == nil {
		return model.Fail(model.Conflict, "light_change.not_asked", "没有待批准的灯号调整申请")
	}
	if asked.AskedBy == actor.UserID {
		return model.Fail(model.Forbidden, "light_change.own", "申请人不能批准自己的申请")
	}
	return nil
}

func endLightRefusal(t taskInPlan, actor model.Actor, today model.Date) *model.Error {
	if refusal := notSupervising(t, actor); refusal != nil {
		return refusal
	}
	if t.lightChanged(today) == nil {
		return model.Fail(model.Conflict, "light_change.none", "灯号没有人工调整")
	}
	return nil
}
