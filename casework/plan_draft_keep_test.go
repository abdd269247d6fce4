package casework

import (
	"reflect"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/reference"
)

// asShown is a task as its form shows it before anybody enters something.
func asShown(t model.PlanDraftTask, rhythm model.TaskRhythm) PlanDraftTaskFacts {
	return PlanDraftTaskFacts{
		Task: t.ID, GroupTitle: t.GroupTitle, Name: t.Name, Content: t.Content, Lead: t.Lead, Support: knownIn(t.Support), Responsible: knownIn(t.Responsible),
		StartOn: t.StartOn, DueOn: t.DueOn, Rhythm: rhythm, Milestones: t.Milestones,
	}
}

// What a file brought and nobody could read stays wrong until somebody enters the field itself.
func TestSavingATaskKeepsWhatNobodyEntered(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		ctx := t.Context()
		if err := d.LoadReference(ctx); err != nil {
			t.Fatal(err)
		}
		rows := filledBook()
		rows[6].Cells[4], rows[6].Cells[5], rows[6].Cells[7], rows[6].Cells[9] = "区交通局、区公安局", "区公安局、区不存在局", "2027-13-01", "半月报"
		draft := must2(d.TakeInPlan(ctx, by(planWriter, 0), model.PlanFile{Format: "xlsx", Rows: rows}, "方案.xlsx"))
		wrong := func() string {
			said := []string{}
			for _, p := range draftCard(t, d, draft.ID).Problems {
				if p.Task == 1 && p.Error {
					said = append(said, p.Cell+" "+p.Field)
				}
			}
			return strings.Join(said, ", ")
		}
		all := "E2 lead, H2 start_on, J2 rhythm, F2 support"
		if wrong() != all {
			t.Fatalf("the file brought %s", wrong())
		}
		for _, p := range draftCard(t, d, draft.ID).Problems {
			if p.Field == "lead" && p.Task == 1 && !strings.Contains(p.Detail, "只能写一个牵头单位") {
				t.Errorf("of two leads it says %s", p.Detail)
			}
		}
		first := draftCard(t, d, draft.ID).Tasks[0]
		draft = must2(d.SetPlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, asShown(first, "")))
		if wrong() != all {
			t.Errorf("saved untouched, what is wrong is %s", wrong())
		}
		said := asShown(first, model.RhythmMonthly)
		said.StartOn = model.NewDate(2026, 3, 1)
		draft = must2(d.SetPlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, said))
		if wrong() != "E2 lead, F2 support" {
			t.Errorf("with a day and a rhythm, what is wrong is %s", wrong())
		}
		said.Lead, said.Support, said.Rhythm = "qu-jiaotongju", []model.UnitID{"qu-shangwuwei"}, ""
		draft = must2(d.SetPlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, said))
		if now := draftCard(t, d, draft.ID).Tasks[0]; wrong() != "" || now.Rhythm != model.RhythmMonthly || len(now.Milestones) != 2 {
			t.Errorf("with everything entered, what is wrong is %s: %+v", wrong(), now)
		}
	})
}

// Lines within a cell of a Word document part units as commas do, and a refusal is told by the words near it.
func TestLinesWithinACell(t *testing.T) {
	text := reference.PlanText()
	plain, err := ParsePlanText(text, reference.District())
	if err != nil {
		t.Fatal(err)
	}
	at := strings.LastIndex(text, "附件")
	annex := text[at:]
	support := plain.Items[0].SupportText
	if !strings.Contains(support, "、") {
		t.Fatalf("the first task's support %q has no comma", support)
	}
	broken := text[:at] + strings.Replace(annex, support, strings.ReplaceAll(support, "、", model.CellBreak), 1)
	parsed, err := ParsePlanText(broken, reference.District())
	if err != nil || broken == text || !reflect.DeepEqual(parsed.Items[0], plain.Items[0]) {
		t.Errorf("%v: %+v", err, parsed.Items)
	}
	lead := plain.Items[4].LeadText
	wrong := text[:at] + strings.Replace(annex, "\t"+lead, "\t区不存在局", 1)
	_, err = readPlanDocument(model.PlanFile{Format: "docx", Text: wrong}, reference.District())
	if said := refusalOf(err); !strings.Contains(said, "“区不存在局”处：") || strings.Contains(said, "行：") {
		t.Errorf("a Word document is refused with %s", said)
	}
	_, err = readPlanDocument(model.PlanFile{Format: "txt", Text: wrong}, reference.District())
	if said := refusalOf(err); !strings.Contains(said, "行：") {
		t.Errorf("a text is refused with %s", said)
	}
}
