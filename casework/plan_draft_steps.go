package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/store"
)

// SubmitPlanDraft hands a draft without errors to whoever issues it.
func (d *Desk) SubmitPlanDraft(ctx context.Context, call model.Call, id model.PlanDraftID) (model.PlanDraft, error) {
	return d.onDraft(ctx, call, draftOrder{id, submitDraft, order{}}, func(w work, p *draftWithTasks) error {
		if err := p.faultless(ctx, w); err != nil {
			return err
		}
		p.Status, p.SubmittedBy, p.SubmittedOn, p.ReturnReason = model.PlanDraftSubmitted, call.Actor.Name, w.today(), ""
		p.Handlers = p.Handlers.With(call.Actor.UserID)
		return nil
	})
}

// ReturnPlanDraft sends a draft back to who wrote it, with what is to be changed.
func (d *Desk) ReturnPlanDraft(ctx context.Context, call model.Call, id model.PlanDraftID, reason string) (model.PlanDraft, error) {
	return d.onDraft(ctx, call, draftOrder{id, returnDraft, order{reason: reason}}, func(_ work, p *draftWithTasks) error {
		p.Status, p.ReturnReason = model.PlanDrafting, strings.TrimSpace(reason)
		return checkText("/reason", reason, 500)
	})
}

// DiscardPlanDraft gives a draft up, with the reason.
func (d *Desk) DiscardPlanDraft(ctx context.Context, call model.Call, id model.PlanDraftID, reason string) (model.PlanDraft, error) {
	return d.onDraft(ctx, call, draftOrder{id, discardDraft, order{reason: reason}}, func(_ work, p *draftWithTasks) error {
		p.Status, p.DiscardReason = model.PlanDraftDiscarded, strings.TrimSpace(reason)
		return checkText("/reason", reason, 500)
	})
}

// IssuePlanDraft makes a draft the plan that is carried out from today on, and tells the units
// that lead its tasks. It is checked whole once more; who wrote on it does not issue it.
func (d *Desk) IssuePlanDraft(ctx context.Context, call model.Call, id model.PlanDraftID) (model.PlanDraft, error) {
	return d.onDraft(ctx, call, draftOrder{id, issueDraft, order{}}, func(w work, p *draftWithTasks) error {
		if refusal := p.issuerRefusal(call.Actor); refusal != nil {
			return refusal
		}
		if err := p.faultless(ctx, w); err != nil {
			return err
		}
		plan, err := w.issuePlan(ctx, *p)
		if err != nil {
			return err
		}
		p.Status, p.PlanID, p.IssuedBy, p.IssuedOn = model.PlanDraftIssued, plan.ID, call.Actor.Name, w.today()
		return nil
	})
}

// faultless fails with every error that the draft has, by field.
func (p draftWithTasks) faultless(ctx context.Context, w work) error {
	problems, err := p.problems(ctx, w.Reader, w.today())
	if err != nil {
		return err
	}
	return fieldsOfProblems(problems)
}

func planDraftDuties() []workSource {
	drafts := func(s planDraftStep, in model.PlanDraftStatus, title string, his func(draftWithTasks, model.Actor) bool, roles ...model.Role) workSource {
		return waiting[model.PlanDraft]{
			roles: roles, permission: s.permission, noun: "plan-drafts", act: s.name, title: title, in: in, sort: "created_at", list: store.Reader.PlanDrafts,
			ask: func(ctx context.Context, l *look, p model.PlanDraft) (asked, error) {
				units, err := l.Store.UnitsByID(ctx)
				return asked{his: his(draftWithTasks{PlanDraft: p, units: units}, l.actor), id: string(p.ID), name: p.Title}, err
			},
		}.source()
	}
	wrote := func(p draftWithTasks, actor model.Actor) bool { return p.Handlers.Has(actor.UserID) }
	issues := func(p draftWithTasks, actor model.Actor) bool { return p.issuerRefusal(actor) == nil }
	return []workSource{
		drafts(submitDraft, model.PlanDrafting, "完成拟订并提交印发", wrote, model.RoleSupervisor),
		drafts(issueDraft, model.PlanDraftSubmitted, "印发交办方案", issues, model.RoleSupervisor, model.RoleChief),
		waiting[model.TaskPlan]{
			roles: []model.Role{model.RoleSupervisor}, permission: "plan:end", noun: "plans", act: "end", title: "结束方案",
			in: model.TaskPlanActive, sort: "created_at", list: store.Reader.TaskPlans, ask: askToEnd,
		}.source(),
	}
}
