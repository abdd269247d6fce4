package casework

import (
	"context"
	"strings"

	"yijian/model"
)

type coordinationOrder struct {
	id     model.CoordinationID
	step   coordinationStep
	reason string
}

// onCoordination is the frame of every act on a request: scope, version, state, person, change.
func (d *Desk) onCoordination(ctx context.Context, call model.Call, o coordinationOrder, change func(w work, c *coordinationInTask) error) (model.Coordination, error) {
	return perform(ctx, d, call, order{permission: o.step.permission, reason: o.reason}, func(w work) (model.Coordination, error) {
		c, err := loadCoordination(ctx, w.Reader, w.scope, o.id)
		if err != nil {
			return c.Coordination, err
		}
		if err := must(c.Version, call.Version); err != nil {
			return c.Coordination, err
		}
		if err := o.step.must("coordination.wrong_state", c.Status, coordinationStates); err != nil {
			return c.Coordination, err
		}
		if refusal := coordinationHindrance(o.step, c, call.Actor); refusal != nil {
			return c.Coordination, refusal
		}
		if err := change(w, &c); err != nil {
			return c.Coordination, err
		}
		if c.Coordination, err = w.ChangeCoordination(ctx, c.Coordination); err != nil {
			return c.Coordination, err
		}
		return c.Coordination, w.tellOfCoordination(ctx, o.step, c)
	})
}

// AnswerCoordination is what the unit does about the request, or why it does not. It is taken
// after the limit too, as long as nobody has decided.
func (d *Desk) AnswerCoordination(ctx context.Context, call model.Call, id model.CoordinationID, agreed bool, answer string) (model.Coordination, error) {
	return d.onCoordination(ctx, call, coordinationOrder{id: id, step: answerCoordination}, func(w work, c *coordinationInTask) error {
		answer = strings.TrimSpace(answer)
		if err := checkText("/answer", answer, 1000); err != nil {
			return err
		}
		c.Status, c.Agreed, c.Answer = model.CoordinationAnswered, agreed, answer
		c.AnsweredOn, c.AnsweredBy, c.AnswererID = w.today(), call.Actor.Name, call.Actor.UserID
		if c.FirstAnsweredOn.IsZero() {
			c.FirstAnsweredOn = w.today()
		}
		return nil
	})
}

// SettleCoordination is the lead's word whether what it asked for is solved. If it is not, the
// answer goes back with the reason, and the limit counts anew from that day.
func (d *Desk) SettleCoordination(ctx context.Context, call model.Call, id model.CoordinationID, solved bool, note string) (model.Coordination, error) {
	return d.onCoordination(ctx, call, coordinationOrder{id, settleCoordination, note}, func(w work, c *coordinationInTask) error {
		note = strings.TrimSpace(note)
		if !solved || note != "" {
			if err := checkText("/note", note, 500); err != nil {
				return err
			}
		}
		c.JudgedOn, c.JudgedBy, c.JudgeNote = w.today(), call.Actor.Name, note
		if solved {
			c.over(w, model.CoordinationSettled, "牵头单位确认已经解决")
			return nil
		}
		c.Status = model.CoordinationReturned
		c.Refusals++
		return w.countAnew(ctx, c, "退回")
	})
}

// DecideCoordination is the supervising unit's decision on a request that nobody answered in time:
// the unit is to do it, by a new limit, or need not.
func (d *Desk) DecideCoordination(ctx context.Context, call model.Call, id model.CoordinationID, upheld bool, decision string) (model.Coordination, error) {
	return d.onCoordination(ctx, call, coordinationOrder{id, decideCoordination, decision}, func(w work, c *coordinationInTask) error {
		decision = strings.TrimSpace(decision)
		if err := checkText("/decision", decision, 500); err != nil {
			return err
		}
		c.Decision, c.DecidedOn, c.DecidedBy = decision, w.today(), call.Actor.Name
		if !upheld {
			c.over(w, model.CoordinationDismissed, decision)
			return nil
		}
		c.Status = model.CoordinationAsked
		return w.countAnew(ctx, c, "裁定办理")
	})
}

// WithdrawCoordination takes back a request, with the reason; its number is not given again.
func (d *Desk) WithdrawCoordination(ctx context.Context, call model.Call, id model.CoordinationID, reason string) (model.Coordination, error) {
	return d.onCoordination(ctx, call, coordinationOrder{id, withdrawCoordination, reason}, func(w work, c *coordinationInTask) error {
		if err := checkReason(reason); err != nil {
			return err
		}
		c.over(w, model.CoordinationWithdrawn, strings.TrimSpace(reason))
		return nil
	})
}

// over ends a request today by whoever acts.
func (c *coordinationInTask) over(w work, status model.CoordinationStatus, reason string) {
	c.Status, c.EndedOn, c.EndedBy, c.EndReason = status, w.today(), w.Stamp().Call.Actor.Name, cut(reason, 700)
}

// countAnew lets the limit count anew from today, and says why.
func (w work) countAnew(ctx context.Context, c *coordinationInTask, why string) error {
	terms, err := w.terms(ctx)
	if err != nil {
		return err
	}
	due, err := terms.dueOf(c.Rule, w.today())
	if err != nil {
		return err
	}
	c.FromOn, c.DueOn = w.today(), due
	c.DueBasis = cut(terms.basisOf(c.Rule, w.today()), 320) + "；" + w.today().String() + why + "，自次日起重新计算"
	return nil
}
