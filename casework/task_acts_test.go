package casework

import (
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

func actNamed(t *testing.T, card TaskCard, name string) model.Act {
	t.Helper()
	for _, act := range card.Acts {
		if act.Name == name {
			return act
		}
	}
	t.Fatalf("no act %s", name)
	return model.Act{}
}

// Of what a task has none nothing can be ended, and a task that is struck off says of each why not.
func TestActsSayWhatTheyAreAbout(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		clock.set(2026, time.January, 2)
		importedPlan(t, d)
		scheduled(t, d, 4, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
		report, task := reported(t, d, taskLead, 4, "2026-01", 100)
		card := must2(d.TaskCard(t.Context(), taskSupervisor, task.ID))
		for name, want := range map[string]string{"end-target": "这项任务没有计数目标", "end-milestone": "这项任务没有里程碑"} {
			if act := actNamed(t, card, name); act.Allowed || act.Reason != want {
				t.Errorf("%s: %+v", name, act)
			}
		}
		task = must2(d.FinishTask(t.Context(), by(taskLead, task.Version), task.ID, "已全部完成"))
		must2(d.CloseTask(t.Context(), by(taskSupervisor, task.Version), task.ID, true, "办法文本"))
		card = must2(d.TaskCard(t.Context(), taskSupervisor, task.ID))
		for name, want := range map[string]string{"set-milestone": "不再改动里程碑", "end-milestone": "不再改动里程碑", "set-target": "不再改动计数目标"} {
			if act := actNamed(t, card, name); act.Allowed || !strings.Contains(act.Reason, want) {
				t.Errorf("%s of a closed task: %+v", name, act)
			}
		}
		_, err := d.ReviewTaskReport(t.Context(), by(taskSupervisor, report.Version), report.ID, false, "")
		wrongField(t, err, "/accepted", "task.closed")
		wrongField(t, err, "/note", "text.length")
		if !strings.Contains(model.FieldsOf(err)[0].Detail, "2 至 500 字") {
			t.Errorf("the note: %v", model.FieldsOf(err))
		}
		report = must2(d.ReviewTaskReport(t.Context(), by(taskSupervisor, report.Version), report.ID, true, ""))
		if report.Status != model.TaskReportAccepted {
			t.Errorf("accepted after the closing: %+v", report)
		}
	})
}

// The slip that is shown before it is issued is the one that is issued.
func TestTheNextSlipIsTheOneThatIsIssued(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		clock.set(2026, time.January, 1)
		importedPlan(t, d)
		task := redTask(t, d, clock, 4)
		if card := must2(d.TaskCard(t.Context(), taskLead, task.ID)); card.NextSlip != nil {
			t.Errorf("who cannot issue one is shown %+v", card.NextSlip)
		}
		shown := must2(d.TaskCard(t.Context(), taskSupervisor, task.ID)).NextSlip
		s := issued(t, d, task)
		if shown == nil || *shown != (NextSlip{s.Matter, s.UnitName, s.DueOn, s.DueBasis}) || s.Demand == "" || s.Person == "" || s.IssuerName == "" {
			t.Errorf("shown %+v, issued %+v", shown, s)
		}
		if card := must2(d.TaskCard(t.Context(), taskSupervisor, task.ID)); card.NextSlip != nil {
			t.Errorf("with an open slip it shows %+v", card.NextSlip)
		}
	})
}

// A reason that ends with a full stop does not end the sentence of the notice.
func TestTheNoticeOfAnEndedSlipIsOneSentence(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		importedPlan(t, d)
		lead := o.ofUnit("lead-jtj", "qu-jiaotongju", model.RoleLead)
		task := redTask(t, d, o.testClock, 4)
		s := issued(t, d, task)
		must2(d.WithdrawSlip(ctx, by(taskSupervisor, s.Version), s.ID, "经研究暂缓推进。"))
		said := ""
		for _, n := range told(t, d, lead.UserID) {
			if n.Event == model.EventSlipEnded {
				said += n.Text
			}
		}
		if !strings.Contains(said, "经研究暂缓推进，不需要再回复") {
			t.Errorf("it says %q", said)
		}
	})
}
