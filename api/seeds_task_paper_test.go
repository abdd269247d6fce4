package api

import (
	"context"
	"fmt"
	"strings"

	"yijian/model"
	"yijian/store"
)

// paperIn is an issued report with a task of its plan.
type paperIn struct {
	model.TaskPaper
	task taskIn
}

func newTaskPaper(s *stage, p place) (paperIn, string) {
	s.t.Helper()
	id := store.NewID()
	task, _ := newTask(s, p)
	paper := model.TaskPaper{
		ID: model.TaskPaperID(id), PlanID: task.PlanID, Month: "2026-02", Edition: 1, DocumentNo: task.plan.DocumentNo, Title: p.canary("task-papers"),
		AsOf: stageDay.AddDays(-6), IssuedOn: stageDay.AddDays(-5), IssuedBy: "定时任务", DataHash: strings.Repeat("0", 64), FileHash: strings.Repeat("1", 64),
		Size: 4, Stored: fmt.Sprintf("planted-paper-%d", s.next()), Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}
	for _, name := range []string{paper.Stored, paper.Stored + "-data"} {
		must(s.t, s.api.Desk.Blobs.Put(s.t.Context(), name, strings.NewReader("{  }"), 4))
	}
	return paperIn{paper, task}, id
}

func addTaskPaper(tx *store.Tx, ctx context.Context, p *paperIn) error {
	if err := addTask(tx, ctx, &p.task); err != nil {
		return err
	}
	return tx.AddTaskPaper(ctx, &p.TaskPaper)
}
