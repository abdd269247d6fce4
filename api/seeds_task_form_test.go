package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"yijian/model"
	"yijian/reports"
	"yijian/store"
)

// formIn is a form with its one row and the task that this is about.
type formIn struct {
	model.TaskForm
	facts model.TaskFormFacts
	task  taskIn
}

func newTaskForm(s *stage, p place) (formIn, string) {
	id := model.TaskFormID(store.NewID())
	task, _ := newTask(s, p)
	facts := model.TaskFormFacts{
		Form: id, Task: task.ID, Document: task.plan.DocumentNo, Number: task.Number, Name: task.Name, Content: task.Content, Lead: task.Lead(),
		StartOn: task.StartOn, DueOn: task.DueOn, Light: "绿灯：演示",
	}
	said, err := json.Marshal(facts)
	must(s.t, err)
	facts.Hash = hashOf(string(said))
	return formIn{
		TaskForm: model.TaskForm{
			ID: id, UnitID: p.unit, UnitName: "演示单位", Month: "2026-02", Title: p.canary("task-forms"), DueOn: stageDay.AddDays(-1), DueBasis: "演示依据", Tasks: 1,
			Hash: hashOf(`["` + facts.Hash + `"]`), IssuedOn: stageDay.AddDays(-3), IssuedBy: "演示", Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
		},
		facts: facts,
		task:  task,
	}, string(id)
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func addTaskForm(tx *store.Tx, ctx context.Context, f *formIn) error {
	if err := addTask(tx, ctx, &f.task); err != nil {
		return err
	}
	said, err := json.Marshal(f.facts)
	if err != nil {
		return err
	}
	return tx.AddTaskForm(ctx, &f.TaskForm, []model.TaskFormRow{{
		ID: store.NewID(), FormID: f.ID, TaskID: f.task.ID, Position: 1, Facts: string(said), Hash: f.facts.Hash, Version: 1, CreatedAt: f.CreatedAt, UpdatedAt: f.UpdatedAt,
	}})
}

// formReturnIn is a return of a form, filled in for its one task.
type formReturnIn struct {
	model.TaskFormReturn
	form formIn
}

func newFormReturn(s *stage, p place) (formReturnIn, string) {
	s.t.Helper()
	id := store.NewID()
	form, _ := newTaskForm(s, p)
	came := model.TaskFormReturn{
		ID: model.TaskFormReturnID(id), FormID: form.ID, UnitID: form.UnitID, UnitName: form.UnitName, Month: form.Month, Title: p.canary("task-form-returns"),
		FileName: "填报表.xlsx", Size: 4, SHA256: fmt.Sprintf("%064d", s.next()), Stored: fmt.Sprintf("planted-form-%d", s.next()), Status: model.FormReturnOpen, Changed: 1,
		UploadedBy: "somebody", UploadedByName: "演示某", UploadedOn: stageDay.AddDays(-1), Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}
	must(s.t, s.api.Desk.Blobs.Put(s.t.Context(), came.Stored, strings.NewReader("{  }"), 4))
	return formReturnIn{came, form}, id
}

func addFormReturn(tx *store.Tx, ctx context.Context, r *formReturnIn) error {
	if err := addTaskForm(tx, ctx, &r.form); err != nil {
		return err
	}
	if err := tx.AddFormReturn(ctx, &r.TaskFormReturn); err != nil {
		return err
	}
	facts := r.form.facts
	facts.Progress, facts.Done = "60", "演示：完成选址。"
	row := model.ReturnedFormRow{Row: 5, Task: facts.Task, Hash: facts.Hash, Cells: map[string]model.ReturnedCell{}}
	for at, c := range model.TaskFormColumns() {
		row.Cells[c.Key] = model.ReturnedCell{Cell: fmt.Sprintf("%c5", 'A'+at), Words: facts.Words(c.Key)}
	}
	said, err := json.Marshal(row)
	if err != nil {
		return err
	}
	return tx.PutFormReturnRows(ctx, r.ID, []model.TaskFormReturnRow{{
		ID: store.NewID(), ReturnID: r.ID, Position: 1, Said: string(said), Version: 1, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}})
}

// formFile is the workbook of a form that is planted in the place, filled in.
func (s *stage) formFile(p place) []byte {
	s.t.Helper()
	form, _ := newTaskForm(s, p)
	s.write(func(ctx context.Context, tx *store.Tx) error { return addTaskForm(tx, ctx, &form) })
	filled := form.facts
	filled.Progress, filled.Done = "60", "演示：完成选址。"
	content, err := reports.TaskFormBook(form.TaskForm, []model.TaskFormFacts{filled})
	must(s.t, err)
	return content
}
