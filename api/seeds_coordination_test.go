package api

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// coordinationIn is a request for coordination with the task it is on.
type coordinationIn struct {
	model.Coordination
	task taskIn
}

// newCoordination asks the supporting unit where it has a part, else the unit that leads the task.
func newCoordination(s *stage, p place) (coordinationIn, string) {
	id := store.NewID()
	task, taskID := newTask(s, p)
	unit := p.unit
	if p.name == "own" {
		unit = stageUnits[model.RoleSupport]
	}
	return coordinationIn{model.Coordination{
		ID: model.CoordinationID(id), Year: 2026, TaskID: model.TaskID(taskID), TaskName: task.Name, AskerUnit: p.unit, AskerName: "演示单位",
		UnitID: unit, UnitName: "演示单位", Matter: "演示事项", Detail: p.canary("coordinations"), WishedOn: stageDay.AddDays(30),
		AskedOn: stageDay.AddDays(-2), AskedBy: "演示", Rule: model.TaskCoordination, FromOn: stageDay.AddDays(-2), DueOn: stageDay.AddDays(3),
		DueBasis: "演示依据", FirstDueOn: stageDay.AddDays(3), Status: model.CoordinationAsked, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, task}, id
}

func addCoordination(tx *store.Tx, ctx context.Context, c *coordinationIn) error {
	if err := addTask(tx, ctx, &c.task); err != nil {
		return err
	}
	return tx.AddCoordinations(ctx, []model.Coordination{c.Coordination})
}

// commentIn is what somebody said about a task, with the task.
type commentIn struct {
	model.TaskComment
	task taskIn
}

// newTaskComment is said by the account of the lead role.
func newTaskComment(s *stage, p place) (commentIn, string) {
	id := store.NewID()
	task, taskID := newTask(s, p)
	return commentIn{model.TaskComment{
		ID: model.TaskCommentID(id), TaskID: model.TaskID(taskID), AuthorID: s.people[model.RoleLead].ID, AuthorName: "演示", UnitID: p.unit,
		UnitName: "演示单位", Text: p.canary("task-comments"), Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, task}, id
}

func addTaskComment(tx *store.Tx, ctx context.Context, c *commentIn) error {
	if err := addTask(tx, ctx, &c.task); err != nil {
		return err
	}
	return tx.AddTaskComment(ctx, &c.TaskComment)
}

// newMilestone is a milestone with its task.
func newMilestone(s *stage, p place) (taskIn, string) {
	task, _ := newTask(s, p)
	return task, string(task.milestone.ID)
}
