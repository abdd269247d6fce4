package api

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// slipIn is a slip with the task it is on.
type slipIn struct {
	model.TaskSlip
	task taskIn
}

func newTaskSlip(s *stage, p place) (slipIn, string) {
	id := store.NewID()
	task, taskID := newTask(s, p)
	return slipIn{model.TaskSlip{
		ID: model.TaskSlipID(id), IssuerUnit: stageUnits[model.RoleSupervisor], Year: 2026, IssuerName: "演示单位", TaskID: model.TaskID(taskID),
		TaskName: task.Name, UnitID: p.unit, UnitName: "演示单位", Colour: model.SlipBlue, Round: 1, Light: model.LightRed, Matter: p.canary("task-slips"),
		MatterBasis: "演示依据", Demand: "演示要求", Person: "经办负责人", Rule: model.TaskSlipBlue, DueOn: stageDay.AddDays(3), DueBasis: "演示依据",
		IssuedOn: stageDay.AddDays(-2), IssuedBy: "演示", Status: model.SlipIssued, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, task}, id
}

func addTaskSlip(tx *store.Tx, ctx context.Context, s *slipIn) error {
	if err := addTask(tx, ctx, &s.task); err != nil {
		return err
	}
	return tx.AddTaskSlip(ctx, &s.TaskSlip)
}

// redPassed is a red slip that follows another whose limit passed.
func redPassed(s *slipIn) { s.Colour, s.Round = model.SlipRed, 4 }

// overdue is a task whose light is red.
func overdue(t *taskIn) { t.StartOn, t.DueOn = stageDay.AddDays(-90), stageDay.AddDays(-5) }
