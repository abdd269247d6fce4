package casework

import (
	"context"
	"fmt"
	"strings"

	"yijian/model"
	"yijian/store"
)

// TaskLine is a task as lists show it: with its light on a day and its lead by name.
type TaskLine struct {
	model.Task
	PlanNo       string       `json:"plan_no"` // document number of its plan
	Light        model.Light  `json:"light"`
	LightChanged bool         `json:"light_changed"` // by hand
	LightReason  string       `json:"light_reason"`
	PublicReason string       `json:"-"`
	Planned      int          `json:"planned"` // whole percent
	LeadUnit     model.UnitID `json:"lead_unit"`
	LeadName     string       `json:"lead_name"`
	OpenConflict bool         `json:"open_conflict"`
	Claimed      *int         `json:"claimed"` // whole percent of the last report; nil without one
	Counted      *int         `json:"counted"` // whole percent by the register; nil without a target
	CountDiffers bool         `json:"count_differs"`
	CountWords   string       `json:"count_words"`
}

// UnitPart is a unit's part in a task, by name.
type UnitPart struct {
	model.TaskUnit
	Name string `json:"name"`
}

// LeadDispute is what the two halves of a plan say about who leads a task.
type LeadDispute struct {
	AnnexLead model.UnitID `json:"annex_lead"`
	AnnexName string       `json:"annex_name"`
	BodyLead  model.UnitID `json:"body_lead"`
	BodyName  string       `json:"body_name"`
	Handling  string       `json:"handling"`
}

// TaskCard is a task as its page needs it.
type TaskCard struct {
	Record        TaskLine            `json:"record"`
	Plan          model.TaskPlan      `json:"plan"`
	Units         []UnitPart          `json:"units"`
	Reports       []model.TaskReport  `json:"reports"`
	Targets       []TargetLine        `json:"targets"`
	FormerTargets []model.TaskTarget  `json:"former_targets"`
	Milestones    []MilestoneLine     `json:"milestones"`
	Former        []MilestoneLine     `json:"former_milestones"`
	LightChanges  []model.LightChange `json:"light_changes"`
	Slips         []SlipLine          `json:"slips"`
	NextSlip      *NextSlip           `json:"next_slip,omitempty"`
	Coordinations []CoordinationLine  `json:"coordinations"`
	Dispute       *LeadDispute        `json:"dispute,omitempty"`
	Decision      model.LightDecision `json:"decision"`
	Acts          []model.Act         `json:"acts"`
	History       []model.AuditEntry  `json:"history"`
}

// TaskList returns one page of tasks with their lights today; an empty light asks for all.
func (d *Desk) TaskList(ctx context.Context, actor model.Actor, q store.Query, light model.Light) (model.Page[TaskLine], error) {
	page := model.Page[TaskLine]{Items: []TaskLine{}}
	scope, err := d.Scope(actor, "task:read")
	if err != nil {
		return page, err
	}
	if q.Limit < 1 || q.Limit > store.MaxPage {
		q.Limit = store.MaxPage
	}
	// A light is computed, so a page is filled from as many pages of tasks as it takes.
	for wanted := q.Limit; ; {
		q.Limit = wanted - len(page.Items)
		tasks, err := d.Store.Tasks(ctx, scope, q)
		if err != nil {
			return page, err
		}
		lines, _, err := d.countedLines(ctx, scope, tasks.Items, d.Today())
		if err != nil {
			return page, err
		}
		for _, line := range lines {
			if light == "" || line.Light == light {
				page.Items = append(page.Items, line)
			}
		}
		page.Next, q.Cursor = tasks.Next, tasks.Next
		if page.Next == "" || len(page.Items) == wanted {
			return page, nil
		}
	}
}

// countedLines gives the tasks their lights on a day and what is counted for them, with what the lights follow from.
func (d *Desk) countedLines(ctx context.Context, scope store.Scope, tasks []model.Task, day model.Date) ([]TaskLine, map[model.TaskID]taskPast, error) {
	pasts, err := pastInMarks(ctx, d.Store.Reader, scope, tasks)
	if err != nil {
		return nil, nil, err
	}
	lines, err := d.linesOn(ctx, tasks, pasts, day)
	if err != nil {
		return nil, nil, err
	}
	return lines, pasts, d.countInto(ctx, lines, day)
}

// linesOn gives the tasks their lights on a day.
func (d *Desk) linesOn(ctx context.Context, tasks []model.Task, pasts map[model.TaskID]taskPast, day model.Date) ([]TaskLine, error) {
	units, err := d.Store.UnitsByID(ctx)
	if err != nil {
		return nil, err
	}
	terms, err := d.termsNow(ctx)
	if err != nil {
		return nil, err
	}
	numbers, err := d.Store.PlanNumbers(ctx)
	if err != nil {
		return nil, err
	}
	lines := make([]TaskLine, len(tasks))
	for i, task := range tasks {
		decision, err := terms.lightOn(task, pasts[task.ID], day)
		if err != nil {
			return nil, err
		}
		lines[i] = lineOf(task.On(day, pasts[task.ID].states), decision, units, day)
		lines[i].PlanNo = numbers[task.PlanID]
	}
	return lines, nil
}

// lineOf names the unit that leads the task on the day: one that was merged by what became of it.
func lineOf(task model.Task, decision model.LightDecision, units map[model.UnitID]model.UnitRecord, day model.Date) TaskLine {
	lead := actingOn(units, task.Lead(), day)
	line := TaskLine{
		Task: task, Light: decision.Light, LightChanged: decision.Change != nil, LightReason: decision.Reason, PublicReason: decision.PublicReason(), Planned: decision.Seen.Planned,
		LeadUnit: lead.ID, LeadName: shortName(lead), OpenConflict: task.InConflict(),
	}
	if decision.Seen.Started {
		line.Claimed = &decision.Seen.Progress
	}
	return line
}

// TaskCard returns a task with its light, reports, units, open acts and history.
func (d *Desk) TaskCard(ctx context.Context, actor model.Actor, id model.TaskID) (TaskCard, error) {
	var card TaskCard
	scope, err := d.Scope(actor, "task:read")
	if err != nil {
		return card, err
	}
	task, err := loadTask(ctx, d.Store.Reader, scope, id)
	if err != nil {
		return card, err
	}
	card.Plan, card.Reports = task.plan, append([]model.TaskReport{}, task.past.reports...)
	terms, err := d.termsNow(ctx)
	if err != nil {
		return card, err
	}
	if card.Decision, err = terms.lightOn(task.Task, task.past, d.Today()); err != nil {
		return card, err
	}
	card.Record = lineOf(task.Task, card.Decision, task.units, d.Today())
	card.Record.PlanNo = task.plan.DocumentNo
	parts, err := d.Store.TaskUnits(ctx, scope, id)
	if err != nil {
		return card, err
	}
	card.Units = make([]UnitPart, len(parts))
	for i, part := range parts {
		card.Units[i] = UnitPart{TaskUnit: part, Name: shortName(task.units[part.UnitID])}
	}
	if task.Conflict {
		card.Dispute = &LeadDispute{
			AnnexLead: task.AnnexLead, AnnexName: shortName(task.units[task.AnnexLead]),
			BodyLead: task.BodyLead, BodyName: shortName(task.units[task.BodyLead]), Handling: task.handling(),
		}
	}
	if err := d.addTargets(ctx, &card); err != nil {
		return card, err
	}
	if err := task.addCourse(ctx, d.Store.Reader, &card); err != nil {
		return card, err
	}
	if card.Acts, err = d.taskActs(actor, task, terms); err != nil {
		return card, err
	}
	for i := range card.Acts {
		if act := &card.Acts[i]; act.Name == "end-target" && act.Allowed && len(card.Targets) == 0 {
			act.Allowed, act.Reason = false, "这项任务没有计数目标"
		}
	}
	if err := d.addSlips(ctx, actor, &card, task); err != nil {
		return card, err
	}
	if err := d.addCoordinations(ctx, actor, &card, task); err != nil {
		return card, err
	}
	closeActs(card.Acts, task.plan)
	card.History, err = d.historyFor(ctx, actor, "tasks", string(id))
	return card, err
}

// taskInPlan is a task with what its decisions look at.
type taskInPlan struct {
	model.Task
	plan  model.TaskPlan
	units map[model.UnitID]model.UnitRecord
	past  taskPast
}

func loadTask(ctx context.Context, r store.Reader, scope store.Scope, id model.TaskID) (taskInPlan, error) {
	var t taskInPlan
	var err error
	if t.Task, err = r.Task(ctx, scope, id); err != nil {
		return t, err
	}
	if t.plan, err = r.TaskPlan(ctx, scope, t.PlanID); err != nil {
		return t, err
	}
	if t.units, err = r.UnitsByID(ctx); err != nil {
		return t, err
	}
	pasts, err := pastOf(ctx, r, store.Everything(), []model.Task{t.Task})
	t.past = pasts[id]
	return t, err
}

// loadTask is the task that an act is about: of an ended plan none is.
func (w work) loadTask(ctx context.Context, id model.TaskID) (taskInPlan, error) {
	t, err := loadTask(ctx, w.Reader, w.scope, id)
	if over := planOver(t.plan); err == nil && over != nil {
		return t, over
	}
	return t, err
}

// actingOn is the unit on the day, or the one that had taken over its work by then.
func actingOn(units map[model.UnitID]model.UnitRecord, id model.UnitID, day model.Date) model.UnitRecord {
	unit := units[id]
	for range units {
		next, known := units[unit.Successor]
		if !known || unit.ValidTo.IsZero() || !day.After(unit.ValidTo) {
			break
		}
		unit = next
	}
	return unit
}

// acts reports whether the actor's unit is the unit, or what became of it.
func (t taskInPlan) acts(actor model.Actor, unit model.UnitID) bool {
	return actor.UnitID != "" && (actor.UnitID == unit || actor.UnitID == t.units[unit].CurrentID)
}

// leader is the unit that leads the task now: its lead, or what became of it.
func (t taskInPlan) leader() model.UnitID { return t.units[t.Lead()].CurrentID }

func (t taskInPlan) ledBySupervisor() bool {
	return t.leader() == t.units[t.plan.SupervisingUnit].CurrentID
}

// handling says in words how a difference between annex and body was handled, empty without one.
func (t taskInPlan) handling() string {
	if !t.Conflict {
		return ""
	}
	said := "附件为" + shortName(t.units[t.AnnexLead]) + "，正文为" + shortName(t.units[t.BodyLead]) + "，"
	if t.InConflict() {
		return said + "待" + shortName(t.units[t.plan.SupervisingUnit]) + "明确（明确前以附件为准）"
	}
	return said + "已明确由" + shortName(t.units[t.ResolvedLead]) + "牵头：" + t.ResolutionReason
}

// checkText names a text that is missing or longer than the record can keep.
func checkText(pointer, text string, most int) error {
	var fields model.FieldErrors
	if n := len([]rune(strings.TrimSpace(text))); n < 2 || len([]rune(text)) > most {
		fields.Add(pointer, "text.length", fmt.Sprintf("请填写 2 至 %d 字", most))
	}
	return fields.Err()
}
