// Package jobs repeats: one literal list of scheduled work, one file per job.
// A slot of a job runs once, whichever server wakes up for it; decisions belong
// to casework.
package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/robfig/cron/v3"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// job is one row of the list. Run must give the same outcome when repeated for the same day.
type job struct {
	model.Job
	allSlots bool // after downtime run every missed slot in order, not only the last
	run      func(ctx context.Context, desk *casework.Desk, call model.Call, asOf model.Date) (outcome string, err error)
}

var schedule = []job{
	{model.Job{Name: "edition-candidates", Title: "计算诚信红黑榜候选", Schedule: "30 2 1 1,7 *"}, true, proposeEdition},
	{model.Job{Name: "end-terms", Title: "结束到期公示", Schedule: "5 0 * * *"}, false, endTerms},
	{model.Job{Name: "settle-filings", Title: "备案随许可失效或顺延", Schedule: "15 0 * * *"}, false, settleFilings},
	{model.Job{Name: "open-returns", Title: "建立待填报的业务月报", Schedule: "25 0 * * *"}, false, openReturns},
	{model.Job{Name: "record-duties", Title: "登记缺报月报并确定履责记录", Schedule: "35 0 * * *"}, false, recordDuties},
	{model.Job{Name: "issue-papers", Title: "印发任务月报", Schedule: "10 1 * * *"}, false, issuePapers},
	{model.Job{Name: "start-clocks", Title: "补开缺少的计时", Schedule: "50 0 * * *"}, false, startClocks},
	{model.Job{Name: "sweep-slips", Title: "核对督办单时限", Schedule: "50 7 * * *"}, false, sweepSlips},
	{model.Job{Name: "sweep-coordinations", Title: "核对协调事项时限", Schedule: "52 7 * * *"}, false, sweepCoordinations},
	{model.Job{Name: "remind-terms", Title: "提醒将届满的期限", Schedule: "0 8 * * *"}, false, remindTerms},
	{model.Job{Name: "housekeeping", Title: "清理过期会话与请求记录", Schedule: "40 3 * * *"}, false, housekeeping},
	{model.Job{Name: "sweep-clocks", Title: "核对期限并逐级告知", Schedule: "*/10 * * * *"}, false, sweepClocks},
	{model.Job{Name: "check-calendar", Title: "检查节假日安排是否载入", Schedule: "20 7 * * *"}, false, checkCalendar},
}

// needs is what an order of a job needs beyond job:run and job:rerun.
var needs = map[string]func(desk *casework.Desk, by model.Actor) error{"edition-candidates": mayOrderEdition}

// List returns every job, for people.
func List() []model.Job {
	all := make([]model.Job, len(schedule))
	for i, j := range schedule {
		all[i] = j.Job
	}
	return all
}

// Titles are the jobs' titles by their names.
func Titles() map[string]string {
	titles := map[string]string{}
	for _, j := range schedule {
		titles[j.Name] = j.Title
	}
	return titles
}

// actor is the performer of work that the clock started.
var actor = model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}

// ofBureau is the call of a job that the clock started: on behalf of the bureau, by the job's title.
func ofBureau(j job) model.Call {
	return model.Call{Actor: actor, OnBehalf: "本局（" + j.Title + "）"}
}

func find(name string) (job, error) {
	for _, j := range schedule {
		if j.Name == name {
			return j, nil
		}
	}
	return job{}, &model.Error{Kind: model.Invalid, Reason: "job.unknown", Detail: "没有这个定时任务：" + name,
		Fields: []model.FieldError{{Pointer: "/job", Reason: "job.unknown", Detail: "没有这个定时任务"}}}
}

// Run performs the job as of the day on somebody's order. The same day again
// returns the first run.
func Run(ctx context.Context, desk *casework.Desk, call model.Call, name string, asOf model.Date) (model.JobRun, error) {
	j, s, err := ordered(desk, call, name, asOf)
	if err != nil {
		return model.JobRun{}, err
	}
	return perform(ctx, desk, j, call, s)
}

func ordered(desk *casework.Desk, call model.Call, name string, asOf model.Date) (j job, s slot, err error) {
	if j, err = find(name); err != nil {
		return j, s, err
	}
	if _, err := desk.Scope(call.Actor, "job:run"); err != nil {
		return j, s, err
	}
	if err := j.orderable(desk, call.Actor); err != nil {
		return j, s, err
	}
	if asOf.Before(model.FirstDay) || asOf.After(desk.Today()) { // no day at all is before every day
		var fields model.FieldErrors
		fields.Add("/as_of", "job.as_of", "截止日不得早于"+model.FirstDay.String()+"，也不得晚于今天")
		return j, s, fields.Err()
	}
	return j, slot{at: asOf.Time(), asOf: asOf}, nil
}

func orderedAgain(ctx context.Context, desk *casework.Desk, call model.Call, id string) (j job, s slot, err error) {
	scope, err := desk.Scope(call.Actor, "job:rerun")
	if err != nil {
		return j, s, err
	}
	run, err := desk.Store.JobRun(ctx, scope, id)
	if err != nil {
		return j, s, err
	}
	if run.Status != model.JobFailed {
		return j, s, model.Fail(model.Conflict, "job.not_failed", "只有失败的运行可以重新运行")
	}
	if j, err = find(run.Job); err != nil {
		return j, s, model.Fail(model.Conflict, "job.gone", "程序已不再有这个定时任务")
	}
	return j, slot{at: run.Slot, asOf: run.AsOf, act: "job:rerun", was: run.Outcome}, j.orderable(desk, call.Actor)
}

func (j job) orderable(desk *casework.Desk, by model.Actor) error {
	if also, known := needs[j.Name]; known {
		return also(desk, by)
	}
	return nil
}

// runLimit is how long a run may take: less than it is held, after which another server takes it up.
const runLimit = 14 * time.Minute

// errTaken is the failure to run what another server has just taken.
var errTaken = errors.New("taken by another server")

// slot is one moment a job is due, the day it counts up to, what the audit calls its
// run, if the clock did not start it, and what an ordered repeat found as its outcome.
type slot struct {
	at      time.Time
	asOf    model.Date
	act     string
	was     string
	byClock bool // nobody ordered it
}

// stamp says who runs the slot; the slot is what makes it happen once, not the call's key.
func (s slot) stamp(desk *casework.Desk, call model.Call) model.Stamp {
	call.Key, call.Version = "", 0
	return model.Stamp{Call: call, Act: cmp.Or(s.act, "job:run"), At: desk.Now().UTC().Truncate(time.Millisecond)}
}

func perform(ctx context.Context, desk *casework.Desk, j job, call model.Call, s slot) (model.JobRun, error) {
	run, mine, err := claim(ctx, desk, j, call, s)
	if err != nil || !mine {
		return run, err
	}
	return conduct(ctx, desk, taken{j, call, s, run})
}

// claim takes the slot; mine is false when it is done or another server's.
func claim(ctx context.Context, desk *casework.Desk, j job, call model.Call, s slot) (run model.JobRun, mine bool, err error) {
	err = desk.Store.Tx(ctx, s.stamp(desk, call), func(tx *store.Tx) error {
		if s.byClock {
			tx.LeaveRunOut()
		}
		run, mine, err = tx.ClaimRun(ctx, j.Name, s.at.UTC(), s.asOf)
		return err
	})
	if kind := model.KindOf(err); kind == model.Conflict || kind == model.Stale {
		err = fmt.Errorf("%w: %w", errTaken, err)
	}
	return run, mine, err
}

// taken is a run that is this server's to do, and who ordered it.
type taken struct {
	job
	call model.Call
	slot
	run model.JobRun
}

// conduct does the work of a run that was taken, and notes how it ended.
func conduct(ctx context.Context, desk *casework.Desk, t taken) (model.JobRun, error) {
	call, run := t.call, t.run
	call.Key, call.Version = "", 0
	limited, stop := context.WithTimeout(ctx, runLimit)
	defer stop()
	limited, changes := store.WithTally(limited)
	outcome, failure := guarded(limited, desk, t.job, call, t.asOf)
	status := model.JobDone
	if failure != nil {
		status, outcome = model.JobFailed, toldOf(failure, run, call)
	}
	if t.was != "" && model.KindOf(failure) == model.Forbidden { // that is about who ordered it: the cause stays
		outcome = t.was
	}
	ended, noting := run, context.WithoutCancel(ctx) // a server that stops notes it too
	isIdle := t.byClock && failure == nil && changes.Load() == 0 && run.Version == 1
	err := desk.Store.Tx(noting, t.stamp(desk, call), func(tx *store.Tx) (err error) {
		if isIdle {
			tx.LeaveRunOut()
		}
		ended, err = tx.FinishRun(noting, run, status, outcome)
		return err
	})
	if failure = errors.Join(failure, err); failure != nil {
		return ended, fmt.Errorf("run %s: %w", run.ID, failure)
	}
	return ended, nil
}

// toldOf is what people may read of a failure: its own sentence if it has one,
// else the number under which the log has the rest.
func toldOf(failure error, run model.JobRun, call model.Call) string {
	if detail := model.DetailOf(failure); detail != "" {
		return detail
	}
	if call.RequestID != "" {
		return "内部错误，请求编号 " + call.RequestID
	}
	return "内部错误，运行编号 " + run.ID
}

func guarded(ctx context.Context, desk *casework.Desk, j job, call model.Call, asOf model.Date) (outcome string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("job %s panicked: %v", j.Name, p)
		}
	}()
	return j.run(ctx, desk, call, asOf)
}

// parse reads a schedule in Shanghai time; the list above is fixed, so a bad one is a broken build.
func parse(spec string) cron.Schedule {
	parsed, err := cron.ParseStandard(spec)
	if err != nil {
		panic(err)
	}
	return parsed
}

// asClock is the clock's own call of a job that somebody may have ordered; on whose behalf is kept.
func asClock(ordered model.Call) model.Call {
	call := model.Call{Actor: actor, OnBehalf: ordered.OnBehalf, RequestID: ordered.RequestID, Address: ordered.Address}
	if ordered.Actor.UserID != "" {
		call.OnBehalf = ordered.Actor.Name
	}
	return call
}
