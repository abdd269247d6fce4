package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

// Jobs is what main lends the API of the scheduled jobs, which api may not import.
type Jobs struct {
	List func() []model.Job
	// Run takes a run, which then goes on by itself.
	Run func(ctx context.Context, call model.Call, name string, asOf model.Date) (model.JobRun, error)
	// Rerun takes a failed run once more, which then goes on by itself.
	Rerun func(ctx context.Context, call model.Call, id string) (model.JobRun, error)
}

func (a *API) listJobs(context.Context, model.Call, *nothing) (*plain[model.Page[model.Job]], error) {
	return &plain[model.Page[model.Job]]{Body: model.Page[model.Job]{Items: a.Jobs.List()}}, nil
}

type runList struct {
	Paging
	Job     string `query:"job" maxLength:"60"`
	Status  string `query:"status" enum:"running,done,failed,baseline"`
	Quality string `query:"quality" enum:"job-failing" doc:"what a rule of data quality finds"`
}

func (a *API) listRuns(ctx context.Context, call model.Call, in *runList) (*plain[model.Page[model.JobRun]], error) {
	scope, err := a.Desk.Scope(call.Actor, "job:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.JobRuns(ctx, scope, a.flawed(in.query(map[string]string{"job": in.Job, "status": in.Status}), in.Quality)))
}

type runEntry struct {
	Body struct {
		Job  string     `json:"job" minLength:"1" maxLength:"60" doc:"任务名称"`
		AsOf model.Date `json:"as_of" format:"date" doc:"计算截止日"`
	}
}

func (a *API) runJob(ctx context.Context, call model.Call, in *runEntry) (*created[model.JobRun], error) {
	run, err := casework.Keyed(ctx, a.Desk, call, "job:run", func() (model.JobRun, error) {
		return a.Jobs.Run(ctx, call, in.Body.Job, in.Body.AsOf)
	})
	return made("job-runs", run.ID, run, err)
}

func (a *API) readRun(ctx context.Context, call model.Call, in *onID) (*record[model.Card[model.JobRun]], error) {
	card, err := a.Desk.RunCard(ctx, call.Actor, in.ID)
	return versioned(card, card.Record.Version, err)
}

func (a *API) rerunJob(ctx context.Context, call model.Call, in *onID) (*record[model.JobRun], error) {
	run, err := casework.Keyed(ctx, a.Desk, call, "job:rerun", func() (model.JobRun, error) {
		return a.Jobs.Rerun(ctx, call, in.ID)
	})
	return versioned(run, run.Version, err)
}
