package casework

import (
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// In mid-year the unit that leads a task is merged into another: what it led, owes and was asked
// goes to its successor, and what was said before stays under its own name.
func TestTasksFollowAUnitThatIsMergedInMidYear(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		ctx := t.Context()
		plan := importedPlan(t, d).Plan
		red := redTask(t, d, clock, 4)
		slip := issued(t, d, red)
		reported(t, d, taskLead, 4, "2026-01", 5)
		clock.set(2026, time.February, 10)
		must2(d.DissolveUnit(ctx, call(clerkOfUnits, must2(d.Store.Unit(ctx, store.Everything(), "qu-jiaotongju")).Version), "qu-jiaotongju",
			Dissolution{LastDay: model.NewDate(2026, 2, 9), Successor: "qu-fagaiwei", Reason: "演示：机构改革"}))
		heir := ofUnit("heir", "qu-fagaiwei", model.RoleLead)
		card := must2(d.TaskCard(ctx, heir, red.ID))
		if card.Record.LeadUnit != "qu-fagaiwei" || card.Record.LeadName == "区交通局" {
			t.Errorf("the task is led by %s %s", card.Record.LeadUnit, card.Record.LeadName)
		}
		if len(card.Reports) != 1 || card.Reports[0].UnitID != "qu-jiaotongju" || card.Units[0].Name != "区交通局" {
			t.Errorf("what was said before is not under the former name: %+v", card.Reports)
		}
		for _, act := range card.Acts {
			if (act.Name == "reports" || act.Name == "sign-for") && !act.Allowed {
				t.Errorf("the successor cannot %s: %s", act.Name, act.Reason)
			}
		}
		signed := must2(d.SignForTask(ctx, by(heir, card.Record.Version), red.ID))
		if signed.SignedUnit != "qu-fagaiwei" || signed.SignedOn != d.Today() {
			t.Errorf("the successor signed as %s on %s", signed.SignedUnit, signed.SignedOn)
		}
		_, err := d.SignForTask(ctx, by(heir, signed.Version), red.ID)
		wantRefused(t, err, model.Conflict, "task.signed")
		found := must2(d.TaskList(ctx, taskChief, store.Query{Filter: map[string]string{"unit": "qu-fagaiwei", "plan_id": string(plan.ID)}}, ""))
		listed := false
		for _, line := range found.Items {
			listed = listed || line.ID == red.ID && line.LeadUnit == "qu-fagaiwei"
		}
		if !listed {
			t.Error("the task is not among those of the successor")
		}
		rows := func(day model.Date) (units []model.UnitID) {
			for _, u := range must2(d.Board(ctx, taskChief, plan.ID, day)).Units {
				units = append(units, u.UnitID)
			}
			return units
		}
		if now := rows(d.Today()); !strings.Contains(inJSON(t, now), "qu-fagaiwei") || strings.Contains(inJSON(t, now), "qu-jiaotongju") {
			t.Errorf("the board of today has rows of %v", now)
		}
		if before := rows(model.NewDate(2026, 2, 8)); !strings.Contains(inJSON(t, before), "qu-jiaotongju") {
			t.Errorf("the board of a day before the merger has rows of %v", before)
		}
		sheets := must2(d.TaskSheets(ctx, store.Everything(), TaskPeriod{Document: plan.DocumentNo, From: "2026-01", To: "2026-02"}))
		if row := sheets.Rows[3]; row.Lead != shortName(must2(d.Store.Unit(ctx, store.Everything(), "qu-fagaiwei"))) || row.LeadUnit != red.AnnexLeadText {
			t.Errorf("the workbook has the task with %s, written %s", row.Lead, row.LeadUnit)
		}
		s := must2(d.Store.TaskSlip(ctx, store.Everything(), slip.ID))
		answered := must2(d.AnswerSlip(ctx, by(heir, s.Version), s.ID, "演示：交接期间人手不足。", "演示：三月底前补齐。"))
		if answered.Status != model.SlipAnswered || answered.UnitName != s.UnitName {
			t.Errorf("the slip of the former unit: %+v", answered)
		}
		task := must2(d.Store.Task(ctx, store.Everything(), red.ID))
		report := must2(d.ReportTask(ctx, by(heir, task.Version), red.ID, "2026-02", TaskProgress{Progress: 9, Done: "演示：接续推进。"}))
		if report.UnitID != "qu-fagaiwei" {
			t.Errorf("the next report is of %s", report.UnitID)
		}
		_, err = d.ReportTask(ctx, by(ofUnit("third", "qu-shangwuwei", model.RoleLead), task.Version+1), red.ID, "2026-02", TaskProgress{Progress: 9, Done: "演示"})
		if err == nil || !strings.Contains(err.Error(), shortName(must2(d.Store.Unit(ctx, store.Everything(), "qu-fagaiwei")))) {
			t.Errorf("whoever does not lead is told %v", err)
		}
	})
}
