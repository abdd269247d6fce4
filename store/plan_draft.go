package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var planDrafts = register(noun{
	name: "plan-drafts", table: "plan_drafts", label: "title",
	filters: map[string]string{"status": "status"},
	sorts:   map[string]string{"created_at": "created_at", "dated": "dated"},
})

var planDraftTasks = register(noun{name: "plan-draft-tasks", table: "plan_draft_tasks", label: "name"})

// PlanDrafts lists the drafts of plans.
func (r Reader) PlanDrafts(ctx context.Context, scope Scope, q Query) (model.Page[model.PlanDraft], error) {
	return list[model.PlanDraft](ctx, r, planDrafts, scope, q)
}

// PlanDraft returns one draft within the scope.
func (r Reader) PlanDraft(ctx context.Context, scope Scope, id model.PlanDraftID) (model.PlanDraft, error) {
	return find[model.PlanDraft](ctx, r, planDrafts, scope, string(id))
}

// OpenDraftsByDocument returns the drafts with the document number that may still become a plan.
func (r Reader) OpenDraftsByDocument(ctx context.Context, number string) ([]model.PlanDraft, error) {
	var rows []model.PlanDraft
	err := r.db.WithContext(ctx).Table("plan_drafts").
		Where("document_no = ? AND status IN ?", number, []model.PlanDraftStatus{model.PlanDrafting, model.PlanDraftSubmitted}).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("drafts of a document: %w", err)
	}
	return rows, nil
}

// TasksOfDraft returns the tasks of a draft in their order, without those that were taken out.
func (r Reader) TasksOfDraft(ctx context.Context, id model.PlanDraftID) ([]model.PlanDraftTask, error) {
	rows := []model.PlanDraftTask{}
	err := r.db.WithContext(ctx).Table("plan_draft_tasks").Where("draft_id = ? AND removed = ?", id, false).Order("number, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("tasks of a draft: %w", err)
	}
	return rows, nil
}

// AddPlanDraft creates a draft.
func (tx *Tx) AddPlanDraft(ctx context.Context, p *model.PlanDraft) error {
	return insert(ctx, tx, planDrafts, string(p.ID), p, nil)
}

// ChangePlanDraft replaces everything about a draft that an act may change, if it still has its
// version: of two acts on it or on its tasks at once, one wins.
func (tx *Tx) ChangePlanDraft(ctx context.Context, p model.PlanDraft) (model.PlanDraft, error) {
	return update[model.PlanDraft](ctx, tx, planDrafts, string(p.ID), p.Version, map[string]any{
		"document_no": p.DocumentNo, "title": p.Title, "annex_title": p.AnnexTitle, "issuer": p.Issuer, "dated": p.Dated,
		"goal": p.Goal, "due_on": p.DueOn, "supervising_unit": p.SupervisingUnit, "text_hash": p.TextHash, "flaws": p.Flaws, "cells": p.Cells,
		"task_count": p.TaskCount, "status": p.Status, "handlers": p.Handlers, "submitted_by": p.SubmittedBy, "submitted_on": p.SubmittedOn,
		"return_reason": p.ReturnReason, "issued_by_name": p.IssuedBy, "issued_on": p.IssuedOn, "plan_id": p.PlanID, "discard_reason": p.DiscardReason,
	}, nil)
}

// AddPlanDraftTask adds a task to a draft.
func (tx *Tx) AddPlanDraftTask(ctx context.Context, t *model.PlanDraftTask) error {
	return insert(ctx, tx, planDraftTasks, string(t.ID), t, nil)
}

// ChangePlanDraftTask replaces everything about a task of a draft that an act may change.
func (tx *Tx) ChangePlanDraftTask(ctx context.Context, t model.PlanDraftTask) (model.PlanDraftTask, error) {
	return update[model.PlanDraftTask](ctx, tx, planDraftTasks, string(t.ID), t.Version, map[string]any{
		"number": t.Number, "group_title": t.GroupTitle, "name": t.Name, "content": t.Content, "lead_unit": t.Lead, "lead_text": t.LeadText,
		"support": t.Support, "responsible": t.Responsible, "body_lead": t.BodyLead, "body_lead_text": t.BodyLeadText,
		"start_on": t.StartOn, "due_on": t.DueOn, "rhythm": t.Rhythm, "milestones": t.Milestones, "flaws": t.Flaws, "cells": t.Cells, "removed": t.Removed,
	}, nil)
}

// EndTaskPlan keeps when and why a plan ended, if it still has its version.
func (tx *Tx) EndTaskPlan(ctx context.Context, p model.TaskPlan) (model.TaskPlan, error) {
	return update[model.TaskPlan](ctx, tx, taskPlans, string(p.ID), p.Version, map[string]any{
		"status": p.Status, "ended_on": p.EndedOn, "end_reason": p.EndReason, "ended_by": p.EndedBy,
	}, nil)
}

// PlanEnds returns the days on which plans ended, by plan.
func (r Reader) PlanEnds(ctx context.Context) (map[model.TaskPlanID]model.Date, error) {
	var rows []model.TaskPlan
	if err := r.db.WithContext(ctx).Table("plans").Select("id, ended_on").Where("status = ?", model.TaskPlanEnded).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("ended plans: %w", err)
	}
	ends := map[model.TaskPlanID]model.Date{}
	for _, row := range rows {
		ends[row.ID] = row.EndedOn
	}
	return ends, nil
}
