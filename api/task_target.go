package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

type taskTargetEntry struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Count     model.CountID `json:"count" minLength:"1" maxLength:"40" doc:"计数，见 /task-counts"`
		AreaCode  string        `json:"area_code,omitempty" pattern:"^(500156[0-9]{0,3})?$" doc:"只计这个区划，不填为任务所在区划"`
		Base      int64         `json:"base" minimum:"0" maximum:"1000000000" doc:"基数"`
		Goal      int64         `json:"goal" minimum:"0" maximum:"1000000000" doc:"目标数"`
		Weight    int64         `json:"weight" minimum:"1" maximum:"100" doc:"权重"`
		Tolerance *int          `json:"tolerance,omitempty" minimum:"0" maximum:"100" doc:"允许相差的百分点，不填按平台设置"`
		Reason    string        `json:"reason" minLength:"2" maxLength:"500" doc:"理由"`
	}
}

func (a *API) setTarget(ctx context.Context, call model.Call, in *taskTargetEntry) (*record[model.Task], error) {
	task, err := a.Desk.SetTarget(ctx, call, model.TaskID(in.ID), casework.NewTarget(in.Body))
	return versioned(task, task.Version, err)
}

type taskTargetEnding struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Target model.TaskTargetID `json:"target" minLength:"1" maxLength:"36" doc:"计数目标"`
		Reason string             `json:"reason" minLength:"2" maxLength:"500" doc:"理由"`
	}
}

func (a *API) endTarget(ctx context.Context, call model.Call, in *taskTargetEnding) (*record[model.Task], error) {
	task, err := a.Desk.EndTarget(ctx, call, model.TaskID(in.ID), in.Body.Target, in.Body.Reason)
	return versioned(task, task.Version, err)
}

type countedDay struct {
	ID     string     `path:"id" maxLength:"36"`
	Target string     `query:"target" maxLength:"36" doc:"one of the task's targets; the first that holds on the day when left out"`
	AsOf   model.Date `query:"as_of" format:"date" doc:"at the end of this day, as corrected since; today when left out"`
	After  string     `query:"after" maxLength:"80" doc:"id of the last row of the page before"`
}

func (a *API) readCounted(ctx context.Context, call model.Call, in *countedDay) (*plain[casework.CountedTarget], error) {
	return body(a.Desk.CountedRows(ctx, call.Actor, model.TaskID(in.ID), casework.CountedQuestion{Target: model.TaskTargetID(in.Target), AsOf: in.AsOf, After: in.After}))
}

type countList struct {
	Items []store.Count `json:"items"`
}

func (a *API) listCounts(_ context.Context, call model.Call, _ *struct{}) (*plain[countList], error) {
	_, err := a.Desk.Scope(call.Actor, "task:read")
	return body(countList{store.Counts()}, err)
}
