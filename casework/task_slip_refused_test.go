package casework

import (
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// answered is a slip on the task that was issued on 29 January 2026, with limit 5 February, and answered on the 3rd.
func answered(t *testing.T, d *Desk, clock *testClock, number int) model.TaskSlip {
	t.Helper()
	s := issued(t, d, redTask(t, d, clock, number))
	clock.set(2026, time.February, 3)
	return must2(d.AnswerSlip(t.Context(), by(ofUnit("lead3", s.UnitID, model.RoleLead), s.Version), s.ID, "人员调整", "二月底前补报"))
}

// An answer that is refused leaves the unit a working day after that of the refusal: a limit that
// has come by then moves there, and says why; one that has not stays.
func TestARefusedAnswerLeavesAWorkingDay(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		for _, c := range []struct {
			task, refused, due int // days of February 2026
			moved              bool
		}{
			{3, 4, 5, false},
			{4, 5, 6, true}, // on the last day
			{5, 9, 10, true},
			{6, 13, 14, true}, // the 14th was worked
			{8, 14, 24, true}, // the 15th to the 23rd were off
		} {
			s := answered(t, d, clock, c.task)
			basis := s.DueBasis
			clock.set(2026, time.February, c.refused)
			judge := taskSupervisor
			if s.UnitID == judge.UnitID {
				judge = taskChief
			}
			must2(d.JudgeSlip(t.Context(), by(judge, s.Version), s.ID, false, "没有写明谁来做"))
			s = slipNow(t, d, s.ID)
			if s.DueOn != model.NewDate(2026, time.February, c.due) || (s.DueBasis != basis) != c.moved || !strings.HasPrefix(s.DueBasis, basis) {
				t.Errorf("refused on %d: due %s by %q", c.refused, s.DueOn, s.DueBasis)
			}
			if want := "；原时限为2026-02-05，" + d.Today().String() + "退回"; c.moved && !strings.Contains(s.DueBasis, want) {
				t.Errorf("refused on %d: basis %q, want %q", c.refused, s.DueBasis, want)
			}
			for _, then := range []struct{ day, slips int }{{c.due, 1}, {28, 2}} { // the 28th was worked
				clock.set(2026, time.February, then.day)
				sweptSlips(t, d)
				if got := slipsOf(t, d, s.TaskID); len(got) != then.slips {
					t.Errorf("refused on %d, swept on %d: %s", c.refused, then.day, course(got))
				}
			}
		}
	})
}

// Of a unit that answered nothing says that it did not, and a notice of refusal names no day that is over.
func TestASlipThatWasAnsweredIsNotCalledUnanswered(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		importedPlan(t, d)
		lead := o.ofUnit("lead-jtj", "qu-jiaotongju", model.RoleLead)
		s := answered(t, d, o.testClock, 4)
		for _, day := range []int{9, 10} { // twice, each time after the limit
			o.set(2026, time.February, day)
			s = must2(d.JudgeSlip(ctx, by(taskSupervisor, s.Version), s.ID, false, "没有写明谁来做"))
			if day == 9 {
				s = must2(d.AnswerSlip(ctx, by(taskLead, s.Version), s.ID, "人员调整", "二月底前补报"))
			}
		}
		if s.DueOn != model.NewDate(2026, 2, 11) || !strings.Contains(s.DueBasis, "；原时限为2026-02-05，2026-02-10退回") || strings.Contains(s.DueBasis, "2026-02-09") {
			t.Errorf("refused twice: due %s by %q", s.DueOn, s.DueBasis)
		}
		for _, n := range told(t, d, lead.UserID) {
			if strings.Contains(n.Text, "没有采纳") && !strings.Contains(n.Text, "2026-02-10前（含当日）") && !strings.Contains(n.Text, "2026-02-11前（含当日）") {
				t.Errorf("the notice reads %q", n.Text)
			}
		}
		o.set(2026, time.February, 12)
		sweptSlips(t, d)
		slips := slipsOf(t, d, s.TaskID)
		if len(slips) != 2 {
			t.Fatalf("issued anew: %s", course(slips))
		}
		line := d.lineOfSlip(slips[0], TaskPlace{})
		for _, said := range []string{slips[0].EndReason, slips[1].Matter, line.Standing} {
			if !strings.Contains(said, "回复未被采纳，期限内未重新回复") || strings.Contains(said, "逾期未") {
				t.Errorf("it says %q", said)
			}
		}
		if !strings.Contains(slips[1].Matter, "应在2026-02-11前（含当日）回复") || strings.Contains(slips[1].Demand, "逾期未回复") {
			t.Errorf("the next slip says %q and asks %q", slips[1].Matter, slips[1].Demand)
		}
		for _, n := range told(t, d, lead.UserID) {
			if strings.Contains(n.Text, "没有在时限内回复") || strings.Contains(n.Text, "未说明") {
				t.Errorf("the notice reads %q", n.Text)
			}
		}
	})
}
