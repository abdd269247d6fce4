package casework

import (
	"fmt"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/reference"
)

// bookRow is a row of a plan's workbook whose columns stand as in the template.
func bookRow(sheet, row int, cells ...string) model.BookRow {
	at := make([]int, len(PlanSheets()[sheet].Columns))
	for i := range at {
		at[i] = i + 1
	}
	return model.BookRow{SheetRow: model.SheetRow{Sheet: sheet, Row: row, Cells: append(cells, make([]string, len(at)-len(cells))...)}, At: at}
}

func filledBook() []model.BookRow {
	return []model.BookRow{
		bookRow(0, 2, "文号", "演示府办发〔2026〕9号"), bookRow(0, 3, "方案名称", "演示方案"), bookRow(0, 4, "发文机关", "演示区政府办"),
		bookRow(0, 5, "印发日期", "2026年3月1日"), bookRow(0, 6, "完成时限", "46387"), bookRow(0, 7, "督导单位", "区商务委"),
		bookRow(1, 2, "主体任务", "1", "建设共配中心", "演示内容", "区交通局", "各街道办事处、各乡镇人民政府", "区商务委，区发改委", "2026/3/1", "2026-11-30", "季报"),
		bookRow(1, 3, "", "2", "开通货运班线", "演示内容", "区交通局", "", "", "2026-03-01"),
		bookRow(2, 2, "1", "选址", "2026-05-31", "40", "选址清单"), bookRow(2, 3, "", "建成", "2026-11-30", "60", "验收意见", "区商务委"),
	}
}

// A workbook that is filled in rightly becomes a draft without errors, and a plan.
func TestAWorkbookBecomesADraft(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		ctx := t.Context()
		if err := d.LoadReference(ctx); err != nil {
			t.Fatal(err)
		}
		draft := must2(d.TakeInPlan(ctx, by(planWriter, 0), model.PlanFile{Format: "xlsx", Rows: filledBook()}, "方案.xlsx"))
		card := draftCard(t, d, draft.ID)
		if said := draftFaults(card.Problems); len(said) > 0 || draft.Origin != model.OriginWorkbook || draft.DueOn != model.NewDate(2026, 12, 31) {
			t.Fatalf("%v, %+v", said, draft)
		}
		first, second := card.Tasks[0], card.Tasks[1]
		if len(first.Support) != 1 || first.Support[0].ID != "townships" || len(first.Responsible) != 2 || first.Rhythm != model.RhythmQuarterly {
			t.Errorf("first %+v", first)
		}
		if second.GroupTitle != "主体任务" || len(first.Milestones) != 2 || first.Milestones[1].Owner != "qu-shangwuwei" {
			t.Errorf("second %+v, milestones %+v", second, first.Milestones)
		}
		draft = must2(d.SubmitPlanDraft(ctx, by(planWriter, draft.Version), draft.ID))
		must2(d.IssuePlanDraft(ctx, by(planIssuer, draft.Version), draft.ID))
	})
}

// Whatever is wrong in a workbook is told at its sheet and cell, with what may be meant, until a person enters it.
func TestWhatIsWrongInAWorkbookIsToldAtItsCell(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		ctx := t.Context()
		if err := d.LoadReference(ctx); err != nil {
			t.Fatal(err)
		}
		rows := append(filledBook(), bookRow(2, 4, "9", "多余", "2026-05-31", "40", "演示"), bookRow(0, 9, "主送", "各单位"))
		rows[6].Cells[4], rows[6].Cells[5] = "区商业委", "区交通局、区不存在局"
		rows[7].Cells[1], rows[7].Cells[7] = "1", "三月初"
		rows[8].Cells[3], rows[5].Cells[1] = "50", "区商委会"
		draft := must2(d.TakeInPlan(ctx, by(planWriter, 0), model.PlanFile{Format: "xlsx", Rows: rows}, "方案.xlsx"))
		card := draftCard(t, d, draft.ID)
		told := map[string]model.PlanProblem{}
		for _, p := range card.Problems {
			told[p.Sheet+p.Cell] = p
		}
		for at, words := range map[string]string{
			"方案B7": "不在单位名录中，是不是“区商务委”", "方案A9": "不认识的项目“主送”", "任务分解E2": "牵头单位“区商业委”不在单位名录中", "任务分解F2": "配合单位“区不存在局”",
			"任务分解B3": "序号 1 与第 1 项重复", "任务分解H3": "启动日期“三月初”", "里程碑D2": "合计是 110", "里程碑A4": "没有序号为“9”的任务",
		} {
			if p, found := told[at]; !found || !strings.Contains(p.Detail, words) {
				t.Errorf("at %s: %+v, want %s", at, p, words)
			}
		}
		if lead := told["任务分解E2"]; len(lead.Proposals) == 0 || lead.Proposals[0] != "区商务委" {
			t.Errorf("proposed %v", lead.Proposals)
		}
		mended := newTask("开通货运班线")
		mended.Task = card.Tasks[1].ID
		draft = must2(d.SetPlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, mended))
		for _, p := range draftCard(t, d, draft.ID).Problems {
			if p.Task == 2 && (p.Error || p.Cell != "") {
				t.Errorf("what a person entered is still told of the file: %+v", p)
			}
		}
		var many []model.BookRow
		for n := range mostPlanTasks + 1 {
			many = append(many, bookRow(1, n+2, "组", fmt.Sprint(n+1), "任务", "内容", "区交通局"))
		}
		_, err := d.TakeInPlan(ctx, by(planWriter, 0), model.PlanFile{Format: "xlsx", Rows: many}, "方案.xlsx")
		wantRefused(t, err, model.Invalid, "/file plan.many")
	})
}

// The district's document becomes a draft with its conflicts and doubts; issued unchanged it is
// the plan that an import of the same text finds.
func TestADocumentBecomesADraftAndTheSamePlan(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		ctx := t.Context()
		if err := d.LoadReference(ctx); err != nil {
			t.Fatal(err)
		}
		_, err := d.TakeInPlan(ctx, by(planWriter, 0), model.PlanFile{Format: "txt", Text: "一张便条"}, "便条.txt")
		wantRefused(t, err, model.Invalid, "/file plan.document")
		_, err = d.TakeInPlan(ctx, by(taskLead, 0), model.PlanFile{Format: "txt", Text: reference.PlanText()}, "方案.txt")
		wantKind(t, err, model.Forbidden)
		draft := must2(d.TakeInPlan(ctx, by(planWriter, 0), model.PlanFile{Format: "txt", Text: reference.PlanText()}, "方案.txt"))
		conflicts, doubts := 0, 0
		for _, p := range draftCard(t, d, draft.ID).Problems {
			if p.Error {
				t.Errorf("%+v", p)
			}
			if p.Field == "lead" && strings.Contains(p.Detail, "正文写的是") {
				conflicts++
			}
			if p.Field == "document" && p.Line > 0 {
				doubts++
			}
		}
		draft = must2(d.SubmitPlanDraft(ctx, by(planWriter, draft.Version), draft.ID))
		draft = must2(d.IssuePlanDraft(ctx, by(planIssuer, draft.Version), draft.ID))
		again := must2(d.ImportPlan(ctx, model.Call{Actor: Operator}, reference.PlanText()))
		if again.Created != 0 || again.Unchanged != 13 || again.Plan.ID != draft.PlanID {
			t.Errorf("the import of the same text: %+v", again)
		}
		if conflicts != len(again.Conflicts) || doubts != len(again.Doubts) || conflicts == 0 {
			t.Errorf("%d conflicts and %d doubts, the import has %d and %d", conflicts, doubts, len(again.Conflicts), len(again.Doubts))
		}
	})
}

// A line of the head that is written twice is told, and units are those of the plan's day wherever that stands.
func TestTheHeadOfAWorkbookIsReadInAnyOrder(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		if err := d.LoadReference(t.Context()); err != nil {
			t.Fatal(err)
		}
		rows := append(filledBook(), bookRow(0, 9, "方案名称", "另一个名称"))
		rows[3], rows[5] = bookRow(0, 5, "督导单位", "区扶贫办"), bookRow(0, 7, "印发日期", "2019-07-15")
		draft := must2(d.TakeInPlan(t.Context(), by(planWriter, 0), model.PlanFile{Format: "xlsx", Rows: rows}, "方案.xlsx"))
		if draft.Title != "演示方案" || draft.SupervisingUnit != "qu-fupinban" || draft.Dated != model.NewDate(2019, 7, 15) {
			t.Errorf("the head is %s, %s, %s", draft.Title, draft.SupervisingUnit, draft.Dated)
		}
		if len(draft.Flaws) != 1 || draft.Flaws[0].Cell != "B9" || draft.Flaws[0].Detail != "“方案名称”在 B3 已经写过，这一行没有采用，请核对" {
			t.Errorf("the flaws are %+v", draft.Flaws)
		}
	})
}

// However much of a file belongs nowhere, it becomes a draft that can be kept and read.
func TestManyDoubtsOfAWorkbookAreBounded(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		if err := d.LoadReference(t.Context()); err != nil {
			t.Fatal(err)
		}
		rows := filledBook()
		for i := range 2900 {
			rows = append(rows, bookRow(2, 4+i, "任务"+fmt.Sprint(i), "选址", "2026-05-31", "40", "选址清单"))
		}
		draft := must2(d.TakeInPlan(t.Context(), by(planWriter, 0), model.PlanFile{Format: "xlsx", Rows: rows}, "方案.xlsx"))
		if n := len(draft.Flaws); n != mostDoubts+1 || !strings.HasPrefix(draft.Flaws[n-1].Detail, "问题超过 100 处") {
			t.Errorf("%d flaws, the last %+v", n, draft.Flaws[n-1])
		}
	})
}
