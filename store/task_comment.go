package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// A comment is seen with its task.
var taskComments = register(noun{
	name: "task-comments", table: "task_comments",
	reach:   reach{unit: fmt.Sprintf(unitHasPart, "task_comments.task_id")},
	filters: map[string]string{"task_id": "task_id"},
	sorts:   map[string]string{"created_at": "created_at"},
})

// TaskComments lists what was said about tasks.
func (r Reader) TaskComments(ctx context.Context, scope Scope, q Query) (model.Page[model.TaskComment], error) {
	return list[model.TaskComment](ctx, r, taskComments, scope, q)
}

// TaskComment returns one comment within the scope.
func (r Reader) TaskComment(ctx context.Context, scope Scope, id model.TaskCommentID) (model.TaskComment, error) {
	return find[model.TaskComment](ctx, r, taskComments, scope, string(id))
}

// AddTaskComment says something about a task.
func (tx *Tx) AddTaskComment(ctx context.Context, c *model.TaskComment) error {
	return insert(ctx, tx, taskComments, string(c.ID), c, nil)
}

// WithdrawTaskComment takes back a comment, if it still has its version; what was said stays on record.
func (tx *Tx) WithdrawTaskComment(ctx context.Context, c model.TaskComment) (model.TaskComment, error) {
	return update[model.TaskComment](ctx, tx, taskComments, string(c.ID), c.Version, map[string]any{"withdrawn_at": tx.stamp.At}, nil)
}

// WithdrawnComments returns those of the ids whose comment was taken back.
func (r Reader) WithdrawnComments(ctx context.Context, ids []string) ([]string, error) {
	gone := []string{}
	if len(ids) == 0 {
		return gone, nil
	}
	if err := r.db.WithContext(ctx).Table("task_comments").Where("id IN ? AND withdrawn_at IS NOT NULL", ids).Pluck("id", &gone).Error; err != nil {
		return nil, fmt.Errorf("withdrawn comments: %w", err)
	}
	return gone, nil
}

// DisplayNames returns what the accounts are called, by id.
func (r Reader) DisplayNames(ctx context.Context, ids []model.UserID) (map[model.UserID]string, error) {
	var rows []struct {
		ID          model.UserID
		DisplayName string
	}
	names := map[model.UserID]string{}
	if len(ids) == 0 {
		return names, nil
	}
	if err := r.db.WithContext(ctx).Table("users").Select("id", "display_name").Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("names of accounts: %w", err)
	}
	for _, row := range rows {
		names[row.ID] = row.DisplayName
	}
	return names, nil
}

// AttachmentsOf returns the attachments of the records of the noun that were not removed, by
// record, in the order in which they were added.
func (r Reader) AttachmentsOf(ctx context.Context, of model.Noun, ids []string) (map[string][]model.Attachment, error) {
	byRecord := map[string][]model.Attachment{}
	if len(ids) == 0 {
		return byRecord, nil
	}
	var rows []model.Attachment
	err := r.db.WithContext(ctx).Table("attachments").Where("noun = ? AND record_id IN ? AND removed = ?", of, ids, false).Order("id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("attachments of records: %w", err)
	}
	for _, row := range rows {
		byRecord[row.RecordID] = append(byRecord[row.RecordID], row)
	}
	return byRecord, nil
}
