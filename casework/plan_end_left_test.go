package casework

import (
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// What hangs on the tasks of an ended plan stays as it was, too: files, discussion and what an act
// reaches the task by on another way than its page.
func TestWhatBelongsToAnEndedPlanIsLeftAlone(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		withBlobs(t, d)
		ctx := t.Context()
		plan := importedPlan(t, d).Plan
		clock.set(2026, time.February, 10)
		task := scheduled(t, d, 4, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
		task = must2(d.SetMilestone(ctx, by(taskSupervisor, task.Version), task.ID, milestone("选址", 10, model.NewDate(2026, 5, 1))))
		report, task := reported(t, d, taskLead, 4, "2026-02", 100)
		said := must2(d.CommentOnTask(ctx, by(taskLead, 0), task.ID, "演示：已经完成"))
		ids := map[model.Noun]string{
			"tasks": string(task.ID), "task-milestones": string(cardOf(t, d, 4).Milestones[0].ID), "task-reports": string(report.ID), "task-comments": string(said.ID),
		}
		files := map[model.Noun]model.Attachment{}
		for noun, id := range ids {
			files[noun] = must2(d.AddAttachment(ctx, by(taskLead, 0), noun, id, photograph(t, 64)))
		}
		plan = must2(d.Store.TaskPlan(ctx, store.Everything(), plan.ID))
		must2(d.EndPlan(ctx, by(taskChief, plan.Version), plan.ID, "演示：转入下一年方案"))
		for noun, id := range ids {
			_, err := d.AddAttachment(ctx, by(taskLead, 0), noun, id, photograph(t, 65))
			wantRefusal(t, err, model.Conflict, "plan.ended")
			_, err = d.RemoveAttachment(ctx, by(taskLead, files[noun].Version), noun, files[noun].ID, "传错了")
			wantRefusal(t, err, model.Conflict, "plan.ended")
			page := must2(d.Attachments(ctx, taskLead, noun, store.Query{Filter: map[string]string{"record_id": id}}))
			if len(page.Items) != 1 || page.Attach.Allowed || page.Attach.Reason != "方案已于2026-02-10结束" {
				t.Errorf("%s has %d files and offers %+v", noun, len(page.Items), page.Attach)
			}
		}
		for _, actor := range []model.Actor{taskLead, taskSupervisor, taskChief} {
			if page := commentsOf(t, d, actor, task.ID); page.Comment.Allowed || page.Comment.Reason != "方案已于2026-02-10结束" {
				t.Errorf("%s is offered to speak: %+v", actor.UserID, page.Comment)
			}
			_, err := d.WhoReadsTask(ctx, actor, task.ID)
			wantRefusal(t, err, model.Conflict, "plan.ended")
			_, err = d.CommentOnTask(ctx, by(actor, 0), task.ID, "演示：再说一句")
			wantRefusal(t, err, model.Conflict, "plan.ended")
		}
		_, err := d.ReviewTaskReport(ctx, by(taskSupervisor, must2(d.Store.TaskReport(ctx, store.Everything(), report.ID)).Version), report.ID, true, "")
		wantRefusal(t, err, model.Conflict, "plan.ended")
	})
}

// A form of an ended plan hands nothing in, and none is made.
func TestAFormOfAnEndedPlanHandsNothingIn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		ctx := t.Context()
		came, lines := o.back(func(rows backRows) backRows { filledIn(rows[0], "20"); return rows })
		o.wantLine(lines[0], model.FormRowChanged, "")
		plan := must2(o.Store.TaskPlan(ctx, store.Everything(), taskNumbered(t, o.Desk, 4).PlanID))
		must2(o.EndPlan(ctx, by(taskChief, plan.Version), plan.ID, "演示：转入下一年方案"))
		o.wantLine(o.lines(came.ID)[0], model.FormRowStale, "方案已经结束")
		_, err := o.ConfirmForm(ctx, by(taskLead, came.Version), came.ID)
		wantRefusal(t, err, model.Conflict, "task_form.nothing")
		if n := len(o.reports(4)); n != 0 {
			t.Errorf("%d reports on a task of an ended plan", n)
		}
		_, err = o.IssueForm(ctx, by(taskLead, 0), FormOrder{Month: "2026-02"})
		wantRefusal(t, err, model.Conflict, "task_form.no_tasks")
	})
}
