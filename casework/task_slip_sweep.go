package casework

import (
	"context"
	"errors"
	"fmt"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

// SweptSlips is what a pass over the slips did.
type SweptSlips struct {
	Reissued int  // in the next colour, as their limit passed
	Ended    int  // with their task
	Issued   int  // first ones, where the bureau lets the clock issue them
	Proposed int  // first ones that wait for the supervising unit
	Rests    bool // today is no working day, on which nothing is issued
}

// SweepSlips issues every slip anew whose limit passed without an answer, ends those whose task is
// over, and issues the first slip of tasks that turned red, or counts them where the supervising
// unit does. Nothing is issued on a day off. Done again on the same day, or by two servers at
// once, it issues nothing twice; one task's failure is no other's.
func (d *Desk) SweepSlips(ctx context.Context, call model.Call) (SweptSlips, error) {
	var done SweptSlips
	if _, err := d.Scope(call.Actor, "task:sweep-slips"); err != nil {
		return done, err
	}
	terms, err := d.termsNow(ctx)
	if err != nil {
		return done, err
	}
	works, noYear := deadline.IsWorkingDay(d.Today(), terms.calendar)
	done.Rests = noYear == nil && !works
	pass := &slipPass{Desk: d, call: call, issues: works && noYear == nil, done: done}
	failed := errors.Join(noYear, pass.openSlips(ctx))
	return pass.done, errors.Join(failed, pass.newlyRed(ctx, terms))
}

// slipPass is one pass on somebody's call, and what it has done so far.
type slipPass struct {
	*Desk
	call   model.Call
	issues bool
	done   SweptSlips
}

// swept reports whether the failure is only that somebody else was first.
func swept(err error) bool {
	var known *model.Error
	return errors.As(err, &known) && (known.Kind == model.Stale || known.Reason == "task_slip.open")
}

func (p *slipPass) openSlips(ctx context.Context) (failed error) {
	for after := model.TaskSlipID(""); ; {
		page, err := p.Store.OpenSlips(ctx, after)
		if err != nil || len(page) == 0 {
			return errors.Join(failed, err)
		}
		for _, s := range page {
			after = s.ID
			if err := p.openSlip(ctx, s); err != nil && !swept(err) {
				failed = errors.Join(failed, fmt.Errorf("slip %s: %w", s.Number, err))
			}
		}
	}
}

// openSlip ends the slip with its task, or issues it anew, if it still stands as it was read.
func (p *slipPass) openSlip(ctx context.Context, seen model.TaskSlip) error {
	task, err := p.Store.Task(ctx, store.Everything(), seen.TaskID)
	if err != nil {
		return err
	}
	passed := p.issues && seen.AwaitsAnswer() && seen.DueOn.Before(p.Today())
	switch {
	case isOver(task):
		_, err = perform(ctx, p.Desk, p.call, order{permission: "task:sweep-slips", act: "task:end-slip"}, func(w work) (bool, error) {
			return true, w.endSlipOf(ctx, task)
		})
		if err == nil {
			p.done.Ended++
		}
	case passed:
		_, err = perform(ctx, p.Desk, p.call, order{permission: "task:sweep-slips", act: "task:reissue-slip"}, func(w work) (bool, error) {
			s, err := loadSlip(ctx, w.Reader, store.Everything(), seen.ID)
			if err == nil {
				err = must(s.Version, seen.Version)
			}
			if err == nil {
				_, err = w.nextSlip(ctx, s.task, s.TaskSlip)
			}
			return true, err
		})
		if err == nil {
			p.done.Reissued++
		}
	}
	return err
}

// newlyRed issues the first slips of tasks that turned red, or counts them.
func (p *slipPass) newlyRed(ctx context.Context, terms terms) (failed error) {
	waiting, err := p.slipless(ctx, store.Everything(), terms)
	if err != nil {
		return err
	}
	if !p.Rules.SlipsByClock {
		p.done.Proposed = len(waiting)
		return nil
	}
	if !p.issues {
		return nil
	}
	for _, t := range waiting {
		_, err := perform(ctx, p.Desk, p.call, order{permission: "task:sweep-slips", act: "task:issue-slip"}, func(w work) (model.TaskSlip, error) {
			task, err := loadTask(ctx, w.Reader, store.Everything(), t.ID)
			if err != nil {
				return model.TaskSlip{}, err
			}
			return w.firstSlip(ctx, task, SlipWords{})
		})
		switch {
		case err == nil:
			p.done.Issued++
		case !swept(err):
			failed = errors.Join(failed, fmt.Errorf("task %s: %w", t.ID, err))
		}
	}
	return failed
}

// slipless are the tasks in scope that turned red and were not given a slip since.
func (d *Desk) slipless(ctx context.Context, scope store.Scope, terms terms) ([]taskInPlan, error) {
	tasks, _, err := d.tasksInPlan(ctx, scope)
	if err != nil {
		return nil, err
	}
	ids := make([]model.TaskID, len(tasks))
	for i, t := range tasks {
		ids[i] = t.ID
	}
	slips, err := d.Store.SlipsOfTasks(ctx, ids)
	if err != nil {
		return nil, err
	}
	var waiting []taskInPlan
	for _, t := range tasks {
		turned, err := terms.turnedRed(t, slips[t.ID], d.Today())
		if err != nil {
			return nil, err
		}
		if turned {
			waiting = append(waiting, t)
		}
	}
	return waiting, nil
}

// turnedRed reports whether the task is red and has no slip for it: none that is open, and none
// that was settled or taken back since it has been red without a break. The answer to such a one
// says what is being done; whether it is enough is for people to see. A task whose days nobody has
// set waits for that first.
func (t terms) turnedRed(task taskInPlan, slips []model.TaskSlip, today model.Date) (bool, error) {
	if isOver(task.Task) || task.StartOn.IsZero() {
		return false, nil
	}
	settled := model.Date{}
	for _, s := range slips {
		if s.IsOpen() {
			return false, nil
		}
		if s.Status == model.SlipClosed || s.Status == model.SlipWithdrawn {
			settled = s.EndedOn
		}
	}
	decision, err := t.lightOn(task.Task, task.past, today)
	if err != nil || decision.Light != model.LightRed || settled.IsZero() {
		return decision.Light == model.LightRed, err
	}
	for day := settled; day.Before(today); day = day.AddDays(1) {
		then, err := t.lightOn(task.Task, task.past, day)
		if err != nil || then.Light != model.LightRed {
			return err == nil, err
		}
	}
	return false, nil
}
