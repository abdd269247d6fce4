package casework

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// scoreOf is how a unit stands: the worths of its items by part, and its points.
func scoreOf(scores TaskScores, unit model.UnitID) string {
	at := slices.IndexFunc(scores.Units, func(u model.UnitScore) bool { return u.UnitID == unit })
	if at < 0 {
		return "nothing"
	}
	worths := map[model.ScorePart][]int{}
	for _, item := range scores.Units[at].Items {
		worths[item.Part] = append(worths[item.Part], item.Worth)
	}
	var parts []string
	for _, part := range model.ScoreParts {
		parts = append(parts, fmt.Sprint(worths[part]))
	}
	return fmt.Sprintf("%s %d", strings.Join(parts, ""), scores.Units[at].Points)
}

// A unit is scored on what was owed and known by the day, and every past day is scored as it was.
func TestUnitsAreScoredOnWhatWasOwed(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.March, 2)
		first, last := model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31)
		scheduled(t, d, 4, first, last) // taskLead's
		scheduled(t, d, 5, first, last) // taskLead's too, never reported on
		score := func(from, to string, asOf model.Date) string {
			t.Helper()
			return scoreOf(must2(d.TaskScores(ctx, store.Everything(), TaskPeriod{From: from, To: to, AsOf: asOf}, taskLead.UnitID)), taskLead.UnitID)
		}
		clock.set(2026, time.March, 27) // two days late, half; planned 8 %
		report, _ := reported(t, d, taskLead, 4, "2026-03", 4)
		clock.set(2026, time.March, 30)
		report = must2(d.ReviewTaskReport(ctx, by(taskSupervisor, report.Version), report.ID, false, "缺佐证"))
		clock.set(2026, time.April, 1)
		report = must2(d.ChangeTaskReport(ctx, by(taskLead, report.Version), report.ID, TaskProgress{Progress: 4, Done: "已补佐证"}))
		must2(d.ReviewTaskReport(ctx, by(taskSupervisor, report.Version), report.ID, true, ""))
		clock.set(2026, time.April, 24)
		task := taskNumbered(t, d, 4)
		must2(d.ReportTask(ctx, by(taskLead, task.Version), task.ID, "2026-04", TaskProgress{Progress: 18, Done: "四月进展"}))
		clock.set(2026, time.May, 20)
		for _, c := range []struct {
			name, from, to string
			asOf           model.Date
			want           string
		}{
			// planned 9 % at the end of March: 44; the other task 0. 30/70×25 % + 40/70×22 %
			{"March with what is known today", "2026-03", "2026-03", model.Date{}, "[50 0][44 0][][] 2329"},
			{"March before anything was due", "2026-03", "2026-03", model.NewDate(2026, 3, 20), "[][0 0][][] 0"},
			{"March at the end of the day it was due", "2026-03", "2026-03", model.NewDate(2026, 3, 25), "[0 0][0 0][][] 0"},
			{"March on the last day it could be half", "2026-03", "2026-03", model.NewDate(2026, 3, 28), "[50 0][50 0][][] 2500"},
			{"April", "2026-04", "2026-04", model.Date{}, "[100 0][94 0][][] 4829"},
			{"both months", "2026-03", "2026-04", model.Date{}, "[50 100 0 0][44 94 0 0][50][] 3894"},
		} {
			if got := score(c.from, c.to, c.asOf); got != c.want {
				t.Errorf("%s: %s, want %s", c.name, got, c.want)
			}
		}
		all := must2(d.TaskScores(ctx, store.Everything(), TaskPeriod{To: "2026-04"}, ""))
		if len(all.Units) < 3 || all.Units[0].UnitID != taskLead.UnitID || len(all.Units[0].Items) != 0 || all.Units[1].Scored {
			t.Errorf("all units: %+v", all.Units)
		}
		scope, err := d.Scope(taskLead, "task:read")
		own := must2(d.TaskScores(ctx, ok(t, scope, err), TaskPeriod{To: "2026-04"}, ""))
		if len(own.Units) != 1 || own.Units[0].UnitID != taskLead.UnitID {
			t.Errorf("a lead sees %+v", own.Units)
		}
		sheets := must2(d.TaskSheets(ctx, store.Everything(), TaskPeriod{To: "2026-04"}))
		if len(sheets.Scores) != len(all.Units) || sheets.Scores[0].Points != 4829 || len(sheets.Scores[0].Items) != 4 {
			t.Errorf("in the report: %+v", sheets.Scores)
		}
	})
}
