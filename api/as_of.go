package api

import (
	"context"

	"yijian/model"
)

// asOf is the view of one kind of record as it was on a past day.
type asOf struct{ of model.Noun }

type recordOn struct {
	ID  string     `path:"id" maxLength:"36"`
	Day model.Date `query:"day" format:"date" doc:"the day at whose end to look, today when left out"`
}

func (n asOf) read(a *API, ctx context.Context, call model.Call, in *recordOn) (*plain[model.AsOf], error) {
	return body(a.Desk.AsOf(ctx, call.Actor, n.of, in.ID, in.Day))
}
