package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type milestoneEntry struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Title       string                `json:"title" minLength:"2" maxLength:"100" doc:"里程碑"`
		Deliverable string                `json:"deliverable" minLength:"2" maxLength:"300" doc:"交付成果"`
		Owner       model.UnitID          `json:"owner,omitempty" maxLength:"40" doc:"负责单位，不填为牵头单位"`
		Weight      int64                 `json:"weight" minimum:"1" maximum:"100" doc:"权重"`
		DueOn       model.Date            `json:"due_on" format:"date" doc:"时限"`
		Instead     model.TaskMilestoneID `json:"instead,omitempty" maxLength:"36" doc:"取代的里程碑"`
		Reason      string                `json:"reason" minLength:"2" maxLength:"500" doc:"理由"`
	}
}

func (a *API) setMilestone(ctx context.Context, call model.Call, in *milestoneEntry) (*record[model.Task], error) {
	task, err := a.Desk.SetMilestone(ctx, call, model.TaskID(in.ID), casework.NewMilestone(in.Body))
	return versioned(task, task.Version, err)
}

type milestoneEnding struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Milestone model.TaskMilestoneID `json:"milestone" minLength:"1" maxLength:"36" doc:"里程碑"`
		Reason    string                `json:"reason" minLength:"2" maxLength:"500" doc:"理由"`
	}
}

func (a *API) endMilestone(ctx context.Context, call model.Call, in *milestoneEnding) (*record[model.Task], error) {
	task, err := a.Desk.EndMilestone(ctx, call, model.TaskID(in.ID), in.Body.Milestone, in.Body.Reason)
	return versioned(task, task.Version, err)
}

type milestoneClaim struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Milestone model.TaskMilestoneID `json:"milestone" minLength:"1" maxLength:"36" doc:"里程碑"`
		Evidence  string                `json:"evidence" minLength:"2" maxLength:"1000" doc:"完成情况与佐证"`
	}
}

func (a *API) reachMilestone(ctx context.Context, call model.Call, in *milestoneClaim) (*record[model.Task], error) {
	task, err := a.Desk.ReachMilestone(ctx, call, model.TaskID(in.ID), in.Body.Milestone, in.Body.Evidence)
	return versioned(task, task.Version, err)
}

type milestoneAnswer struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Milestone model.TaskMilestoneID `json:"milestone" minLength:"1" maxLength:"36" doc:"里程碑"`
		Reached   bool                  `json:"reached" doc:"已经完成，否则退回"`
		Answer    string                `json:"answer" minLength:"2" maxLength:"500" doc:"核对情况"`
	}
}

func (a *API) settleMilestone(ctx context.Context, call model.Call, in *milestoneAnswer) (*record[model.Task], error) {
	answer := casework.MilestoneAnswer{Reached: in.Body.Reached, Words: in.Body.Answer}
	task, err := a.Desk.SettleMilestone(ctx, call, model.TaskID(in.ID), in.Body.Milestone, answer)
	return versioned(task, task.Version, err)
}

type lightWish struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Light   model.Light `json:"light" enum:"red,yellow,green" doc:"调整为"`
		UntilOn model.Date  `json:"until_on" format:"date" doc:"截止日期，92天以内"`
		Reason  string      `json:"reason" minLength:"2" maxLength:"500" doc:"理由"`
	}
}

func (a *API) askLight(ctx context.Context, call model.Call, in *lightWish) (*record[model.Task], error) {
	task, err := a.Desk.AskLight(ctx, call, model.TaskID(in.ID), casework.LightWish(in.Body))
	return versioned(task, task.Version, err)
}
