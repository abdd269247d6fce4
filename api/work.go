package api

import (
	"context"

	"yijian/model"
)

func (a *API) listWork(ctx context.Context, call model.Call, _ *nothing) (*plain[model.Page[model.WorkItem]], error) {
	items, err := a.Desk.Work(ctx, call.Actor)
	return body(model.Page[model.WorkItem]{Items: items}, err)
}
