package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// coordinationWaiting is the requests of one state that wait for a step of somebody who may take it.
func coordinationWaiting(step coordinationStep, in model.CoordinationStatus, title string, roles ...model.Role) workSource {
	return waiting[model.Coordination]{
		roles: roles, permission: step.permission, noun: "coordinations", act: step.name, title: title, in: in, sort: "due_on", list: store.Reader.Coordinations,
		see: func(ctx context.Context, l *look, page []model.Coordination) (err error) {
			l.tasks, err = tasksOfCoordinations(ctx, l.Store.Reader, page)
			return err
		},
		ask: func(_ context.Context, l *look, c model.Coordination) (asked, error) {
			his := coordinationHindrance(step, coordinationInTask{c, l.tasks[c.TaskID]}, l.actor) == nil
			a := asked{his: his, id: string(c.ID), name: c.Number + "，" + c.Matter + "（" + c.TaskName + "）"}
			if step.name == answerCoordination.name { // the limit is that unit's
				a.due = l.terms.coordination(c, l.Today())
			}
			return a, nil
		},
	}.source()
}

func coordinationDuties() []workSource {
	answering := []model.Role{model.RoleLead, model.RoleSupport, model.RoleSupervisor, model.RoleChief, model.RoleInspector}
	return []workSource{
		coordinationWaiting(answerCoordination, model.CoordinationAsked, "回复协调事项", answering...),
		coordinationWaiting(answerCoordination, model.CoordinationReturned, "重新回复退回的协调事项", answering...),
		coordinationWaiting(answerCoordination, model.CoordinationEscalated, "回复逾期的协调事项", answering...),
		coordinationWaiting(settleCoordination, model.CoordinationAnswered, "确认协调结果", model.RoleLead),
		coordinationWaiting(decideCoordination, model.CoordinationEscalated, "裁定逾期未回复的协调事项", model.RoleSupervisor, model.RoleChief),
	}
}
