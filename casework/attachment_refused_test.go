package casework

import (
	"context"
	"io"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// countedBlobs counts what is put.
type countedBlobs struct {
	store.Blobs
	puts int
}

func (b *countedBlobs) Put(ctx context.Context, name string, content io.Reader, size int64) error {
	b.puts++
	return b.Blobs.Put(ctx, name, content, size)
}

// Neither more files nor more bytes than an account may add are ever on the disk, and none of what was refused.
func TestRefusedFilesTakeNoRoom(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		blobs := &countedBlobs{Blobs: withBlobs(t, d)}
		d.Blobs = blobs
		e := registered(t, d, firmFacts)
		c := transferredComplaint(t, d, e)
		add := func() error {
			_, err := d.AddAttachment(t.Context(), model.Call{Actor: firmOf(e)}, "complaints", string(c.ID), photograph(t, 8))
			return err
		}
		d.Rules.Limits.Files, d.Rules.Limits.FileBytes = 0, 100 // less than the first file
		wantKind(t, add(), model.TooMany)
		d.Rules.Limits.Files, d.Rules.Limits.FileBytes = 1, 0
		if err := add(); err != nil {
			t.Fatal(err)
		}
		wantKind(t, add(), model.TooMany)
		if blobs.puts != 2 { // one file and its small picture
			t.Errorf("%d contents were put, also of what could not be added", blobs.puts)
		}
		d.Rules.Limits.Files = 0
		for range model.MaxAttachments - 1 {
			if err := add(); err != nil {
				t.Fatal(err)
			}
		}
		wantKind(t, add(), model.Conflict) // the record is full, which the transaction finds
		if n := contents(t, blobs); n != 2*model.MaxAttachments {
			t.Errorf("%d contents of %d files", n, model.MaxAttachments)
		}
	})
}

// When the reply to a commit is lost, the row may be there, and its content must stay.
func TestOnlyWhatCertainlyFailedIsUndone(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		for _, c := range []struct {
			name   string
			end    func(cancel func()) error
			undone bool
		}{
			{"refused", func(func()) error { return model.Fail(model.Conflict, "x", "不行") }, true},
			{"committed", func(func()) error { return nil }, false},
			{"cut off in the commit", func(cancel func()) error { cancel(); return nil }, false},
		} {
			ctx, cancel := context.WithCancel(t.Context())
			undone := false
			o := prepared{order{permission: "complaint:attach"}, nil, func() { undone = true }}
			_, err := performPrepared(ctx, d, model.Call{Actor: complaintsOfficer}, o, func(work) (int, error) { return 0, c.end(cancel) })
			if undone != c.undone || (err == nil) != (c.name == "committed") {
				t.Errorf("%s: undone %v, %v", c.name, undone, err)
			}
			cancel()
		}
	})
}
