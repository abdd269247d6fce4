package api

import (
	"context"
	"net/http"

	"yijian/casework"
	"yijian/model"
)

type recordOn struct {
	ID  string     `path:"id" maxLength:"80"`
	Day model.Date `query:"day" format:"date" doc:"the day at whose end to look, today when left out"`
}

// asOf is the route that shows a record as it was on a past day to whom the given one
// shows it as it is.
func asOf(r Route) Route {
	kept := casework.Kept{Noun: r.Noun(), Read: r.Permission}
	return op(http.MethodGet, r.Path+"/as-of", r.Permission, func(a *API, ctx context.Context, call model.Call, in *recordOn) (*plain[model.AsOf], error) {
		return body(a.Desk.AsOf(ctx, call.Actor, kept, in.ID, in.Day))
	})
}
