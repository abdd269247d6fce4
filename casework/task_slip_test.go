package casework

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// redTask is a task of the district's plan that turned red on 29 January 2026, a Thursday,
// because nothing was reported on its first month.
func redTask(t *testing.T, d *Desk, clock *testClock, number int) model.Task {
	t.Helper()
	clock.set(2026, time.January, 2)
	task := scheduled(t, d, number, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
	clock.set(2026, time.January, 29)
	return task
}

func issued(t *testing.T, d *Desk, task model.Task) model.TaskSlip {
	t.Helper()
	task = must2(d.Store.Task(t.Context(), store.Everything(), task.ID))
	s, err := d.IssueSlip(t.Context(), by(taskSupervisor, task.Version), task.ID, SlipWords{})
	return ok(t, s, err)
}

func slipsOf(t *testing.T, d *Desk, id model.TaskID) []model.TaskSlip {
	t.Helper()
	return must2(d.Store.SlipsOfTasks(t.Context(), []model.TaskID{id}))[id]
}

// course says the task's slips in one line: colour, day of issue, last day and state of each.
func course(slips []model.TaskSlip) string {
	var said []string
	for _, s := range slips {
		said = append(said, fmt.Sprintf("%d %s %s–%s %s", s.Sequence, s.Colour, s.IssuedOn, s.DueOn, s.Status))
	}
	return strings.Join(said, "\n")
}

func sweptSlips(t *testing.T, d *Desk) SweptSlips {
	t.Helper()
	done, err := d.SweepSlips(t.Context(), jobCall())
	return ok(t, done, err)
}

// A slip that nobody answers goes from blue to orange to red and stays red, on working days
// only, each with the next number; a pass that is done again issues nothing twice.
func TestASlipWithoutAnAnswerGoesFromBlueToRed(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		task := redTask(t, d, clock, 4)
		first := issued(t, d, task)
		if first.Number != "督办〔2026〕1号" || first.UnitID != "qu-jiaotongju" || first.IssuerUnit != "qu-shangwuwei" || !strings.Contains(first.Matter, "2026-01-25应报的月报逾期4天未报") ||
			!strings.Contains(first.MatterBasis, "督查督办亮灯惯例") || !strings.Contains(first.DueBasis, "平台默认设置") || first.Person != "经办负责人" {
			t.Errorf("the first slip is %+v", first)
		}
		for day := model.NewDate(2026, 1, 30); !day.After(model.NewDate(2026, 2, 27)); day = day.AddDays(1) {
			clock.set(day.Year(), day.Month(), day.Day())
			for range 2 {
				sweptSlips(t, d)
			}
		}
		// The 14th and the 28th were worked, the 15th to the 23rd were off.
		want := "1 blue 2026-01-29–2026-02-05 reissued\n2 orange 2026-02-06–2026-02-11 reissued\n" +
			"3 red 2026-02-12–2026-02-14 reissued\n4 red 2026-02-24–2026-02-26 reissued\n5 red 2026-02-27–2026-03-02 issued"
		slips := slipsOf(t, d, task.ID)
		if got := course(slips); got != want {
			t.Fatalf("the course was\n%s\nwant\n%s", got, want)
		}
		last := slips[4]
		if last.FormerNo != "督办〔2026〕4号" || last.FormerID != slips[3].ID || last.Round != 5 || last.IssuedBy != "平台按规则自动签发" || !strings.Contains(last.Matter, "上一张红色督办单（督办〔2026〕4号）应在2026-02-26前（含当日）回复，逾期未回复；") || last.Person != policy.SlipPerson(model.SlipRed) {
			t.Errorf("the last slip is %+v", last)
		}
		if work := must2(d.Work(t.Context(), taskChief)).Items; len(work) != 1 || work[0].ID != string(last.ID) || work[0].Act != "instruct" {
			t.Errorf("the chief has to %+v", work)
		}
		told, err := d.InstructSlip(t.Context(), by(taskChief, last.Version), last.ID, "请主要负责人到会说明")
		if ok(t, told, err); told.Instruction == "" || len(must2(d.Work(t.Context(), taskChief)).Items) != 0 {
			t.Error("what the chief wrote is still to be written")
		}
		rest := model.NewDate(2026, 3, 7) // a Saturday
		clock.set(rest.Year(), rest.Month(), rest.Day())
		if done := sweptSlips(t, d); done.Reissued != 0 || !done.Rests {
			t.Errorf("on a day off %+v", done)
		}
	})
}

// An answer stops it, one that is refused is owed again, and one that is accepted closes it.
func TestAnAnswerStopsASlip(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		task := redTask(t, d, clock, 4)
		s := issued(t, d, task)
		s = must2(d.SignSlip(ctx, by(taskLead, s.Version), s.ID))
		_, err := d.AnswerSlip(ctx, by(taskLead, s.Version), s.ID, " ", "限期整改")
		wrongField(t, err, "/cause", "text.length")
		clock.set(2026, time.February, 5)
		s = must2(d.AnswerSlip(ctx, by(taskLead, s.Version), s.ID, "人员调整", "二月底前补报"))
		clock.set(2026, time.February, 9)
		if done := sweptSlips(t, d); done.Reissued != 0 {
			t.Errorf("an answered slip was issued anew: %+v", done)
		}
		_, err = d.JudgeSlip(ctx, by(taskSupervisor, s.Version), s.ID, false, "")
		wrongField(t, err, "/note", "text.length")
		s = must2(d.JudgeSlip(ctx, by(taskSupervisor, s.Version), s.ID, false, "没有写明谁来做"))
		if s.Status != model.SlipSigned || s.DueOn != model.NewDate(2026, 2, 10) || s.Refusals != 1 || s.Cause != "人员调整" {
			t.Errorf("a refused answer leaves %+v", s)
		}
		clock.set(2026, time.February, 11)
		if done := sweptSlips(t, d); done.Reissued != 1 {
			t.Errorf("after the refusal %+v", done)
		}
		_, err = d.AnswerSlip(ctx, by(taskLead, s.Version), s.ID, "迟了", "马上补报")
		wantKind(t, err, model.Stale)
		orange := slipsOf(t, d, task.ID)[1]
		_, err = d.AnswerSlip(ctx, by(taskLead, orange.Version-1), orange.ID, "原因", "措施")
		wantKind(t, err, model.Stale)
		orange = must2(d.AnswerSlip(ctx, by(taskLead, orange.Version), orange.ID, "人员调整", "张某二月十日补报"))
		if orange.SignedOn != d.Today() {
			t.Error("who answers has got the slip")
		}
		orange = must2(d.JudgeSlip(ctx, by(taskSupervisor, orange.Version), orange.ID, true, ""))
		if orange.Status != model.SlipClosed || orange.EndedOn != d.Today() {
			t.Errorf("an accepted answer leaves %+v", orange)
		}
		_, err = d.WithdrawSlip(ctx, by(taskSupervisor, orange.Version), orange.ID, "发错了")
		wantRefusal(t, err, model.Conflict, "task_slip.wrong_state")
	})
}

// Only the supervising unit issues and judges, only the unit that is named signs and answers,
// and only what is behind is given a slip, one at a time.
func TestWhoMayDoWhatWithASlip(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		task := redTask(t, d, clock, 4)
		_, err := d.IssueSlip(ctx, by(taskLead, task.Version), task.ID, SlipWords{})
		wantKind(t, err, model.Forbidden)
		_, err = d.IssueSlip(ctx, by(ofUnit("other", "qu-caizhengju", model.RoleSupervisor), task.Version), task.ID, SlipWords{})
		wantRefusal(t, err, model.Forbidden, "task.not_supervising")
		_, err = d.IssueSlip(ctx, by(taskSupervisor, task.Version-1), task.ID, SlipWords{})
		wantKind(t, err, model.Stale)
		_, err = d.IssueSlip(ctx, by(taskSupervisor, task.Version), task.ID, SlipWords{Demand: "短", Person: strings.Repeat("长", 101)})
		wrongField(t, err, "/demand", "text.length")
		wrongField(t, err, "/person", "text.length")
		clock.set(2026, time.January, 2)
		_, err = d.IssueSlip(ctx, by(taskSupervisor, task.Version), task.ID, SlipWords{})
		wantRefusal(t, err, model.Conflict, "task_slip.light")
		clock.set(2026, time.January, 26) // yellow: a day late
		s := must2(d.IssueSlip(ctx, by(taskSupervisor, task.Version), task.ID, SlipWords{Demand: "请派员到场说明", Person: "李某"}))
		if s.Light != model.LightYellow || s.Demand != "请派员到场说明" || s.Person != "李某" {
			t.Errorf("issued %+v", s)
		}
		_, err = d.IssueSlip(ctx, by(taskSupervisor, task.Version), task.ID, SlipWords{})
		wantKind(t, err, model.Stale)
		_, err = d.IssueSlip(ctx, by(taskSupervisor, taskNumbered(t, d, 4).Version), task.ID, SlipWords{})
		wantRefusal(t, err, model.Conflict, "task_slip.open")
		_, err = d.SignSlip(ctx, by(ownLead, s.Version), s.ID) // of the supervising unit, which has a part in the task
		wantRefusal(t, err, model.Forbidden, "task_slip.not_addressed")
		_, err = d.SignSlip(ctx, by(ofUnit("stranger", "qu-hangtianju", model.RoleLead), s.Version), s.ID)
		wantKind(t, err, model.NotFound)
		_, err = d.TaskSlipCard(ctx, ofUnit("stranger", "qu-hangtianju", model.RoleLead), s.ID)
		wantKind(t, err, model.NotFound)
		_, err = d.InstructSlip(ctx, by(taskChief, s.Version), s.ID, "请说明")
		wantRefusal(t, err, model.Conflict, "task_slip.not_passed")
		both := ofUnit("lead3", "qu-shangwuwei", model.RoleSupervisor) // who answers, in another duty
		s = must2(d.AnswerSlip(ctx, by(taskLead, s.Version), s.ID, "人员调整", "二月底前补报"))
		_, err = d.JudgeSlip(ctx, by(both, s.Version), s.ID, true, "")
		wantRefusal(t, err, model.Forbidden, "task_slip.own_answer")
		_, err = d.JudgeSlip(ctx, by(taskChief, s.Version), s.ID, true, "")
		wantRefusal(t, err, model.Forbidden, "task.not_supervising")
		card := must2(d.TaskSlipCard(ctx, taskSupervisor, s.ID))
		if act := actOf(t, card.Acts, "judge"); !act.Allowed {
			t.Errorf("the supervisor may not judge: %s", act.Reason)
		}
		if act := actOf(t, card.Acts, "sign"); act.Allowed {
			t.Error("an answered slip may be signed for")
		}
	})
}

// What the supervising unit leads itself, the chief judges.
func TestTheChiefJudgesTheSlipsOfTheSupervisingUnit(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		number := 0
		for n := 1; n <= 13 && number == 0; n++ {
			if taskNumbered(t, d, n).AnnexLead == "qu-shangwuwei" {
				number = n
			}
		}
		s := issued(t, d, redTask(t, d, clock, number))
		s = must2(d.AnswerSlip(ctx, by(ownLead, s.Version), s.ID, "人员调整", "二月底前补报"))
		_, err := d.JudgeSlip(ctx, by(taskSupervisor, s.Version), s.ID, true, "")
		wantRefusal(t, err, model.Forbidden, "task_slip.own_unit")
		_, err = d.WithdrawSlip(ctx, by(taskSupervisor, s.Version), s.ID, "发错了")
		wantRefusal(t, err, model.Forbidden, "task_slip.own_unit")
		if work := must2(d.Work(ctx, taskChief)).Items; len(work) != 1 || work[0].Act != "judge" {
			t.Errorf("the chief has to %+v", work)
		}
		if s = must2(d.JudgeSlip(ctx, by(taskChief, s.Version), s.ID, true, "同意")); s.Status != model.SlipClosed {
			t.Errorf("judged: %s", s.Status)
		}
	})
}

// What becomes of the unit within the year signs for and answers its slips, and gets the next one.
func TestTheSuccessorAnswersTheSlip(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		four, five := redTask(t, d, clock, 4), model.Task{}
		for n := 5; n <= 13; n++ { // another one that the same unit leads
			if taskNumbered(t, d, n).AnnexLead == "qu-jiaotongju" {
				five = redTask(t, d, clock, n)
				break
			}
		}
		s, other := issued(t, d, four), issued(t, d, five)
		clock.set(2026, time.February, 4)
		fresh := must2(d.CreateUnit(ctx, by(clerkOfUnits, 0), UnitFacts{Name: "武隆区交通运输委员会", ShortName: "区交通运输委", Kind: model.UnitDepartment, AreaCode: "500156", ValidFrom: model.NewDate(2026, 2, 1)}))
		old := must2(d.Store.Unit(ctx, store.Everything(), "qu-jiaotongju"))
		must2(d.DissolveUnit(ctx, by(clerkOfUnits, old.Version), old.ID, Dissolution{LastDay: model.NewDate(2026, 2, 3), Successor: fresh.ID, Reason: "机构改革"}))
		successor := ofUnit("heir", fresh.ID, model.RoleLead)
		_, err := d.AnswerSlip(ctx, by(ownLead, s.Version), s.ID, "原因", "措施")
		wantRefusal(t, err, model.Forbidden, "task_slip.not_addressed")
		s = must2(d.AnswerSlip(ctx, by(successor, s.Version), s.ID, "机构调整", "二月底前补报"))
		if s.UnitID != "qu-jiaotongju" || s.Status != model.SlipAnswered {
			t.Errorf("answered: %+v", s)
		}
		clock.set(2026, time.February, 6)
		sweptSlips(t, d)
		slips := slipsOf(t, d, other.TaskID)
		if len(slips) != 2 || slips[1].UnitID != fresh.ID || slips[1].UnitName != "武隆区交通运输委员会" {
			t.Errorf("issued anew: %s, to %s", course(slips), slips[len(slips)-1].UnitID)
		}
		page := must2(d.TaskSlips(ctx, taskSupervisor, store.Query{Filter: map[string]string{"unit": string(fresh.ID)}}))
		if len(page.Items) != 3 {
			t.Errorf("the unit's slips are %d, want those from before too", len(page.Items))
		}
	})
}

// A slip ends with its task, and one that was withdrawn leaves its number; both are not asked for again.
func TestASlipEndsWithItsTaskOrIsWithdrawn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		task := redTask(t, d, clock, 4)
		s := issued(t, d, task)
		_, err := d.WithdrawSlip(ctx, by(taskSupervisor, s.Version), s.ID, "")
		wrongField(t, err, "/reason", "reason.missing")
		s = must2(d.WithdrawSlip(ctx, by(taskSupervisor, s.Version), s.ID, "单位写错"))
		if s.Status != model.SlipWithdrawn || s.Number != "督办〔2026〕1号" {
			t.Errorf("withdrawn: %+v", s)
		}
		if done := sweptSlips(t, d); done.Proposed != 0 {
			t.Errorf("what was just taken back is proposed again: %+v", done)
		}
		again := issued(t, d, task)
		if again.Number != "督办〔2026〕2号" || again.Colour != model.SlipBlue {
			t.Errorf("issued again: %s %s", again.Number, again.Colour)
		}
		task = taskNumbered(t, d, 4)
		task = must2(d.AskToSuspendTask(ctx, by(taskSupervisor, task.Version), task.ID, model.TaskDeferred, "等待上级政策"))
		must2(d.SuspendTask(ctx, by(taskChief, task.Version), task.ID, model.TaskDeferred, "等待上级政策"))
		again = must2(d.Store.TaskSlip(ctx, store.Everything(), again.ID))
		if again.Status != model.SlipEnded || again.EndReason != "任务已暂缓：等待上级政策" || again.EndedBy != "chief" {
			t.Errorf("with its task: %+v", again)
		}
		_, err = d.IssueSlip(ctx, by(taskSupervisor, taskNumbered(t, d, 4).Version), task.ID, SlipWords{})
		wantRefusal(t, err, model.Conflict, "task_slip.task_over")
	})
}

// The clock proposes the first slip of a task that turned red, and issues it where the bureau
// lets it; of what was settled it says nothing until the task turns red anew.
func TestTheFirstSlipIsProposedOrIssued(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		task := redTask(t, d, clock, 4)
		proposed := func() int {
			n := 0
			for _, item := range must2(d.Work(ctx, taskSupervisor)).Items {
				if item.Act == "issue-slip" && item.ID == string(task.ID) {
					n++
				}
			}
			return n
		}
		if done := sweptSlips(t, d); done.Proposed != 1 || done.Issued != 0 || proposed() != 1 {
			t.Errorf("the switch is off: %+v, %d to issue", done, proposed())
		}
		d.Rules.SlipsByClock = true
		for range 2 {
			sweptSlips(t, d)
		}
		slips := slipsOf(t, d, task.ID)
		if len(slips) != 1 || slips[0].IssuedBy != "平台按规则自动签发" || slips[0].Colour != model.SlipBlue || proposed() != 0 {
			t.Fatalf("the switch is on: %s", course(slips))
		}
		s := must2(d.AnswerSlip(ctx, by(taskLead, slips[0].Version), slips[0].ID, "人员调整", "二月底前补报"))
		clock.set(2026, time.January, 30)
		must2(d.JudgeSlip(ctx, by(taskSupervisor, s.Version), s.ID, true, ""))
		clock.set(2026, time.February, 2)
		if done := sweptSlips(t, d); done.Issued != 0 {
			t.Errorf("red since before the answer was accepted: %+v", done)
		}
		reported(t, d, taskLead, 4, "2026-01", 9) // green
		clock.set(2026, time.February, 24)
		if done := sweptSlips(t, d); done.Issued != 0 {
			t.Errorf("not red: %+v", done)
		}
		clock.set(2026, time.March, 2) // February's report is missing
		if done := sweptSlips(t, d); done.Issued != 1 || len(slipsOf(t, d, task.ID)) != 2 {
			t.Errorf("red anew: %+v", done)
		}
	})
}
