package casework

import (
	"context"
	"errors"
	"fmt"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/deadline"
	"yijian/store"
)

// SweptSlips is what a pass over the slips did.
type SweptSlips struct {
	Reissued int  // in the next colour, as their limit passed
	Ended    int  // with their task, or as it has another lead or caught up
	Issued   int  // first ones, where the bureau lets the clock issue them
	Proposed int  // first ones that wait for the supervising unit
	Rests    bool // today is no working day, on which nothing is issued
}

// SweepSlips issues every slip anew whose limit passed without an answer, ends those whose task is
// over, has another lead or caught up, and issues the first slip of tasks that turned red, or counts them where the supervising
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
	pass := &slipPass{Desk: d, call: call, terms: terms, issues: works && noYear == nil, done: done}
	failed := errors.Join(noYear, pass.openSlips(ctx))
	return pass.done, errors.Join(failed, pass.newlyRed(ctx))
}

// slipPass is one pass on somebody's call, and what it has done so far.
type slipPass struct {
	*Desk
	call   model.Call
	terms  terms
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
		tasks, err := tasksOfSlips(ctx, p.Store.Reader, page)
		if err != nil {
			return errors.Join(failed, err)
		}
		for _, s := range page {
			after = s.ID
			if err := p.openSlip(ctx, slipInTask{s, tasks[s.TaskID]}); err != nil && !swept(err) {
				failed = errors.Join(failed, fmt.Errorf("slip %s: %w", s.Number, err))
			}
		}
	}
}

// slipFate is what the clock does with an open slip: ends it with the words, issues it anew, or nothing.
type slipFate struct {
	end  string
	anew bool
}

// fateOf asks a slip that nothing ends, and whose limit passed, whether its task is still behind.
// While the completion of that is checked, the slip waits too.
func (p *slipPass) fateOf(s slipInTask) (slipFate, error) {
	if words := s.overWords(); words != "" {
		return slipFate{end: words}, nil
	}
	passed := p.issues && s.AwaitsAnswer() && s.DueOn.Before(p.Today())
	if !passed || s.task.Status == model.TaskDonePending {
		return slipFate{}, nil
	}
	decision, err := p.terms.lightOn(s.task.Task, s.task.past, p.Today())
	if err == nil && !policy.TakesSlip(decision.Light) {
		return slipFate{end: "灯号已转为" + decision.Light.Title() + "，不再升级"}, nil
	}
	return slipFate{anew: err == nil}, err
}

// openSlip ends the slip or issues it anew, if it and its task still stand as they were read.
func (p *slipPass) openSlip(ctx context.Context, seen slipInTask) error {
	fate, err := p.fateOf(seen)
	if err != nil || fate == (slipFate{}) {
		return err
	}
	act, count := "task:reissue-slip", &p.done.Reissued
	if fate.end != "" {
		act, count = "task:end-slip", &p.done.Ended
	}
	_, err = perform(ctx, p.Desk, p.call, order{permission: "task:sweep-slips", act: act}, func(w work) (bool, error) {
		s, err := loadSlip(ctx, w.Reader, store.Everything(), seen.ID)
		if err != nil {
			return false, err
		}
		if err := errors.Join(must(s.Version, seen.Version), must(s.task.Version, seen.task.Version)); err != nil {
			return false, err
		}
		if fate.end != "" {
			return true, w.endSlip(ctx, s, fate.end)
		}
		_, err = w.nextSlip(ctx, s.task, s.TaskSlip)
		return true, err
	})
	if err == nil {
		*count++
	}
	return err
}

// newlyRed issues the first slips of tasks that turned red, or counts them.
func (p *slipPass) newlyRed(ctx context.Context) (failed error) {
	fail := func(id model.TaskID, err error) { failed = errors.Join(failed, fmt.Errorf("task %s: %w", id, err)) }
	tasks, _, err := p.tasksInPlan(ctx, store.Everything())
	if err != nil {
		return err
	}
	waiting, err := p.slipless(ctx, tasks, p.terms, fail)
	if err != nil {
		return err
	}
	if !p.Rules.SlipsByClock {
		p.done.Proposed = len(waiting)
		return failed
	}
	if !p.issues {
		return failed
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
			fail(t.ID, err)
		}
	}
	return failed
}

// slipless are those of the tasks that turned red and were not given a slip since. A task of which
// that cannot be told goes to fail and is no other's hindrance.
func (d *Desk) slipless(ctx context.Context, tasks []taskInPlan, terms terms, fail func(model.TaskID, error)) ([]taskInPlan, error) {
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
			fail(t.ID, err)
		} else if turned {
			waiting = append(waiting, t)
		}
	}
	return waiting, nil
}

// turnedRed reports whether the task is red and has no slip for it: none that is open, and none to
// its lead that was settled or taken back since it has been red without a break. The answer to such a one
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
		if task.toLead(s) && (s.Status == model.SlipClosed || s.Status == model.SlipWithdrawn) {
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
