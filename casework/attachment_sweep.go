package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"yijian/model"
	"yijian/store"
)

const (
	// keepOrphans is how long a content stays that no row speaks of: its upload may be going on.
	keepOrphans = 24 * time.Hour
	// keepRemoved is how long the content of a removed attachment stays.
	keepRemoved = 30 * 24 * time.Hour
	sweepBatch  = 200
	// fewContents is how many may go without a question, however few are kept.
	fewContents = 20
)

// SweepContents removes the contents that no attachment needs any more, and
// returns how many. Contents never come back, so it removes nothing for a month
// after a restore, whose database does not know the newest. Those of removed
// attachments go in any case; those that no row ever spoke of stay, and it
// refuses, where they are so many that the place must be another database's. It
// removes nothing at all where a copy of this database uses the place as well.
func (d *Desk) SweepContents(ctx context.Context) (int, error) {
	if d.Blobs == nil {
		return 0, nil
	}
	restored, err := d.Store.RestoredSince(ctx, d.now().Add(-keepRemoved))
	if err != nil || restored {
		return 0, err
	}
	owner, err := d.Blobs.Owner(ctx)
	if err != nil || owner == "" { // nothing was ever put there
		return 0, err
	}
	if err := d.Store.UseBlobs(ctx, d.Blobs); err != nil {
		return 0, err
	}
	removed, strange, all, err := d.unneeded(ctx)
	if err != nil {
		return 0, err
	}
	refused := len(strange) > fewContents && len(strange) > all/10
	if !refused {
		removed = append(removed, strange...)
	}
	for i, name := range removed {
		if err := d.Blobs.Remove(ctx, name); err != nil {
			return i, err
		}
	}
	if refused {
		err = model.Fail(model.Conflict, "attachment.sweep_refused", fmt.Sprintf(
			"存放附件处的 %d 份内容中有 %d 份不属于本数据库，没有清理；请核对附件存放位置是否也由别的数据库使用", all, len(strange)))
	}
	return len(removed), err
}

// unneeded are the contents of attachments removed long ago, those that no row
// speaks of, and how many there are in all.
func (d *Desk) unneeded(ctx context.Context) (removed, strange []string, all int, err error) {
	var old []string
	err = d.Blobs.Each(ctx, func(blob store.Blob) error {
		all++
		if d.now().Sub(blob.At) > keepOrphans {
			old = append(old, blob.Name)
		}
		return nil
	})
	if err != nil {
		return nil, nil, all, err
	}
	for batch := range slices.Chunk(old, sweepBatch) {
		needed, err := d.Store.KnowsContent(ctx, rowsOf(batch), d.now().Add(-keepRemoved))
		if err != nil {
			return nil, nil, all, err
		}
		for _, name := range batch {
			switch needs, known := needed[rowOf(name)]; {
			case !known:
				strange = append(strange, name)
			case !needs:
				removed = append(removed, name)
			}
		}
	}
	return removed, strange, all, nil
}

// rowOf is the name as a row has it: a small picture's is its picture's, that of what a
// report was made from its report's.
func rowOf(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, thumbnailOf("")), dataOf(""))
}

func rowsOf(names []string) []string {
	stored := make([]string, len(names))
	for i, name := range names {
		stored[i] = rowOf(name)
	}
	return stored
}
