package casework

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// Contents of attachments that were removed are this database's own, however many.
func TestManyRemovedAttachmentsAreSwept(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		blobs := withBlobs(t, d)
		e := registered(t, d, firmFacts)
		c := transferredComplaint(t, d, e)
		for range fewContents {
			a, err := d.AddAttachment(t.Context(), model.Call{Actor: firmOf(e)}, "complaints", string(c.ID), photograph(t, 8))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.RemoveAttachment(t.Context(), model.Call{Actor: firmOf(e), Version: 1}, "complaints", a.ID, "传错了"); err != nil {
				t.Fatal(err)
			}
		}
		clock.at = time.Now().Add(32 * 24 * time.Hour)
		if swept, err := d.SweepContents(t.Context()); err != nil || swept != 2*fewContents || contents(t, blobs) != 0 {
			t.Errorf("swept %d of %d, %v", swept, 2*fewContents, err)
		}
	})
}

// A database that was pointed at another's place, or put back from an old
// backup, knows nothing of the contents there and must not take them for waste.
func TestAnotherDatabasesContentsAreNotSwept(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		blobs, err := store.OpenBlobs(t.Context(), t.TempDir(), store.BlobKeys{})
		if err != nil {
			t.Fatal(err)
		}
		d.Blobs = blobs
		put := func(from, to int) {
			t.Helper()
			for n := from; n < to; n++ {
				if err := blobs.Put(t.Context(), fmt.Sprintf("evidence-of-%04d", n), strings.NewReader("photograph"), 10); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := blobs.Own(t.Context(), "another-database"); err != nil {
			t.Fatal(err)
		}
		put(0, 1)
		clock.at = time.Now().Add(25 * time.Hour)
		_, err = d.SweepContents(t.Context())
		wantRefusal(t, err, model.Conflict, "attachment.foreign_place")
		if err := d.Store.TakeBlobs(t.Context(), blobs); err != nil {
			t.Fatal(err)
		}
		put(1, fewContents+1)
		clock.at = time.Now().Add(25 * time.Hour) // contents are dated by the machine
		swept, err := d.SweepContents(t.Context())
		wantRefusal(t, err, model.Conflict, "attachment.sweep_refused")
		if n := contents(t, blobs); swept != 0 || n != fewContents+1 {
			t.Errorf("swept %d, left %d", swept, n)
		}
		if err := blobs.Remove(t.Context(), "evidence-of-0000"); err != nil { // few enough to be orphans
			t.Fatal(err)
		}
		var backup bytes.Buffer
		if _, err := d.Store.Backup(t.Context(), &backup, d.Now(), blobs); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Store.Restore(t.Context(), model.Stamp{At: d.Now().UTC()}, &backup, blobs); err != nil {
			t.Fatal(err)
		}
		clock.at = clock.at.Add(29 * 24 * time.Hour)
		if swept, err = d.SweepContents(t.Context()); err != nil || swept != 0 {
			t.Errorf("within a month of a restore it swept %d: %v", swept, err)
		}
		clock.at = clock.at.Add(2 * 24 * time.Hour)
		if swept, err = d.SweepContents(t.Context()); err != nil || swept != fewContents {
			t.Errorf("later it swept %d: %v", swept, err)
		}
	})
}

// A copy of the database that uses the same place knows nothing of what its original
// keeps there since, and removes nothing; nor does the original from then on.
func TestACopyOfTheDatabaseSweepsNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		ctx := t.Context()
		d, _ := openDesk(t, dsn)
		blobs := withBlobs(t, d)
		e := registered(t, d, firmFacts)
		c := transferredComplaint(t, d, e)
		add := func(n int) {
			t.Helper()
			for range n {
				if _, err := d.AddAttachment(ctx, model.Call{Actor: firmOf(e)}, "complaints", string(c.ID), photograph(t, 8)); err != nil {
					t.Fatal(err)
				}
			}
		}
		add(1)
		var everything bytes.Buffer
		if _, err := d.Store.Backup(ctx, &everything, d.Now(), blobs); err != nil {
			t.Fatal(err)
		}
		other, clock := openDesk(t, testdb.SQLite(t))
		other.Blobs = blobs
		// Not by the verb, which gives a restored database an id of its own: as a dump or a copied file has it.
		if _, err := other.Store.Restore(ctx, model.Stamp{At: d.Now().UTC()}, &everything, blobs); err != nil {
			t.Fatal(err)
		}
		add(fewContents / 2)
		clock.at = time.Now().Add(32 * 24 * time.Hour)
		_, err := other.SweepContents(ctx)
		wantRefusal(t, err, model.Conflict, "attachment.copied_place")
		if n := contents(t, blobs); n != fewContents+2 {
			t.Errorf("%d contents are left", n)
		}
		_, err = d.SweepContents(ctx)
		wantRefusal(t, err, model.Conflict, "attachment.copied_place")
		add(1) // what people hand in is kept all the same
	})
}
