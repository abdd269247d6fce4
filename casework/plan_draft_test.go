package casework

import (
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

var (
	planWriter = ofUnit("writer", "qu-shangwuwei", model.RoleSupervisor)
	planIssuer = ofUnit("issuer", "qu-shangwuwei", model.RoleSupervisor)
	otherUnit  = ofUnit("other", "qu-jiaotongju", model.RoleSupervisor)
)

func newHead() PlanHead {
	return PlanHead{
		DocumentNo: "演示府办发〔2026〕7号", Title: "演示农村寄递物流实施方案", Issuer: "演示区政府办", Dated: model.NewDate(2026, 3, 1), DueOn: model.NewDate(2026, 12, 31),
	}
}

func newTask(name string) PlanDraftTaskFacts {
	return PlanDraftTaskFacts{
		GroupTitle: "主体任务", Name: name, Content: "演示内容", Lead: "qu-jiaotongju", Support: []model.UnitID{"townships"},
		StartOn: model.NewDate(2026, 3, 1), DueOn: model.NewDate(2026, 11, 30), Rhythm: model.RhythmMonthly,
	}
}

// draftDesk is a desk with a draft of two tasks, the second with milestones.
func draftDesk(t *testing.T, dsn string) (*Desk, *testClock, model.PlanDraft) {
	t.Helper()
	d, clock := openDesk(t, dsn)
	if err := d.LoadReference(t.Context()); err != nil {
		t.Fatal(err)
	}
	draft := must2(d.DraftPlan(t.Context(), by(planWriter, 0), newHead()))
	draft = must2(d.SetPlanDraftTask(t.Context(), by(planWriter, draft.Version), draft.ID, newTask("建设共配中心")))
	second := newTask("开通货运班线")
	second.Milestones = []model.PlanStep{
		{Title: "线路方案", Deliverable: "线路方案文本", Weight: 40, DueOn: model.NewDate(2026, 6, 30)},
		{Title: "全部开通", Deliverable: "运行报告", Weight: 60, DueOn: model.NewDate(2026, 11, 30), Owner: "qu-shangwuwei"},
	}
	draft = must2(d.SetPlanDraftTask(t.Context(), by(planWriter, draft.Version), draft.ID, second))
	return d, clock, draft
}

func draftCard(t *testing.T, d *Desk, id model.PlanDraftID) PlanDraftCard {
	t.Helper()
	return must2(d.PlanDraftCard(t.Context(), planIssuer, id))
}

func draftFaults(problems []model.PlanProblem) (said []string) {
	for _, p := range problems {
		if p.Error {
			said = append(said, p.Field+": "+p.Detail)
		}
	}
	return said
}

// A draft is nowhere a plan until another person issues it; then its tasks run.
func TestADraftBecomesAPlanWhenAnotherPersonIssuesIt(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock, draft := draftDesk(t, dsn)
		ctx := t.Context()
		if card := draftCard(t, d, draft.ID); len(draftFaults(card.Problems)) > 0 || len(card.Tasks) != 2 {
			t.Fatalf("%d tasks, %v", len(card.Tasks), draftFaults(card.Problems))
		}
		if board := must2(d.Board(ctx, taskChief, AllPlans, d.Today())); len(board.Tasks) > 0 || len(board.Plans) > 0 {
			t.Error("a draft is on the board")
		}
		_, err := d.PlanDraftCard(ctx, taskLead, draft.ID)
		wantKind(t, err, model.Forbidden)
		draft = must2(d.SubmitPlanDraft(ctx, by(planWriter, draft.Version), draft.ID))
		_, err = d.SetPlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, newTask("迟到的任务"))
		wantRefused(t, err, model.Conflict, "plan_draft.state")
		_, err = d.IssuePlanDraft(ctx, by(planWriter, draft.Version), draft.ID)
		wantRefused(t, err, model.Forbidden, "plan_draft.own")
		_, err = d.IssuePlanDraft(ctx, by(otherUnit, draft.Version), draft.ID)
		wantRefused(t, err, model.Forbidden, "plan_draft.not_supervising")
		_, err = d.IssuePlanDraft(ctx, by(planIssuer, draft.Version-1), draft.ID)
		wantRefused(t, err, model.Stale, "record.stale")
		issued := must2(d.IssuePlanDraft(ctx, by(planIssuer, draft.Version), draft.ID))
		if issued.Status != model.PlanDraftIssued || issued.PlanID == "" {
			t.Fatalf("issued: %+v", issued)
		}
		plan := must2(d.Store.TaskPlan(ctx, store.Everything(), issued.PlanID))
		tasks := must2(d.Store.TasksOfPlan(ctx, store.Everything(), plan.ID))
		if plan.Status != model.TaskPlanActive || plan.AnnexTitle != "演示农村寄递物流实施方案任务分解表" || len(tasks) != 2 {
			t.Fatalf("%+v with %d tasks", plan, len(tasks))
		}
		if first := tasks[0]; first.StartOn != model.NewDate(2026, 3, 1) || first.ReportsFrom != d.Today() || first.Conflict {
			t.Errorf("reports are owed from %s, start %s", first.ReportsFrom, first.StartOn)
		}
		card := must2(d.TaskCard(ctx, taskLead, tasks[1].ID))
		if len(card.Milestones) != 2 || card.Milestones[0].Owner != "qu-jiaotongju" || card.Milestones[1].Owner != "qu-shangwuwei" {
			t.Errorf("milestones %+v", card.Milestones)
		}
		if len(card.Units) < 20 || card.Units[1].GroupID != "townships" {
			t.Errorf("%d units, %+v", len(card.Units), card.Units[1])
		}
		must2(d.SignForTask(ctx, by(taskLead, tasks[0].Version), tasks[0].ID))
		clock.set(2026, time.April, 30)
		if board := must2(d.Board(ctx, taskChief, "", d.Today())); board.PlanID != plan.ID || len(board.Tasks) != 2 || board.Tasks[1].Light != model.LightRed {
			t.Errorf("the board of the new plan: %+v", board.Lights)
		}
	})
}

// What is wrong with a draft is told at its field, keeps it from being submitted, and goes away when it is mended.
func TestWhatIsWrongWithADraftKeepsItFromBeingIssued(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock, draft := draftDesk(t, dsn)
		ctx := t.Context()
		first := draftCard(t, d, draft.ID).Tasks[0]
		wrong := newTask("建设共配中心")
		wrong.Task, wrong.Lead, wrong.Content = first.ID, "qu-fupinban", ""
		wrong.Milestones = []model.PlanStep{{Title: "一半", Deliverable: "清单", Weight: 40, DueOn: model.NewDate(2026, 12, 30)}}
		draft = must2(d.SetPlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, wrong))
		_, err := d.SubmitPlanDraft(ctx, by(planWriter, draft.Version), draft.ID)
		for _, field := range []string{
			"/tasks/1/lead plan_draft.lead", "/tasks/1/content plan_draft.content",
			"/tasks/1/milestones plan_draft.milestones", "/tasks/1/milestones/1/due_on plan_draft.due_on",
		} {
			wantRefused(t, err, model.Invalid, field)
		}
		if said := strings.Join(draftFaults(draftCard(t, d, draft.ID).Problems), "\n"); !strings.Contains(said, "工作由“区农业农村委”承接") || !strings.Contains(said, "合计是 40") {
			t.Errorf("said:\n%s", said)
		}
		mended := newTask("建设共配中心")
		mended.Task = first.ID
		draft = must2(d.SetPlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, mended))
		draft = must2(d.SubmitPlanDraft(ctx, by(planWriter, draft.Version), draft.ID))
		draft = must2(d.ReturnPlanDraft(ctx, by(planIssuer, draft.Version), draft.ID, "演示：日期写早了"))
		head := newHead()
		head.Dated, head.SupervisingUnit = model.NewDate(2026, 3, 20), "qu-shangwuwei"
		draft = must2(d.ChangePlanDraft(ctx, by(planWriter, draft.Version), draft.ID, head))
		if said := strings.Join(draftFaults(draftCard(t, d, draft.ID).Problems), "\n"); !strings.Contains(said, "dated: 印发日期2026-03-20还没有到") || !strings.Contains(said, "早于方案的印发日期") {
			t.Errorf("said:\n%s", said)
		}
		clock.set(2026, time.March, 20)
		head.Dated = model.NewDate(2026, 3, 1)
		draft = must2(d.ChangePlanDraft(ctx, by(planWriter, draft.Version), draft.ID, head))
		draft = must2(d.SubmitPlanDraft(ctx, by(planWriter, draft.Version), draft.ID))
		must2(d.IssuePlanDraft(ctx, by(taskChief, draft.Version), draft.ID))
		again := must2(d.DraftPlan(ctx, by(planWriter, 0), newHead()))
		if said := strings.Join(draftFaults(draftCard(t, d, again.ID).Problems), "\n"); !strings.Contains(said, "已经是一份印发的方案") || !strings.Contains(said, "还没有任务") {
			t.Errorf("said:\n%s", said)
		}
	})
}

func TestTasksOfADraftAreOrderedRemovedAndRefused(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _, draft := draftDesk(t, dsn)
		ctx := t.Context()
		third := newTask("培训人员")
		third.Number = 1
		draft = must2(d.SetPlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, third))
		order := func() string {
			var names []string
			for i, task := range draftCard(t, d, draft.ID).Tasks {
				if task.Number != i+1 {
					t.Errorf("task %d has number %d", i+1, task.Number)
				}
				names = append(names, task.Name)
			}
			return strings.Join(names, " ")
		}
		if got := order(); got != "培训人员 建设共配中心 开通货运班线" {
			t.Errorf("order %s", got)
		}
		tasks := draftCard(t, d, draft.ID).Tasks
		draft = must2(d.MovePlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, tasks[0].ID, 3))
		if got := order(); got != "建设共配中心 开通货运班线 培训人员" {
			t.Errorf("order %s", got)
		}
		_, err := d.MovePlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, tasks[0].ID, 4)
		wantRefused(t, err, model.Invalid, "/to plan_draft.place")
		draft = must2(d.RemovePlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, tasks[1].ID))
		if got := order(); got != "开通货运班线 培训人员" || draft.TaskCount != 2 {
			t.Errorf("order %s, %d tasks", got, draft.TaskCount)
		}
		_, err = d.RemovePlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, tasks[1].ID)
		wantRefused(t, err, model.Invalid, "/task plan_draft.task_unknown")
		bad := newTask(" ")
		bad.Lead, bad.Support = "nobody", []model.UnitID{"qu-shangwuwei", "qu-shangwuwei"}
		bad.Milestones = []model.PlanStep{{Title: strings.Repeat("长", 101), Weight: 101, Owner: "nobody"}}
		_, err = d.SetPlanDraftTask(ctx, by(planWriter, draft.Version), draft.ID, bad)
		for _, field := range []string{
			"/name required", "/lead unit.unknown", "/support/1 unit.twice", "/milestones/0/title text.too_long", "/milestones/0/weight task_milestone.range", "/milestones/0/owner unit.unknown",
		} {
			wantRefused(t, err, model.Invalid, field)
		}
		_, err = d.DiscardPlanDraft(ctx, by(planWriter, draft.Version), draft.ID, " ")
		wantRefused(t, err, model.Invalid, "/reason text.length")
		draft = must2(d.DiscardPlanDraft(ctx, by(planWriter, draft.Version), draft.ID, "演示：改由上级统一印发"))
		_, err = d.SubmitPlanDraft(ctx, by(planWriter, draft.Version), draft.ID)
		wantRefused(t, err, model.Conflict, "plan_draft.state")
	})
}

// The one who drafted finds the draft in his work, and whoever may issue it finds it when it is submitted.
func TestDraftsAreTheWorkOfWhoWroteThemAndOfWhoMayIssueThem(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _, draft := draftDesk(t, dsn)
		has := func(actor model.Actor, title string) bool {
			for _, item := range must2(d.Work(t.Context(), actor)).Items {
				if item.Noun == "plan-drafts" && strings.HasPrefix(item.Title, title) {
					return true
				}
			}
			return false
		}
		if !has(planWriter, "完成拟订") || has(planIssuer, "完成拟订") || has(planIssuer, "印发交办") {
			t.Error("a draft that is being written is not its writer's work alone")
		}
		must2(d.SubmitPlanDraft(t.Context(), by(planWriter, draft.Version), draft.ID))
		if has(planWriter, "印发交办") || has(otherUnit, "印发交办") || !has(planIssuer, "印发交办") || !has(taskChief, "印发交办") {
			t.Error("a submitted draft is not the work of those who may issue it")
		}
	})
}

// Supervisors of other units neither change nor give up a draft, nor take it over.
func TestADraftIsItsUnits(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _, draft := draftDesk(t, dsn)
		ctx := t.Context()
		head := newHead()
		head.SupervisingUnit = otherUnit.UnitID
		_, err := d.ChangePlanDraft(ctx, by(otherUnit, draft.Version), draft.ID, head)
		wantRefused(t, err, model.Forbidden, "plan_draft.not_supervising")
		_, err = d.SetPlanDraftTask(ctx, by(otherUnit, draft.Version), draft.ID, newTask("外单位添的"))
		wantRefused(t, err, model.Forbidden, "plan_draft.not_supervising")
		_, err = d.DiscardPlanDraft(ctx, by(otherUnit, draft.Version), draft.ID, "演示：不要了")
		wantRefused(t, err, model.Forbidden, "plan_draft.not_supervising")
		for _, act := range must2(d.PlanDraftCard(ctx, otherUnit, draft.ID)).Acts {
			if act.Allowed {
				t.Errorf("another unit may %s", act.Name)
			}
		}
		must2(d.ChangePlanDraft(ctx, by(planIssuer, draft.Version), draft.ID, newHead()))
	})
}

// A document is issued once, however its number is written.
func TestADocumentIsIssuedOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		importedPlan(t, d)
		for _, number := range []string{"武隆府办发[2019]61号", "武隆府办发〔2019〕６１号", "武隆府办发【2019】61号", "武隆府办发〔2019〕 61号"} {
			head := newHead()
			head.DocumentNo = number
			draft := must2(d.DraftPlan(t.Context(), by(planWriter, 0), head))
			if said := strings.Join(draftFaults(draftCard(t, d, draft.ID).Problems), "\n"); !strings.Contains(said, "已经是一份印发的方案") {
				t.Errorf("%s: %s", number, said)
			}
		}
	})
}
