package casework

import (
	"context"
	"fmt"

	"yijian/model"
	"yijian/store"
)

// CopyPlan begins a draft from a plan that is there, as one of the year: days move by as many
// years as the years are apart, units that were merged are what became of them, and what the
// next plan has of its own is left open.
func (d *Desk) CopyPlan(ctx context.Context, call model.Call, from model.TaskPlanID, year int) (model.PlanDraft, error) {
	return perform(ctx, d, call, order{permission: "plan-draft:create", act: "plan-draft:copy"}, func(w work) (model.PlanDraft, error) {
		var fields model.FieldErrors
		plan, err := w.TaskPlan(ctx, w.scope, from)
		if model.KindOf(err) == model.NotFound {
			fields.Add("/plan_id", "plan.unknown", "没有这份方案")
			return model.PlanDraft{}, fields.Err()
		}
		if err != nil {
			return model.PlanDraft{}, err
		}
		if first, last := plan.Dated.Year()+1, w.today().Year()+2; year < first || year > last {
			fields.Add("/year", "plan_draft.year", fmt.Sprintf("年份应为 %d 至 %d", first, last))
			return model.PlanDraft{}, fields.Err()
		}
		units, err := w.UnitsByID(ctx)
		if err != nil {
			return model.PlanDraft{}, err
		}
		c := planCopy{units: units, names: unitNames(units), months: 12 * (year - plan.Dated.Year())}
		tasks, err := c.tasks(ctx, w, plan)
		head := model.PlanDraft{
			Title: plan.Title, AnnexTitle: plan.AnnexTitle, Issuer: plan.Issuer, Goal: plan.Goal, DueOn: c.moved(plan.DueOn),
			SupervisingUnit: c.now(plan.SupervisingUnit), OriginName: plan.DocumentNo,
		}
		if err != nil {
			return head, err
		}
		return w.keepDraft(ctx, w.newDraft(call.Actor, model.OriginPlan), head, tasks)
	})
}

type planCopy struct {
	units  map[model.UnitID]model.UnitRecord
	names  map[model.UnitID]string
	months int
}

func (c planCopy) moved(day model.Date) model.Date {
	if day.IsZero() {
		return day
	}
	return day.AddMonths(c.months)
}

// now is what became of a unit.
func (c planCopy) now(id model.UnitID) model.UnitID {
	if unit, known := c.units[id]; known {
		return unit.CurrentID
	}
	return id
}

func (c planCopy) tasks(ctx context.Context, w work, plan model.TaskPlan) ([]model.PlanDraftTask, error) {
	kept, err := w.TasksOfPlan(ctx, store.Everything(), plan.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]model.TaskID, len(kept))
	for i, task := range kept {
		ids[i] = task.ID
	}
	parts, err := w.UnitsOfTasks(ctx, ids)
	if err != nil {
		return nil, err
	}
	steps, err := w.MilestonesOfTasks(ctx, ids)
	if err != nil {
		return nil, err
	}
	var tasks []model.PlanDraftTask
	for i, task := range kept {
		lead := c.now(task.Lead())
		t := model.PlanDraftTask{
			ID: model.PlanDraftTaskID(store.NewID()), Number: i + 1, GroupTitle: task.GroupTitle, Name: task.Name, Content: task.Content,
			Lead: lead, LeadText: c.names[lead], Support: c.part(parts[task.ID], model.PartSupport), Responsible: c.part(parts[task.ID], model.PartResponsible),
			StartOn: c.moved(task.StartOn), DueOn: c.moved(task.DueOn), Rhythm: task.Rhythm, Milestones: model.PlanSteps{},
		}
		for _, m := range steps[task.ID] {
			if !m.EndedOn.IsZero() {
				continue
			}
			owner := c.now(m.Owner)
			t.Milestones = append(t.Milestones, model.PlanStep{
				Title: m.Title, Deliverable: m.Deliverable, Owner: owner, OwnerText: c.names[owner], Weight: m.Weight, DueOn: c.moved(m.DueOn),
			})
		}
		tasks = append(tasks, t)
	}
	return tasks, nil
}

// part is the units with the part, each once as it is today; a group stays a group.
func (c planCopy) part(parts []model.TaskUnit, part model.TaskPart) model.PlanUnits {
	units, taken := model.PlanUnits{}, map[model.UnitID]bool{}
	for _, p := range parts {
		id := c.now(p.UnitID)
		if p.GroupID != "" {
			id = p.GroupID
		}
		if p.Part != part || taken[id] {
			continue
		}
		taken[id] = true
		units = append(units, model.PlanUnit{Text: c.names[id], ID: id})
	}
	return units
}
