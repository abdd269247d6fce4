package casework

import (
	"context"
	"strings"

	"yijian/model"
)

// slipNews is an event of a slip with what its texts may name; no person is among it.
func slipNews(event model.NotificationEventID, s slipInTask) announcement {
	return announcement{
		event: event, noun: "task-slips", id: string(s.ID), demo: s.Demo,
		values: map[string]string{
			"slip": s.Number, "colour": s.Colour.Title(), "task": s.TaskName, "unit": s.UnitName, "matter": cut(s.Matter, 300),
			"due": s.DueOn.String(), "basis": s.DueBasis, "former": s.FormerNo,
		},
	}
}

// tellLead and tellSupervisor tell the accounts of the unit that the slip goes to, and of the one that issued it.
func (w work) tellLead(ctx context.Context, a announcement, s slipInTask) error {
	a.to.Role, a.to.Unit = model.RoleLead, s.UnitID
	return announce(ctx, w.Tx, a)
}

func (w work) tellSupervisor(ctx context.Context, a announcement, s slipInTask) error {
	a.to.Role, a.to.Unit = model.RoleSupervisor, s.task.plan.SupervisingUnit
	return announce(ctx, w.Tx, a)
}

// tellOfIssued tells the unit of its slip, and of one that follows another the supervising unit
// and, once a red one has passed, the chief.
func (w work) tellOfIssued(ctx context.Context, s slipInTask) error {
	if s.FormerID == "" {
		return w.tellLead(ctx, slipNews(model.EventSlipIssued, s), s)
	}
	a := slipNews(model.EventSlipReissued, s)
	if err := w.tellLead(ctx, a, s); err != nil {
		return err
	}
	if err := w.tellSupervisor(ctx, a, s); err != nil || !s.RedPassed(w.today()) {
		return err
	}
	a.to = toDuty(model.RoleChief, s.task.AreaCode)
	return announce(ctx, w.Tx, a)
}

// tellOfStep tells the other side what was done about the slip.
func (w work) tellOfStep(ctx context.Context, step slipStep, s slipInTask) error {
	switch {
	case step.name == answerSlip.name:
		return w.tellSupervisor(ctx, slipNews(model.EventSlipAnswered, s), s)
	case step.name == judgeSlip.name && s.IsOpen():
		a := slipNews(model.EventSlipRefused, s)
		a.values["reason"] = s.JudgeNote
		return w.tellLead(ctx, a, s)
	case step.name == instructSlip.name:
		a := slipNews(model.EventSlipInstructed, s)
		a.values["instruction"] = s.Instruction
		if err := w.tellLead(ctx, a, s); err != nil {
			return err
		}
		return w.tellSupervisor(ctx, a, s)
	case !s.IsOpen():
		return w.tellOfEnd(ctx, s)
	}
	return nil
}

// tellOfEnd tells the unit that nothing more is asked of it by this slip.
func (w work) tellOfEnd(ctx context.Context, s slipInTask) error {
	a := slipNews(model.EventSlipEnded, s)
	a.values["outcome"] = slipStates[s.Status] + "，" + strings.TrimRight(cut(s.EndReason, 300), "。；，.; ")
	return w.tellLead(ctx, a, s)
}
