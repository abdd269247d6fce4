package api

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
	"yijian/reports"
	"yijian/store"
)

// draftIn is a draft of a plan with its tasks.
type draftIn struct {
	model.PlanDraft
	tasks []model.PlanDraftTask
}

func newPlanDraft(s *stage, p place) (draftIn, string) {
	id := store.NewID()
	draft := draftIn{PlanDraft: model.PlanDraft{
		ID: model.PlanDraftID(id), DocumentNo: fmt.Sprintf("演示府办〔2026〕%d号", s.next()), Title: p.canary("plan-drafts"), Issuer: "演示单位",
		Dated: model.NewDate(2026, 1, 5), DueOn: model.NewDate(2027, 12, 31), SupervisingUnit: "qu-shangwuwei", Origin: model.OriginConsole,
		TaskCount: 2, Status: model.PlanDrafting, DraftedBy: "演示", Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}}
	for n := range 2 {
		task := model.PlanDraftTask{
			ID: model.PlanDraftTaskID(store.NewID()), DraftID: draft.ID, Number: n + 1, GroupTitle: "演示", Name: fmt.Sprintf("演示任务%d", n+1), Content: "演示内容",
			Lead: "qu-jiaotongju", LeadText: "区交通局", StartOn: model.NewDate(2026, 1, 10), DueOn: model.NewDate(2026, 12, 31), Rhythm: model.RhythmMonthly,
			Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
		}
		if n == 0 && s.drafted != "" {
			task.ID, s.drafted = s.drafted, ""
		}
		draft.tasks = append(draft.tasks, task)
	}
	return draft, id
}

func addPlanDraft(tx *store.Tx, ctx context.Context, p *draftIn) error {
	if err := tx.AddPlanDraft(ctx, &p.PlanDraft); err != nil {
		return err
	}
	for i := range p.tasks {
		if err := tx.AddPlanDraftTask(ctx, &p.tasks[i]); err != nil {
			return err
		}
	}
	return nil
}

func draftSubmitted(p *draftIn) { p.Status = model.PlanDraftSubmitted }

// ofDraft names a task of the draft that is planted next.
func ofDraft(more fields) func(s *stage) fields {
	return func(s *stage) fields {
		s.drafted = model.PlanDraftTaskID(store.NewID())
		f := fields{"task": s.drafted}
		for name, value := range more {
			f[name] = value
		}
		return f
	}
}

var planTaskBody = fields{
	"task": "", "lead": "qu-jiaotongju", "support": []string{"townships"}, "responsible": []string{}, "start_on": "2026-02-01", "due_on": "2026-11-30",
	"milestones": []any{fields{"title": "演示里程碑", "deliverable": "演示成果", "owner": "", "weight": 100, "due_on": "2026-10-30"}},
}

var planHeadBody = fields{"supervising_unit": "qu-shangwuwei", "dated": "2026-01-05", "due_on": "2026-12-31"}

// planFile is a workbook with a plan of two tasks; what it has wrong, if anything, comes with rows.
func (s *stage) planFile(rows ...model.SheetRow) []byte {
	s.t.Helper()
	filled := append([]model.SheetRow{
		{Sheet: 0, Row: 2, Cells: []string{"文号", fmt.Sprintf("演示府办〔2026〕%d号", s.next()), ""}},
		{Sheet: 0, Row: 3, Cells: []string{"方案名称", "演示寄递物流方案", ""}},
		{Sheet: 0, Row: 4, Cells: []string{"发文机关", "演示区政府办", ""}},
		{Sheet: 0, Row: 5, Cells: []string{"印发日期", "2026年1月5日", ""}},
		{Sheet: 0, Row: 6, Cells: []string{"完成时限", "2026-12-31", ""}},
		{Sheet: 0, Row: 7, Cells: []string{"督导单位", "区商务委", ""}},
		{Sheet: 1, Row: 2, Cells: []string{"主体任务", "1", "建设共配中心", "演示内容", "区交通局", "各街道办事处、各乡镇人民政府", "", "2026/2/1", "2026-11-30", "季报"}},
		{Sheet: 1, Row: 3, Cells: []string{"", "2", "开通货运班线", "演示内容", "区交通局", "区商务委", "", "2026-02-01", "", ""}},
		{Sheet: 2, Row: 2, Cells: []string{"1", "选址", "2026-05-31", "40", "选址清单", ""}},
		{Sheet: 2, Row: 3, Cells: []string{"", "建成", "2026-11-30", "60", "验收意见", "区商务委"}},
	}, rows...)
	book, err := reports.PlanTemplate(casework.PlanSheets(), filled, []reports.PlanUnit{{Title: "区交通局"}}, nil)
	must(s.t, err)
	return book
}

// isPlanFile reports whether the body of the route is the file of a plan.
func (r Route) isPlanFile() bool { return r.Path == "/plan-files" }
