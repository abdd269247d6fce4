package casework

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func cardOf(t *testing.T, d *Desk, number int) TaskCard {
	t.Helper()
	card, err := d.TaskCard(t.Context(), taskSupervisor, taskNumbered(t, d, number).ID)
	return ok(t, card, err)
}

// entered are so many parts of a kind that are there since the day before.
func entered(t *testing.T, d *Desk, kind model.NetworkPartKind, many int) []NetworkPartLine {
	t.Helper()
	var lines []NetworkPartLine
	for n := range many {
		facts := NetworkPartFacts{Name: fmt.Sprintf("%s%d", kind, n), AreaCode: "500156101", From: d.Today().AddDays(-1), SourceNo: "演示批复", SourceOn: d.Today()}
		line, err := d.EnterNetworkPart(t.Context(), by(person("clerk", model.RoleInspector), 0), kind, "", facts)
		lines = append(lines, ok(t, line, err))
	}
	return lines
}

// The district's plan names its targets itself: 1 + 10 + 186 and 5 lines, and nothing else.
func TestThePlanNamesItsTargets(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		importedPlan(t, d)
		said := map[int][]string{}
		for number := 1; number <= 13; number++ {
			for _, target := range cardOf(t, d, number).Targets {
				said[number] = append(said[number], fmt.Sprintf("%s=%d", target.Count, target.Goal))
				if !strings.Contains(target.Reason, fmt.Sprint(target.Goal)) || !strings.Contains(target.Reason, "武隆府办发〔2019〕61号") || target.Tolerance != 10 || target.Weight != 1 {
					t.Errorf("task %d: %+v", number, target)
				}
			}
		}
		want := map[int]string{3: "district_centres=1 lines_opened=5 transfer_stations=10 village_points=186", 7: "lines_opened=5"}
		for number := 1; number <= 13; number++ {
			if got := strings.Join(said[number], " "); got != want[number] {
				t.Errorf("task %d: %s, want %s", number, got, want[number])
			}
		}
	})
}

// What is claimed stands beside what is counted; a difference beyond the tolerance is flagged,
// as of each day by what was there then, and the rows can be looked at.
func TestClaimedBesideCounted(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		if line := cardOf(t, d, 7).Record; line.Claimed != nil || line.Counted == nil || *line.Counted != 0 || line.CountDiffers || !strings.Contains(line.CountWords, "还没有报送") {
			t.Fatalf("at first %+v", line)
		}
		clock.set(2026, time.March, 10)
		lines := entered(t, d, model.NetworkLine, 2)
		for _, c := range []struct {
			claimed int
			differs bool
		}{{50, false}, {51, true}, {30, false}, {29, true}} {
			claim(t, d, 7, c.claimed)
			if line := cardOf(t, d, 7).Record; *line.Counted != 40 || *line.Claimed != c.claimed || line.CountDiffers != c.differs {
				t.Errorf("claimed %d: %+v, %s", c.claimed, line.CountDiffers, line.CountWords)
			}
		}
		board, err := d.Board(ctx, taskSupervisor, "", d.Today())
		if ok(t, board, err).Differing != 1 || !board.Tasks[6].CountDiffers || board.Tasks[0].Counted != nil {
			t.Errorf("%d differ: %+v", board.Differing, board.Tasks[6])
		}
		clock.set(2026, time.April, 10)
		must2(d.EndNetworkPart(ctx, by(person("clerk", model.RoleInspector), lines[0].Version), lines[0].ID, model.NewDate(2026, 4, 1), "停运"))
		if line := cardOf(t, d, 7).Record; *line.Counted != 20 {
			t.Errorf("after one ended %d", *line.Counted)
		}
		board, err = d.Board(ctx, taskSupervisor, "", model.NewDate(2026, 3, 31))
		if got := ok(t, board, err).Tasks[6]; *got.Counted != 40 {
			t.Errorf("the day before it ended: %+v", got)
		}
		target := cardOf(t, d, 7).Targets[0]
		then := must2(d.CountedRows(ctx, taskSupervisor, target.TaskID, CountedQuestion{Target: target.ID, AsOf: model.NewDate(2026, 3, 31)}))
		if len(then.Found) != 2 || then.Value != 2 || !then.Shown || len(then.Areas) != 1 || then.Areas[0].Rows != 2 || then.Noun != "network-parts" {
			t.Errorf("the rows then are %+v", then)
		}
		_, err = d.CountedRows(ctx, taskSupervisor, taskNumbered(t, d, 1).ID, CountedQuestion{Target: target.ID, AsOf: model.Date{}})
		wantKind(t, err, model.NotFound)
	})
}

// claim corrects the report of the task's lead on this month, or hands it in.
func claim(t *testing.T, d *Desk, number, progress int) {
	t.Helper()
	task := taskNumbered(t, d, number)
	reports := must2(d.Store.ReportsOfTasks(t.Context(), store.Everything(), []model.TaskID{task.ID}))[task.ID]
	if len(reports) == 0 {
		must2(d.ReportTask(t.Context(), by(ownLead, task.Version), task.ID, monthOf(d.Today()), TaskProgress{Progress: progress, Done: "演示进展"}))
		return
	}
	must2(d.ChangeTaskReport(t.Context(), by(ownLead, reports[0].Version), reports[0].ID, TaskProgress{Progress: progress, Done: "演示进展"}))
}

// Targets are set by the supervising unit, for a reason; what was set before stays readable
// and holds for the days before.
func TestTargetsAreSetAndEnded(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx, tight := t.Context(), 0
		clock.set(2026, time.March, 10)
		entered(t, d, model.NetworkStation, 3)
		entered(t, d, model.NetworkLine, 2)
		task := taskNumbered(t, d, 7)
		n := NewTarget{Count: "transfer_stations", Base: 1, Goal: 5, Weight: 3, Tolerance: &tight, Reason: "按年度计划"}
		for _, other := range []model.Actor{taskLead, ownLead, taskChief, ofUnit("x", "qu-jiaotongju", model.RoleSupervisor)} {
			_, err := d.SetTarget(ctx, by(other, task.Version), task.ID, n)
			wantKind(t, err, model.Forbidden)
		}
		for pointer, wrong := range map[string]NewTarget{
			"/count": {Count: "none", Goal: 5, Weight: 1, Reason: "按年度计划"}, "/goal": {Count: n.Count, Base: 5, Goal: 5, Weight: 1, Reason: "按年度计划"},
			"/weight": {Count: n.Count, Goal: 5, Reason: "按年度计划"}, "/reason": {Count: n.Count, Goal: 5, Weight: 1}, "/area_code": {Count: n.Count, Goal: 5, Weight: 1, AreaCode: "500101", Reason: "按年度计划"},
		} {
			_, err := d.SetTarget(ctx, by(taskSupervisor, task.Version), task.ID, wrong)
			wrongField(t, err, pointer, model.FieldsOf(err)[0].Reason)
		}
		_, err := d.SetTarget(ctx, by(taskSupervisor, task.Version), task.ID, NewTarget{Count: "returns_on_time", Goal: 101, Weight: 1, Reason: "按年度计划"})
		wrongField(t, err, "/goal", "task_target.range")
		_, err = d.SetTarget(ctx, by(taskSupervisor, task.Version+1), task.ID, n)
		wantKind(t, err, model.Stale)
		task = must2(d.SetTarget(ctx, by(taskSupervisor, task.Version), task.ID, n))
		card := cardOf(t, d, 7)
		if len(card.Targets) != 2 || *card.Record.Counted != 47 { // (40 + 3 × 50) ÷ 4 = 47.5
			t.Fatalf("%d targets, %d counted", len(card.Targets), *card.Record.Counted)
		}
		claim(t, d, 7, 48)
		if line := cardOf(t, d, 7).Record; !line.CountDiffers { // the narrower tolerance holds
			t.Errorf("one point apart: %s", line.CountWords)
		}
		task = taskNumbered(t, d, 7)
		must2(d.SetTarget(ctx, by(taskSupervisor, task.Version), task.ID, NewTarget{Count: "lines_opened", Goal: 5, Weight: 1, Reason: "再次设定"}))
		if line := cardOf(t, d, 7).Record; !line.CountDiffers { // whichever was set last
			t.Errorf("one point apart: %s", line.CountWords)
		}
		clock.set(2026, time.March, 20)
		task = taskNumbered(t, d, 7)
		n.Goal, n.AreaCode = 3, ""
		task = must2(d.SetTarget(ctx, by(taskSupervisor, task.Version), task.ID, n))
		card = cardOf(t, d, 7)
		if len(card.Targets) != 2 || len(card.FormerTargets) != 2 || card.FormerTargets[1].Goal != 5 || card.FormerTargets[1].EndedOn != d.Today() || *card.Record.Counted != 85 {
			t.Fatalf("changed: %+v, counted %d", card.FormerTargets, *card.Record.Counted)
		}
		board := must2(d.Board(ctx, taskSupervisor, "", model.NewDate(2026, 3, 19)))
		if *board.Tasks[6].Counted != 47 {
			t.Errorf("the day before the change: %d", *board.Tasks[6].Counted)
		}
		_, err = d.EndTarget(ctx, by(taskSupervisor, task.Version), task.ID, card.FormerTargets[0].ID, "不再考核")
		wrongField(t, err, "/target", "task_target.unknown")
		for _, target := range card.Targets {
			task = must2(d.EndTarget(ctx, by(taskSupervisor, task.Version), task.ID, target.ID, "不再考核"))
		}
		if card = cardOf(t, d, 7); len(card.Targets) != 0 || len(card.FormerTargets) != 4 || card.Record.Counted != nil || card.Record.CountDiffers {
			t.Errorf("without targets: %+v", card.Record)
		}
	})
}

// Who may not see the rows is told the numbers alone.
func TestRowsCountedAreShownToWhoMaySeeThem(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		clock.set(2026, time.March, 10)
		task := taskNumbered(t, d, 7)
		must2(d.SetTarget(t.Context(), by(taskSupervisor, task.Version), task.ID, NewTarget{Count: "licensed_firms", Goal: 5, Weight: 1, Reason: "按年度计划"}))
		licensed(t, d, registered(t, d, firmFacts), nil)
		for _, target := range cardOf(t, d, 7).Targets {
			if target.Count != "licensed_firms" {
				continue
			}
			if target.Value != 1 || target.Progress != 20 {
				t.Errorf("counted %+v", target)
			}
			seen := must2(d.CountedRows(t.Context(), person("i", model.RoleInspector), task.ID, CountedQuestion{Target: target.ID, AsOf: model.Date{}}))
			if len(seen.Found) != 1 || seen.Found[0].Title != firmFacts.Name {
				t.Errorf("the bureau sees %+v", seen.Found)
			}
			told := must2(d.CountedRows(t.Context(), ownLead, task.ID, CountedQuestion{Target: target.ID, AsOf: model.Date{}}))
			if told.Shown || len(told.Found) != 0 || told.Value != 1 {
				t.Errorf("the lead sees %+v", told)
			}
		}
	})
}
