package casework

import (
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// A plan of another year begins as the old one: days move, merged units are what became of them, groups stay groups.
func TestAPlanIsCopiedAsADraftOfAnotherYear(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		ctx := t.Context()
		plan := importedPlan(t, d).Plan
		clock.set(2026, time.January, 2)
		task := scheduled(t, d, 4, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
		must2(d.SetMilestone(ctx, by(taskSupervisor, task.Version), task.ID, NewMilestone{
			Title: "选址", Deliverable: "清单", Weight: 30, DueOn: model.NewDate(2026, 6, 30), Reason: "演示",
		}))
		_, err := d.CopyPlan(ctx, by(planWriter, 0), plan.ID, 2019)
		wantRefused(t, err, model.Invalid, "/year plan_draft.year")
		_, err = d.CopyPlan(ctx, by(planWriter, 0), "nothing", 2027)
		wantRefused(t, err, model.Invalid, "/plan_id plan.unknown")
		draft := must2(d.CopyPlan(ctx, by(planWriter, 0), plan.ID, 2027))
		if draft.DocumentNo != "" || !draft.Dated.IsZero() || draft.DueOn != model.NewDate(2028, 12, 31) || draft.TaskCount != 13 || draft.OriginName != plan.DocumentNo {
			t.Errorf("draft %+v", draft)
		}
		card := draftCard(t, d, draft.ID)
		copied := card.Tasks[3]
		if copied.StartOn != model.NewDate(2034, 1, 1) || len(copied.Milestones) != 1 || copied.Milestones[0].DueOn != model.NewDate(2034, 6, 30) {
			t.Errorf("task %+v", copied)
		}
		group := false
		for _, task := range card.Tasks {
			for _, unit := range append(append(model.PlanUnits{}, task.Support...), task.Responsible...) {
				group = group || unit.ID == "townships" && unit.Text == "各街道办事处、各乡镇人民政府"
				if unit.ID == "qu-fupinban" || unit.ID == "yangjiao-zhen" {
					t.Errorf("task %d names %s, which is no more", task.Number, unit.ID)
				}
			}
		}
		if !group {
			t.Error("no group stayed a group")
		}
	})
}
