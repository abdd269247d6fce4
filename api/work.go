package api

import (
	"context"

	"yijian/model"
)

func (a *API) listWork(ctx context.Context, call model.Call, _ *nothing) (*plain[model.WorkList], error) {
	return body(a.Desk.Work(ctx, call.Actor))
}
