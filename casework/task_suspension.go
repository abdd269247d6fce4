package casework

import (
	"context"

	"yijian/model"
)

// suspensionTitles are the two ways to suspend a task, as people say them.
var suspensionTitles = map[model.TaskStatus]string{model.TaskDeferred: "暂缓", model.TaskCancelled: "取消"}

// AskToSuspendTask asks for a task to be put off or cancelled; nothing changes until the chief approves it.
func (d *Desk) AskToSuspendTask(ctx context.Context, call model.Call, id model.TaskID, status model.TaskStatus, reason string) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{permission: "task:ask-suspension", reason: reason}, turn{
		refuse: func(t taskInPlan) *model.Error { return askRefusal(t, call.Actor) },
		check: func(taskInPlan) error {
			fields := model.FieldErrors(model.FieldsOf(checkText("/reason", reason, 500)))
			if suspensionTitles[status] == "" {
				fields.Add("/status", "task.status_invalid", "只能申请暂缓或取消")
			}
			return fields.Err()
		},
		do: func(w work, t *taskInPlan) {
			t.AskedStatus, t.AskedReason, t.AskedBy, t.AskedOn = status, reason, call.Actor.UserID, w.today()
		},
	})
}

// SuspendTask puts a task off or cancels it, as was asked for; its light turns grey. Who asked does not approve.
func (d *Desk) SuspendTask(ctx context.Context, call model.Call, id model.TaskID, status model.TaskStatus, reason string) (model.Task, error) {
	act := "task:defer"
	if status == model.TaskCancelled {
		act = "task:cancel"
	}
	return d.turnTask(ctx, call, id, order{"task:suspend", reason, act}, turn{
		refuse: func(t taskInPlan) *model.Error { return suspendRefusal(t, call.Actor) },
		check: func(t taskInPlan) error {
			fields := model.FieldErrors(model.FieldsOf(checkText("/reason", reason, 500)))
			if suspensionTitles[status] == "" {
				fields.Add("/status", "task.status_invalid", "只能暂缓或取消")
			} else if status != t.AskedStatus {
				fields.Add("/status", "task.not_asked_so", "申请的是"+suspensionTitles[t.AskedStatus]+"，只能照申请批准，或者不予批准")
			}
			return fields.Err()
		},
		do: func(w work, t *taskInPlan) {
			t.Status, t.StatusReason, t.SuspendedOn = status, reason, w.today()
			settleAsked(&t.Task)
		},
		tells: func(taskInPlan) taskDecision { return taskDecision{"批准" + suspensionTitles[status], reason} },
	})
}

// RefuseToSuspendTask leaves a task as it is, though somebody asked to suspend it.
func (d *Desk) RefuseToSuspendTask(ctx context.Context, call model.Call, id model.TaskID, reason string) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{"task:suspend", reason, "task:refuse-suspension"}, turn{
		refuse: func(t taskInPlan) *model.Error { return suspendRefusal(t, call.Actor) },
		check:  func(taskInPlan) error { return checkText("/reason", reason, 500) },
		do: func(_ work, t *taskInPlan) {
			t.StatusReason = cut("不同意"+suspensionTitles[t.AskedStatus]+"："+reason, 500)
			settleAsked(&t.Task)
		},
		tells: func(t taskInPlan) taskDecision {
			return taskDecision{"不批准" + suspensionTitles[t.AskedStatus], reason}
		},
	})
}

// WithdrawTaskApplication takes back what was asked for and is not decided: an extension, or to put the task off or cancel it.
func (d *Desk) WithdrawTaskApplication(ctx context.Context, call model.Call, id model.TaskID, reason string) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{"task:ask-suspension", reason, "task:withdraw-application"}, turn{
		refuse: func(t taskInPlan) *model.Error { return withdrawApplicationRefusal(t, call.Actor) },
		check:  func(taskInPlan) error { return checkText("/reason", reason, 500) },
		do: func(_ work, t *taskInPlan) {
			t.StatusReason = cut(askedWords(t.Task)+"的申请已撤回："+reason, 500)
			settleAsked(&t.Task)
		},
	})
}

// withdrawApplicationRefusal refuses everybody but who asked, and who else of the supervising unit may act for them.
func withdrawApplicationRefusal(t taskInPlan, actor model.Actor) *model.Error {
	switch {
	case !t.Asked():
		return model.Fail(model.Conflict, "task.not_asked", "没有待批准的申请")
	case t.AskedBy != actor.UserID && notSupervising(t, actor) != nil:
		return model.Fail(model.Forbidden, "task.other_application", "由申请人本人或督导单位撤回")
	}
	return nil
}

func settleAsked(t *model.Task) {
	t.AskedStatus, t.AskedDueOn, t.AskedReason, t.AskedBy, t.AskedOn = "", model.Date{}, "", "", model.Date{}
}

// ReopenTask takes a task up again that was struck off, because it was not finished after all. It is closed anew on
// an application of its own; no reports are owed on the months in between.
func (d *Desk) ReopenTask(ctx context.Context, call model.Call, id model.TaskID, reason string) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{"task:close", reason, "task:reopen"}, turn{
		refuse: func(t taskInPlan) *model.Error { return reopenRefusal(t, call.Actor) },
		check:  func(taskInPlan) error { return checkText("/reason", reason, 500) },
		do: func(w work, t *taskInPlan) {
			t.Status, t.StatusReason = model.TaskInProgress, reason
			t.FinishedBy, t.FinishedOn, t.ClosedBy, t.ClosedOn = "", model.Date{}, "", model.Date{}
			if !t.ReportsFrom.IsZero() {
				t.ReportsFrom = w.today()
			}
		},
		tells: func(taskInPlan) taskDecision { return taskDecision{"重启，继续推进", reason} },
	})
}

// ResumeTask takes a task up again; no reports are owed on the months in between.
func (d *Desk) ResumeTask(ctx context.Context, call model.Call, id model.TaskID, reason string) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{"task:suspend", reason, "task:resume"}, turn{
		refuse: func(t taskInPlan) *model.Error { return resumeRefusal(t, call.Actor) },
		check:  func(taskInPlan) error { return checkText("/reason", reason, 500) },
		do: func(w work, t *taskInPlan) {
			t.Status, t.StatusReason, t.SuspendedOn = model.TaskInProgress, reason, model.Date{}
			if !t.ReportsFrom.IsZero() {
				t.ReportsFrom = w.today()
			}
			if t.Progress == 0 {
				t.Status = model.TaskNotStarted
			}
		},
		tells: func(taskInPlan) taskDecision { return taskDecision{"恢复推进", reason} },
	})
}
