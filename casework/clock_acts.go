package casework

import (
	"context"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

var clockStates = map[model.ClockStatus]string{
	model.ClockRunning: "计时中", model.ClockPaused: "已中止", model.ClockStopped: "已办结",
}

type clockStep = step[model.ClockStatus]

var (
	clockRuns      = []model.ClockStatus{model.ClockRunning}
	pauseClock     = clockStep{"pause", "中止计时", "clock:pause", clockRuns}
	resumeClock    = clockStep{"resume", "恢复计时", "clock:pause", []model.ClockStatus{model.ClockPaused}}
	askExtension   = clockStep{"ask-extension", "申请延长期限", "clock:extend", clockRuns}
	approveLonger  = clockStep{"approve-extension", "批准延长", "clock:decide", clockRuns}
	refuseLonger   = clockStep{"refuse-extension", "不批准延长", "clock:decide", clockRuns}
	clockStepsOpen = []clockStep{pauseClock, resumeClock, askExtension, approveLonger, refuseLonger}
)

// ClockCard is a clock as its page needs it: its days, what its rule allows, and what happened to it.
type ClockCard struct {
	model.Card[ClockLine]
	Today     model.Date           `json:"today"`
	Value     int                  `json:"value"`
	Unit      model.DeadlineUnit   `json:"unit"`
	Allowed   []model.PauseReason  `json:"pause_reasons"`
	Extension *model.ExtensionRule `json:"extension,omitempty"`
}

// ClockCard returns a clock with the acts open to the actor.
func (d *Desk) ClockCard(ctx context.Context, actor model.Actor, id model.ClockID) (ClockCard, error) {
	card := ClockCard{Today: d.Today(), Allowed: []model.PauseReason{}}
	scope, err := d.Scope(actor, "clock:read")
	if err != nil {
		return card, err
	}
	c, err := d.Store.Clock(ctx, scope, id)
	if err != nil {
		return card, err
	}
	row, err := c.Row()
	if err != nil {
		return card, err
	}
	card.Value, card.Unit, card.Extension = row.Value, row.Unit, row.Extension
	card.Allowed = append(card.Allowed, row.Pauses...)
	card.Record = d.lineOfClock(c)
	for _, s := range clockStepsOpen {
		refusal := s.refusal(c.Status, clockStates)
		if refusal == "" {
			refusal = refusalOf(d.clockHindrance(s, c, row, actor))
		}
		card.Acts = append(card.Acts, d.act(actor, s.name, s.title, s.permission, refusal))
	}
	card.History, err = d.historyFor(ctx, actor, "clocks", string(id))
	return card, err
}

// held says of each holder for how many days the clock ran while he had the record.
func (d *Desk) held(c model.Clock) model.Clock {
	c.Holders = slices.Clone(c.Holders)
	pauses := spansOf(c)
	for _, p := range c.Pauses {
		if p.ToOn.IsZero() {
			pauses = append(pauses, deadline.Span{From: p.FromOn, To: d.Today()})
		}
	}
	for i, h := range c.Holders {
		last := h.ToOn
		if last.IsZero() {
			last = d.Today()
		}
		c.Holders[i].Days = deadline.DaysHeld(h.FromOn, last, pauses)
	}
	return c
}

// daysLeft counts to the last day from today, or from the day the duty was done.
func (d *Desk) daysLeft(c model.Clock) *int {
	if c.DueOn.IsZero() || c.Status == model.ClockPaused {
		return nil
	}
	day := d.Today()
	if c.Status == model.ClockStopped {
		day = c.StoppedOn
	}
	left := deadline.DaysLeft(day, c.DueOn)
	return &left
}

// dutyOf is the role of the bureau whose duty the deadline is.
func dutyOf(rule model.DeadlineRuleID) model.Role {
	if strings.HasPrefix(string(rule), "complaint.") {
		return model.RoleComplaints
	}
	return model.RoleInspector
}

// clockHindrance is why this person cannot take the step although the state allows it.
func (d *Desk) clockHindrance(s clockStep, c model.Clock, row model.DeadlineRule, actor model.Actor) error {
	today := d.Today()
	asked := askedOf(c)
	isOver := !c.DueOn.IsZero() && today.After(c.DueOn)
	isPausing, isAsking := s.name == pauseClock.name, s.name == askExtension.name
	isDeciding := s.name == approveLonger.name || s.name == refuseLonger.name
	switch {
	case !isDeciding && !actor.Has(dutyOf(c.Rule)):
		return model.Fail(model.Forbidden, "clock.not_duty", "这项期限不归您的岗位办理")
	case isPausing && len(row.Pauses) == 0:
		return fieldRefused("/code", "clock.no_pause", "这项期限没有规定可以中止的事由，不得中止")
	case isPausing && isOver:
		return model.Fail(model.Conflict, "clock.over", "期限已于"+c.DueOn.String()+"届满，不得再中止")
	case (isPausing || isAsking) && asked != nil:
		return model.Fail(model.Conflict, "clock.asked", "已申请延长，待批准")
	case isAsking && row.Extension == nil:
		return fieldRefused("/reason", "clock.no_extension", "这项期限没有规定可以延长")
	case isAsking && int(c.Extensions) >= row.Extension.Times:
		return model.Fail(model.Conflict, "clock.extended", "规定的延长次数已经用完")
	case isAsking && c.DueOn.IsZero():
		return model.Fail(model.Conflict, "calendar.year_unknown", "届满年份的节假日安排未载入，暂不能延长")
	case isAsking && isOver:
		return model.Fail(model.Conflict, "clock.over", "期限已于"+c.DueOn.String()+"届满，不得再延长")
	case isDeciding && asked == nil:
		return model.Fail(model.Conflict, "clock.not_asked", "没有待批准的延长申请")
	case isDeciding && asked.AskedBy == actor.UserID:
		return model.Fail(model.Forbidden, "clock.own_request", "申请人不得批准自己的申请")
	case isDeciding && !actor.Has(row.Extension.Approver):
		return model.Fail(model.Forbidden, "clock.not_approver", "这项期限的延长须由"+d.Access.Words.Role(row.Extension.Approver)+"批准")
	}
	return nil
}

func fieldRefused(pointer, reason, detail string) error {
	var fields model.FieldErrors
	fields.Add(pointer, reason, detail)
	return fields.Err()
}

// askedOf is the extension that waits for a decision, nil for none.
func askedOf(c model.Clock) *model.ClockExtension {
	for i := range c.Longer {
		if c.Longer[i].Status == model.ExtensionAsked {
			return &c.Longer[i]
		}
	}
	return nil
}

type clockOrder struct {
	id     model.ClockID
	step   clockStep
	reason string
}

// onClock is the frame of every act on a clock: scope, version, state, person, change.
func onClock(ctx context.Context, d *Desk, call model.Call, o clockOrder, change func(w work, c *model.Clock, row model.DeadlineRule) error) (model.Clock, error) {
	name := "clock:" + o.step.name
	return perform(ctx, d, call, order{o.step.permission, o.reason, name}, func(w work) (model.Clock, error) {
		c, err := w.Clock(ctx, w.scope, o.id)
		if err != nil {
			return c, err
		}
		if err := must(c.Version, call.Version); err != nil {
			return c, err
		}
		if err := o.step.must("clock.wrong_state", c.Status, clockStates); err != nil {
			return c, err
		}
		row, err := c.Row()
		if err != nil {
			return c, err
		}
		if err := d.clockHindrance(o.step, c, row, call.Actor); err != nil {
			return c, err
		}
		if err := change(w, &c, row); err != nil {
			return c, err
		}
		if _, err := w.ChangeClock(ctx, c); err != nil {
			return c, err
		}
		if err := w.followTerm(ctx, c); err != nil {
			return c, err
		}
		return w.Clock(ctx, w.scope, o.id)
	})
}

// PauseClock lets a clock stand still on a ground that its rule allows.
func (d *Desk) PauseClock(ctx context.Context, call model.Call, id model.ClockID, code, note string) (model.Clock, error) {
	return onClock(ctx, d, call, clockOrder{id, pauseClock, note}, func(w work, c *model.Clock, row model.DeadlineRule) error {
		at := slices.IndexFunc(row.Pauses, func(r model.PauseReason) bool { return r.Code == code })
		if at < 0 {
			return fieldRefused("/code", "clock.pause_unknown", "规定中没有这项中止事由")
		}
		if err := checkWords("/note", note); err != nil {
			return err
		}
		ground := row.Pauses[at]
		p := model.ClockPause{
			ID: store.NewID(), ClockID: c.ID, Code: ground.Code, Title: ground.Title, Basis: ground.Basis, Note: strings.TrimSpace(note),
			FromOn: w.today(), PausedBy: call.Actor.Name, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		leaveLeft(&p, *c, row)
		if err := w.AddClockPause(ctx, &p); err != nil {
			return err
		}
		return w.recount(ctx, c, model.ClockPaused)
	})
}

// leaveLeft notes what was left of the term as the pause began.
func leaveLeft(p *model.ClockPause, c model.Clock, row model.DeadlineRule) {
	switch {
	case c.DueAt == nil:
	case row.Unit == model.Hour:
		hours := int64(c.DueAt.Sub(p.CreatedAt).Hours())
		p.HoursLeft = &hours
	default:
		days := int64(deadline.DaysLeft(p.FromOn, c.DueOn))
		p.DaysLeft = &days
	}
}

// ResumeClock lets a clock run on from today and moves its last day by the days it stood still.
func (d *Desk) ResumeClock(ctx context.Context, call model.Call, id model.ClockID, note string) (model.Clock, error) {
	return onClock(ctx, d, call, clockOrder{id, resumeClock, note}, func(w work, c *model.Clock, _ model.DeadlineRule) error {
		if err := checkWords("/note", note); err != nil {
			return err
		}
		c.Status = model.ClockRunning
		return w.endPause(ctx, c)
	})
}

// recount counts a clock again by its own rule, in the state it is to have.
func (w work) recount(ctx context.Context, c *model.Clock, status model.ClockStatus) error {
	terms, err := w.terms(ctx)
	if err != nil {
		return err
	}
	c.Status = status
	return terms.count(c)
}

// AskExtension asks for what the rule allows at most; another person decides.
func (d *Desk) AskExtension(ctx context.Context, call model.Call, id model.ClockID, reason string) (model.Clock, error) {
	return onClock(ctx, d, call, clockOrder{id, askExtension, reason}, func(w work, c *model.Clock, row model.DeadlineRule) error {
		if err := checkReason(reason); err != nil {
			return err
		}
		return w.AddClockExtension(ctx, &model.ClockExtension{
			ID: store.NewID(), ClockID: c.ID, Status: model.ExtensionAsked, Basis: row.Extension.Basis, Reason: strings.TrimSpace(reason),
			AskedBy: call.Actor.UserID, Asker: call.Actor.Name, AskedOn: w.today(), WasDue: c.DueOn,
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		})
	})
}

// ApproveExtension lengthens the clock from its last day on.
func (d *Desk) ApproveExtension(ctx context.Context, call model.Call, id model.ClockID) (model.Clock, error) {
	return onClock(ctx, d, call, clockOrder{id: id, step: approveLonger}, func(w work, c *model.Clock, _ model.DeadlineRule) error {
		e := askedOf(*c)
		e.Status, e.Decider, e.DecidedOn, e.WasDue = model.ExtensionApproved, call.Actor.Name, w.today(), c.DueOn
		if err := w.DecideClockExtension(ctx, *e); err != nil {
			return err
		}
		c.Extensions++
		return w.recount(ctx, c, model.ClockRunning)
	})
}

// RefuseExtension leaves the clock as it is, with the reason.
func (d *Desk) RefuseExtension(ctx context.Context, call model.Call, id model.ClockID, reason string) (model.Clock, error) {
	return onClock(ctx, d, call, clockOrder{id, refuseLonger, reason}, func(w work, c *model.Clock, _ model.DeadlineRule) error {
		if err := checkReason(reason); err != nil {
			return err
		}
		e := askedOf(*c)
		e.Status, e.Decider, e.Decision, e.DecidedOn = model.ExtensionRefused, call.Actor.Name, strings.TrimSpace(reason), w.today()
		return w.DecideClockExtension(ctx, *e)
	})
}
