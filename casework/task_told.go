package casework

import (
	"context"
	"strings"

	"yijian/model"
)

// taskDecision is what was decided about a task, and why.
type taskDecision struct{ outcome, reason string }

// tellOfDecision tells the lead unit and the supervising unit what was decided about the task.
func (w work) tellOfDecision(ctx context.Context, t taskInPlan, said taskDecision) error {
	a := announcement{
		event: model.EventTaskDecided, noun: "tasks", id: string(t.ID), demo: t.Demo,
		values: map[string]string{"task": t.Name, "document": t.plan.DocumentNo, "outcome": said.outcome, "reason": cut(unstopped(said.reason), 300)},
	}
	a.to.Role, a.to.Unit = model.RoleLead, t.Lead()
	if err := announce(ctx, w.Tx, a); err != nil {
		return err
	}
	a.to.Role, a.to.Unit = model.RoleSupervisor, t.plan.SupervisingUnit
	return announce(ctx, w.Tx, a)
}

// unstopped is a text without its last full stop, so that another sentence may go on after it.
func unstopped(text string) string { return strings.TrimRight(strings.TrimSpace(text), "。；;.") }
