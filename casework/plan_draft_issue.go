package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy/reference"
	"yijian/store"
)

// issuePlan makes the draft a plan whose tasks are carried out as those of an imported one.
func (w work) issuePlan(ctx context.Context, p draftWithTasks) (model.TaskPlan, error) {
	hash, err := hashOfDraft(p)
	if err != nil {
		return model.TaskPlan{}, err
	}
	plan := model.TaskPlan{
		ID: model.TaskPlanID(store.NewID()), DocumentNo: p.DocumentNo, Title: p.Title, AnnexTitle: cmp.Or(p.AnnexTitle, cut(p.Title+"任务分解表", 200)),
		Issuer: p.Issuer, Dated: p.Dated, Goal: p.Goal, DueOn: p.DueOn, SupervisingUnit: p.SupervisingUnit, TextHash: hash,
		Status: model.TaskPlanActive, Demo: p.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
	if err := w.AddTaskPlan(ctx, &plan); err != nil {
		return plan, err
	}
	names, err := w.catalogue(ctx)
	if err != nil {
		return plan, err
	}
	leads := map[model.UnitID]int{}
	for _, t := range p.tasks {
		if err := w.issueTask(ctx, plan, t, names); err != nil {
			return plan, err
		}
		leads[p.units[t.Lead].CurrentID]++
	}
	for _, unit := range slices.Sorted(maps.Keys(leads)) {
		a := announcement{event: model.EventPlanIssued, noun: "plans", id: string(plan.ID), demo: plan.Demo, values: map[string]string{
			"plan": plan.Title, "document": plan.DocumentNo, "unit": shortName(p.units[unit]), "many": fmt.Sprint(leads[unit]),
		}}
		a.to.Role, a.to.Unit = model.RoleLead, unit
		if err := announce(ctx, w.Tx, a); err != nil {
			return plan, err
		}
	}
	return plan, nil
}

// hashOfDraft is that of the document, while the draft says what it says, else of what the draft says.
func hashOfDraft(p draftWithTasks) (string, error) {
	if p.TextHash != "" {
		return p.TextHash, nil
	}
	said, err := json.Marshal(struct {
		Head  model.PlanDraft
		Tasks []model.PlanDraftTask
	}{p.PlanDraft, p.tasks})
	if err != nil {
		return "", fmt.Errorf("hash of a draft: %w", err)
	}
	sum := sha256.Sum256(said)
	return hex.EncodeToString(sum[:]), nil
}

// issueTask makes a task of the draft one of the plan. Reports are owed from its start, but not
// from before the plan was issued.
func (w work) issueTask(ctx context.Context, plan model.TaskPlan, t model.PlanDraftTask, names *reference.Catalogue) error {
	item := itemOf(t)
	task := taskOf(plan, item)
	task.Conflict = t.BodyLead != "" && unitOn(names, t.Lead, plan.Dated) != unitOn(names, t.BodyLead, plan.Dated)
	task.StartOn, task.Rhythm = t.StartOn, t.Rhythm
	if !t.DueOn.IsZero() {
		task.DueOn = t.DueOn
	}
	if task.ReportsFrom = t.StartOn; !t.StartOn.IsZero() && t.StartOn.Before(w.today()) {
		task.ReportsFrom = w.today()
	}
	if err := w.AddTask(ctx, &task, partsOf(task, item, plan, names)); err != nil {
		return err
	}
	if err := w.KeepTaskState(ctx, task.StateFrom(plan.Dated)); err != nil {
		return err
	}
	for _, m := range t.Milestones {
		step := model.TaskMilestone{
			ID: model.TaskMilestoneID(store.NewID()), TaskID: task.ID, Title: m.Title, Deliverable: m.Deliverable, Owner: cmp.Or(m.Owner, t.Lead),
			Weight: m.Weight, DueOn: m.DueOn, Reason: "方案印发（" + plan.DocumentNo + "）", SetBy: w.Stamp().Call.Actor.Name, SetOn: w.today(),
			Demo: plan.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := w.AddTaskMilestone(ctx, &step); err != nil {
			return err
		}
	}
	return w.saidTargets(ctx, plan, task)
}

// itemOf is a task of a draft as a document words it.
func itemOf(t model.PlanDraftTask) model.PlanItem {
	return model.PlanItem{
		Number: t.Number, Group: t.GroupTitle, Name: t.Name, Content: t.Content, Lead: t.Lead, LeadText: t.LeadText,
		Support: t.Support, SupportText: cut(unitWords(t.Support), 600),
		Body: model.PlanClause{
			Section: t.BodyGroup, Title: t.BodyTitle, Content: t.BodyContent, Lead: t.BodyLead, LeadText: t.BodyLeadText,
			Responsible: t.Responsible, ResponsibleText: cut(unitWords(t.Responsible), 600),
		},
	}
}

// unitWords is units as a document lists them.
func unitWords(units model.PlanUnits) string {
	words := make([]string, len(units))
	for i, u := range units {
		words[i] = u.Text
	}
	return strings.Join(words, between)
}
