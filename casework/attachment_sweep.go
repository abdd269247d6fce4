package casework

import (
	"context"
	"strings"
	"time"

	"yijian/store"
)

const (
	// keepOrphans is how long a content stays that no row speaks of: its upload may be going on.
	keepOrphans = 24 * time.Hour
	// keepRemoved is how long the content of a removed attachment stays.
	keepRemoved = 30 * 24 * time.Hour
	sweepBatch  = 200
)

// SweepContents removes the contents that no attachment needs any more, and returns how many.
func (d *Desk) SweepContents(ctx context.Context) (int, error) {
	if d.Blobs == nil {
		return 0, nil
	}
	var old []string
	err := d.Blobs.Each(ctx, func(blob store.Blob) error {
		if d.now().Sub(blob.At) > keepOrphans {
			old = append(old, blob.Name)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	swept := 0
	for ; len(old) > 0; old = old[min(len(old), sweepBatch):] {
		batch := old[:min(len(old), sweepBatch)]
		needed, err := d.Store.KeepsContent(ctx, rowsOf(batch), d.now().Add(-keepRemoved))
		if err != nil {
			return swept, err
		}
		for _, name := range batch {
			if needed[strings.TrimSuffix(name, thumbnailOf(""))] {
				continue
			}
			if err := d.Blobs.Remove(ctx, name); err != nil {
				return swept, err
			}
			swept++
		}
	}
	return swept, nil
}

// rowsOf are the names as rows have them; a small picture's is its picture's.
func rowsOf(names []string) []string {
	stored := make([]string, len(names))
	for i, name := range names {
		stored[i] = strings.TrimSuffix(name, thumbnailOf(""))
	}
	return stored
}
