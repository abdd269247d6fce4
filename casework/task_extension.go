package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// AskToExtendTask asks for a later limit of a task (延期); the limit stays until the chief approves it.
func (d *Desk) AskToExtendTask(ctx context.Context, call model.Call, id model.TaskID, due model.Date, reason string) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{"task:ask-suspension", reason, "task:ask-extension"}, turn{
		refuse: func(t taskInPlan) *model.Error { return askExtensionRefusal(t, call.Actor) },
		check: func(t taskInPlan) error {
			fields := model.FieldErrors(model.FieldsOf(checkText("/reason", reason, 500)))
			if !due.After(t.DueOn) || due.Before(d.Today()) || due.After(t.StartOn.AddMonths(longestTask)) {
				fields.Add("/due_on", "task.extension_day", "延期后的时限应晚于原时限"+t.DueOn.String()+"，不早于今天，且在启动后二十年以内")
			}
			return fields.Err()
		},
		do: func(w work, t *taskInPlan) {
			t.AskedDueOn, t.AskedReason, t.AskedBy, t.AskedOn = due, reason, call.Actor.UserID, w.today()
		},
	})
}

// ExtendTask gives a task the later limit that was asked for, and with it the milestones that were
// due on the old one. Who asked does not approve.
func (d *Desk) ExtendTask(ctx context.Context, call model.Call, id model.TaskID, reason string) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{"task:suspend", reason, "task:extend"}, turn{
		refuse: func(t taskInPlan) *model.Error { return extendNowRefusal(t, call.Actor) },
		check: func(t taskInPlan) error {
			if t.AskedDueOn.Before(d.Today()) {
				return model.Fail(model.Conflict, "task.extension_past", "申请延期至的日期"+t.AskedDueOn.String()+"已过，请不予批准")
			}
			return checkText("/reason", reason, 500)
		},
		also: func(w work, t *taskInPlan) error { return w.extendMilestones(ctx, *t) },
		do: func(_ work, t *taskInPlan) {
			t.StatusReason = cut("时限由"+t.DueOn.String()+"延至"+t.AskedDueOn.String()+"："+reason, 500)
			t.DueOn = t.AskedDueOn
			settleAsked(&t.Task)
		},
		tells: func(t taskInPlan) taskDecision {
			return taskDecision{"批准延期，时限由" + t.DueOn.String() + "延至" + t.AskedDueOn.String(), reason}
		},
	})
}

// RefuseToExtendTask leaves a task its limit.
func (d *Desk) RefuseToExtendTask(ctx context.Context, call model.Call, id model.TaskID, reason string) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{"task:suspend", reason, "task:refuse-extension"}, turn{
		refuse: func(t taskInPlan) *model.Error { return extendRefusal(t, call.Actor) },
		check:  func(taskInPlan) error { return checkText("/reason", reason, 500) },
		do: func(_ work, t *taskInPlan) {
			t.StatusReason = cut("不同意延期至"+t.AskedDueOn.String()+"："+reason, 500)
			settleAsked(&t.Task)
		},
		tells: func(t taskInPlan) taskDecision {
			return taskDecision{"不批准延期至" + t.AskedDueOn.String() + "，时限仍为" + t.DueOn.String(), reason}
		},
	})
}

func askExtensionRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if refusal := askRefusal(t, actor); refusal != nil {
		return refusal
	}
	if t.StartOn.IsZero() {
		return model.Fail(model.Conflict, "task.not_scheduled", "还没有设定起止时间，由督导单位直接设定")
	}
	return nil
}

// lastMilestones are the milestones due on the limit of the task that are not reached.
func (t taskInPlan) lastMilestones() (last []model.TaskMilestone) {
	for _, m := range t.past.milestones {
		if m.EndedOn.IsZero() && m.ReachedOn.IsZero() && m.DueOn == t.DueOn {
			last = append(last, m)
		}
	}
	return last
}

// extendMilestones moves them to the limit that was asked for; for the days before they stay.
func (w work) extendMilestones(ctx context.Context, t taskInPlan) error {
	words := "任务延期至" + t.AskedDueOn.String()
	for _, m := range t.lastMilestones() {
		if err := w.endMilestone(ctx, m, words); err != nil {
			return err
		}
		m.ID, m.DueOn, m.Reason, m.SetBy, m.SetOn = model.TaskMilestoneID(store.NewID()), t.AskedDueOn, words, w.Stamp().Call.Actor.Name, w.today()
		m.Version, m.CreatedAt, m.UpdatedAt = 1, w.now, w.now
		if err := w.AddTaskMilestone(ctx, &m); err != nil {
			return err
		}
	}
	return nil
}

func extendRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if t.AskedDueOn.IsZero() {
		return model.Fail(model.Conflict, "task.not_asked", "没有待批准的延期申请")
	}
	return ownApplication(t, actor)
}

// extendNowRefusal refuses besides while a milestone that would be moved waits for an answer.
func extendNowRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if refusal := extendRefusal(t, actor); refusal != nil {
		return refusal
	}
	for _, m := range t.lastMilestones() {
		if m.Waiting() {
			return model.Fail(model.Conflict, "task_milestone.waiting", "里程碑“"+m.Title+"”报送的完成情况还没有核对，核对以后再批准延期")
		}
	}
	return nil
}

func ownApplication(t taskInPlan, actor model.Actor) *model.Error {
	if t.AskedBy == actor.UserID {
		return model.Fail(model.Forbidden, "task.own_application", "申请人不能批准自己的申请")
	}
	return nil
}

// askedWords says what was asked for and is not decided.
func askedWords(t model.Task) string {
	if !t.AskedDueOn.IsZero() {
		return "延期"
	}
	return suspensionTitles[t.AskedStatus]
}
