package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// PublicPage is the number of rows on one public page.
const PublicPage = 50

// EndedEntries returns published entries whose term ended before the day.
func (r Reader) EndedEntries(ctx context.Context, day model.Date) ([]model.EditionEntry, error) {
	rows := []model.EditionEntry{}
	err := r.db.WithContext(ctx).Table("edition_entries").
		Where("status = ? AND ends_on < ?", model.EntryPublished, day).Order("ends_on, id").Limit(1000).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("ended entries: %w", err)
	}
	return rows, nil
}
