package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

func (a *API) readQuality(ctx context.Context, call model.Call, _ *nothing) (*plain[casework.QualityReport], error) {
	return body(a.Desk.DataQuality(ctx, call.Actor))
}

// flawed narrows a list to what a rule of data quality finds; no rule leaves it whole.
func (a *API) flawed(q store.Query, rule string) store.Query {
	q.Flaw = a.Desk.Flaw(model.QualityRuleID(rule))
	return q
}
