package main

import (
	"fmt"

	"yijian/jobs"
	"yijian/model"
)

type jobVerbs struct {
	List jobListVerb `cmd:"" help:"List the scheduled jobs."`
	Run  jobRunVerb  `cmd:"" help:"Run a job as of a day; the same day again does nothing."`
}

type jobListVerb struct{ database }

// Run prints one job a line: name, schedule, title. It opens no database.
func (v *jobListVerb) Run(env *environment) error {
	for _, j := range jobs.List() {
		fmt.Fprintf(env.out, "%s\t%s\t%s\n", j.Name, j.Schedule, j.Title)
	}
	return nil
}

type jobRunVerb struct {
	database
	Name string `arg:"" help:"Name of the job."`
	AsOf string `help:"Day up to which it counts, YYYY-MM-DD." required:""`
}

// Run performs the job and prints its outcome.
func (v *jobRunVerb) Run(env *environment) error {
	asOf, err := model.ParseDate(v.AsOf)
	if err != nil {
		return usage("--as-of: %v", err)
	}
	desk, err := v.open(env, false)
	if err != nil {
		return err
	}
	defer func() { _ = desk.Store.Close() }()
	call := operator()
	call.Actor.Roles = []model.Role{"job"}
	run, err := jobs.Run(env.ctx, desk, call, v.Name, asOf)
	if err != nil {
		return err
	}
	fmt.Fprintf(env.out, "%s\t%s\t%s\t%s\n", run.Job, run.AsOf, run.Status, run.Outcome)
	return nil
}
