package casework

import (
	"context"
	"slices"
	"time"

	"yijian/model"
	"yijian/store"
)

// clocked is a record as its clocks know it, and the duties that it asks for as it
// stands. DoneOn is the day of what ended a duty, today where nothing says another.
type clocked struct {
	noun     model.Noun
	id       string
	title    string
	area     string
	firm     model.EnterpriseID
	firmName string
	firmSees bool
	demo     bool
	doneOn   model.Date
	keeps    bool // its clocks keep the day on which they began
	duties   []duty
}

// duty is a term that has to be kept: from when, which time it runs, and who has the record in hand.
type duty struct {
	rule   model.DeadlineRuleID
	start  model.Date
	round  int
	holder model.Role
}

// objectionReviewers are who may answer an objection: whoever of two posts had no part in the matter.
const objectionReviewers = "没有经办过这件事的法制审核或执法人员"

// describe puts the record's own facts on a clock.
func (r clocked) describe(c *model.Clock, d duty) {
	c.Record, c.AreaCode, c.EnterpriseID, c.FirmSees, c.Demo = r.title, r.area, r.firm, r.firmSees, r.demo
	c.Holder, c.HolderName = d.holder, ""
	switch {
	case d.holder == model.RoleFirm:
		c.HolderName = r.firmName
	case d.rule == model.ObjectionReview:
		c.HolderName = objectionReviewers
	}
}

// keepClocks starts the clocks of duties that the record asks for now, stops those it
// asks for no longer, and leaves every other one alone: only a corrected first day or
// another holder changes a clock that runs. It belongs into the transaction of the act.
func (w work) keepClocks(ctx context.Context, r clocked) error {
	existing, err := w.ClocksOf(ctx, r.noun, r.id)
	if err != nil {
		return err
	}
	terms, err := w.terms(ctx)
	if err != nil {
		return err
	}
	kept := map[model.ClockID]bool{}
	for _, duty := range r.duties {
		at := -1
		for i, c := range existing {
			if c.Rule == duty.rule && c.Round == int64(duty.round) {
				at = i
			}
		}
		if at < 0 {
			err = w.startClock(ctx, terms, r, duty)
		} else {
			kept[existing[at].ID] = true
			err = w.followClock(ctx, terms, r, duty, existing[at])
		}
		if err != nil {
			return err
		}
	}
	for _, c := range existing {
		if c.Status != model.ClockStopped && !kept[c.ID] {
			if err := w.stopClock(ctx, c, r.doneOn); err != nil {
				return err
			}
		}
	}
	return nil
}

// startClock starts nothing for a duty from before the deadline table: it has no rule.
func (w work) startClock(ctx context.Context, terms terms, r clocked, duty duty) error {
	c, err := terms.newClock(r, duty, w.now)
	if model.KindOf(err) == model.Conflict {
		return nil
	}
	if err != nil {
		return err
	}
	if err := w.AddClock(ctx, &c); err != nil {
		return err
	}
	return w.AddClockHolder(ctx, holderOf(c, c.StartOn, w.now))
}

func holderOf(c model.Clock, from model.Date, now time.Time) *model.ClockHolder {
	return &model.ClockHolder{
		ID: store.NewID(), ClockID: c.ID, Holder: c.Holder, Name: c.HolderName, FromOn: from,
		Version: 1, CreatedAt: now, UpdatedAt: now,
	}
}

func (w work) followClock(ctx context.Context, terms terms, r clocked, duty duty, c model.Clock) error {
	if c.Status == model.ClockStopped {
		return w.takeUpClock(ctx, c)
	}
	is := c
	r.describe(&is, duty)
	if duty.start != c.StartOn && !r.keeps {
		err := terms.begin(&is, duty.start)
		if model.KindOf(err) == model.Conflict { // before every rule there is no term
			return w.stopClock(ctx, c, model.Date{})
		}
		if err != nil {
			return err
		}
	}
	if sameFacts(c, is) {
		return nil
	}
	if _, err := w.ChangeClock(ctx, is); err != nil {
		return err
	}
	if is.Holder == c.Holder && is.HolderName == c.HolderName {
		return nil
	}
	if err := w.endHolding(ctx, c, w.today()); err != nil {
		return err
	}
	return w.AddClockHolder(ctx, holderOf(is, w.today(), w.now))
}

// takenUp are the acts that end a term which the same duty, asked for again on the same day, takes up.
var takenUp = []string{"endpoint:withdraw-change", "endpoint:return-change"}

func (w work) takeUpClock(ctx context.Context, c model.Clock) error {
	if !slices.Contains(takenUp, c.EndedBy) {
		return nil
	}
	return w.runOn(ctx, c)
}

// runOn lets a stopped clock run again, to the last day that it had.
func (w work) runOn(ctx context.Context, c model.Clock) error {
	c.StoppedOn, c.EndedBy = model.Date{}, ""
	if err := w.recount(ctx, &c, model.ClockRunning); err != nil {
		return err
	}
	if _, err := w.ChangeClock(ctx, c); err != nil {
		return err
	}
	return w.AddClockHolder(ctx, holderOf(c, w.today(), w.now))
}

func sameFacts(a, b model.Clock) bool {
	return a.Record == b.Record && a.AreaCode == b.AreaCode && a.EnterpriseID == b.EnterpriseID && a.FirmSees == b.FirmSees &&
		a.Holder == b.Holder && a.HolderName == b.HolderName && a.StartOn == b.StartOn
}

func (w work) endHolding(ctx context.Context, c model.Clock, on model.Date) error {
	for _, h := range c.Holders {
		if !h.ToOn.IsZero() {
			continue
		}
		h.ToOn = on
		if err := w.EndClockHolder(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// endPause ends the pause that lasts, and counts the last day that was unknown meanwhile.
func (w work) endPause(ctx context.Context, c *model.Clock) error {
	c.Pauses = slices.Clone(c.Pauses)
	at := slices.IndexFunc(c.Pauses, func(p model.ClockPause) bool { return p.ToOn.IsZero() })
	if at < 0 {
		return nil
	}
	p := &c.Pauses[at]
	p.ToOn, p.ResumedBy = w.today(), w.Stamp().Call.Actor.Name
	if err := w.EndClockPause(ctx, *p); err != nil {
		return err
	}
	p.UpdatedAt = w.now
	return w.recount(ctx, c, c.Status)
}

// stopClock ends a clock on the day its duty was done, and what was open about it. A window
// that is over closed on its last day.
func (w work) stopClock(ctx context.Context, c model.Clock, doneOn model.Date) error {
	c.Status, c.StoppedOn, c.EndedBy, c.NextAt, c.Failure = model.ClockStopped, w.today(), w.Stamp().Act, nil, ""
	if !doneOn.IsZero() && !doneOn.Before(c.StartOn) {
		c.StoppedOn = doneOn
	}
	if model.WindowRules[c.Rule] && !c.DueOn.IsZero() && c.StoppedOn.After(c.DueOn) {
		c.StoppedOn = c.DueOn
	}
	if err := w.endPause(ctx, &c); err != nil {
		return err
	}
	for _, e := range c.Longer {
		if e.Status != model.ExtensionAsked {
			continue
		}
		e.Status, e.DecidedOn = model.ExtensionLapsed, w.today()
		if err := w.DecideClockExtension(ctx, e); err != nil {
			return err
		}
	}
	if err := w.endHolding(ctx, c, c.StoppedOn); err != nil {
		return err
	}
	_, err := w.ChangeClock(ctx, c)
	return err
}

// resumeClocks lets the stopped clocks run on that the record's duties ask for again. No rule
// allows a pause for an entry that was wrong, so that their last days stay; what had been
// asked for and lapsed meanwhile has to be asked for again.
func (w work) resumeClocks(ctx context.Context, r clocked) error {
	existing, err := w.ClocksOf(ctx, r.noun, r.id)
	if err != nil {
		return err
	}
	for _, c := range existing {
		for _, duty := range r.duties {
			if c.Status != model.ClockStopped || c.Rule != duty.rule || c.Round != int64(duty.round) {
				continue
			}
			if err := w.runOn(ctx, c); err != nil {
				return err
			}
		}
	}
	return w.keepClocks(ctx, r)
}

// termsOf are the terms together with the clocks of the record.
func (w work) termsOf(ctx context.Context, noun model.Noun, id string) (terms, error) {
	return w.desk.termsWith(ctx, w.Reader, noun, id)
}

func (d *Desk) termsWith(ctx context.Context, r store.Reader, noun model.Noun, id string) (terms, error) {
	t, err := d.termsIn(ctx, r)
	if err != nil {
		return t, err
	}
	clocks, err := r.ClocksOf(ctx, noun, id)
	return t.seeing(clocks), err
}
