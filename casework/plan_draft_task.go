package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy/reference"
	"yijian/store"
)

const (
	mostPlanTasks = 200 // of a plan, so that its page can be read
	mostPlanUnits = 100 // named in one cell
)

// PlanDraftTaskFacts is a task of a draft as a person enters it. Task is empty for a further one,
// which stands at Number, or last without one. Units are chosen from the register, groups among them.
type PlanDraftTaskFacts struct {
	Task        model.PlanDraftTaskID
	Number      int
	GroupTitle  string
	Name        string
	Content     string
	Lead        model.UnitID
	Support     []model.UnitID
	Responsible []model.UnitID
	StartOn     model.Date
	DueOn       model.Date
	Rhythm      model.TaskRhythm
	Milestones  []model.PlanStep
}

// unitNames says how the units and groups of a catalogue are called.
func unitNames(units map[model.UnitID]model.UnitRecord) map[model.UnitID]string {
	names := map[model.UnitID]string{}
	for id, unit := range units {
		names[id] = shortName(unit)
	}
	for _, group := range reference.Groups() {
		names[group.ID] = group.Name
	}
	return names
}

// check names what cannot be kept; what is only missing or does not fit together is told on the draft's page.
func (f *PlanDraftTaskFacts) check(names map[model.UnitID]string) error {
	var fields model.FieldErrors
	f.GroupTitle, f.Name, f.Content = strings.TrimSpace(f.GroupTitle), strings.TrimSpace(f.Name), strings.TrimSpace(f.Content)
	tooLong(&fields, "/group_title", f.GroupTitle, 60)
	tooLong(&fields, "/name", f.Name, 200)
	tooLong(&fields, "/content", f.Content, longestClause)
	if f.Name == "" {
		fields.Add("/name", "required", "请填写工作任务")
	}
	if _, known := names[f.Lead]; !known && f.Lead != "" {
		fields.Add("/lead", "unit.unknown", "没有这个单位")
	}
	checkUnits(&fields, "/support", f.Support, names)
	checkUnits(&fields, "/responsible", f.Responsible, names)
	if len(f.Milestones) > mostMilestones {
		fields.Add("/milestones", "task_milestone.many", "一项任务最多 24 个里程碑")
	}
	for i := range f.Milestones {
		m, at := &f.Milestones[i], fmt.Sprintf("/milestones/%d", i)
		m.Title, m.Deliverable, m.OwnerText = strings.TrimSpace(m.Title), strings.TrimSpace(m.Deliverable), names[m.Owner]
		tooLong(&fields, at+"/title", m.Title, 100)
		tooLong(&fields, at+"/deliverable", m.Deliverable, 300)
		if m.OwnerText == "" && m.Owner != "" {
			fields.Add(at+"/owner", "unit.unknown", "没有这个单位")
		}
		if m.Weight < 0 || m.Weight > mostWeight {
			fields.Add(at+"/weight", "task_milestone.range", "权重应为 1 至 100")
		}
	}
	return fields.Err()
}

func checkUnits(fields *model.FieldErrors, pointer string, units []model.UnitID, names map[model.UnitID]string) {
	if len(units) > mostPlanUnits {
		fields.Add(pointer, "unit.many", fmt.Sprintf("最多 %d 个单位", mostPlanUnits))
	}
	for i, id := range units {
		if _, known := names[id]; !known {
			fields.Add(fmt.Sprintf("%s/%d", pointer, i), "unit.unknown", "没有这个单位")
		}
		if slices.Index(units, id) < i {
			fields.Add(fmt.Sprintf("%s/%d", pointer, i), "unit.twice", "“"+names[id]+"”重复")
		}
	}
}

func (f PlanDraftTaskFacts) enter(t *model.PlanDraftTask, names map[model.UnitID]string) {
	entered := f.entered(*t)
	if entered["lead"] {
		t.Lead, t.LeadText = f.Lead, names[f.Lead]
	}
	if entered["support"] {
		t.Support = namedUnits(f.Support, names)
	}
	if entered["responsible"] {
		t.Responsible = namedUnits(f.Responsible, names)
	}
	if entered["milestones"] {
		t.Milestones = f.Milestones
	}
	t.GroupTitle, t.Name, t.Content, t.StartOn, t.DueOn, t.Rhythm = f.GroupTitle, f.Name, f.Content, f.StartOn, f.DueOn, cmp.Or(f.Rhythm, t.Rhythm, model.RhythmMonthly)
	t.Flaws = slices.DeleteFunc(t.Flaws, func(flaw model.PlanFlaw) bool {
		return flaw.Step == 0 && entered[flaw.Field] || flaw.Step > 0 && entered["milestones"]
	})
	t.Cells = slices.DeleteFunc(t.Cells, func(cell model.PlanCell) bool {
		return cell.Step == 0 && entered[cell.Field] || cell.Step > 0 && entered["milestones"]
	})
}

// entered says which fields a person entered: the form shows what a file could not bring as empty,
// and what stays as it is shown keeps its words and its flaws. The places of tasks are theirs alone.
func (f PlanDraftTaskFacts) entered(t model.PlanDraftTask) map[string]bool {
	return map[string]bool{
		"number": true, "group_title": f.GroupTitle != t.GroupTitle, "name": f.Name != t.Name, "content": f.Content != t.Content,
		"lead": f.Lead != t.Lead, "support": !slices.Equal(f.Support, knownIn(t.Support)), "responsible": !slices.Equal(f.Responsible, knownIn(t.Responsible)),
		"start_on": f.StartOn != t.StartOn, "due_on": f.DueOn != t.DueOn, "rhythm": f.Rhythm != "",
		"milestones": !slices.EqualFunc(f.Milestones, t.Milestones, sameStep),
	}
}

// sameStep compares what the form of a milestone shows.
func sameStep(a, b model.PlanStep) bool {
	a.OwnerText, b.OwnerText = "", ""
	return a == b
}

// knownIn are the units of an enumeration that the form shows.
func knownIn(units model.PlanUnits) []model.UnitID {
	var ids []model.UnitID
	for _, u := range units {
		if u.ID != "" {
			ids = append(ids, u.ID)
		}
	}
	return ids
}

func namedUnits(ids []model.UnitID, names map[model.UnitID]string) model.PlanUnits {
	units := model.PlanUnits{}
	for _, id := range ids {
		units = append(units, model.PlanUnit{Text: names[id], ID: id})
	}
	return units
}

// SetPlanDraftTask adds a task to a draft, or replaces one of its tasks.
func (d *Desk) SetPlanDraftTask(ctx context.Context, call model.Call, id model.PlanDraftID, f PlanDraftTaskFacts) (model.PlanDraft, error) {
	return d.onDraft(ctx, call, draftOrder{id, changeDraft, order{act: "plan-draft:set-task"}}, func(w work, p *draftWithTasks) error {
		names := unitNames(p.units)
		if err := f.check(names); err != nil {
			return err
		}
		p.wrote(call.Actor)
		if f.Task != "" {
			at, err := p.place(f.Task)
			if err != nil {
				return err
			}
			f.enter(&p.tasks[at], names)
			_, err = w.ChangePlanDraftTask(ctx, p.tasks[at])
			return err
		}
		if len(p.tasks) >= mostPlanTasks {
			return model.Fail(model.Conflict, "plan_draft.many", fmt.Sprintf("一份方案最多 %d 项任务", mostPlanTasks))
		}
		task := model.PlanDraftTask{ID: model.PlanDraftTaskID(store.NewID()), DraftID: id, Version: 1, CreatedAt: w.now, UpdatedAt: w.now}
		at := len(p.tasks)
		if f.Number > 0 && f.Number <= at {
			at = f.Number - 1
		}
		task.Number = at + 1
		f.enter(&task, names)
		if err := w.AddPlanDraftTask(ctx, &task); err != nil {
			return err
		}
		return p.arrange(ctx, w, slices.Insert(p.tasks, at, task))
	})
}

// place is where the task stands among those of the draft.
func (p draftWithTasks) place(id model.PlanDraftTaskID) (int, error) {
	at := slices.IndexFunc(p.tasks, func(t model.PlanDraftTask) bool { return t.ID == id })
	if at < 0 {
		var fields model.FieldErrors
		fields.Add("/task", "plan_draft.task_unknown", "方案里没有这项任务，或者它已经删去")
		return at, fields.Err()
	}
	return at, nil
}

// arrange numbers the tasks in their order.
func (p *draftWithTasks) arrange(ctx context.Context, w work, tasks []model.PlanDraftTask) error {
	for i, task := range tasks {
		if task.Number == i+1 {
			continue
		}
		task.Number = i + 1
		if _, err := w.ChangePlanDraftTask(ctx, task); err != nil {
			return err
		}
	}
	p.TaskCount = len(tasks)
	return nil
}

// MovePlanDraftTask puts a task of a draft at another place; the others keep their order.
func (d *Desk) MovePlanDraftTask(ctx context.Context, call model.Call, id model.PlanDraftID, task model.PlanDraftTaskID, to int) (model.PlanDraft, error) {
	return d.onDraft(ctx, call, draftOrder{id, changeDraft, order{act: "plan-draft:move-task"}}, func(w work, p *draftWithTasks) error {
		at, err := p.place(task)
		if err != nil {
			return err
		}
		if to < 1 || to > len(p.tasks) {
			var fields model.FieldErrors
			fields.Add("/to", "plan_draft.place", fmt.Sprintf("序号应为 1 至 %d", len(p.tasks)))
			return fields.Err()
		}
		p.wrote(call.Actor)
		moved := p.tasks[at]
		return p.arrange(ctx, w, slices.Insert(slices.Delete(p.tasks, at, at+1), to-1, moved))
	})
}

// RemovePlanDraftTask takes a task out of a draft; the audit log keeps what it said.
func (d *Desk) RemovePlanDraftTask(ctx context.Context, call model.Call, id model.PlanDraftID, task model.PlanDraftTaskID) (model.PlanDraft, error) {
	return d.onDraft(ctx, call, draftOrder{id, changeDraft, order{act: "plan-draft:remove-task"}}, func(w work, p *draftWithTasks) error {
		at, err := p.place(task)
		if err != nil {
			return err
		}
		p.wrote(call.Actor)
		gone := p.tasks[at]
		gone.Removed = true
		if _, err := w.ChangePlanDraftTask(ctx, gone); err != nil {
			return err
		}
		return p.arrange(ctx, w, slices.Delete(p.tasks, at, at+1))
	})
}
