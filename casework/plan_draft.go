package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"yijian/model"
	"yijian/store"
)

var planDraftStates = map[model.PlanDraftStatus]string{
	model.PlanDrafting: "拟订中", model.PlanDraftSubmitted: "待印发", model.PlanDraftIssued: "已印发", model.PlanDraftDiscarded: "已废弃",
}

type planDraftStep = step[model.PlanDraftStatus]

func draftsIn(states ...model.PlanDraftStatus) []model.PlanDraftStatus { return states }

var (
	changeDraft    = planDraftStep{"change", "修改", "plan-draft:change", draftsIn(model.PlanDrafting)}
	submitDraft    = planDraftStep{"submit", "提交印发", "plan-draft:submit", draftsIn(model.PlanDrafting)}
	returnDraft    = planDraftStep{"return", "退回修改", "plan-draft:return", draftsIn(model.PlanDraftSubmitted)}
	issueDraft     = planDraftStep{"issue", "印发交办", "plan-draft:issue", draftsIn(model.PlanDraftSubmitted)}
	discardDraft   = planDraftStep{"discard", "废弃", "plan-draft:discard", draftsIn(model.PlanDrafting, model.PlanDraftSubmitted)}
	planDraftSteps = []planDraftStep{changeDraft, submitDraft, returnDraft, issueDraft, discardDraft}
)

// PlanDraftCard is a draft with its tasks, and with everything that keeps it from being issued
// or that somebody should look at.
type PlanDraftCard struct {
	model.Card[model.PlanDraft]
	Tasks    []model.PlanDraftTask `json:"tasks"`
	Problems []model.PlanProblem   `json:"problems"`
}

// PlanDrafts lists the drafts of plans.
func (d *Desk) PlanDrafts(ctx context.Context, actor model.Actor, q store.Query) (model.Page[model.PlanDraft], error) {
	scope, err := d.Scope(actor, "plan-draft:read")
	if err != nil {
		return model.Page[model.PlanDraft]{}, err
	}
	return d.Store.PlanDrafts(ctx, scope, q)
}

// PlanDraftCard returns a draft with its tasks, problems, open acts and history.
func (d *Desk) PlanDraftCard(ctx context.Context, actor model.Actor, id model.PlanDraftID) (PlanDraftCard, error) {
	var card PlanDraftCard
	scope, err := d.Scope(actor, "plan-draft:read")
	if err != nil {
		return card, err
	}
	draft, err := loadDraft(ctx, d.Store.Reader, scope, id)
	if err != nil {
		return card, err
	}
	card.Record, card.Tasks, card.Problems = draft.PlanDraft, draft.tasks, []model.PlanProblem{}
	if draft.IsOpen() {
		if card.Problems, err = draft.problems(ctx, d.Store.Reader, d.Today()); err != nil {
			return card, err
		}
	}
	for _, s := range planDraftSteps {
		refusal := s.refusal(draft.Status, planDraftStates)
		if refusal == "" {
			refusal = sentence(draft.hindrance(s, actor, card.Problems))
		}
		card.Acts = append(card.Acts, d.act(actor, s.name, s.title, s.permission, refusal))
	}
	card.History, err = d.historyFor(ctx, actor, "plan-drafts", string(id))
	return card, err
}

// draftWithTasks is a draft with what decisions about it look at.
type draftWithTasks struct {
	model.PlanDraft
	tasks []model.PlanDraftTask
	units map[model.UnitID]model.UnitRecord
}

func loadDraft(ctx context.Context, r store.Reader, scope store.Scope, id model.PlanDraftID) (p draftWithTasks, err error) {
	if p.PlanDraft, err = r.PlanDraft(ctx, scope, id); err != nil {
		return p, err
	}
	if p.tasks, err = r.TasksOfDraft(ctx, id); err != nil {
		return p, err
	}
	p.units, err = r.UnitsByID(ctx)
	return p, err
}

// hindrance is why this person cannot take the step, or nobody can because of the problems,
// although the state allows it. Who wrote on a draft does not issue it.
func (p draftWithTasks) hindrance(s planDraftStep, actor model.Actor, problems []model.PlanProblem) *model.Error {
	if s.name == submitDraft.name || s.name == issueDraft.name {
		if errors := errorsAmong(problems); errors > 0 {
			return model.Fail(model.Conflict, "plan_draft.faulty", fmt.Sprintf("还有 %d 处必须改好，见“印发前须改好的”", errors))
		}
	}
	if s.name != issueDraft.name {
		return p.writerRefusal(actor)
	}
	return p.issuerRefusal(actor)
}

// ofSupervising reports whether the actor is of the unit that supervises the plan, or of what became of it.
func (p draftWithTasks) ofSupervising(actor model.Actor) bool {
	return actor.UnitID != "" && (actor.UnitID == p.SupervisingUnit || actor.UnitID == p.units[p.SupervisingUnit].CurrentID)
}

// writerRefusal refuses everybody but whoever is of the supervising unit, wrote on the draft already, or is the chief.
func (p draftWithTasks) writerRefusal(actor model.Actor) *model.Error {
	if p.ofSupervising(actor) || p.Handlers.Has(actor.UserID) || actor.Has(model.RoleChief) {
		return nil
	}
	return model.Fail(model.Forbidden, "plan_draft.not_supervising", "只有督导单位（"+shortName(p.units[p.SupervisingUnit])+"）的人员、拟订人或者局领导可以办理")
}

// issuerRefusal refuses everybody but somebody of the supervising unit, or the chief, who did not write on the draft.
func (p draftWithTasks) issuerRefusal(actor model.Actor) *model.Error {
	switch {
	case p.Handlers.Has(actor.UserID):
		return model.Fail(model.Forbidden, "plan_draft.own", "拟订过这份方案的人不能印发，请督导单位的另一名人员或者局领导印发")
	case !actor.Has(model.RoleChief) && !p.ofSupervising(actor):
		return model.Fail(model.Forbidden, "plan_draft.not_supervising", "只有督导单位（"+shortName(p.units[p.SupervisingUnit])+"）的人员或者局领导可以印发")
	}
	return nil
}

// draftOrder is which draft is acted on by which step, and how the audit log calls it.
type draftOrder struct {
	id   model.PlanDraftID
	step planDraftStep
	order
}

// onDraft is the frame of the acts on a draft: scope, version, state, who may, change, and the draft's version.
func (d *Desk) onDraft(ctx context.Context, call model.Call, o draftOrder, do func(work, *draftWithTasks) error) (model.PlanDraft, error) {
	o.permission = o.step.permission
	return perform(ctx, d, call, o.order, func(w work) (model.PlanDraft, error) {
		draft, err := loadDraft(ctx, w.Reader, w.scope, o.id)
		if err != nil {
			return draft.PlanDraft, err
		}
		if err := must(draft.Version, call.Version); err != nil {
			return draft.PlanDraft, err
		}
		if err := o.step.must("plan_draft.state", draft.Status, planDraftStates); err != nil {
			return draft.PlanDraft, err
		}
		if refusal := draft.writerRefusal(call.Actor); refusal != nil {
			return draft.PlanDraft, refusal
		}
		if err := do(w, &draft); err != nil {
			return draft.PlanDraft, err
		}
		return w.ChangePlanDraft(ctx, draft.PlanDraft)
	})
}

// wrote notes that the actor wrote on the draft, which is no longer the document's text.
func (p *draftWithTasks) wrote(actor model.Actor) {
	p.Handlers, p.TextHash = p.Handlers.With(actor.UserID), ""
}

// PlanHead is what a plan says of itself, apart from its tasks.
type PlanHead struct {
	DocumentNo      string
	Title           string
	AnnexTitle      string
	Issuer          string
	Dated           model.Date
	Goal            string
	DueOn           model.Date
	SupervisingUnit model.UnitID
}

// check names what cannot be kept; what is only missing may be filled in later.
func (h *PlanHead) check(units map[model.UnitID]model.UnitRecord) error {
	var fields model.FieldErrors
	for _, f := range []struct {
		pointer string
		text    *string
		most    int
	}{
		{"/document_no", &h.DocumentNo, 60}, {"/title", &h.Title, 200}, {"/annex_title", &h.AnnexTitle, 200}, {"/issuer", &h.Issuer, 100}, {"/goal", &h.Goal, longestClause},
	} {
		*f.text = strings.TrimSpace(*f.text)
		tooLong(&fields, f.pointer, *f.text, f.most)
	}
	if h.Title == "" {
		fields.Add("/title", "required", "请填写方案名称")
	}
	if _, known := units[h.SupervisingUnit]; !known && h.SupervisingUnit != "" {
		fields.Add("/supervising_unit", "unit.unknown", "没有这个单位")
	}
	return fields.Err()
}

// tooLong names a text that is longer than its column, in characters, or cannot be shown.
func tooLong(fields *model.FieldErrors, pointer, text string, most int) {
	if n := len([]rune(text)); n > most {
		fields.Add(pointer, "text.too_long", fmt.Sprintf("最多 %d 字，现在有 %d 字", most, n))
	}
	if strings.ContainsFunc(strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(text), unprintable) {
		fields.Add(pointer, "text.unprintable", "含有看不见的控制字符，请重新录入")
	}
}

func (h PlanHead) enter(p *model.PlanDraft) {
	p.DocumentNo, p.Title, p.AnnexTitle, p.Issuer, p.Dated = model.DocumentKey(h.DocumentNo), h.Title, h.AnnexTitle, h.Issuer, h.Dated
	p.Goal, p.DueOn, p.SupervisingUnit = h.Goal, h.DueOn, h.SupervisingUnit
}

// newDraft is an empty draft of the actor's.
func (w work) newDraft(actor model.Actor, origin model.PlanOrigin) model.PlanDraft {
	return model.PlanDraft{
		ID: model.PlanDraftID(store.NewID()), Origin: origin, Status: model.PlanDrafting, Handlers: model.UserIDs{actor.UserID},
		DraftedBy: actor.Name, Demo: w.Stamp().Call.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
}

// DraftPlan begins the draft of a plan by hand; without a supervising unit it is the actor's.
func (d *Desk) DraftPlan(ctx context.Context, call model.Call, head PlanHead) (model.PlanDraft, error) {
	return perform(ctx, d, call, order{permission: "plan-draft:create"}, func(w work) (model.PlanDraft, error) {
		draft := w.newDraft(call.Actor, model.OriginConsole)
		if head.SupervisingUnit == "" {
			head.SupervisingUnit = call.Actor.UnitID
		}
		units, err := w.UnitsByID(ctx)
		if err != nil {
			return draft, err
		}
		if err := head.check(units); err != nil {
			return draft, err
		}
		head.enter(&draft)
		return draft, w.AddPlanDraft(ctx, &draft)
	})
}

// ChangePlanDraft replaces what a draft says of itself, apart from its tasks.
func (d *Desk) ChangePlanDraft(ctx context.Context, call model.Call, id model.PlanDraftID, head PlanHead) (model.PlanDraft, error) {
	return d.onDraft(ctx, call, draftOrder{id, changeDraft, order{}}, func(_ work, p *draftWithTasks) error {
		if err := head.check(p.units); err != nil {
			return err
		}
		head.enter(&p.PlanDraft)
		p.Flaws, p.Cells = slices.DeleteFunc(p.Flaws, func(f model.PlanFlaw) bool { return !f.Doubt }), nil
		p.wrote(call.Actor)
		return nil
	})
}
