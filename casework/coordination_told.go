package casework

import (
	"context"

	"yijian/model"
	"yijian/policy/access"
)

// coordinationNews is an event of a request with what its texts may name; no person is among it.
func coordinationNews(event model.NotificationEventID, c coordinationInTask) announcement {
	return announcement{
		event: event, noun: "coordinations", id: string(c.ID), demo: c.Demo,
		values: map[string]string{
			"number": c.Number, "matter": c.Matter, "task": c.TaskName, "asker": c.AskerName, "unit": c.UnitName,
			"wished": c.WishedOn.String(), "due": c.DueOn.String(), "basis": c.DueBasis,
		},
	}
}

// tellUnit tells the accounts of the unit, or of what became of it, that hold the permission.
func (w work) tellUnit(ctx context.Context, a announcement, unit model.UnitID, permission access.Permission) error {
	people, err := w.AccountsOfUnit(ctx, unit)
	if err != nil {
		return err
	}
	for _, u := range people {
		if _, err := w.desk.Scope(actorOf(u), permission); err == nil {
			a.to.Users = append(a.to.Users, u.ID)
		}
	}
	if len(a.to.Users) == 0 {
		return nil
	}
	return announce(ctx, w.Tx, a)
}

// tellAsked tells the unit that is asked, tellAsker the unit that leads the task now.
func (w work) tellAsked(ctx context.Context, a announcement, c coordinationInTask) error {
	return w.tellUnit(ctx, a, c.UnitID, answerCoordination.permission)
}

func (w work) tellAsker(ctx context.Context, a announcement, c coordinationInTask) error {
	return w.tellUnit(ctx, a, c.task.Lead(), settleCoordination.permission)
}

// tellOfCoordination tells the other side what was done about the request.
func (w work) tellOfCoordination(ctx context.Context, step coordinationStep, c coordinationInTask) error {
	switch {
	case step.name == answerCoordination.name:
		a := coordinationNews(model.EventCoordinationAnswered, c)
		a.values["outcome"] = agreedWords(c.Agreed)
		return w.tellAsker(ctx, a, c)
	case !c.IsOpen():
		return w.tellOfCoordinationEnd(ctx, c)
	case step.name == settleCoordination.name:
		a := coordinationNews(model.EventCoordinationReturned, c)
		a.values["reason"] = c.JudgeNote
		return w.tellAsked(ctx, a, c)
	}
	a := coordinationNews(model.EventCoordinationUpheld, c)
	a.values["decision"] = c.Decision
	if err := w.tellAsked(ctx, a, c); err != nil {
		return err
	}
	return w.tellAsker(ctx, a, c)
}

func agreedWords(agreed bool) string {
	if agreed {
		return "可以办理"
	}
	return "不能办理"
}

// tellOfCoordinationEnd tells the unit that nothing more is asked of it, and of a decision the lead too.
func (w work) tellOfCoordinationEnd(ctx context.Context, c coordinationInTask) error {
	a := coordinationNews(model.EventCoordinationEnded, c)
	a.values["outcome"] = coordinationStates[c.Status] + "，" + cut(c.EndReason, 300)
	if err := w.tellAsked(ctx, a, c); err != nil || c.Status != model.CoordinationDismissed {
		return err
	}
	return w.tellAsker(ctx, a, c)
}

// tellOfEscalation tells both units, and who decides.
func (w work) tellOfEscalation(ctx context.Context, c coordinationInTask) error {
	a := coordinationNews(model.EventCoordinationOverdue, c)
	if err := w.tellAsked(ctx, a, c); err != nil {
		return err
	}
	if err := w.tellAsker(ctx, a, c); err != nil {
		return err
	}
	if c.concernsSupervisor() {
		a.to = toDuty(model.RoleChief, c.task.AreaCode)
		return announce(ctx, w.Tx, a)
	}
	a.to.Role, a.to.Unit = model.RoleSupervisor, c.task.plan.SupervisingUnit
	return announce(ctx, w.Tx, a)
}
