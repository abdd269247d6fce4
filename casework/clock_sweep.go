package casework

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

// SweptClocks is what a pass over the clocks did.
type SweptClocks struct {
	Started int // records that had no clock yet
	Counted int // last days that a calendar gave only now
	Steps   int // steps of ladders
	Failed  int // clocks that failed; each says why
}

const (
	// sweepPage is how many clocks one transaction holds.
	sweepPage = 50
	// unreadable is what people read of a clock that failed.
	unreadable = "这项期限的告知失败，请联系系统管理员（日志中有原因）"
)

// SweepClocks goes on with a pass that starts lacking clocks, counts those that a calendar
// gives only now, and takes every step of a ladder that is due, the oldest first. It goes on
// where a pass that was cut off stopped. A clock that fails is noted and passed over;
// what becomes due meanwhile waits for the next pass, so that each one ends.
func (d *Desk) SweepClocks(ctx context.Context, call model.Call) (SweptClocks, error) {
	var done SweptClocks
	if _, err := d.Scope(call.Actor, "clock:sweep"); err != nil {
		return done, err
	}
	started, err := d.goOnStarting(ctx, call)
	if err != nil {
		return done, err
	}
	done.Started = started.Started
	if done.Counted, err = d.countUncounted(ctx, call); err != nil {
		return done, err
	}
	pass := &clockPass{d, call, done}
	err = pass.overDue(ctx)
	return pass.done, err
}

func (d *clockPass) overDue(ctx context.Context) error {
	sweep, err := d.Store.ClockSweep(ctx)
	if err != nil {
		return err
	}
	if sweep.CursorAt == nil { // the last pass came to its end
		sweep.StartedAt = d.now()
	}
	for {
		page, err := d.Store.DueClocks(ctx, sweep, sweepPage)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			sweep.CursorAt, sweep.CursorID = nil, ""
			_, err := d.moveSweep(ctx, sweep)
			return overtaken(err)
		}
		if sweep, err = d.sweepOver(ctx, sweep, page); err != nil {
			return overtaken(err)
		}
	}
}

// overtaken takes a pass that another server carries on as done.
func overtaken(err error) error {
	if model.KindOf(err) == model.Stale {
		return nil
	}
	return err
}

// clockPass is one pass on somebody's call, and what it has done so far.
type clockPass struct {
	*Desk
	call model.Call
	done SweptClocks
}

func (d *clockPass) moveSweep(ctx context.Context, sweep model.ClockSweep) (moved model.ClockSweep, err error) {
	err = d.Store.Tx(ctx, d.sweepStamp(d.call), func(tx *store.Tx) error {
		moved, err = tx.MoveClockSweep(ctx, sweep)
		return err
	})
	return moved, err
}

func (d *Desk) sweepStamp(call model.Call) model.Stamp {
	return model.Stamp{Call: call, Act: "clock:sweep", At: d.now()}
}

// sweepOver takes the steps of a page in one transaction with the cursor behind it. If
// that fails, each clock gets its own, so that one that cannot be done stops no other.
func (d *clockPass) sweepOver(ctx context.Context, sweep model.ClockSweep, page []model.Clock) (model.ClockSweep, error) {
	last := page[len(page)-1]
	was, behind := sweep.Version, sweep
	behind.CursorAt, behind.CursorID = last.NextAt, last.ID
	steps := 0
	err := d.Store.Tx(ctx, d.sweepStamp(d.call), func(tx *store.Tx) (err error) {
		steps = 0
		if sweep, err = tx.MoveClockSweep(ctx, behind); err != nil {
			return err
		}
		for _, c := range page {
			n, err := d.takeSteps(ctx, tx, c, sweep)
			if err != nil {
				return fmt.Errorf("clock %s: %w", c.ID, err)
			}
			steps += n
		}
		return nil
	})
	if err == nil {
		d.done.Steps += steps
		return sweep, nil
	}
	if len(page) == 1 {
		return d.passOver(ctx, behind, page[0], err)
	}
	if ctx.Err() != nil {
		return sweep, err
	}
	one := sweep
	one.Version = was // the transaction that raised it was taken back
	for i := range page {
		if one, err = d.sweepOver(ctx, one, page[i:i+1]); err != nil {
			return one, err
		}
	}
	return one, nil
}

// passOver notes on a clock that it failed, and goes on behind it.
func (d *clockPass) passOver(ctx context.Context, behind model.ClockSweep, c model.Clock, cause error) (model.ClockSweep, error) {
	if kind := model.KindOf(cause); kind == model.Stale || ctx.Err() != nil {
		return behind, cause
	}
	d.Log.Warn("clock failed", "clock", string(c.ID), "error", cause.Error())
	d.done.Failed++
	moved, err := d.moveSweep(ctx, behind)
	if err != nil || c.Failure == unreadable {
		return moved, err
	}
	c.Failure = unreadable
	noting := d.Store.Tx(ctx, d.sweepStamp(d.call), func(tx *store.Tx) error {
		_, err := tx.ChangeClock(ctx, c)
		return err
	})
	if noting != nil { // the log has it
		d.Log.Warn("clock failure not noted", "clock", string(c.ID), "error", noting.Error())
	}
	return moved, nil
}

// takeSteps tells whom the ladder names of every step that is due, each once, and sets
// when the next one is.
func (d *Desk) takeSteps(ctx context.Context, tx *store.Tx, seen model.Clock, sweep model.ClockSweep) (int, error) {
	c, err := tx.Clock(ctx, store.Everything(), seen.ID)
	if err != nil {
		return 0, err
	}
	row, err := c.Row()
	if err != nil {
		return 0, err
	}
	due := dueSteps(c, row, sweep.StartedAt)
	if c.Status != model.ClockRunning { // stopped or paused since it was read
		return 0, nil
	}
	for _, step := range due {
		taken := model.ClockStep{ID: store.NewID(), ClockID: c.ID, Step: deadline.StepKey(step, c.Extensions), CreatedAt: tx.Stamp().At}
		if err := tellOfStep(ctx, tx, c, row, step); err != nil {
			return 0, err
		}
		if err := tx.AddClockStep(ctx, &taken); err != nil {
			return 0, err
		}
		c.Steps = append(c.Steps, taken)
	}
	if model.WindowRules[c.Rule] && c.DueAt != nil && !c.DueAt.After(sweep.StartedAt) {
		return len(due), work{tx, tx.Stamp().At, store.Everything(), d}.stopClock(ctx, c, c.DueOn)
	}
	c.NextAt, c.Failure = nextStep(c, row), ""
	_, err = tx.ChangeClock(ctx, c)
	return len(due), err
}

// tellOfStep writes the notices of one step; they leave through the outbox.
func tellOfStep(ctx context.Context, tx *store.Tx, c model.Clock, row model.DeadlineRule, step model.LadderStep) error {
	a := announcement{
		event: model.EventClockStep, noun: c.Noun, id: c.RecordID, demo: c.Demo, to: toDuty(step.Tell, c.AreaCode),
		once: "clock/" + string(c.ID) + "/" + deadline.StepKey(step, c.Extensions),
		values: map[string]string{
			"item": c.Title + "：" + c.Record, "due": c.DueOn.String(), "basis": c.Basis, "state": stepWords(step, c, row.Unit, tx.Stamp().At),
		},
	}
	if step.Tell == model.TellHolder {
		a.to = toDuty(c.Holder, c.AreaCode)
		if c.Holder == model.RoleFirm {
			a.to = toFirm(c.EnterpriseID)
		}
	}
	return announce(ctx, tx, a)
}

// stepWords say how the clock stands at the step.
func stepWords(step model.LadderStep, c model.Clock, unit model.DeadlineUnit, now time.Time) string {
	left := deadline.DaysLeft(model.DateOf(now), c.DueOn)
	switch {
	case unit == model.Hour && c.DueAt != nil:
		return hourWords(c.DueAt.Sub(now))
	case step.At == model.AtWarning && left >= 0:
		return "还剩" + strconv.Itoa(left) + "天"
	case left < 0:
		return "已逾期" + strconv.Itoa(-left) + "天"
	}
	return "今日届满"
}

// hourWords say how a clock in hours stands.
func hourWords(left time.Duration) string {
	switch hours := int(left.Abs().Hours()); {
	case left > 0 && hours == 0:
		return "还剩不到1小时"
	case left > 0:
		return "还剩" + strconv.Itoa(hours) + "小时"
	case hours == 0:
		return "刚刚届满"
	default:
		return "已逾期" + strconv.Itoa(hours) + "小时"
	}
}
