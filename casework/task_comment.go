package casework

import (
	"context"
	"fmt"
	"strings"
	"time"

	"yijian/model"
	"yijian/store"
)

// CommentLine is a comment as the thread shows it: its text with names, in pieces, and its files.
// Of one that was taken back there is neither.
type CommentLine struct {
	model.TaskComment
	Pieces []model.CommentPiece `json:"pieces"`
	Files  []model.Attachment   `json:"files"`
	Mine   bool                 `json:"mine"`   // the reader may still take it back and add files
	Hidden bool                 `json:"hidden"` // taken back
}

// CommentPage is a page of a thread with whether the reader may say something.
type CommentPage struct {
	model.Page[CommentLine]
	Comment model.Act `json:"comment"`
}

// TaskComments returns what was said about tasks: whoever reads a task reads it.
func (d *Desk) TaskComments(ctx context.Context, actor model.Actor, q store.Query) (CommentPage, error) {
	page := CommentPage{}
	scope, err := d.Scope(actor, "task:read")
	if err != nil {
		return page, err
	}
	comments, err := d.Store.TaskComments(ctx, scope, q)
	if err != nil {
		return page, err
	}
	told, err := tellComments(ctx, d.Store.Reader, reading{actor, d.now()}, comments.Items)
	if err != nil {
		return page, err
	}
	at := 0
	page.Page = model.Mapped(comments, func(model.TaskComment) CommentLine { at++; return told[at-1] })
	refusal := "请先指明是哪一项任务"
	if id := q.Filter["task_id"]; id != "" {
		t, err := loadTask(ctx, d.Store.Reader, scope, model.TaskID(id))
		if err != nil {
			return page, err
		}
		parts, err := d.Store.TaskUnits(ctx, store.Everything(), t.ID)
		if err != nil {
			return page, err
		}
		refusal = sentence(commentRefusal(t, parts, actor))
	}
	page.Comment = d.act(actor, "comment", "发言", "task:comment", refusal)
	return page, nil
}

// reading is who reads a thread, and when.
type reading struct {
	actor model.Actor
	now   time.Time
}

// tellComments shows comments with the names of today, and without what was taken back.
func tellComments(ctx context.Context, r store.Reader, by reading, comments []model.TaskComment) ([]CommentLine, error) {
	ids, people := make([]string, len(comments)), []model.UserID{}
	for i, c := range comments {
		ids[i] = string(c.ID)
		for _, m := range mentionsIn(c.Text) {
			if m.Kind == model.MentionUser {
				people = append(people, model.UserID(m.ID))
			}
		}
	}
	files, err := r.AttachmentsOf(ctx, "task-comments", ids)
	if err != nil {
		return nil, err
	}
	called, err := callersOf(ctx, r, people)
	if err != nil {
		return nil, err
	}
	lines := make([]CommentLine, len(comments))
	for i, c := range comments {
		line := CommentLine{TaskComment: c, Pieces: []model.CommentPiece{}, Files: []model.Attachment{}, Hidden: c.WithdrawnAt != nil}
		line.Mine = withdrawCommentRefusal(c, by.actor, by.now) == nil
		line.Text = ""
		if !line.Hidden {
			line.Pieces, line.Files = piecesOf(c.Text, called), append(line.Files, files[string(c.ID)]...)
			line.Text = plainOf(line.Pieces)
		}
		lines[i] = line
	}
	return lines, nil
}

// commentRefusal is asked by the act and by the thread: only those with a part in the task, the
// unit that supervises it and the chief say something, and nobody once its plan has ended.
func commentRefusal(t taskInPlan, parts []model.TaskUnit, actor model.Actor) *model.Error {
	if over := planOver(t.plan); over != nil {
		return over
	}
	if actor.Has(model.RoleChief) || t.acts(actor, t.plan.SupervisingUnit) || t.acts(actor, t.Lead()) {
		return nil
	}
	for _, part := range parts {
		if t.acts(actor, part.UnitID) {
			return nil
		}
	}
	return model.Fail(model.Forbidden, "task_comment.no_part", "只有这项任务的牵头、配合、责任和督导单位以及局领导可以发言")
}

func withdrawCommentRefusal(c model.TaskComment, actor model.Actor, now time.Time) *model.Error {
	switch {
	case c.AuthorID != actor.UserID:
		return model.Fail(model.Forbidden, "task_comment.not_own", "只能撤回本人的发言")
	case c.WithdrawnAt != nil:
		return model.Fail(model.Conflict, "task_comment.withdrawn", "这条发言已经撤回")
	case now.Sub(c.CreatedAt) > model.CommentWithdrawal:
		return model.Fail(model.Conflict, "task_comment.too_late", "发言满 24 小时以后不能撤回，可以另外发言说明")
	}
	return nil
}

// CommentOnTask says something about a task and tells whom it mentions.
func (d *Desk) CommentOnTask(ctx context.Context, call model.Call, id model.TaskID, text string) (CommentLine, error) {
	return perform(ctx, d, call, order{permission: "task:comment"}, func(w work) (CommentLine, error) {
		var none CommentLine
		task, err := w.loadTask(ctx, id)
		if model.KindOf(err) == model.NotFound {
			return none, oneField("/task_id", "task.unknown", "没有这项任务，或者您不能查看")
		}
		if err != nil {
			return none, err
		}
		parts, err := w.TaskUnits(ctx, store.Everything(), id)
		if err != nil {
			return none, err
		}
		if refusal := commentRefusal(task, parts, call.Actor); refusal != nil {
			return none, refusal
		}
		text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
		mentioned := mentionsIn(text)
		if err := w.checkComment(ctx, task, parts, text, mentioned); err != nil {
			return none, err
		}
		unit := task.units[call.Actor.UnitID]
		c := model.TaskComment{
			ID: model.TaskCommentID(store.NewID()), TaskID: id, AuthorID: call.Actor.UserID, AuthorName: call.Actor.Name, UnitID: unit.ID, UnitName: unit.Name,
			Text: text, Demo: task.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := w.AddTaskComment(ctx, &c); err != nil {
			return none, err
		}
		if err := w.tellMentioned(ctx, task, c, mentioned); err != nil {
			return none, err
		}
		lines, err := tellComments(ctx, w.Reader, reading{call.Actor, w.now}, []model.TaskComment{c})
		if err != nil {
			return none, err
		}
		return lines[0], nil
	})
}

// mostMentions is how many may be mentioned in one comment.
const mostMentions = 20

// checkComment names a text that is missing or too long, and mentions of those who have no part in the task.
func (w work) checkComment(ctx context.Context, t taskInPlan, parts []model.TaskUnit, text string, mentioned []model.Mention) error {
	fields := model.FieldErrors(model.FieldsOf(checkText("/text", text, 2000)))
	if len(mentioned) > mostMentions {
		fields.Add("/text", "task_comment.mentions", fmt.Sprintf("一条发言最多提到 %d 个人或单位", mostMentions))
		return fields.Err()
	}
	reads := w.readers(t, parts)
	for _, m := range mentioned {
		known, err := reads.mayRead(ctx, m)
		if err != nil {
			return err
		}
		if !known {
			fields.Add("/text", "task_comment.unknown", "提到的人或单位与这项任务无关，请从列表中选择")
			break
		}
	}
	return fields.Err()
}

// WithdrawComment takes back one's own comment with its files. Text and files are no longer shown
// and stay on record.
func (d *Desk) WithdrawComment(ctx context.Context, call model.Call, id model.TaskCommentID) (CommentLine, error) {
	return perform(ctx, d, call, order{permission: "task:comment", act: "task:withdraw-comment"}, func(w work) (CommentLine, error) {
		var none CommentLine
		c, err := w.TaskComment(ctx, w.scope, id)
		if err != nil {
			return none, err
		}
		if err := must(c.Version, call.Version); err != nil {
			return none, err
		}
		if refusal := withdrawCommentRefusal(c, call.Actor, w.now); refusal != nil {
			return none, refusal
		}
		files, err := w.AttachmentsOf(ctx, "task-comments", []string{string(id)})
		if err != nil {
			return none, err
		}
		for _, file := range files[string(id)] {
			if _, err := w.RemoveAttachment(ctx, file, "随发言撤回"); err != nil {
				return none, err
			}
		}
		if c, err = w.WithdrawTaskComment(ctx, c); err != nil {
			return none, err
		}
		lines, err := tellComments(ctx, w.Reader, reading{call.Actor, w.now}, []model.TaskComment{c})
		if err != nil {
			return none, err
		}
		return lines[0], nil
	})
}
