package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"yijian/model"
)

// attachmentNouns are the attachments of each kind of record that may have some;
// the row is seen by whoever sees the record.
var attachmentNouns = map[model.Noun]noun{
	// What a consumer handed in shows who he is, so the firm complained of sees its own files only (个人信息保护法第六条).
	"complaints":      ownOfFirm(attachmentsOf(complaints, "complaint-attachments")),
	"inspections":     attachmentsOf(inspections, "inspection-attachments"),
	"endpoints":       attachmentsOf(endpoints, "endpoint-attachments"),
	"task-reports":    attachmentsOf(taskReports, "task-report-attachments"),
	"penalties":       attachmentsOf(penalties, "penalty-attachments"),
	"edition-entries": attachmentsOf(editionEntries, "edition-entry-attachments"),
	"task-slips":      attachmentsOf(taskSlips, "task-slip-attachments"),
	"task-milestones": attachmentsOf(taskMilestones, "task-milestone-attachments"),
	"tasks":           attachmentsOf(tasks, "task-attachments"),
	"task-comments":   attachmentsOf(taskComments, "task-comment-attachments"),
	"coordinations":   attachmentsOf(coordinations, "coordination-attachments"),
}

func attachmentsOf(of noun, name model.Noun) noun {
	return register(noun{
		name: name, table: "attachments", of: &of,
		filters: map[string]string{"record_id": "record_id"},
		having:  map[string]string{"removed": "attachments.removed = (? = 'true')"},
		sorts:   map[string]string{"created_at": "created_at"},
	})
}

func ownOfFirm(n noun) noun {
	n.ownOfFirm = true
	return register(n)
}

// Attachments lists the attachments of records of the noun that are in scope, of
// one record when the filter names it.
func (r Reader) Attachments(ctx context.Context, of model.Noun, scope Scope, q Query) (model.Page[model.Attachment], error) {
	return list[model.Attachment](ctx, r, attachmentNouns[of], scope, q)
}

// Attachment returns one attachment of a record of the noun, removed or not.
func (r Reader) Attachment(ctx context.Context, of model.Noun, scope Scope, id model.AttachmentID) (model.Attachment, error) {
	return find[model.Attachment](ctx, r, attachmentNouns[of], scope, string(id))
}

// ExistsInScope fails with NotFound when the record is absent or out of scope.
func (r Reader) ExistsInScope(ctx context.Context, name model.Noun, scope Scope, id string) error {
	_, err := r.VersionOf(ctx, name, scope, id)
	return err
}

// AddAttachment gives the attachment one of its record's free places; when none
// is left it is a Conflict. The unique key decides between two that come at once.
func (tx *Tx) AddAttachment(ctx context.Context, a *model.Attachment) error {
	full := model.Fail(model.Conflict, "attachment.too_many", fmt.Sprintf("这条记录已有 %d 个附件，请先移除不需要的", model.MaxAttachments))
	var taken []int
	err := tx.db.WithContext(ctx).Table("attachments").Where("noun = ? AND record_id = ? AND slot IS NOT NULL", a.Noun, a.RecordID).
		Pluck("slot", &taken).Error
	if err != nil {
		return fmt.Errorf("places of attachments: %w", err)
	}
	for slot := 1; slot <= model.MaxAttachments; slot++ {
		if slices.Contains(taken, slot) {
			continue
		}
		a.Slot = &slot
		err := insert(ctx, tx, attachmentNouns[a.Noun], string(a.ID), a, full)
		if !errors.Is(err, full) {
			return err
		}
	}
	return full
}

// Holder is a record with attachments as it was read, and who had a hand in it where that is kept.
type Holder struct {
	Noun     model.Noun
	ID       string
	Version  int64
	Handlers model.UserIDs
}

// TouchHolder raises the version of a record to which a file is added or from which one is taken:
// who judges by its files or takes it back at the same time does not do so unseen. Of two at once
// the later begins again.
func (tx *Tx) TouchHolder(ctx context.Context, h Holder) error {
	var err error
	switch h.Noun {
	case "tasks":
		err = touched[model.Task](ctx, tx, h)
	case "task-reports":
		err = touched[model.TaskReport](ctx, tx, h)
	case "task-comments":
		err = touched[model.TaskComment](ctx, tx, h)
	case "task-slips":
		err = touched[model.TaskSlip](ctx, tx, h)
	case "coordinations":
		err = touched[model.Coordination](ctx, tx, h)
	default:
		err = fmt.Errorf("touch %s: its version does not follow its files", h.Noun)
	}
	if model.KindOf(err) == model.Stale {
		return errOvertaken
	}
	return err
}

func touched[T any](ctx context.Context, tx *Tx, h Holder) error {
	columns := map[string]any{}
	if h.Handlers != nil {
		columns["handlers"] = h.Handlers
	}
	_, err := update[T](ctx, tx, *attachmentNouns[h.Noun].of, h.ID, h.Version, columns, nil)
	return err
}

// RemoveAttachment takes the attachment from its record, if it still has its version.
func (tx *Tx) RemoveAttachment(ctx context.Context, a model.Attachment, reason string) (model.Attachment, error) {
	return update[model.Attachment](ctx, tx, attachmentNouns[a.Noun], string(a.ID), a.Version, map[string]any{
		"removed": true, "removal_reason": reason, "slot": nil,
	}, nil)
}

// KnowsContent returns those of the names that belong to an attachment, an issued report or
// a form that came back, and of each whether it is there or was removed after the instant.
func (r Reader) KnowsContent(ctx context.Context, names []string, removedAfter time.Time) (map[string]bool, error) {
	var found []model.Attachment
	err := r.db.WithContext(ctx).Table("attachments").Select("stored", "removed", "updated_at").Where("stored IN ?", names).Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("names of contents: %w", err)
	}
	needed := map[string]bool{}
	for _, a := range found {
		needed[a.Stored] = needed[a.Stored] || !a.Removed || a.UpdatedAt.After(removedAfter)
	}
	papers, err := r.papersKeep(ctx, names)
	if err != nil {
		return nil, err
	}
	for _, name := range papers {
		needed[name] = true
	}
	return needed, r.knowsFormReturns(ctx, names, removedAfter, needed)
}

// AttachmentNotes returns what the attachments of a record are said to show.
func (r Reader) AttachmentNotes(ctx context.Context, of model.Noun, id string) ([]string, error) {
	notes := []string{}
	err := r.db.WithContext(ctx).Table("attachments").Where("noun = ? AND record_id = ? AND removed = ?", of, id, false).Order("id").Pluck("note", &notes).Error
	if err != nil {
		return nil, fmt.Errorf("notes of attachments: %w", err)
	}
	return notes, nil
}
