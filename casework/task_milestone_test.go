package casework

import (
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

func milestone(title string, weight int64, due model.Date) NewMilestone {
	return NewMilestone{Title: title, Deliverable: "验收单", Weight: weight, DueOn: due, Reason: "按方案分解"}
}

// The plan follows the milestones; what was planned for the days before they were set stays as it was.
func TestThePlanFollowsTheMilestones(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.March, 1)
		task := taskNumbered(t, d, 4)
		_, err := d.SetMilestone(ctx, by(taskSupervisor, task.Version), task.ID, milestone("选址", 20, model.NewDate(2026, 4, 1)))
		wantRefusal(t, err, model.Conflict, "task.not_scheduled")
		task = scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		clock.set(2026, time.May, 1)
		_, err = d.SetMilestone(ctx, by(taskLead, task.Version), task.ID, milestone("选址", 20, model.NewDate(2026, 6, 1)))
		wantKind(t, err, model.Forbidden)
		for _, c := range []struct {
			wrong   NewMilestone
			pointer string
			reason  string
		}{
			{milestone("选", 20, model.NewDate(2026, 6, 1)), "/title", "text.length"},
			{milestone("选址", 0, model.NewDate(2026, 6, 1)), "/weight", "task_milestone.range"},
			{milestone("选址", 101, model.NewDate(2026, 6, 1)), "/weight", "task_milestone.range"},
			{milestone("选址", 20, model.NewDate(2026, 3, 1)), "/due_on", "task_milestone.outside"},
			{milestone("选址", 20, model.NewDate(2027, 1, 1)), "/due_on", "task_milestone.outside"},
			{NewMilestone{Title: "选址", Deliverable: "表", Weight: 20, DueOn: model.NewDate(2026, 6, 1), Reason: "按方案分解"}, "/deliverable", "text.length"},
			{NewMilestone{Title: "选址", Deliverable: "清单", Owner: "nobody", Weight: 20, DueOn: model.NewDate(2026, 6, 1), Reason: "按方案分解"}, "/owner", "unit.unknown"},
			{NewMilestone{Title: "选址", Deliverable: "清单", Instead: "none", Weight: 20, DueOn: model.NewDate(2026, 6, 1), Reason: "按方案分解"}, "/instead", "task_milestone.unknown"},
		} {
			_, err := d.SetMilestone(ctx, by(taskSupervisor, task.Version), task.ID, c.wrong)
			wrongField(t, err, c.pointer, c.reason)
		}
		if got := lightNow(t, d, task.ID).Planned; got != 20 { // 61 of 305 days
			t.Fatalf("before milestones %d%% are planned", got)
		}
		task, err = d.SetMilestone(ctx, by(taskSupervisor, task.Version), task.ID, milestone("选址", 10, model.NewDate(2026, 5, 1)))
		ok(t, task, err)
		task, err = d.SetMilestone(ctx, by(taskSupervisor, task.Version), task.ID, milestone("运行", 30, model.NewDate(2026, 5, 31)))
		ok(t, task, err)
		_, err = d.SetMilestone(ctx, by(taskSupervisor, task.Version), task.ID, milestone("运行", 30, model.NewDate(2026, 6, 30)))
		wrongField(t, err, "/title", "task_milestone.taken")
		for _, c := range []struct {
			day  model.Date
			want int
		}{{model.NewDate(2026, 4, 30), 19}, {model.NewDate(2026, 5, 1), 25}, {model.NewDate(2026, 5, 16), 62}, {model.NewDate(2026, 5, 31), 100}, {model.NewDate(2026, 8, 1), 100}} {
			board, err := d.Board(ctx, taskSupervisor, "", c.day)
			if got := ok(t, board, err).Tasks[3].Planned; got != c.want {
				t.Errorf("on %s %d%% are planned, want %d", c.day, got, c.want)
			}
		}
		_, err = d.ScheduleTask(ctx, by(taskSupervisor, task.Version), task.ID, TaskSchedule{StartOn: task.StartOn, DueOn: model.NewDate(2026, 5, 30), Reason: "提前"})
		wrongField(t, err, "/due_on", "task.due_before_milestone")
		_, err = d.ScheduleTask(ctx, by(taskSupervisor, task.Version), task.ID, TaskSchedule{StartOn: model.NewDate(2026, 5, 1), DueOn: task.DueOn, Reason: "推后"})
		wrongField(t, err, "/start_on", "task.start_after_milestone")
		clock.set(2026, time.June, 1)
		second := cardOf(t, d, 4).Milestones[1]
		replaced := milestone("运行", 10, model.NewDate(2026, 12, 31))
		replaced.Instead = second.ID
		task, err = d.SetMilestone(ctx, by(taskSupervisor, task.Version), task.ID, replaced)
		ok(t, task, err)
		card := cardOf(t, d, 4)
		if card.Record.Planned != 56 || len(card.Former) != 1 || card.Former[0].EndReason != "改设：按方案分解" { // half, and 31 of 244 days of the rest is 56.35...
			t.Errorf("after the change %d%% are planned, former %+v", card.Record.Planned, card.Former)
		}
		board, err := d.Board(ctx, taskSupervisor, "", model.NewDate(2026, 5, 31))
		if got := ok(t, board, err).Tasks[3].Planned; got != 100 {
			t.Errorf("the day before the change %d%% were planned", got)
		}
	})
}

// A milestone is reached when the supervising unit says so of what the lead showed.
func TestAMilestoneIsReachedOnEvidence(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.March, 1)
		task := scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		_, err := d.ReachMilestone(ctx, by(taskLead, task.Version), task.ID, "none", "清单见附件")
		wantRefusal(t, err, model.Conflict, "task_milestone.none_open")
		task, err = d.SetMilestone(ctx, by(taskSupervisor, task.Version), task.ID, milestone("选址", 10, model.NewDate(2026, 5, 1)))
		ok(t, task, err)
		id := cardOf(t, d, 4).Milestones[0].ID
		_, err = d.SettleMilestone(ctx, by(taskSupervisor, task.Version), task.ID, id, MilestoneAnswer{true, "属实"})
		wantRefusal(t, err, model.Conflict, "task_milestone.none_claimed")
		_, err = d.ReachMilestone(ctx, by(taskLead, task.Version), task.ID, id, " ")
		wrongField(t, err, "/evidence", "text.length")
		_, err = d.ReachMilestone(ctx, by(taskLead, task.Version), task.ID, "none", "清单见附件")
		wrongField(t, err, "/milestone", "task_milestone.unknown")
		clock.set(2026, time.April, 2)
		task, err = d.ReachMilestone(ctx, by(taskLead, task.Version), task.ID, id, "清单见附件")
		ok(t, task, err)
		_, err = d.ReachMilestone(ctx, by(taskLead, task.Version), task.ID, id, "清单见附件")
		wantRefusal(t, err, model.Conflict, "task_milestone.none_open")
		waits := false
		work, err := d.Work(ctx, taskSupervisor)
		for _, item := range ok(t, work, err).Items {
			waits = waits || strings.Contains(item.Title, "核对里程碑“选址”")
		}
		if !waits {
			t.Errorf("the claim waits for nobody: %+v", work.Items)
		}
		_, err = d.SettleMilestone(ctx, by(taskLead, task.Version), task.ID, id, MilestoneAnswer{true, "属实"})
		wantKind(t, err, model.Forbidden)
		task, err = d.SettleMilestone(ctx, by(taskSupervisor, task.Version), task.ID, id, MilestoneAnswer{false, "清单缺两个乡镇"})
		ok(t, task, err)
		if m := cardOf(t, d, 4).Milestones[0]; !m.ReachedOn.IsZero() || m.Answer != "清单缺两个乡镇" || m.Waiting() {
			t.Errorf("sent back: %+v", m)
		}
		clock.set(2026, time.April, 9)
		task, err = d.ReachMilestone(ctx, by(taskLead, task.Version), task.ID, id, "清单已补齐")
		ok(t, task, err)
		clock.set(2026, time.April, 13)
		task, err = d.SettleMilestone(ctx, by(taskSupervisor, task.Version), task.ID, id, MilestoneAnswer{true, "属实"})
		ok(t, task, err)
		if m := cardOf(t, d, 4).Milestones[0]; m.ReachedOn != model.NewDate(2026, 4, 9) || m.ConfirmedOn != model.NewDate(2026, 4, 13) {
			t.Errorf("confirmed: %+v", m)
		}
	})
}

// By the quarter a report is owed on March, June, September and December; what was owed before a change stays owed, and no more.
func TestQuarterlyReports(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.April, 2)
		task := taskNumbered(t, d, 4)
		task, err := d.ScheduleTask(ctx, by(taskSupervisor, task.Version), task.ID, TaskSchedule{StartOn: model.NewDate(2026, 4, 1), DueOn: model.NewDate(2027, 12, 31), Rhythm: model.RhythmQuarterly, Reason: "演示：按部署设定"})
		ok(t, task, err)
		card, err := d.TaskCard(ctx, taskLead, task.ID)
		if act := ok(t, card, err).Acts[0]; act.Title != "报送季报" || act.Due == nil || act.Due.Title != "2026年第2季度季报" || act.Due.DueOn != model.NewDate(2026, 6, 25) {
			t.Errorf("in April %+v, %+v", act, act.Due)
		}
		for _, c := range []struct {
			day   model.Date
			light model.Light
		}{{model.NewDate(2026, 5, 31), model.LightYellow}, {model.NewDate(2026, 6, 25), model.LightYellow}, {model.NewDate(2026, 6, 29), model.LightRed}} {
			clock.set(c.day.Year(), c.day.Month(), c.day.Day())
			got := lightNow(t, d, task.ID)
			if late := strings.Contains(got.LightReason, "季报逾期"); late != (c.light == model.LightRed) {
				t.Errorf("on %s %s: %s", c.day, got.Light, got.LightReason)
			}
		}
		clock.set(2026, time.August, 3)
		task, err = d.ScheduleTask(ctx, by(taskSupervisor, task.Version), task.ID, TaskSchedule{StartOn: task.StartOn, DueOn: task.DueOn, Reason: "不改周期"})
		if ok(t, task, err); task.Rhythm != model.RhythmQuarterly {
			t.Errorf("rescheduled without a word of its rhythm: %s", task.Rhythm)
		}
		_, err = d.ScheduleTask(ctx, by(taskSupervisor, task.Version), task.ID, TaskSchedule{StartOn: task.StartOn, DueOn: task.DueOn, Rhythm: model.RhythmMonthly})
		wrongField(t, err, "/reason", "text.length")
		task, err = d.ScheduleTask(ctx, by(taskSupervisor, task.Version), task.ID, TaskSchedule{task.StartOn, task.DueOn, model.RhythmMonthly, "改为月报"})
		ok(t, task, err)
		card, err = d.TaskCard(ctx, taskLead, task.ID)
		if act := ok(t, card, err).Acts[0]; act.Title != "报送月报" || act.Due == nil || act.Due.Title != "2026年第2季度季报" || act.Due.DueOn != model.NewDate(2026, 6, 25) {
			t.Errorf("the quarter before is still owed: %+v", act.Due)
		}
		_, err = d.ReportTask(ctx, by(taskLead, task.Version), task.ID, "2026-06", TaskProgress{Progress: 20, Done: "补报"})
		ok(t, task, err)
		card, err = d.TaskCard(ctx, taskLead, task.ID)
		if act := ok(t, card, err).Acts[0]; act.Due == nil || act.Due.DueOn != model.NewDate(2026, 8, 25) {
			t.Errorf("monthly from August, not from July: %+v", act.Due)
		}
		board, err := d.Board(ctx, taskSupervisor, "", model.NewDate(2026, 6, 30))
		if got := ok(t, board, err).Tasks[3]; got.Light != model.LightRed || !strings.Contains(got.LightReason, "季报逾期5天") {
			t.Errorf("at the end of June, seen from August: %s, %s", got.Light, got.LightReason)
		}
	})
}

// The light of a past day is that of how the task stood then, whatever was done with it since.
func TestThePastKeepsItsLight(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.March, 2)
		task := scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		clock.set(2026, time.April, 10)
		task, err := d.AskToSuspendTask(ctx, by(taskSupervisor, task.Version), task.ID, model.TaskDeferred, "政策未出台")
		ok(t, task, err)
		task, err = d.SuspendTask(ctx, by(taskChief, task.Version), task.ID, model.TaskDeferred, "同意暂缓")
		ok(t, task, err)
		clock.set(2026, time.June, 10)
		task, err = d.ResumeTask(ctx, by(taskChief, task.Version), task.ID, "政策出台")
		ok(t, task, err)
		task = must2(d.AskToExtendTask(ctx, by(taskSupervisor, task.Version), task.ID, model.NewDate(2027, 6, 30), "按新政策推进"))
		task = must2(d.ExtendTask(ctx, by(taskChief, task.Version), task.ID, "同意延期"))
		task, err = d.ScheduleTask(ctx, by(taskSupervisor, task.Version), task.ID, TaskSchedule{StartOn: model.NewDate(2026, 6, 10), DueOn: model.NewDate(2027, 6, 30), Reason: "按新政策推进"})
		ok(t, task, err)
		for _, c := range []struct {
			day    model.Date
			light  model.Light
			reason string
			status model.TaskStatus
			due    model.Date
		}{
			{model.NewDate(2026, 4, 9), model.LightRed, "2026-03-25应报的月报逾期15天未报", model.TaskNotStarted, model.NewDate(2026, 12, 31)},
			{model.NewDate(2026, 4, 10), model.LightGrey, "任务已批准暂缓或取消", model.TaskDeferred, model.NewDate(2026, 12, 31)},
			{model.NewDate(2026, 6, 9), model.LightGrey, "任务已批准暂缓或取消", model.TaskDeferred, model.NewDate(2026, 12, 31)},
			{model.NewDate(2026, 6, 10), model.LightGrey, "任务尚未启动", model.TaskNotStarted, model.NewDate(2027, 6, 30)},
		} {
			board, err := d.Board(ctx, taskSupervisor, "", c.day)
			if got := ok(t, board, err).Tasks[3]; got.Light != c.light || !strings.Contains(got.LightReason, c.reason) || got.DueOn != c.due || got.Status != c.status {
				t.Errorf("on %s %s: %s; %s, due %s", c.day, got.Light, got.LightReason, got.Status, got.DueOn)
			}
		}
	})
}

// A light is shown otherwise than by the rules only when another approved it, until its day, and what the rules say stays beside it.
func TestALightIsChangedByHand(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.March, 2)
		task := scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		clock.set(2026, time.April, 10)
		wish := LightWish{model.LightGreen, model.NewDate(2026, 4, 20), "工期已补回"}
		for _, c := range []struct {
			wrong   LightWish
			pointer string
			reason  string
		}{
			{LightWish{model.LightGrey, wish.UntilOn, wish.Reason}, "/light", "light_change.light"},
			{LightWish{wish.Light, model.NewDate(2026, 4, 9), wish.Reason}, "/until_on", "light_change.until"},
			{LightWish{wish.Light, model.NewDate(2026, 7, 12), wish.Reason}, "/until_on", "light_change.until"},
			{LightWish{wish.Light, wish.UntilOn, " "}, "/reason", "text.length"},
		} {
			_, err := d.AskLight(ctx, by(taskSupervisor, task.Version), task.ID, c.wrong)
			wrongField(t, err, c.pointer, c.reason)
		}
		_, err := d.AskLight(ctx, by(taskLead, task.Version), task.ID, wish)
		wantKind(t, err, model.Forbidden)
		task, err = d.AskLight(ctx, by(taskSupervisor, task.Version), task.ID, wish)
		ok(t, task, err)
		if got := lightNow(t, d, task.ID); got.Light != model.LightRed || got.LightChanged {
			t.Errorf("asked for, and shown: %+v", got)
		}
		_, err = d.AskLight(ctx, by(taskSupervisor, task.Version), task.ID, wish)
		wantRefusal(t, err, model.Conflict, "light_change.asked")
		asker := ofUnit(string(taskSupervisor.UserID), "qu-shangwuwei", model.RoleSupervisor, model.RoleChief)
		_, err = d.ApproveLight(ctx, by(asker, task.Version), task.ID, "情况属实")
		wantRefusal(t, err, model.Forbidden, "light_change.own")
		task, err = d.RefuseLight(ctx, by(taskChief, task.Version), task.ID, "佐证不足")
		ok(t, task, err)
		task, err = d.AskLight(ctx, by(taskSupervisor, task.Version), task.ID, wish)
		ok(t, task, err)
		task, err = d.ApproveLight(ctx, by(taskChief, task.Version), task.ID, "情况属实")
		ok(t, task, err)
		card := cardOf(t, d, 4)
		if got := card.Decision; got.Light != model.LightGreen || got.ByRule != model.LightRed || !strings.Contains(got.Reason, "工期已补回") || !strings.Contains(got.Reason, "按规则为红灯：2026-03-25应报的月报逾期16天未报") || !card.Record.LightChanged {
			t.Errorf("approved: %+v", got)
		}
		for _, c := range []struct {
			day   model.Date
			light model.Light
		}{{model.NewDate(2026, 4, 9), model.LightRed}, {model.NewDate(2026, 4, 20), model.LightGreen}, {model.NewDate(2026, 4, 21), model.LightRed}} {
			board, err := d.Board(ctx, taskSupervisor, "", c.day)
			if got := ok(t, board, err).Tasks[3].Light; got != c.light {
				t.Errorf("on %s %s", c.day, got)
			}
		}
		clock.set(2026, time.April, 15)
		task, err = d.EndLight(ctx, by(taskSupervisor, task.Version), task.ID, "佐证有误")
		ok(t, task, err)
		if got := lightNow(t, d, task.ID); got.Light != model.LightRed || got.LightChanged {
			t.Errorf("ended: %+v", got)
		}
		_, err = d.EndLight(ctx, by(taskSupervisor, task.Version), task.ID, "佐证有误")
		wantRefusal(t, err, model.Conflict, "light_change.none")
	})
}

// The board tells what turned in a week, and the lights of each unit that leads.
func TestTheBoardTellsWhatTurned(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.March, 2)
		task := scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		for _, c := range []struct {
			day  model.Date
			want int
		}{{model.NewDate(2026, 3, 9), 0}, {model.NewDate(2026, 3, 29), 1}, {model.NewDate(2026, 4, 5), 0}} {
			clock.set(c.day.Year(), c.day.Month(), c.day.Day())
			board, err := d.Board(ctx, taskSupervisor, "", d.Today())
			if got := ok(t, board, err).Turned; len(got) != c.want || c.want == 1 && (got[0].TaskID != task.ID || got[0].Was != model.LightGrey || got[0].Is != model.LightRed || board.Since != model.NewDate(2026, 3, 22)) {
				t.Errorf("on %s %+v", c.day, got)
			}
		}
		_, err := d.ReportTask(ctx, by(taskLead, task.Version), task.ID, "2026-03", TaskProgress{Progress: 40, Done: "推进"})
		ok(t, task, err)
		board, err := d.Board(ctx, taskSupervisor, "", d.Today())
		if got := ok(t, board, err).Turned; len(got) != 1 || got[0].Before != 0 || got[0].Now != 40 || got[0].Is != model.LightGreen {
			t.Errorf("after the report %+v", got)
		}
		clock.set(2026, time.April, 20)
		_, err = d.ReportTask(ctx, by(taskLead, taskNumbered(t, d, 4).Version), task.ID, "2026-04", TaskProgress{Progress: 45, Done: "推进"})
		ok(t, task, err)
		board, err = d.Board(ctx, taskSupervisor, "", d.Today())
		if got := ok(t, board, err).Turned; len(got) != 1 || got[0].Was != got[0].Is || got[0].Before != 40 || got[0].Now != 45 {
			t.Errorf("only the progress changed: %+v", got)
		}
		all := LightCount{}
		for _, unit := range board.Units {
			all.Red, all.Yellow, all.Green, all.Grey = all.Red+unit.Red, all.Yellow+unit.Yellow, all.Green+unit.Green, all.Grey+unit.Grey
		}
		if all != board.Lights || board.Units[0].Name == "" {
			t.Errorf("by unit %+v, in all %+v", board.Units, board.Lights)
		}
	})
}

// The lead signs for its task once; a report signs for it too, and a lead that is chosen later signs anew.
func TestTheLeadSignsForItsTask(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.March, 2)
		task := scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		waits := func() bool {
			work, err := d.Work(ctx, taskLead)
			for _, item := range ok(t, work, err).Items {
				if item.Act == "sign-for" && item.ID == string(task.ID) {
					return true
				}
			}
			return false
		}
		if !waits() {
			t.Error("the task waits for nobody to sign for it")
		}
		_, err := d.SignForTask(ctx, by(taskSupervisor, task.Version), task.ID)
		wantKind(t, err, model.Forbidden)
		task, err = d.SignForTask(ctx, by(taskLead, task.Version), task.ID)
		if ok(t, task, err); task.SignedOn != model.NewDate(2026, 3, 2) || task.SignedUnit != task.Lead() || task.SignedBy != taskLead.UserID || waits() {
			t.Errorf("signed for: %+v", task)
		}
		_, err = d.SignForTask(ctx, by(taskLead, task.Version), task.ID)
		wantRefusal(t, err, model.Conflict, "task.signed")
		other := taskNumbered(t, d, 7)
		_, err = d.ReportTask(ctx, by(ownLead, other.Version), other.ID, "2026-03", TaskProgress{Progress: 5, Done: "推进"})
		ok(t, other, err)
		if other = taskNumbered(t, d, 7); other.SignedBy != ownLead.UserID || other.SignedOn != d.Today() {
			t.Errorf("reported on, and not signed for: %+v", other)
		}
	})
}
