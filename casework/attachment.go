package casework

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"yijian/model"
	"yijian/policy/access"
	"yijian/policy/attachment"
	"yijian/store"
)

// Upload is a file as it came in.
type Upload struct {
	Name    string
	Note    string
	Content io.ReaderAt
	Size    int64
}

const (
	// MaxUpload is the most bytes of a file.
	MaxUpload = attachment.MaxSize
	// UploadTypes are the media types of what is accepted.
	UploadTypes = string(attachment.JPEG + ", " + attachment.PDF + ", " + attachment.DOCX + ", " + attachment.XLSX)
	// ThumbnailType is the media type of small pictures.
	ThumbnailType = string(attachment.JPEG)

	// attachmentsPer is the while in which an account may add so many.
	attachmentsPer = 24 * time.Hour
	// checksAtOnce is how many files are judged at the same moment, each in less than 64 MB.
	checksAtOnce = 2
	checkWait    = 20 * time.Second
	// discardWithin is how long taking back a content may take.
	discardWithin = 10 * time.Second
)

// thumbnailOf is under which name a picture's small one is kept.
func thumbnailOf(stored string) string { return stored + "-small" }

// AddAttachment judges the file, keeps its content and then gives it to the
// record. Whatever fails on the way leaves nothing, or after a crash something
// that nobody sees and the sweep removes.
func (d *Desk) AddAttachment(ctx context.Context, call model.Call, of model.Noun, id string, sent Upload) (model.Attachment, error) {
	h := holders[of]
	a := model.Attachment{
		ID: model.AttachmentID(store.NewID()), Noun: of, RecordID: id, Note: strings.TrimSpace(sent.Note), Stored: strings.ToLower(rand.Text()),
		Firm: call.Actor.EnterpriseID, AddedBy: call.Actor.UserID, AddedByName: call.Actor.Name, Version: 1,
	}
	kept := false
	before := func(scope store.Scope) error {
		asked := attaching{scope, call.Actor, id, d.now()}
		if _, err := h.open(ctx, d.Store.Reader, asked); err != nil { // before any work is done for it
			return err
		}
		accepted, err := d.acceptFor(ctx, &a, sent)
		if err != nil {
			return err
		}
		kept = true
		return d.keep(ctx, a, accepted)
	}
	undo := func() {
		if kept {
			d.discard(context.WithoutCancel(ctx), a)
		}
	}
	return performPrepared(ctx, d, call, prepared{order{permission: h.attach}, before, undo}, func(w work) (model.Attachment, error) {
		record, err := h.open(ctx, w.Reader, attaching{w.scope, call.Actor, id, w.now})
		if err != nil {
			return a, err
		}
		if err := d.onAllowances(a, func(from store.Allowance, many int64) (time.Duration, error) { return w.SpendMany(ctx, from, many) }); err != nil {
			return a, err
		}
		a.Own, a.Demo, a.CreatedAt, a.UpdatedAt = true, record.demo, w.now, w.now
		if err := w.touchHolders(ctx, record); err != nil {
			return a, err
		}
		return a, w.AddAttachment(ctx, &a)
	})
}

// open is look, with the refusal as a failure.
func (h holder) open(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	record, err := h.look(ctx, r, asked)
	if err == nil && record.refusal != nil {
		err = record.refusal
	}
	return record, err
}

// touchHolders lets the record count as changed with its files.
func (w work) touchHolders(ctx context.Context, record heldRecord) error {
	for _, h := range record.touched {
		if err := w.TouchHolder(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// onAllowances asks or spends how many files, and how many bytes, the account may
// add in a day, and fails when either would have to wait.
func (d *Desk) onAllowances(a model.Attachment, wait func(from store.Allowance, many int64) (time.Duration, error)) error {
	files := store.Allowance{Bucket: "attach/" + string(a.AddedBy), Most: d.Rules.Limits.Files, Per: attachmentsPer}
	size := store.Allowance{Bucket: "attach-bytes/" + string(a.AddedBy), Most: d.Rules.Limits.FileBytes, Per: attachmentsPer}
	forFiles, err := wait(files, 1)
	if err != nil {
		return err
	}
	forBytes, err := wait(size, a.Size)
	if err == nil && max(forFiles, forBytes) > 0 {
		err = tooMany("今天上传的附件已达上限", max(forFiles, forBytes))
	}
	return err
}

// acceptFor judges the file, before anything of it is kept, and asks whether the account may add it.
func (d *Desk) acceptFor(ctx context.Context, a *model.Attachment, sent Upload) (attachment.Accepted, error) {
	if len([]rune(a.Note)) > 200 {
		return attachment.Accepted{}, oneField("/note", "text.too_long", "说明最多 200 字")
	}
	accepted, err := d.judge(ctx, sent)
	if err != nil {
		return accepted, err
	}
	sum := sha256.Sum256(accepted.Content)
	a.Name, a.Type, a.Size = attachment.Name(sent.Name, accepted.Type), string(accepted.Type), int64(len(accepted.Content))
	a.SHA256, a.Thumbnail = hex.EncodeToString(sum[:]), accepted.Thumbnail != nil
	return accepted, d.onAllowances(*a, func(from store.Allowance, many int64) (time.Duration, error) {
		return d.Store.WaitForMany(ctx, from, many, d.now())
	})
}

// keep keeps the content; the row that makes it an attachment comes after.
func (d *Desk) keep(ctx context.Context, a model.Attachment, accepted attachment.Accepted) error {
	if err := d.mayPut(ctx); err != nil {
		return err
	}
	if err := d.Blobs.Put(ctx, a.Stored, bytes.NewReader(accepted.Content), a.Size); err != nil {
		return err
	}
	if !a.Thumbnail {
		return nil
	}
	return d.Blobs.Put(ctx, thumbnailOf(a.Stored), bytes.NewReader(accepted.Thumbnail), int64(len(accepted.Thumbnail)))
}

// mayPut counts the use of the place, so that a copy of this database, which knows
// nothing of what comes now, is told from it and removes nothing. It goes on beside one.
func (d *Desk) mayPut(ctx context.Context) error {
	err := d.Store.UseBlobs(ctx, d.Blobs)
	switch {
	case store.IsCopiedPlace(err):
		return nil
	case model.KindOf(err) == model.Conflict:
		return model.Fail(model.Unavailable, "attachment.no_place", "附件存放处已归另一个数据库使用，暂时不能上传，请联系系统管理员")
	}
	return err
}

// discard takes back what keep kept; what cannot be taken back the sweep removes.
func (d *Desk) discard(ctx context.Context, a model.Attachment) {
	ctx, stop := context.WithTimeout(ctx, discardWithin)
	defer stop()
	_ = d.Blobs.Remove(ctx, a.Stored)
	if a.Thumbnail {
		_ = d.Blobs.Remove(ctx, thumbnailOf(a.Stored))
	}
}

// judge looks at the file in its turn.
func (d *Desk) judge(ctx context.Context, sent Upload) (accepted attachment.Accepted, err error) {
	err = d.inTurn(ctx, func() error {
		accepted, err = attachment.Accept(sent.Content, sent.Size)
		return err
	})
	return accepted, err
}

// inTurn waits before it looks at a file, so that many files at once take no more memory than few.
func (d *Desk) inTurn(ctx context.Context, look func() error) error {
	waiting, stop := context.WithTimeout(ctx, checkWait)
	defer stop()
	select {
	case d.checks <- struct{}{}:
		defer func() { <-d.checks }()
	case <-waiting.Done():
		busy := model.Fail(model.Unavailable, "attachment.busy", "正在检查其他文件，请稍后再传")
		busy.Wait = checkWait
		return busy
	}
	return look()
}

// Attachments lists the attachments of records of the kind, of one record when
// the query names it, and says whether the actor may add to it now.
func (d *Desk) Attachments(ctx context.Context, actor model.Actor, of model.Noun, q store.Query) (model.AttachmentPage, error) {
	h, id := holders[of], q.Filter["record_id"]
	var page model.AttachmentPage
	scope, err := d.Scope(actor, h.read)
	if err != nil {
		return page, err
	}
	if page.Page, err = d.Store.Attachments(ctx, of, scope, q); err != nil {
		return page, err
	}
	if page.Items, err = withoutWithdrawn(ctx, d.Store.Reader, of, page.Items); err != nil {
		return page, err
	}
	for i := range page.Items {
		d.veil(actor, &page.Items[i])
	}
	refusal := "请先指明是哪一条记录"
	if id != "" {
		record, err := h.look(ctx, d.Store.Reader, attaching{scope, actor, id, d.now()})
		if err != nil {
			return page, err
		}
		refusal = sentence(record.refusal)
	}
	page.Attach = d.act(actor, "attach", "添加附件", h.attach, refusal)
	return page, nil
}

// veil says whether the file is of the actor's side, and hides who in the office
// added it from those who see no history.
func (d *Desk) veil(actor model.Actor, a *model.Attachment) {
	a.Own = owns(*a, actor)
	if _, err := d.Scope(actor, "history:read"); err != nil && a.Firm != actor.EnterpriseID {
		a.AddedByName = ""
	}
}

// RemoveAttachment takes a file from its record, with the reason: the office one
// that the office added, a firm its own.
func (d *Desk) RemoveAttachment(ctx context.Context, call model.Call, of model.Noun, id model.AttachmentID, reason string) (model.Attachment, error) {
	h := holders[of]
	return perform(ctx, d, call, order{permission: h.detach, reason: reason}, func(w work) (model.Attachment, error) {
		a, err := w.Attachment(ctx, of, w.scope, id)
		if err != nil {
			return a, err
		}
		if err := must(a.Version, call.Version); err != nil {
			return a, err
		}
		if a.Removed {
			return a, model.Fail(model.Conflict, "attachment.removed", "附件已经移除")
		}
		if !owns(a, call.Actor) {
			return a, model.Fail(model.Forbidden, "attachment.not_own", "只能移除"+sideWords(of)+"添加的附件")
		}
		record, err := h.open(ctx, w.Reader, attaching{w.scope, call.Actor, a.RecordID, w.now})
		if err != nil {
			return a, err
		}
		if err := checkReason(reason); err != nil {
			return a, err
		}
		if err := w.touchHolders(ctx, record); err != nil {
			return a, err
		}
		removed, err := w.RemoveAttachment(ctx, a, strings.TrimSpace(reason))
		d.veil(call.Actor, &removed)
		return removed, err
	})
}

// OpenAttachment opens the content and writes down who read it, as often in a day as an account may.
func (d *Desk) OpenAttachment(ctx context.Context, call model.Call, of model.Noun, id model.AttachmentID) (model.Attachment, io.ReadCloser, error) {
	a, content, err := d.openContent(ctx, call.Actor, of, id, func(a model.Attachment) string { return a.Stored })
	if err != nil {
		return a, nil, err
	}
	subject, _, _ := strings.Cut(string(holders[of].attach), ":")
	stamp := model.Stamp{Call: call, Act: subject + ":download", At: d.now()}
	err = d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		return d.noteDownload(ctx, tx, call.Actor, noted{attachmentNoun(of), string(id), map[string]any{"record_id": a.RecordID, "name": a.Name, "sha256": a.SHA256}})
	})
	if err != nil {
		return a, nil, errors.Join(err, content.Close())
	}
	return a, content, nil
}

// noted is what the audit says of a file that was read.
type noted struct {
	noun model.Noun
	id   string
	said map[string]any
}

// noteDownload writes down that the actor reads a file, as often in a day as an account may.
func (d *Desk) noteDownload(ctx context.Context, tx *store.Tx, actor model.Actor, n noted) error {
	wait, err := tx.Spend(ctx, d.daily("download", actor, d.Rules.Limits.Downloads))
	if err == nil && wait > 0 {
		err = tooMany("今天下载的附件已达上限", wait)
	}
	if err != nil {
		return err
	}
	return tx.NoteAct(ctx, n.noun, n.id, n.said)
}

// OpenThumbnail opens the small picture of a picture, as it stands in lists; that is not written down.
func (d *Desk) OpenThumbnail(ctx context.Context, actor model.Actor, of model.Noun, id model.AttachmentID) (io.ReadCloser, error) {
	_, content, err := d.openContent(ctx, actor, of, id, func(a model.Attachment) string {
		if !a.Thumbnail {
			return ""
		}
		return thumbnailOf(a.Stored)
	})
	return content, err
}

func (d *Desk) openContent(ctx context.Context, actor model.Actor, of model.Noun, id model.AttachmentID, name func(model.Attachment) string) (model.Attachment, io.ReadCloser, error) {
	scope, err := d.Scope(actor, holders[of].read)
	if err != nil {
		return model.Attachment{}, nil, err
	}
	a, err := d.Store.Attachment(ctx, of, scope, id)
	if err != nil {
		return a, nil, err
	}
	shown, err := withoutWithdrawn(ctx, d.Store.Reader, of, []model.Attachment{a})
	if err != nil {
		return a, nil, err
	}
	stored := name(a)
	if a.Removed || stored == "" || len(shown) == 0 {
		return a, nil, model.Fail(model.NotFound, "record.not_found", "没有找到这条记录")
	}
	content, err := d.Blobs.Open(ctx, stored)
	if err != nil {
		return a, nil, fmt.Errorf("content of attachment %s: %w", a.ID, err)
	}
	return a, content, nil
}

// attachmentNoun names the attachments of a kind of record: "complaint-attachments".
func attachmentNoun(of model.Noun) model.Noun {
	subject, _, _ := strings.Cut(string(holders[of].attach), ":")
	return model.Noun(subject + "-attachments")
}

// Permissions are those by which attachments of a kind of record are read, added and removed.
type Permissions struct{ Read, Attach, Detach access.Permission }

// Attaching names the attachments of a kind of record, and their permissions.
func Attaching(of model.Noun) (model.Noun, Permissions) {
	h := holders[of]
	return attachmentNoun(of), Permissions{h.read, h.attach, h.detach}
}
