package casework

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func photograph(t *testing.T, side int) Upload {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, side, side)), nil); err != nil {
		t.Fatal(err)
	}
	return Upload{Name: `C:\fakepath\现场` + "\u202e" + `照片.JPG`, Note: "  消防通道堆放  ", Content: bytes.NewReader(out.Bytes()), Size: int64(out.Len())}
}

// withBlobs gives the desk a folder for contents.
func withBlobs(t *testing.T, d *Desk) store.Blobs {
	t.Helper()
	var err error
	if d.Blobs, err = store.OpenBlobs(t.Context(), t.TempDir(), store.BlobKeys{}); err != nil {
		t.Fatal(err)
	}
	return d.Blobs
}

func contents(t *testing.T, b store.Blobs) int {
	t.Helper()
	n := 0
	if err := b.Each(t.Context(), func(store.Blob) error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

func firmOf(e model.Enterprise) model.Actor {
	return model.Actor{UserID: "firm-account", Name: "企业经办", Roles: []model.Role{model.RoleFirm}, EnterpriseID: e.ID}
}

var complaintsOfficer = person("c-officer", model.RoleComplaints)

// transferredComplaint is a complaint that waits for the firm's answer.
func transferredComplaint(t *testing.T, d *Desk, e model.Enterprise) model.Complaint {
	t.Helper()
	c := model.Complaint{
		ID: model.ComplaintID(store.NewID()), TrackingNo: store.NewTrackingNo(), Channel: "12305", Kind: model.ComplaintToBureau, EnterpriseID: e.ID,
		EnterpriseName: e.Name, AreaCode: "500156001", Category: "delay", Statement: "演示", ReceivedOn: d.Today(), TransferredOn: d.Today(),
		Status: model.ComplaintTransferred, Version: 1, CreatedAt: d.now(), UpdatedAt: d.now(),
	}
	changeComplaintRow(t, d, func(tx *store.Tx) error { return tx.AddComplaint(t.Context(), &c) })
	return c
}

func changeComplaintRow(t *testing.T, d *Desk, change func(*store.Tx) error) {
	t.Helper()
	if err := d.Store.Tx(t.Context(), model.Stamp{Act: "test", At: d.now()}, change); err != nil {
		t.Fatal(err)
	}
}

func TestAttachmentsFollowTheirRecord(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		withBlobs(t, d)
		e := registered(t, d, firmFacts)
		c := transferredComplaint(t, d, e)
		firm := firmOf(e)
		ctx := t.Context()
		added, err := d.AddAttachment(ctx, model.Call{Actor: firm, Key: "k1"}, "complaints", string(c.ID), photograph(t, 64))
		if err != nil {
			t.Fatal(err)
		}
		if added.Name != "现场照片.jpg" || added.Note != "消防通道堆放" || added.Type != "image/jpeg" || !added.Thumbnail {
			t.Errorf("added %+v", added)
		}
		officers, err := d.AddAttachment(ctx, model.Call{Actor: complaintsOfficer}, "complaints", string(c.ID), photograph(t, 32))
		if err != nil {
			t.Fatal(err)
		}
		q := store.Query{Filter: map[string]string{"record_id": string(c.ID), "removed": "false"}}
		seen, err := d.Attachments(ctx, firm, "complaints", q)
		if err != nil || len(seen.Items) != 1 || seen.Items[0].ID != added.ID || seen.Items[0].AddedByName == "" || !seen.Attach.Allowed {
			t.Fatalf("the firm sees %+v, %v", seen, err) // what the consumer handed in shows who he is
		}
		seen, err = d.Attachments(ctx, complaintsOfficer, "complaints", q)
		if err != nil || len(seen.Items) != 2 {
			t.Fatalf("the office sees %+v, %v", seen, err)
		}
		// Nobody takes away what the other side added.
		for _, c := range []struct {
			actor model.Actor
			id    model.AttachmentID
			want  model.Kind
		}{{firm, officers.ID, model.NotFound}, {complaintsOfficer, added.ID, model.Forbidden}, {person("x", model.RoleInspector), added.ID, model.Forbidden}} {
			_, err := d.RemoveAttachment(ctx, model.Call{Actor: c.actor, Version: 1}, "complaints", c.id, "传错了")
			wantKind(t, err, c.want)
		}
		_, err = d.RemoveAttachment(ctx, model.Call{Actor: firm, Version: 1}, "complaints", added.ID, " ")
		wantKind(t, err, model.Invalid)
		if _, err := d.RemoveAttachment(ctx, model.Call{Actor: firm, Version: 1}, "complaints", added.ID, "传错了"); err != nil {
			t.Fatal(err)
		}
		_, _, err = d.OpenAttachment(ctx, model.Call{Actor: firm}, "complaints", added.ID)
		wantKind(t, err, model.NotFound)
		_, err = d.OpenThumbnail(ctx, firm, "complaints", added.ID)
		wantKind(t, err, model.NotFound)
		// By another noun, another firm and the public it is not there.
		for of, actor := range map[model.Noun]model.Actor{"endpoints": firm, "complaints": firmOf(model.Enterprise{ID: "other"})} {
			_, _, err = d.OpenAttachment(ctx, model.Call{Actor: actor}, of, officers.ID)
			wantKind(t, err, model.NotFound)
		}
		_, _, err = d.OpenAttachment(ctx, model.Call{Actor: firm}, "complaints", officers.ID)
		wantKind(t, err, model.NotFound)
		_, err = d.OpenThumbnail(ctx, firm, "complaints", officers.ID)
		wantKind(t, err, model.NotFound)
		_, _, err = d.OpenAttachment(ctx, model.Call{}, "complaints", officers.ID)
		wantKind(t, err, model.Unauthenticated)
		// Reading is written down, and the record's history tells of its attachments.
		_, content, err := d.OpenAttachment(ctx, model.Call{Actor: complaintsOfficer}, "complaints", officers.ID)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(content)
		if err != nil || content.Close() != nil || int64(len(raw)) != officers.Size {
			t.Errorf("%d bytes, %v", len(raw), err)
		}
		card, err := d.ComplaintCard(ctx, complaintsOfficer, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]int{}
		for _, row := range card.History {
			told[row.Act]++
		}
		if told["complaint:attach"] != 2 || told["complaint:detach"] != 1 || told["complaint:download"] != 1 {
			t.Errorf("history: %v", told)
		}
		// The answer ends the firm's turn, the end of the case everybody's.
		changeComplaintRow(t, d, func(tx *store.Tx) error {
			c.Status = model.ComplaintAnswered
			c, err = tx.ChangeComplaint(ctx, c)
			return err
		})
		_, err = d.AddAttachment(ctx, model.Call{Actor: firm}, "complaints", string(c.ID), photograph(t, 8))
		wantKind(t, err, model.Conflict)
		if _, err = d.AddAttachment(ctx, model.Call{Actor: complaintsOfficer}, "complaints", string(c.ID), photograph(t, 8)); err != nil {
			t.Error(err)
		}
		changeComplaintRow(t, d, func(tx *store.Tx) error {
			c.Status = model.ComplaintClosed
			c, err = tx.ChangeComplaint(ctx, c)
			return err
		})
		_, err = d.AddAttachment(ctx, model.Call{Actor: complaintsOfficer}, "complaints", string(c.ID), photograph(t, 8))
		wantKind(t, err, model.Conflict)
		_, err = d.RemoveAttachment(ctx, model.Call{Actor: complaintsOfficer, Version: 1}, "complaints", officers.ID, "传错了")
		wantKind(t, err, model.Conflict)
	})
}

// Of other records a firm sees what the office added, but not which officer.
func TestAFirmSeesTheOfficesFilesOfItsFiling(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		withBlobs(t, d)
		e := licensed(t, d, registered(t, d, firmFacts), nil)
		filing := submitted(t, d, e.ID, completeFacts())
		added, err := d.AddAttachment(t.Context(), model.Call{Actor: person("x", model.RoleInspector)}, "endpoints", string(filing.ID), photograph(t, 32))
		if err != nil {
			t.Fatal(err)
		}
		seen, err := d.Attachments(t.Context(), firmOf(e), "endpoints", store.Query{Filter: map[string]string{"record_id": string(filing.ID)}})
		if err != nil || len(seen.Items) != 1 || seen.Items[0].ID != added.ID || seen.Items[0].AddedByName != "" {
			t.Errorf("the firm sees %+v, %v", seen, err)
		}
	})
}

func TestAttachmentsAreCounted(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		blobs := withBlobs(t, d)
		e := registered(t, d, firmFacts)
		c := transferredComplaint(t, d, e)
		ctx := t.Context()
		add := func(side int) error {
			_, err := d.AddAttachment(ctx, model.Call{Actor: firmOf(e)}, "complaints", string(c.ID), photograph(t, side))
			return err
		}
		d.Rules.Limits.Files = 2
		for range 2 {
			if err := add(8); err != nil {
				t.Fatal(err)
			}
		}
		err := add(8)
		wantKind(t, err, model.TooMany)
		var known *model.Error
		if !errors.As(err, &known) || known.Wait <= 0 || known.Wait > 24*time.Hour {
			t.Errorf("no time to wait: %v", err)
		}
		clock.at = clock.at.Add(25 * time.Hour)
		d.Rules.Limits.Files, d.Rules.Limits.FileBytes = 0, 100
		wantKind(t, add(8), model.TooMany)
		d.Rules.Limits.FileBytes = 0
		for n := 3; n <= model.MaxAttachments; n++ {
			if err := add(8); err != nil {
				t.Fatalf("file %d: %v", n, err)
			}
		}
		wantKind(t, add(8), model.Conflict)
		// What was refused left nothing; contents of what was removed go a month later.
		if n := contents(t, blobs); n != 2*model.MaxAttachments {
			t.Errorf("%d contents", n)
		}
		clock.at = time.Now().Add(25 * time.Hour) // contents are dated by the machine
		swept, err := d.SweepContents(ctx)
		if err != nil || swept != 0 || contents(t, blobs) != 2*model.MaxAttachments {
			t.Errorf("swept %d, %v, left %d", swept, err, contents(t, blobs))
		}
		page, err := d.Attachments(ctx, firmOf(e), "complaints", store.Query{Filter: map[string]string{"record_id": string(c.ID)}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.RemoveAttachment(ctx, model.Call{Actor: firmOf(e), Version: 1}, "complaints", page.Items[0].ID, "传错了"); err != nil {
			t.Fatal(err)
		}
		if err := add(8); err != nil {
			t.Errorf("a removed one leaves no room: %v", err)
		}
		clock.at = time.Now().Add(32 * 24 * time.Hour)
		if swept, err = d.SweepContents(ctx); err != nil || swept != 2 {
			t.Errorf("a month after: swept %d, %v", swept, err)
		}
	})
}

// An account downloads so many a day, on all servers together; what is refused leaves
// no audit row, and midnight in Shanghai gives the day's number back.
func TestDownloadsAreCounted(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		withBlobs(t, d)
		e := registered(t, d, firmFacts)
		c := transferredComplaint(t, d, e)
		ctx := t.Context()
		added := must2(d.AddAttachment(ctx, model.Call{Actor: firmOf(e)}, "complaints", string(c.ID), photograph(t, 8)))
		d.Rules.Limits.Downloads = 2
		open := func(by model.Actor) error {
			_, content, err := d.OpenAttachment(ctx, model.Call{Actor: by}, "complaints", added.ID)
			if err == nil {
				err = content.Close()
			}
			return err
		}
		noted := func() int { return len(must2(d.Store.History(ctx, attachmentNoun("complaints"), string(added.ID)))) }
		before := noted()
		for range 2 {
			if err := open(firmOf(e)); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 {
			err := open(firmOf(e))
			wantKind(t, err, model.TooMany)
			var known *model.Error
			if !errors.As(err, &known) || !strings.Contains(known.Detail, "下载") || known.Wait != model.NewDate(2026, 3, 3).Time().Add(-8*time.Hour).Sub(clock.now()) {
				t.Errorf("refused with %+v", known)
			}
		}
		if n := noted() - before; n != 2 {
			t.Errorf("%d downloads are written down, want 2", n)
		}
		if _, err := d.OpenThumbnail(ctx, firmOf(e), "complaints", added.ID); err != nil {
			t.Errorf("a small picture: %v", err)
		}
		if err := open(complaintsOfficer); err != nil {
			t.Errorf("another account: %v", err)
		}
		clock.at = clock.at.Add(24 * time.Hour)
		if err := open(firmOf(e)); err != nil {
			t.Errorf("the next day: %v", err)
		}
	})
}

// brokenBlobs keeps nothing.
type brokenBlobs struct{ store.Blobs }

var errBroken = errors.New("disk full")

func (brokenBlobs) Put(context.Context, string, io.Reader, int64) error { return errBroken }

func TestAttachmentsLeaveNothingHalf(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		blobs := withBlobs(t, d)
		e := registered(t, d, firmFacts)
		c := transferredComplaint(t, d, e)
		call := model.Call{Actor: firmOf(e), Key: "once", Route: "POST", BodyHash: "x"}
		add := func(sent Upload) (model.Attachment, error) {
			return d.AddAttachment(t.Context(), call, "complaints", string(c.ID), sent)
		}
		d.Blobs = brokenBlobs{blobs}
		if _, err := add(photograph(t, 8)); !errors.Is(err, errBroken) {
			t.Errorf("a disk that is full gives %v", err)
		}
		d.Blobs = blobs
		_, err := add(Upload{Name: "x.svg", Content: strings.NewReader("<svg/>"), Size: 6})
		wantKind(t, err, model.Invalid)
		if n := contents(t, blobs); n != 0 {
			t.Errorf("%d contents of refused files", n)
		}
		// The key is free again after a failure, and used once after success.
		first, err := add(photograph(t, 8))
		if err != nil {
			t.Fatal(err)
		}
		again, err := add(photograph(t, 8))
		if err != nil || again.ID != first.ID || contents(t, blobs) != 2 {
			t.Errorf("repeated: %v, %v, %d contents", again.ID, err, contents(t, blobs))
		}
		// A record of others costs no work at all.
		_, err = d.AddAttachment(t.Context(), model.Call{Actor: firmOf(model.Enterprise{ID: "other"})}, "complaints", string(c.ID), photograph(t, 8))
		wantKind(t, err, model.NotFound)
		if n := contents(t, blobs); n != 2 {
			t.Errorf("%d contents after an upload to a record of others", n)
		}
	})
}
