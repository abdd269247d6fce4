package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"yijian/casework"
	"yijian/model"
)

type planDraftList struct {
	Paging
	Status string `query:"status" enum:"drafting,submitted,issued,discarded"`
}

func (a *API) listPlanDrafts(ctx context.Context, call model.Call, in *planDraftList) (*plain[model.Page[model.PlanDraft]], error) {
	return body(a.Desk.PlanDrafts(ctx, call.Actor, in.query(map[string]string{"status": in.Status})))
}

func (a *API) readPlanDraft(ctx context.Context, call model.Call, in *onID) (*record[casework.PlanDraftCard], error) {
	card, err := a.Desk.PlanDraftCard(ctx, call.Actor, model.PlanDraftID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// planHead is what a draft says of itself: what is missing may be filled in later.
type planHead struct {
	DocumentNo      string       `json:"document_no,omitempty" maxLength:"60" doc:"文号"`
	Title           string       `json:"title" minLength:"1" maxLength:"200" doc:"方案名称"`
	AnnexTitle      string       `json:"annex_title,omitempty" maxLength:"200" doc:"附件标题"`
	Issuer          string       `json:"issuer,omitempty" maxLength:"100" doc:"发文机关"`
	Dated           model.Date   `json:"dated,omitempty" format:"date" doc:"印发日期"`
	Goal            string       `json:"goal,omitempty" maxLength:"10000" doc:"发展目标"`
	DueOn           model.Date   `json:"due_on,omitempty" format:"date" doc:"方案的完成时限"`
	SupervisingUnit model.UnitID `json:"supervising_unit,omitempty" maxLength:"40" doc:"督导单位，新拟的不填为本单位"`
}

type planToDraft struct{ Body planHead }

func (a *API) draftPlan(ctx context.Context, call model.Call, in *planToDraft) (*created[model.PlanDraft], error) {
	draft, err := a.Desk.DraftPlan(ctx, call, casework.PlanHead(in.Body))
	return made("plan-drafts", string(draft.ID), draft, err)
}

type planCopy struct {
	Body struct {
		Plan model.TaskPlanID `json:"plan_id" minLength:"1" maxLength:"36" doc:"已有的方案"`
		Year int              `json:"year" minimum:"2000" maximum:"2100" doc:"新方案的年份，各项日期随之推移"`
	}
}

func (a *API) copyPlan(ctx context.Context, call model.Call, in *planCopy) (*created[model.PlanDraft], error) {
	draft, err := a.Desk.CopyPlan(ctx, call, in.Body.Plan, in.Body.Year)
	return made("plan-drafts", string(draft.ID), draft, err)
}

type planHeadChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body planHead
}

func (a *API) changePlanDraft(ctx context.Context, call model.Call, in *planHeadChange) (*record[model.PlanDraft], error) {
	draft, err := a.Desk.ChangePlanDraft(ctx, call, model.PlanDraftID(in.ID), casework.PlanHead(in.Body))
	return versioned(draft, draft.Version, err)
}

type draftStep struct {
	Title       string       `json:"title" maxLength:"100" doc:"里程碑"`
	Deliverable string       `json:"deliverable,omitempty" maxLength:"300" doc:"交付成果"`
	Owner       model.UnitID `json:"owner,omitempty" maxLength:"40" doc:"负责单位，不填为牵头单位"`
	Weight      int64        `json:"weight" minimum:"0" maximum:"100" doc:"权重，一项任务合计 100"`
	DueOn       model.Date   `json:"due_on,omitempty" format:"date" doc:"时限"`
}

type planDraftTask struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Task        model.PlanDraftTaskID `json:"task,omitempty" maxLength:"36" doc:"要改的任务，不填为新增"`
		Number      int                   `json:"number,omitempty" minimum:"0" maximum:"200" doc:"新增的排在第几，不填为最后"`
		GroupTitle  string                `json:"group_title,omitempty" maxLength:"60" doc:"结构"`
		Name        string                `json:"name" minLength:"1" maxLength:"200" doc:"工作任务"`
		Content     string                `json:"content,omitempty" maxLength:"10000" doc:"具体内容"`
		Lead        model.UnitID          `json:"lead,omitempty" maxLength:"40" doc:"牵头单位"`
		Support     []PlanUnitID          `json:"support,omitempty" maxItems:"100" nullable:"false" doc:"配合单位，可以是一类单位"`
		Responsible []PlanUnitID          `json:"responsible,omitempty" maxItems:"100" nullable:"false" doc:"责任单位，可以是一类单位"`
		StartOn     model.Date            `json:"start_on,omitempty" format:"date" doc:"启动日期"`
		DueOn       model.Date            `json:"due_on,omitempty" format:"date" doc:"完成时限"`
		Rhythm      model.TaskRhythm      `json:"rhythm,omitempty" enum:"monthly,quarterly" doc:"月报或季报；不填为不变，新的任务为月报"`
		Milestones  []draftStep           `json:"milestones,omitempty" maxItems:"24" nullable:"false" doc:"里程碑"`
	}
}

// PlanUnitID is a unit or a group of units that a plan names.
type PlanUnitID string

// Schema bounds the id in the description.
func (PlanUnitID) Schema(huma.Registry) *huma.Schema {
	most := 40
	return &huma.Schema{Type: huma.TypeString, MaxLength: &most}
}

func unitIDs(named []PlanUnitID) []model.UnitID {
	ids := make([]model.UnitID, len(named))
	for i, id := range named {
		ids[i] = model.UnitID(id)
	}
	return ids
}

func (a *API) setPlanDraftTask(ctx context.Context, call model.Call, in *planDraftTask) (*record[model.PlanDraft], error) {
	f := casework.PlanDraftTaskFacts{
		Task: in.Body.Task, Number: in.Body.Number, GroupTitle: in.Body.GroupTitle, Name: in.Body.Name, Content: in.Body.Content, Lead: in.Body.Lead,
		Support: unitIDs(in.Body.Support), Responsible: unitIDs(in.Body.Responsible), StartOn: in.Body.StartOn, DueOn: in.Body.DueOn, Rhythm: in.Body.Rhythm,
	}
	for _, m := range in.Body.Milestones {
		f.Milestones = append(f.Milestones, model.PlanStep{Title: m.Title, Deliverable: m.Deliverable, Owner: m.Owner, Weight: m.Weight, DueOn: m.DueOn})
	}
	draft, err := a.Desk.SetPlanDraftTask(ctx, call, model.PlanDraftID(in.ID), f)
	return versioned(draft, draft.Version, err)
}

type planDraftMove struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Task model.PlanDraftTaskID `json:"task" minLength:"1" maxLength:"36" doc:"任务"`
		To   int                   `json:"to" minimum:"1" maximum:"200" doc:"移到第几"`
	}
}

func (a *API) movePlanDraftTask(ctx context.Context, call model.Call, in *planDraftMove) (*record[model.PlanDraft], error) {
	draft, err := a.Desk.MovePlanDraftTask(ctx, call, model.PlanDraftID(in.ID), in.Body.Task, in.Body.To)
	return versioned(draft, draft.Version, err)
}

type planDraftRemoval struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Task model.PlanDraftTaskID `json:"task" minLength:"1" maxLength:"36" doc:"任务"`
	}
}

func (a *API) removePlanDraftTask(ctx context.Context, call model.Call, in *planDraftRemoval) (*record[model.PlanDraft], error) {
	draft, err := a.Desk.RemovePlanDraftTask(ctx, call, model.PlanDraftID(in.ID), in.Body.Task)
	return versioned(draft, draft.Version, err)
}

func (a *API) submitPlanDraft(ctx context.Context, call model.Call, in *onID) (*record[model.PlanDraft], error) {
	draft, err := a.Desk.SubmitPlanDraft(ctx, call, model.PlanDraftID(in.ID))
	return versioned(draft, draft.Version, err)
}

func (a *API) issuePlanDraft(ctx context.Context, call model.Call, in *onID) (*record[model.PlanDraft], error) {
	draft, err := a.Desk.IssuePlanDraft(ctx, call, model.PlanDraftID(in.ID))
	return versioned(draft, draft.Version, err)
}

type planDraftReason struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Reason string `json:"reason" minLength:"2" maxLength:"500" doc:"理由"`
	}
}

func (a *API) returnPlanDraft(ctx context.Context, call model.Call, in *planDraftReason) (*record[model.PlanDraft], error) {
	draft, err := a.Desk.ReturnPlanDraft(ctx, call, model.PlanDraftID(in.ID), in.Body.Reason)
	return versioned(draft, draft.Version, err)
}

func (a *API) discardPlanDraft(ctx context.Context, call model.Call, in *planDraftReason) (*record[model.PlanDraft], error) {
	draft, err := a.Desk.DiscardPlanDraft(ctx, call, model.PlanDraftID(in.ID), in.Body.Reason)
	return versioned(draft, draft.Version, err)
}
