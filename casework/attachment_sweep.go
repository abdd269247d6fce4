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
// after a restore, whose database does not know the newest, and refuses where the place
// is another database's, or so much would go that it must be.
func (d *Desk) SweepContents(ctx context.Context) (int, error) {
	if d.Blobs == nil {
		return 0, nil
	}
	restored, err := d.Store.RestoredSince(ctx, d.now().Add(-keepRemoved))
	if err != nil || restored {
		return 0, err
	}
	if err := d.Store.ClaimBlobs(ctx, d.Blobs); err != nil {
		return 0, err
	}
	unneeded, all, err := d.unneeded(ctx)
	if err != nil {
		return 0, err
	}
	if len(unneeded) > fewContents && len(unneeded) > all/10 {
		return 0, model.Fail(model.Conflict, "attachment.sweep_refused", fmt.Sprintf(
			"存放附件处的 %d 份内容中有 %d 份不属于本数据库，没有清理；请核对附件存放位置是否也由别的数据库使用", all, len(unneeded)))
	}
	for i, name := range unneeded {
		if err := d.Blobs.Remove(ctx, name); err != nil {
			return i, err
		}
	}
	return len(unneeded), nil
}

// unneeded are the contents that no row speaks of, and how many there are in all.
func (d *Desk) unneeded(ctx context.Context) (names []string, all int, err error) {
	var old []string
	err = d.Blobs.Each(ctx, func(blob store.Blob) error {
		all++
		if d.now().Sub(blob.At) > keepOrphans {
			old = append(old, blob.Name)
		}
		return nil
	})
	if err != nil {
		return nil, all, err
	}
	for batch := range slices.Chunk(old, sweepBatch) {
		needed, err := d.Store.KeepsContent(ctx, rowsOf(batch), d.now().Add(-keepRemoved))
		if err != nil {
			return nil, all, err
		}
		for _, name := range batch {
			if !needed[strings.TrimSuffix(name, thumbnailOf(""))] {
				names = append(names, name)
			}
		}
	}
	return names, all, nil
}

// rowsOf are the names as rows have them; a small picture's is its picture's.
func rowsOf(names []string) []string {
	stored := make([]string, len(names))
	for i, name := range names {
		stored[i] = strings.TrimSuffix(name, thumbnailOf(""))
	}
	return stored
}
