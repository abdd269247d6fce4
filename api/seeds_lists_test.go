package api

import (
	"context"
	"fmt"

	"yijian/model"
	"yijian/store"
)

func newNationalEntry(s *stage, p place) (model.NationalEntry, string) {
	id := store.NewID()
	return model.NationalEntry{
		ID: model.NationalEntryID(id), Source: "演示名单", DocumentNo: fmt.Sprintf("演示〔2026〕%d号", s.next()), USCC: p.firm.USCC,
		Name: p.firm.Name, Authority: "演示机关", Reason: p.canary("national-entries"), ListedOn: stageDay.AddDays(-30),
		Status: model.NationalActive, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

// Of the own place's rows the association is the author, of the others somebody else.
func newAssociationEntry(s *stage, p place) (model.AssociationEntry, string) {
	id, author := store.NewID(), model.UserID("somebody")
	if p.name == "own" {
		author = s.people[model.RoleAssociation].ID
	}
	return model.AssociationEntry{
		ID: model.AssociationEntryID(id), EnterpriseID: p.firm.ID, EnterpriseName: p.firm.Name, AreaCode: p.area,
		SubmittedBy: author, SubmitterName: "演示协会", Convention: "演示公约", Reason: p.canary("association-entries"),
		ListedOn: stageDay.AddDays(-30), Status: model.AssociationSubmitted, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

// editionIn is an edition with an entry of a firm of every place.
type editionIn struct {
	model.Edition
	entries []model.EditionEntry
}

func newEdition(s *stage, p place) (editionIn, string) {
	edition := bareEdition(s, p)
	e := editionIn{Edition: edition}
	for _, at := range s.places {
		e.entries = append(e.entries, entryAt(s, at, edition.ID))
	}
	return e, string(edition.ID)
}

func bareEdition(s *stage, p place) model.Edition {
	return model.Edition{
		ID: model.EditionID(store.NewID()), Number: fmt.Sprintf("E%d", s.next()), Title: p.canary("editions"), AsOf: stageDay.AddDays(-9),
		Status: model.EditionCandidate, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}
}

func addEdition(tx *store.Tx, ctx context.Context, e *editionIn) error {
	return tx.AddEdition(ctx, &e.Edition, e.entries, "{}")
}

// entryIn is an entry with the edition it stands in.
type entryIn struct {
	model.EditionEntry
	edition model.Edition
}

func newEntry(s *stage, p place) (entryIn, string) {
	edition := bareEdition(s, p)
	entry := entryAt(s, p, edition.ID)
	return entryIn{entry, edition}, string(entry.ID)
}

func entryAt(s *stage, p place, edition model.EditionID) model.EditionEntry {
	return model.EditionEntry{
		ID: model.EntryID(store.NewID()), EditionID: edition, EnterpriseID: p.firm.ID, EnterpriseName: p.firm.Name,
		USCC: p.firm.USCC, AreaCode: p.area, List: model.BlackList, Band: "D", Reasons: p.canary("edition-entries"),
		Status: model.EntryPublished, NoticeServedOn: stageDay.AddDays(-9), StatementDue: stageDay.AddDays(-1), PublishedOn: stageDay,
		EndsOn: stageDay.AddMonths(12), Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}
}

func addEntry(tx *store.Tx, ctx context.Context, e *entryIn) error {
	return tx.AddEdition(ctx, &e.edition, []model.EditionEntry{e.EditionEntry}, "{}")
}

// taskIn is a task with its plan, the unit that leads it and a target.
type taskIn struct {
	model.Task
	target    model.TaskTarget
	milestone model.TaskMilestone
	change    *model.LightChange // nil for none
	plan      model.TaskPlan
	units     []model.TaskUnit
}

func newTask(s *stage, p place) (taskIn, string) {
	id, planID := store.NewID(), store.NewID()
	t := taskIn{
		Task: model.Task{
			ID: model.TaskID(id), PlanID: model.TaskPlanID(planID), Number: 1, GroupTitle: "演示", Name: "演示任务",
			Content: p.canary("tasks"), AnnexLead: p.unit, AnnexLeadText: "演示单位", Status: model.TaskInProgress, Progress: 100,
			StartOn: model.NewDate(2026, 1, 10), DueOn: model.NewDate(2026, 12, 31), Rhythm: model.RhythmMonthly,
			AreaCode: p.area, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
		},
		plan: model.TaskPlan{
			ID: model.TaskPlanID(planID), DocumentNo: fmt.Sprintf("演示府办〔2026〕%d号", s.next()), Title: "演示方案", Issuer: "演示单位",
			Dated: model.NewDate(2026, 1, 5), Goal: p.canary("plans"), DueOn: model.NewDate(2027, 12, 31),
			SupervisingUnit: stageUnits[model.RoleSupervisor], Status: model.TaskPlanActive, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
		},
	}
	t.target = model.TaskTarget{
		ID: model.TaskTargetID(store.NewID()), TaskID: t.ID, Count: "transfer_stations", Title: "乡镇中转站", Unit: "个", Goal: 10, Weight: 1,
		Reason: "演示理由", SetOn: stageDay.AddDays(-9), Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}
	if s.targeted != "" {
		t.target.ID, s.targeted = s.targeted, ""
	}
	t.milestone = model.TaskMilestone{
		ID: model.TaskMilestoneID(store.NewID()), TaskID: t.ID, Title: "演示节点", Deliverable: "演示成果", Owner: p.unit, Weight: 10,
		DueOn: model.NewDate(2026, 10, 31), Reason: "演示理由", SetOn: stageDay.AddDays(-9), Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}
	if s.milestoned != "" {
		t.milestone.ID, s.milestoned = s.milestoned, ""
	}
	parts := map[model.UnitID]model.TaskPart{p.unit: model.PartLead}
	if p.name == "own" {
		parts[stageUnits[model.RoleSupport]] = model.PartSupport
	}
	for unit, part := range parts {
		t.units = append(t.units, model.TaskUnit{
			ID: store.NewID(), TaskID: t.ID, UnitID: unit, Part: part, Position: 1, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
		})
	}
	return t, id
}

func addTask(tx *store.Tx, ctx context.Context, t *taskIn) error {
	if err := tx.AddTaskPlan(ctx, &t.plan); err != nil {
		return err
	}
	if err := tx.AddTask(ctx, &t.Task, t.units); err != nil {
		return err
	}
	if t.change != nil {
		if err := tx.AddLightChange(ctx, t.change); err != nil {
			return err
		}
	}
	if err := tx.AddTaskMilestone(ctx, &t.milestone); err != nil {
		return err
	}
	return tx.AddTaskTarget(ctx, &t.target)
}

// planIn is a plan with the task by which units have a part in it.
type planIn struct{ taskIn }

func newPlan(s *stage, p place) (planIn, string) {
	t, _ := newTask(s, p)
	return planIn{t}, string(t.plan.ID)
}

func addPlan(tx *store.Tx, ctx context.Context, p *planIn) error { return addTask(tx, ctx, &p.taskIn) }

// reportIn is a report with the task it is about.
type reportIn struct {
	model.TaskReport
	task taskIn
}

func newTaskReport(s *stage, p place) (reportIn, string) {
	id := store.NewID()
	task, taskID := newTask(s, p)
	return reportIn{model.TaskReport{
		ID: model.TaskReportID(id), TaskID: model.TaskID(taskID), Month: "2026-02", UnitID: p.unit, Progress: 40,
		Done: p.canary("task-reports"), Status: model.TaskReportSubmitted, ReportedBy: "somebody", ReportedOn: stageDay.AddDays(-2),
		Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, task}, id
}

func addTaskReport(tx *store.Tx, ctx context.Context, r *reportIn) error {
	if err := addTask(tx, ctx, &r.task); err != nil {
		return err
	}
	return tx.AddTaskReport(ctx, &r.TaskReport)
}

func newUnit(s *stage, p place) (model.UnitRecord, string) {
	id := fmt.Sprintf("stage-unit-%d", s.next())
	return model.UnitRecord{
		Unit:      model.Unit{ID: model.UnitID(id), Name: p.canary("units"), ShortName: id, Kind: model.UnitOther, AreaCode: p.area},
		CurrentID: model.UnitID(id), Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}
