package casework

import (
	"context"
	"errors"
	"fmt"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

// SweptCoordinations is what a pass over the requests did.
type SweptCoordinations struct {
	Escalated int  // to the supervising unit, as their limit passed
	Ended     int  // with their task, or as the unit leads the task itself now
	Rests     bool // today is no working day, on which nothing is escalated
}

// SweepCoordinations puts every request whose limit passed without an answer before the
// supervising unit, and ends those of which nothing is asked any more. Done again on the same day,
// or by two servers at once, it does nothing twice; one request's failure is no other's.
func (d *Desk) SweepCoordinations(ctx context.Context, call model.Call) (SweptCoordinations, error) {
	var done SweptCoordinations
	if _, err := d.Scope(call.Actor, "task:sweep-coordinations"); err != nil {
		return done, err
	}
	terms, err := d.termsNow(ctx)
	if err != nil {
		return done, err
	}
	works, failed := deadline.IsWorkingDay(d.Today(), terms.calendar)
	done.Rests = failed == nil && !works
	for after := model.CoordinationID(""); ; {
		page, err := d.Store.OpenCoordinations(ctx, after)
		if err != nil || len(page) == 0 {
			return done, errors.Join(failed, err)
		}
		tasks, err := tasksOfCoordinations(ctx, d.Store.Reader, page)
		if err != nil {
			return done, errors.Join(failed, err)
		}
		for _, c := range page {
			after = c.ID
			err := d.sweepCoordination(ctx, call, coordinationInTask{c, tasks[c.TaskID]}, works, &done)
			if err != nil && model.KindOf(err) != model.Stale { // somebody else was first
				failed = errors.Join(failed, fmt.Errorf("coordination %s: %w", c.Number, err))
			}
		}
	}
}

// tasksOfCoordinations are the tasks that the requests are on, read once for all of them.
func tasksOfCoordinations(ctx context.Context, r store.Reader, asked []model.Coordination) (map[model.TaskID]taskInPlan, error) {
	ids := make([]model.TaskID, len(asked))
	for i, c := range asked {
		ids[i] = c.TaskID
	}
	return tasksOf(ctx, r, ids)
}

// sweepCoordination ends the request or escalates it, if it still stands as it was read.
func (d *Desk) sweepCoordination(ctx context.Context, call model.Call, seen coordinationInTask, works bool, done *SweptCoordinations) error {
	act, count := "task:end-coordination", &done.Ended
	words := seen.overWords()
	if words == "" {
		passed := works && seen.Status != model.CoordinationEscalated && seen.AwaitsAnswer() && seen.DueOn.Before(d.Today())
		if !passed || seen.task.Status == model.TaskDonePending {
			return nil
		}
		act, count = "task:escalate-coordination", &done.Escalated
	}
	_, err := perform(ctx, d, call, order{permission: "task:sweep-coordinations", act: act}, func(w work) (bool, error) {
		c, err := loadCoordination(ctx, w.Reader, store.Everything(), seen.ID)
		if err != nil {
			return false, err
		}
		if err := errors.Join(must(c.Version, seen.Version), must(c.task.Version, seen.task.Version)); err != nil {
			return false, err
		}
		if words != "" {
			return true, w.endCoordination(ctx, c, words)
		}
		c.Status, c.EscalatedOn = model.CoordinationEscalated, w.today()
		if c.Coordination, err = w.ChangeCoordination(ctx, c.Coordination); err != nil {
			return false, err
		}
		return true, w.tellOfEscalation(ctx, c)
	})
	if err == nil {
		*count++
	}
	return err
}

// overWords is why nothing more is asked of the unit, "" while something is.
func (c coordinationInTask) overWords() string {
	switch t := c.task; {
	case planOver(t.plan) != nil:
		return planOverWords
	case isOver(t.Task):
		return overWords(t.Task)
	case t.units[c.UnitID].CurrentID == t.leader():
		return "被请求的单位已经是牵头单位"
	}
	return ""
}

// endCoordinationsOf ends the open requests of a task for which the reason is gone.
func (w work) endCoordinationsOf(ctx context.Context, task model.Task) error {
	return w.endCoordinations(ctx, []model.TaskID{task.ID})
}

// endCoordinations is the same for many tasks, which are read once.
func (w work) endCoordinations(ctx context.Context, ids []model.TaskID) error {
	open, err := w.OpenCoordinationsOf(ctx, ids)
	if err != nil || len(open) == 0 {
		return err
	}
	tasks, err := tasksOfCoordinations(ctx, w.Reader, open)
	if err != nil {
		return err
	}
	for _, c := range open {
		in := coordinationInTask{c, tasks[c.TaskID]}
		if words := in.overWords(); words != "" {
			if err := w.endCoordination(ctx, in, words); err != nil {
				return err
			}
		}
	}
	return nil
}

// endCoordination ends a request that nobody has to answer any more, and tells its unit why.
func (w work) endCoordination(ctx context.Context, c coordinationInTask, words string) (err error) {
	c.over(w, model.CoordinationEnded, words)
	if c.Coordination, err = w.ChangeCoordination(ctx, c.Coordination); err != nil {
		return err
	}
	return w.tellOfCoordinationEnd(ctx, c)
}
