package casework

import (
	"context"
	"errors"
	"strings"

	"yijian/model"
	"yijian/store"
)

// PlanCard is a plan with the acts open to the actor and its history.
type PlanCard = model.Card[model.TaskPlan]

// PlanCard returns a plan within the actor's scope.
func (d *Desk) PlanCard(ctx context.Context, actor model.Actor, id model.TaskPlanID) (PlanCard, error) {
	var card PlanCard
	scope, err := d.Scope(actor, "task:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.TaskPlan(ctx, scope, id); err != nil {
		return card, err
	}
	refusal, err := endPlanRefusal(ctx, d.Store.Reader, card.Record, actor)
	if err != nil {
		return card, err
	}
	card.Acts = []model.Act{d.act(actor, "end", "结束方案", "plan:end", sentence(refusal))}
	card.History, err = d.historyFor(ctx, actor, "plans", string(id))
	return card, err
}

// endPlanRefusal is why the actor cannot end the plan: the supervising unit ends it once nothing
// of it is left to do, the chief at any time.
func endPlanRefusal(ctx context.Context, r store.Reader, plan model.TaskPlan, actor model.Actor) (*model.Error, error) {
	if plan.Status != model.TaskPlanActive {
		return planOver(plan), nil
	}
	if actor.Has(model.RoleChief) {
		return nil, nil
	}
	units, err := r.UnitsByID(ctx)
	if err != nil {
		return nil, err
	}
	if refusal := notSupervising(taskInPlan{plan: plan, units: units}, actor); refusal != nil {
		return refusal, nil
	}
	tasks, err := r.TasksOfPlan(ctx, store.Everything(), plan.ID)
	for _, task := range tasks {
		if task.Status != model.TaskClosed && task.Status != model.TaskCancelled {
			return model.Fail(model.Conflict, "plan.tasks_open", "还有没有销号或者取消的任务，只能由局领导决定结束"), err
		}
	}
	return nil, err
}

// planOverWords is why nothing more is asked of a unit once the plan has ended.
const planOverWords = "方案已经结束"

// planOver is that nothing more is done about an ended plan, nil while it is carried out.
func planOver(plan model.TaskPlan) *model.Error {
	if plan.Status != model.TaskPlanEnded {
		return nil
	}
	return model.Fail(model.Conflict, "plan.ended", "方案已于"+plan.EndedOn.String()+"结束")
}

// closeActs closes every act about what belongs to an ended plan.
func closeActs(acts []model.Act, plan model.TaskPlan) {
	over := planOver(plan)
	if over == nil {
		return
	}
	for i := range acts {
		acts[i].Allowed, acts[i].Reason, acts[i].Due = false, over.Detail, nil
	}
}

// EndPlan ends a plan today, for a reason: its tasks stay as they are, their lights too, nothing
// more is owed, and open slips and requests for coordination end.
func (d *Desk) EndPlan(ctx context.Context, call model.Call, id model.TaskPlanID, reason string) (model.TaskPlan, error) {
	return perform(ctx, d, call, order{permission: "plan:end", reason: reason}, func(w work) (model.TaskPlan, error) {
		plan, err := w.TaskPlan(ctx, w.scope, id)
		if err != nil {
			return plan, err
		}
		if err := must(plan.Version, call.Version); err != nil {
			return plan, err
		}
		refusal, err := endPlanRefusal(ctx, w.Reader, plan, call.Actor)
		if err != nil {
			return plan, err
		}
		if refusal != nil {
			return plan, refusal
		}
		if err := checkText("/reason", reason, 500); err != nil {
			return plan, err
		}
		plan.Status, plan.EndedOn, plan.EndReason, plan.EndedBy = model.TaskPlanEnded, w.today(), strings.TrimSpace(reason), call.Actor.Name
		if plan, err = w.EndTaskPlan(ctx, plan); err != nil {
			return plan, err
		}
		return plan, w.endOpen(ctx, plan)
	})
}

// endOpen ends what is still asked about the tasks of an ended plan. The tasks are touched, so that
// of this and an act on a task at the same moment the later fails.
func (w work) endOpen(ctx context.Context, plan model.TaskPlan) error {
	tasks, err := w.TasksOfPlan(ctx, store.Everything(), plan.ID)
	if err != nil {
		return err
	}
	ids := make([]model.TaskID, len(tasks))
	for i, task := range tasks {
		ids[i] = task.ID
		if _, err := w.TouchTask(ctx, task); err != nil {
			return err
		}
	}
	return errors.Join(w.endSlips(ctx, ids), w.endCoordinations(ctx, ids))
}

// askToEnd asks the supervising unit to end a plan of which nothing is left to do.
func askToEnd(ctx context.Context, l *look, plan model.TaskPlan) (asked, error) {
	a := asked{id: string(plan.ID), name: plan.Title}
	tasks, err := l.Store.TasksOfPlan(ctx, store.Everything(), plan.ID)
	if err != nil || len(tasks) == 0 {
		return a, err
	}
	refusal, err := endPlanRefusal(ctx, l.Store.Reader, plan, l.actor)
	a.his = refusal == nil && !l.actor.Has(model.RoleChief)
	return a, err
}
