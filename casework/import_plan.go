package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"yijian/model"
	"yijian/policy/reference"
	"yijian/store"
)

// ImportOutcome is what an import did. Conflicts are the tasks whose annex and
// body name different leads; they wait for the supervising unit.
type ImportOutcome struct {
	Plan      model.TaskPlan       `json:"plan"`
	Created   int                  `json:"created"`   // tasks
	Unchanged int                  `json:"unchanged"` // tasks that were there already
	Conflicts []model.LeadConflict `json:"conflicts"`
	Doubts    []model.PlanDoubt    `json:"doubts"`
}

// districtCode is the district whose plans are imported: 武隆区.
const districtCode = "500156"

// ImportPlan takes a plan document's text into the platform, whole or not at
// all. The same text again changes nothing; another text under the same
// document number is a Conflict.
func (d *Desk) ImportPlan(ctx context.Context, call model.Call, text string) (ImportOutcome, error) {
	return perform(ctx, d, call, order{permission: "plan:import"}, func(w work) (ImportOutcome, error) {
		names, err := w.catalogue(ctx)
		if err != nil {
			return ImportOutcome{}, err
		}
		parsed, err := ParsePlanText(text, names)
		if err != nil {
			return ImportOutcome{}, err
		}
		if parsed.SupervisingUnit == "" {
			return ImportOutcome{}, model.Fail(model.Invalid, "plan.no_supervisor", "方案没有写明牵头督导单位（如“区商务委牵头督导”）")
		}
		outcome := ImportOutcome{
			Conflicts: append([]model.LeadConflict{}, LeadConflicts(parsed, names, parsed.Dated)...),
			Doubts:    append([]model.PlanDoubt{}, parsed.Doubts...),
		}
		sum := sha256.Sum256([]byte(text))
		hash := hex.EncodeToString(sum[:])
		known, err := w.TaskPlanByDocument(ctx, parsed.DocumentNo)
		switch {
		case err == nil && known.TextHash == hash:
			outcome.Plan, outcome.Unchanged = known, len(parsed.Items)
			return outcome, nil
		case err == nil:
			return outcome, model.Fail(model.Conflict, "plan.other_text", "“"+parsed.DocumentNo+"”已经导入，内容与这份文件不同")
		case model.KindOf(err) != model.NotFound:
			return outcome, err
		}
		outcome.Plan, outcome.Created = planOf(w, parsed, hash), len(parsed.Items)
		return outcome, addPlan(ctx, w, parsed, outcome, names)
	})
}

func planOf(w work, parsed model.PlanText, hash string) model.TaskPlan {
	return model.TaskPlan{
		ID: model.TaskPlanID(store.NewID()), DocumentNo: parsed.DocumentNo, Title: parsed.Title, AnnexTitle: parsed.AnnexTitle,
		Issuer: parsed.Issuer, Dated: parsed.Dated, Goal: parsed.Goal,
		DueOn:           model.NewDate(parsed.GoalYear, time.December, 31),
		SupervisingUnit: parsed.SupervisingUnit, TextHash: hash, Status: model.TaskPlanActive, Demo: w.Stamp().Call.Demo,
		Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
}

func addPlan(ctx context.Context, w work, parsed model.PlanText, outcome ImportOutcome, names *reference.Catalogue) error {
	if err := w.AddTaskPlan(ctx, &outcome.Plan); err != nil {
		return err
	}
	inConflict := map[int]bool{}
	for _, conflict := range outcome.Conflicts {
		inConflict[conflict.Number] = true
	}
	for _, item := range parsed.Items {
		task := taskOf(outcome.Plan, item)
		task.Conflict = inConflict[item.Number]
		if err := w.AddTask(ctx, &task, partsOf(task, item, outcome.Plan, names)); err != nil {
			return err
		}
		if err := w.KeepTaskState(ctx, task.StateFrom(outcome.Plan.Dated)); err != nil {
			return err
		}
		if err := w.saidTargets(ctx, outcome.Plan, task); err != nil {
			return err
		}
	}
	return nil
}

// taskOf is a task as the plan gives it: due with the plan's goal, without a
// start until the supervising unit sets one.
func taskOf(plan model.TaskPlan, item model.PlanItem) model.Task {
	return model.Task{
		ID: model.TaskID(store.NewID()), PlanID: plan.ID, Number: item.Number, GroupTitle: item.Group,
		Name: item.Name, Content: item.Content,
		AnnexLead: item.Lead, AnnexLeadText: item.LeadText, AnnexSupportText: item.SupportText,
		BodyGroup: item.Body.Section, BodyTitle: item.Body.Title, BodyContent: item.Body.Content,
		BodyLead: item.Body.Lead, BodyLeadText: item.Body.LeadText, BodyUnitsText: item.Body.ResponsibleText,
		DueOn: plan.DueOn, Status: model.TaskNotStarted, Rhythm: model.RhythmMonthly, AreaCode: districtCode, Demo: plan.Demo,
		Version: 1, CreatedAt: plan.CreatedAt, UpdatedAt: plan.UpdatedAt,
	}
}

// partsOf lists the units with a part in the task once per part, groups
// expanded to their members on the plan's date.
func partsOf(task model.Task, item model.PlanItem, plan model.TaskPlan, names *reference.Catalogue) []model.TaskUnit {
	var parts []model.TaskUnit
	taken := map[model.TaskPart]map[model.UnitID]bool{}
	add := func(part model.TaskPart, unit, group model.UnitID) {
		if taken[part] == nil {
			taken[part] = map[model.UnitID]bool{}
		}
		if unit == "" || taken[part][unit] {
			return
		}
		taken[part][unit] = true
		parts = append(parts, model.TaskUnit{
			ID: store.NewID(), TaskID: task.ID, UnitID: unit, Part: part, GroupID: group,
			Position: len(parts) + 1, Version: 1, CreatedAt: plan.CreatedAt, UpdatedAt: plan.UpdatedAt,
		})
	}
	addAll := func(part model.TaskPart, named []model.PlanUnit) {
		for _, unit := range named {
			if !names.IsGroup(unit.ID) {
				add(part, unit.ID, "")
				continue
			}
			for _, member := range names.MembersOn(unit.ID, plan.Dated) {
				add(part, member.ID, unit.ID)
			}
		}
	}
	add(model.PartLead, item.Lead, "")
	addAll(model.PartSupport, item.Support)
	add(model.PartBodyLead, item.Body.Lead, "")
	addAll(model.PartResponsible, item.Body.Responsible)
	add(model.PartSupervise, plan.SupervisingUnit, "")
	return parts
}
