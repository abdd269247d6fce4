package casework

import (
	"testing"

	"yijian/model"
	"yijian/store"
)

// A file that comes or goes while somebody judges by the files, or takes the record back, is not
// overlooked: the record counts as changed.
func TestARecordChangesWithItsFiles(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		withBlobs(t, d)
		w := discussed(t, o)
		asked := must2(d.AskCoordination(ctx, by(w.lead, w.task.Version), w.task.ID, wantedOfOne()))
		report, task := reported(t, d, taskLead, 4, d.Today().String()[:7], 50)
		task = must2(d.SetMilestone(ctx, by(w.boss, task.Version), task.ID, milestone("选址", 10, task.DueOn)))
		said := must2(d.CommentOnTask(ctx, by(w.lead, 0), w.task.ID, "机密的内容"))
		version := func(noun model.Noun, id string) int64 {
			return must2(d.Store.VersionOf(ctx, noun, store.Everything(), id))
		}
		for noun, held := range map[model.Noun]struct {
			id      string
			changed model.Noun
			by      string
			who     model.Actor
		}{
			"coordinations":   {string(asked.ID), "coordinations", string(asked.ID), w.officer},
			"task-comments":   {string(said.ID), "task-comments", string(said.ID), w.lead},
			"task-reports":    {string(report.ID), "task-reports", string(report.ID), w.lead},
			"task-milestones": {string(cardOf(t, d, 4).Milestones[0].ID), "tasks", string(task.ID), w.lead},
		} {
			before := version(held.changed, held.by)
			file := must2(d.AddAttachment(ctx, by(held.who, 0), noun, held.id, photograph(t, 64)))
			added := version(held.changed, held.by)
			must2(d.RemoveAttachment(ctx, by(held.who, file.Version), noun, file.ID, "传错了"))
			if removed := version(held.changed, held.by); added <= before || removed <= added {
				t.Errorf("%s of %s: %d, %d, %d", held.changed, noun, before, added, removed)
			}
		}
		told := 0
		for _, entry := range must2(d.Store.History(ctx, "coordinations", string(asked.ID))) {
			if entry.Act == "coordination:attach" || entry.Act == "coordination:detach" {
				told++
			}
		}
		if told != 2 {
			t.Errorf("the history tells %d times of a file that came and went", told)
		}
		_, err := d.WithdrawComment(ctx, by(w.lead, said.Version), said.ID)
		wantKind(t, err, model.Stale)
		_, err = d.AnswerCoordination(ctx, by(w.officer, asked.Version), asked.ID, true, "已经办理")
		wantKind(t, err, model.Stale)
		_, err = d.ReviewTaskReport(ctx, by(w.boss, report.Version), report.ID, true, "")
		wantKind(t, err, model.Stale)
	})
}

// A file of a record that changed since it was read does not come to it, and the act begins again.
func TestAFileComesToARecordAsItWasRead(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		w := discussed(t, o)
		said := must2(d.CommentOnTask(ctx, by(w.lead, 0), w.task.ID, "机密的内容"))
		tries := 0
		changeComplaintRow(t, d, func(tx *store.Tx) error {
			c := must2(tx.TaskComment(ctx, store.Everything(), said.ID))
			if tries++; tries == 1 {
				c.Version-- // as it stood before somebody was faster
			}
			return tx.TouchHolder(ctx, store.Holder{Noun: "task-comments", ID: string(c.ID), Version: c.Version})
		})
		if c := must2(d.Store.TaskComment(ctx, store.Everything(), said.ID)); tries != 2 || c.Version != said.Version+1 {
			t.Errorf("after %d tries the version is %d", tries, c.Version)
		}
	})
}

// Whatever became of its files, those of a comment that was taken back are neither listed nor opened.
func TestFilesOfAWithdrawnCommentAreNotShown(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		withBlobs(t, d)
		w := discussed(t, o)
		said := must2(d.CommentOnTask(ctx, by(w.lead, 0), w.task.ID, "机密的内容"))
		file := must2(d.AddAttachment(ctx, by(w.lead, 0), "task-comments", string(said.ID), photograph(t, 64)))
		other := must2(d.CommentOnTask(ctx, by(w.lead, 0), w.task.ID, "公开的内容"))
		kept := must2(d.AddAttachment(ctx, by(w.lead, 0), "task-comments", string(other.ID), photograph(t, 65)))
		changeComplaintRow(t, d, func(tx *store.Tx) error { // as a withdrawal that missed the file
			_, err := tx.WithdrawTaskComment(ctx, must2(tx.TaskComment(ctx, store.Everything(), said.ID)))
			return err
		})
		for _, actor := range []model.Actor{w.lead, w.boss} {
			if page := must2(d.Attachments(ctx, actor, "task-comments", store.Query{})); len(page.Items) != 1 || page.Items[0].ID != kept.ID {
				t.Errorf("listed are %+v", page.Items)
			}
			_, _, err := d.OpenAttachment(ctx, by(actor, 0), "task-comments", file.ID)
			wantKind(t, err, model.NotFound)
			_, err = d.OpenThumbnail(ctx, actor, "task-comments", file.ID)
			wantKind(t, err, model.NotFound)
		}
	})
}
